-- Products, loan requests with their history, offers, fills and contracts; projections of members and of the business date.
-- New tables only; ids of requests and offers sort by time: descending is newest first.

create table markets (
  currency text primary key check (currency ~ '^[A-Z]{3}$'),
  note_minimum_minor bigint not null check (note_minimum_minor > 0)
);

create table products (
  product_id text collate "C" primary key,
  name text not null,
  currency text not null references markets,
  minimum_minor bigint not null check (minimum_minor > 0),
  maximum_minor bigint not null check (maximum_minor >= minimum_minor),
  terms_months integer[] not null check (cardinality(terms_months) > 0),
  indicative_rate_ppm bigint not null check (indicative_rate_ppm >= 0),
  origination_fee_ppm bigint not null check (origination_fee_ppm between 0 and 999999),
  funding_threshold_ppm bigint not null check (funding_threshold_ppm between 0 and 1000000),
  listing_days integer not null check (listing_days > 0),
  consent_days integer not null check (consent_days > 0),
  contract_days integer not null check (contract_days > 0),
  -- How a loan is repaid and served; frozen into each contract.
  rules jsonb not null
);

-- Projection of identity.member events.
create table members (
  member_id text collate "C" primary key,
  is_verified boolean not null
);

-- Projection of payments.business-day-opened: one row.
create table business_day (
  is_the_only boolean primary key default true check (is_the_only),
  business_date date not null
);

create table loan_requests (
  request_id text collate "C" primary key,
  borrower_id text collate "C" not null,
  product_id text collate "C" not null references products,
  market text not null references markets,
  amount_minor bigint not null check (amount_minor > 0),
  term_months integer not null check (term_months > 0),
  purpose text not null,
  max_rate_ppm bigint not null check (max_rate_ppm >= 0),
  profile jsonb not null,
  created_at timestamptz not null,
  status text not null check (status in ('draft', 'submitted', 'in-review', 'rejected', 'listed', 'partially-funded', 'contracting',
    'disbursing', 'disbursed', 'expired', 'withdrawn', 'declined', 'lapsed')),
  submitted_at timestamptz,
  score integer,
  grade text,
  rate_ppm bigint check (rate_ppm <= max_rate_ppm),
  minimum_minor bigint,
  note_minimum_minor bigint,
  listed_on date,
  closes_on date,
  filled_minor bigint not null check (filled_minor between 0 and amount_minor),
  fill_count integer not null default 0,
  funded_minor bigint check (funded_minor between 1 and amount_minor),
  deadline_on date,
  contract_id text collate "C" unique,
  loan_id text collate "C" unique,
  reasons jsonb not null,
  failure_code text,
  withdrawal_status text check (withdrawal_status in ('requested', 'refused')),
  withdrawal_code text,
  waiting_for text,
  waiting_since timestamptz,
  waiting_cause text,
  constraint listed_whole check (num_nulls(rate_ppm, minimum_minor, note_minimum_minor, listed_on, closes_on) in (0, 5)),
  constraint waiting_whole check (num_nulls(waiting_for, waiting_since, waiting_cause) in (0, 3)),
  constraint contracted_whole check (num_nulls(funded_minor, contract_id, loan_id) in (0, 3))
) with (fillfactor = 80);
create index loan_requests_of_borrower on loan_requests (borrower_id, request_id desc);
create index loan_requests_by_status on loan_requests (status, request_id desc);
create index loan_requests_listings on loan_requests (market, request_id desc) where listed_on is not null;
create index loan_requests_deadlines on loan_requests (deadline_on, request_id) where deadline_on is not null;
create index loan_requests_waiting on loan_requests (waiting_since) where waiting_for is not null;

-- Every transition, for the funnel and for people who ask what happened; written with the state, never changed.
create table loan_request_history (
  request_id text collate "C" not null references loan_requests,
  nr integer not null,
  event text not null,
  status text not null,
  occurred_at timestamptz not null,
  details jsonb not null,
  primary key (request_id, nr)
);
create index loan_request_history_by_event on loan_request_history (event, request_id);

create table offers (
  offer_id text collate "C" primary key,
  lender_id text collate "C" not null,
  kind text not null check (kind in ('standing', 'directed')),
  market text not null references markets,
  request_id text collate "C" references loan_requests,
  total_minor bigint not null check (total_minor > 0),
  criteria jsonb not null,
  good_till_on date,
  placed_at timestamptz not null,
  status text not null check (status in ('placed', 'active', 'revoking', 'refused', 'ended')),
  hold_id text collate "C",
  is_revocation_asked boolean not null,
  -- Told by different topics of matching and payments, so their sum may pass the total for a moment.
  filled_minor bigint not null default 0 check (filled_minor >= 0),
  captured_minor bigint not null default 0 check (captured_minor >= 0),
  freed_minor bigint not null default 0 check (freed_minor >= 0),
  outcome text,
  refusal_code text,
  waiting_for text,
  waiting_since timestamptz,
  waiting_cause text,
  constraint directed_names_a_request check ((kind = 'directed') = (request_id is not null))
) with (fillfactor = 80);
create index offers_of_lender on offers (lender_id, offer_id desc);
create index offers_by_status on offers (status, offer_id desc);
create index offers_waiting on offers (waiting_since) where waiting_for is not null;

-- What matching said, one row per fill.
create table fills (
  fill_id text collate "C" primary key,
  request_id text collate "C" not null references loan_requests,
  offer_id text collate "C" not null references offers,
  lender_id text collate "C" not null,
  amount_minor bigint not null check (amount_minor > 0),
  rate_ppm bigint not null,
  status text not null check (status in ('reserved', 'captured', 'released'))
);
create index fills_of_request on fills (request_id, fill_id);

create table contracts (
  contract_id text collate "C" primary key,
  request_id text collate "C" not null unique references loan_requests,
  loan_id text collate "C" not null unique,
  borrower_id text collate "C" not null,
  market text not null references markets,
  product_id text collate "C" not null references products,
  grade text not null,
  purpose text not null,
  terms jsonb not null,
  schedule jsonb not null,
  apr_eu_ppm bigint not null,
  apr_us_ppm bigint not null,
  terms_hash text not null check (terms_hash ~ '^[0-9a-f]{64}$'),
  slices jsonb not null,
  slice_count integer not null check (slice_count > 0),
  made_at timestamptz not null,
  status text not null check (status in ('offered', 'accepted', 'disbursed', 'lapsed', 'withdrawn')),
  deadline_on date not null,
  accepted_at timestamptz,
  accepted_on date,
  disbursed_on date,
  servicing_status text check (servicing_status in ('active', 'in-arrears', 'defaulted', 'charged-off', 'closed'))
);
create index contracts_of_borrower on contracts (borrower_id, made_at desc, contract_id desc);
create index contracts_by_age on contracts (made_at desc, contract_id desc);
