-- How requests of a product are funded, and the rate at which a request was: with an auction it is below the one it was listed at.
alter table products add column clearing jsonb not null
  default '{"mechanism": "posted-rate", "timing": "continuous", "allocation": "time", "closing": "when-full"}';
alter table loan_requests add column final_rate_ppm bigint check (final_rate_ppm <= rate_ppm);
update loan_requests set final_rate_ppm = rate_ppm where funded_minor is not null or status = 'partially-funded';
