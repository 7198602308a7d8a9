-- Decisions that can be made again: policies as versioned documents, the whole record of each decision, what the platform knows of a
-- borrower, several assessments a request, reviews, four eyes, failures that are set aside, and models that are scored in shadow.

-- Facts of others, as told by their events.
create table borrowers (
  member_id text collate "C" primary key,
  kyc text not null default 'unverified' check (kyc in ('unverified', 'verified', 'refused'))
);
insert into borrowers (member_id) select distinct borrower_id from assessments;

create table business_day (
  is_the_only boolean primary key default true check (is_the_only),
  business_date date not null
);

create table credit_requests (
  request_id text collate "C" primary key,
  borrower_id text collate "C" not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('open', 'rejected', 'funded', 'paid-out', 'ended'))
);
create index credit_requests_alive on credit_requests (borrower_id) where state in ('open', 'funded');
insert into credit_requests
  select request_id, borrower_id, application->>'market', (application->>'amountMinor')::bigint, 'open' from assessments;

create table loan_histories (
  loan_id text collate "C" primary key,
  borrower_id text collate "C" not null,
  request_id text collate "C" not null,
  status text not null check (status in ('active', 'in-arrears', 'charged-off', 'closed')),
  history jsonb not null
);
create index loan_histories_of_borrower on loan_histories (borrower_id);
create index loan_histories_of_request on loan_histories (request_id);

-- A version never changes. Canonical JSON as text: the hash is of exactly these bytes.
create table credit_policies (
  policy_version integer primary key check (policy_version > 0),
  document text not null,
  document_hash text not null check (document_hash = encode(sha256(convert_to(document, 'UTF8')), 'hex')),
  published_at timestamptz not null,
  maker_id text collate "C" not null,
  checker_id text collate "C" not null,
  constraint policy_two_people check (maker_id <> checker_id or maker_id = 'platform')
);
insert into credit_policies values (1, '{"challengers":[],"limits":{"maximumAmountToIncomePpm":1000000,"maximumDebtToIncomePpm":500000,"maximumDebtToIncomeWithLoanPpm":800000,"maximumDelinquencies2y":6,"maximumExposureMinor":"7500000","maximumOpenLoans":5,"maximumPdPpm":450000,"maximumPublicRecords":5,"minimumAnnualIncomeMinor":"600000"},"modelVersion":"scorecard-2011.1","pricing":{"averageBalancePpm":550000,"baseRatePpm":30000,"grades":[{"annualLossFromPpm":0,"grade":"A","marginPpm":10000},{"annualLossFromPpm":26000,"grade":"B","marginPpm":34500},{"annualLossFromPpm":38000,"grade":"C","marginPpm":49500},{"annualLossFromPpm":50000,"grade":"D","marginPpm":60000},{"annualLossFromPpm":62000,"grade":"E","marginPpm":67500},{"annualLossFromPpm":77000,"grade":"F","marginPpm":72500},{"annualLossFromPpm":97000,"grade":"G","marginPpm":77000}],"lossGivenDefaultPpm":596000,"rateStepPpm":100},"refer":{"pdFromPpm":420000,"publicRecordsFrom":3},"reputation":{"bestOddsPpm":1500000,"fullWeightMinor":"10000","monthsMax":24,"priorMonths":12,"worstOddsPpm":500000}}',
  '52ac11d1f0e0d5a9b7cb3f51757b1d83d085f9364ae543a899487b4fd49f1763', '2026-01-01T00:00:00Z', 'platform', 'platform');

alter table assessments
  drop constraint assessments_request_id_key,
  drop constraint pending_has_no_outcome,
  add column nr integer not null default 1 check (nr > 0),
  add column cause text not null default 'submitted' check (cause in ('submitted', 'identity', 'evidence', 'bureau')),
  add column replaces text collate "C" references assessments,
  add column replaced_by text collate "C",
  add column policy_version integer,
  add column instalment_minor bigint,
  add column debt_to_income_with_loan_ppm bigint,
  -- Everything the decision was made from and what it was, as canonical JSON; the hash is of exactly these bytes.
  add column record text,
  add column record_hash text check (record_hash = encode(sha256(convert_to(record, 'UTF8')), 'hex')),
  add column claimed_by text collate "C",
  add column claimed_until timestamptz,
  add column failures integer not null default 0,
  add column retry_at timestamptz,
  add column parked_at timestamptz,
  add column failure text;

-- Decided before policies were documents: what was kept stays in the record, under version zero.
update assessments set policy_version = 0, instalment_minor = 0, record = made.record,
    record_hash = encode(sha256(convert_to(made.record, 'UTF8')), 'hex')
  from (select assessment_id as id, jsonb_build_object('application', application, 'features', features, 'contributions', contributions,
    'annualLossPpm', annual_loss_ppm)::text as record from assessments where status <> 'pending') made
  where assessment_id = made.id;

alter table assessments
  drop column features, drop column contributions, drop column annual_loss_ppm,
  add constraint assessments_of_request unique (request_id, nr),
  add constraint claim_whole check (num_nulls(claimed_by, claimed_until) in (0, 2)),
  add constraint pending_has_no_outcome check (
    num_nulls(model_version, policy_version, score, pd_ppm, grade, reference_rate_ppm, instalment_minor, record, record_hash, reasons,
      completed_at, decided_by) = case when status = 'pending' then 12 else 0 end);
drop index assessments_pending;
create index assessments_pending on assessments (received_at) where status = 'pending' and parked_at is null;
create index assessments_parked on assessments (parked_at, assessment_id) where parked_at is not null;
create index assessments_in_review on assessments (completed_at, assessment_id) where status = 'referred' and replaced_by is null;

-- What other models would have said; they decide nothing.
create table shadow_scores (
  assessment_id text collate "C" not null references assessments,
  model_version text not null,
  model_hash text not null,
  decision text not null check (decision in ('approved', 'declined', 'referred')),
  score integer not null,
  pd_ppm bigint not null,
  grade text not null,
  reference_rate_ppm bigint not null,
  primary key (model_version, assessment_id)
);

-- Four eyes, as in payments.
create table approvals (
  approval_id text collate "C" primary key,
  action text not null check (action in ('assessment.override', 'policy.publish')),
  entity_id text collate "C" not null,
  payload text not null,
  payload_hash text not null check (payload_hash ~ '^[0-9a-f]{64}$'),
  reason text not null check (length(reason) between 1 and 500),
  maker_id text collate "C" not null,
  status text not null check (status in ('awaiting-approval', 'processed', 'rejected', 'expired')),
  checker_id text collate "C",
  note text,
  opened_on date not null,
  expires_on date not null,
  created_at timestamptz not null,
  decided_at timestamptz,
  constraint approval_two_people check (status <> 'processed' or checker_id <> maker_id),
  constraint approval_decided check ((status in ('processed', 'rejected')) = (checker_id is not null and decided_at is not null)),
  constraint approval_hash_of_payload check (payload_hash = encode(sha256(convert_to(payload, 'UTF8')), 'hex'))
);
create unique index approvals_one_open on approvals (action, entity_id) where status = 'awaiting-approval';
create index approvals_by_status on approvals (status, approval_id);

create function refuse_second_decision() returns trigger language plpgsql as $$
begin
  raise exception 'approval % is decided', old.approval_id using errcode = 'integrity_constraint_violation';
end $$;
create trigger approvals_decided_once before update on approvals
  for each row when (old.status <> 'awaiting-approval') execute function refuse_second_decision();

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'credit_app') then
    return;
  end if;
  revoke all on approvals, credit_policies, shadow_scores from credit_app;
  grant select, insert, update (status, checker_id, note, decided_at) on approvals to credit_app;
  grant select, insert on credit_policies, shadow_scores to credit_app;
end $$;
