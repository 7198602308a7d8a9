-- Decisions of a model by time, for its monitoring. Index only.
create index assessments_of_model on assessments (model_version, completed_at) where completed_at is not null;
