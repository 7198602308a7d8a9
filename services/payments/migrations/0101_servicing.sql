-- Loan servicing: loans, schedules, notes, repayments and their distribution, the business day. New tables only, no lock on old ones.
-- History (repayments, note_receipts, loan_transactions) is insert-only for the application.

create table loans (
  loan_id text primary key,
  request_id text not null unique,
  contract_id text not null unique,
  borrower_id text not null,
  borrower_wallet_id text not null,
  market text not null,
  product_id text not null,
  grade text not null,
  purpose text not null,
  terms jsonb not null,
  principal_minor bigint not null check (principal_minor > 0),
  origination_fee_minor bigint not null check (origination_fee_minor >= 0 and origination_fee_minor < principal_minor),
  rate_ppm bigint not null check (rate_ppm >= 0),
  instalment_minor bigint not null,
  status text not null check (status in ('active', 'in-arrears', 'defaulted', 'charged-off', 'closed')),
  outcome text check (outcome in ('repaid', 'prepaid', 'settled')),
  bucket text not null,
  autopay boolean not null,
  bank_account_id text,
  schedule_version integer not null,
  schedule_hash text not null,
  disbursed_on date not null,
  first_due_on date not null,
  matures_on date not null,
  closed_on date,
  charged_off_on date,
  charged_off_minor bigint not null default 0,
  oldest_unpaid_due_on date,
  -- What the notes have been paid in all, by component: the T of the carry-forward distribution.
  distributed_principal_minor bigint not null default 0,
  distributed_interest_minor bigint not null default 0,
  distributed_late_fee_minor bigint not null default 0,
  distributed_recovery_minor bigint not null default 0,
  recovered_minor bigint not null default 0,
  -- The next business date on which the close of business has something to do with this loan; null: never again.
  next_work_on date,
  last_worked_on date,
  set_aside_cause text,
  disbursed_at timestamptz not null,
  check (distributed_principal_minor + charged_off_minor <= principal_minor)
);
create index loans_to_work on loans (next_work_on, loan_id) where next_work_on is not null and set_aside_cause is null;
create index loans_of_borrower on loans (borrower_id, loan_id);
create index loans_by_status on loans (status, loan_id);

create table instalments (
  loan_id text not null references loans,
  schedule_version integer not null,
  nr integer not null check (nr > 0),
  from_on date not null,
  due_on date not null,
  principal_minor bigint not null check (principal_minor >= 0),
  interest_minor bigint not null check (interest_minor >= 0),
  late_fee_minor bigint not null default 0 check (late_fee_minor >= 0),
  balance_minor bigint not null check (balance_minor >= 0),
  paid_principal_minor bigint not null default 0,
  paid_interest_minor bigint not null default 0,
  paid_late_fee_minor bigint not null default 0,
  status text not null check (status in ('pending', 'due', 'partially-paid', 'paid', 'late', 'paid-late', 'written-off')),
  late_fee_on date,
  primary key (loan_id, schedule_version, nr),
  check (paid_principal_minor between 0 and principal_minor),
  check (paid_interest_minor between 0 and interest_minor),
  check (paid_late_fee_minor between 0 and late_fee_minor)
);
create index instalments_open on instalments (loan_id, schedule_version, due_on) where status not in ('paid', 'paid-late', 'written-off');

create table schedule_versions (
  loan_id text not null references loans,
  version integer not null,
  reason text not null,
  effective_on date not null,
  schedule_hash text not null,
  primary key (loan_id, version)
);

create table notes (
  note_id text primary key,
  loan_id text not null references loans,
  offer_id text not null,
  holder_id text not null,
  wallet_id text not null,
  principal_minor bigint not null check (principal_minor > 0),
  rate_ppm bigint not null check (rate_ppm >= 0),
  paid_principal_minor bigint not null default 0,
  paid_interest_minor bigint not null default 0,
  paid_late_fee_minor bigint not null default 0,
  paid_recovery_minor bigint not null default 0,
  service_fee_minor bigint not null default 0,
  issued_on date not null,
  check (paid_principal_minor between 0 and principal_minor)
);
create index notes_of_loan on notes (loan_id, note_id);
create index notes_of_holder on notes (holder_id, note_id);

create table repayments (
  repayment_id text primary key,
  loan_id text not null references loans,
  kind text not null check (kind in ('repayment', 'recovery')),
  source text not null check (source in ('autopay', 'manual', 'payoff', 'platform')),
  amount_minor bigint not null check (amount_minor > 0),
  principal_minor bigint not null,
  interest_minor bigint not null,
  late_fee_minor bigint not null,
  recovery_minor bigint not null,
  fee_minor bigint not null,
  received_on date not null,
  journal_id text not null unique,
  recorded_at timestamptz not null,
  check (principal_minor + interest_minor + late_fee_minor + recovery_minor + (case kind when 'recovery' then fee_minor else 0 end) = amount_minor)
);
create index repayments_of_loan on repayments (loan_id, repayment_id);

create table note_receipts (
  repayment_id text not null references repayments,
  note_id text not null references notes,
  principal_minor bigint not null check (principal_minor >= 0),
  interest_minor bigint not null check (interest_minor >= 0),
  late_fee_minor bigint not null check (late_fee_minor >= 0),
  recovery_minor bigint not null check (recovery_minor >= 0),
  service_fee_minor bigint not null check (service_fee_minor >= 0),
  received_on date not null,
  primary key (note_id, repayment_id)
);
create index note_receipts_of_repayment on note_receipts (repayment_id);

-- What happened to a loan besides repayments: disbursement, late fees, charge-off.
create table loan_transactions (
  transaction_id text primary key,
  loan_id text not null references loans,
  kind text not null check (kind in ('disbursement', 'late-fee', 'charge-off')),
  principal_minor bigint not null,
  interest_minor bigint not null,
  late_fee_minor bigint not null,
  happened_on date not null,
  recorded_at timestamptz not null
);
create index loan_transactions_of_loan on loan_transactions (loan_id, transaction_id);

-- The close of one business date: open while it is the platform's date, closing while its chunks are worked, then closed.
create table business_days (
  business_date date primary key,
  status text not null check (status in ('open', 'closing', 'closed')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  summary jsonb
);
create unique index business_days_one_current on business_days ((true)) where status in ('open', 'closing');

create table business_date_target (
  only_row boolean primary key default true check (only_row),
  target date
);
insert into business_date_target (target) values (null);

create table day_chunks (
  business_date date not null references business_days,
  chunk_no integer not null,
  loan_ids text[] not null,
  status text not null default 'open' check (status in ('open', 'done')),
  attempts integer not null default 0,
  cause text,
  summary jsonb,
  primary key (business_date, chunk_no)
);
