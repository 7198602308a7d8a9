-- Holds of offers, bank accounts, deposits, withdrawals and the sandbox bank behind them; the business date of the books.

create table business_clock (
  only_row boolean primary key default true check (only_row),
  business_date date not null
);

create table holds (
  hold_id text collate "C" primary key,
  offer_id text collate "C" not null unique,
  lender_id text collate "C" not null,
  wallet_id text collate "C" not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  captured_minor bigint not null default 0 check (captured_minor >= 0),
  released_minor bigint not null default 0 check (released_minor >= 0),
  -- Null while the money is held; a refused hold never held any.
  refusal text,
  placed_at timestamptz not null,
  constraint hold_not_exceeded check (captured_minor + released_minor <= amount_minor),
  constraint hold_refused_is_empty check (refusal is null or captured_minor + released_minor = 0)
);
create index holds_of_lender on holds (lender_id, hold_id);

create table bank_accounts (
  bank_account_id text collate "C" primary key,
  member_id text collate "C" not null,
  currency text not null,
  masked_iban text not null,
  -- The bank's name for the account; the full IBAN stays with the bank.
  provider_reference text not null,
  behaviour text not null check (behaviour in ('pays', 'stops-on', 'rejects', 'returns')),
  stops_on date,
  created_at timestamptz not null,
  constraint bank_account_stops check ((behaviour = 'stops-on') = (stops_on is not null))
);
create index bank_accounts_of_member on bank_accounts (member_id, bank_account_id);

create table deposits (
  deposit_id text collate "C" primary key,
  member_id text collate "C" not null,
  wallet_id text collate "C" not null,
  bank_account_id text collate "C" not null references bank_accounts,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  status text not null check (status in ('expected', 'received', 'cleared', 'failed', 'returned')),
  failure_code text,
  submitted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index deposits_of_member on deposits (member_id, deposit_id);
create index deposits_to_submit on deposits (deposit_id) where submitted_at is null;

create table withdrawals (
  withdrawal_id text collate "C" primary key,
  member_id text collate "C" not null,
  wallet_id text collate "C" not null,
  bank_account_id text collate "C" not null references bank_accounts,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  status text not null check (status in ('requested', 'submitted', 'in-transit', 'paid', 'failed', 'returned')),
  failure_code text,
  submitted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index withdrawals_of_member on withdrawals (member_id, withdrawal_id);
create index withdrawals_to_submit on withdrawals (withdrawal_id) where submitted_at is null;

-- How far the statement of the bank has been imported.
create table bank_statement_position (
  only_row boolean primary key default true check (only_row),
  imported_up_to bigint not null default 0
);
insert into bank_statement_position default values;

-- The sandbox bank: a foreign system that happens to live here. Nothing outside adapters/bank reads or writes it.
create schema sandbox_bank;

create table sandbox_bank.accounts (
  reference text collate "C" primary key,
  behaviour text not null,
  stops_on date
);

create table sandbox_bank.orders (
  key text collate "C" primary key,
  kind text not null check (kind in ('collect', 'payout')),
  reference text collate "C" not null references sandbox_bank.accounts,
  amount_minor bigint not null,
  currency text not null,
  due_on date not null,
  -- The next entry of the statement and when it appears; null when there is nothing more to come.
  next_status text check (next_status in ('accepted', 'settled', 'failed', 'returned')),
  next_code text,
  next_at timestamptz
);
create index orders_due on sandbox_bank.orders (next_at) where next_status is not null;

create table sandbox_bank.statement (
  entry_no bigint generated always as identity primary key,
  key text collate "C" not null,
  kind text not null,
  status text not null,
  code text,
  booked_at timestamptz not null,
  unique (key, status)
);

create table sandbox_bank.direct_debits (
  key text collate "C" primary key,
  reference text collate "C" not null references sandbox_bank.accounts,
  amount_minor bigint not null,
  collected_on date not null,
  refusal text,
  returns_on date
);
create index direct_debits_returning on sandbox_bank.direct_debits (returns_on) where returns_on is not null;
