-- What matching takes, as it told us last; null takes everything. Matching has the last word.
alter table markets add column rules jsonb;
