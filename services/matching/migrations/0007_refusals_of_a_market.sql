-- Refusals of a market are read newest first. (Those of one offer or request are few and have an index already.)
create index refusals_of_market on refusals (market, refusal_id);
