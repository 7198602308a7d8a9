-- What an offer has reserved and captured, and how many fills a request has, are read from the fills. Counters on the offer made every
-- request of a market wait for the same few rows; a sum is read from one index.
create index fills_of_offer on fills (offer_id, status) include (amount_minor);
alter table offers drop column filled_minor, drop column captured_minor;
alter table loan_requests drop column fill_count;
