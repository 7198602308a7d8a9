-- The last amendment of an offer: the terms that were asked for, and what matching answered.
alter table offers add column amendment jsonb;
