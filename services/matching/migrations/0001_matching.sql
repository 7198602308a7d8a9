-- The command log of each market and what is derived from it. New tables only.

-- One engine may write for a market. Whoever takes over raises the epoch; every batch asserts the one it began with.
create table engines (
  market text primary key check (market ~ '^[A-Z]{3}$'),
  epoch bigint not null check (epoch > 0),
  holder text not null,
  renewed_at timestamptz not null
) with (fillfactor = 50);

-- The truth: commands in the order they were applied, each with the hash of the book after it.
create table commands (
  market text not null references engines,
  seq bigint not null check (seq > 0),
  type text not null,
  payload text not null,
  -- The event that asked for it; null for what the engine asks of itself. A second wall behind the inbox.
  event_id text,
  state_hash text not null,
  recorded_at timestamptz not null,
  primary key (market, seq),
  constraint command_of_event_once unique (market, event_id)
);

-- Commands that lost a race or came too late: no number, no effect.
create table refusals (
  refusal_id bigint generated always as identity primary key,
  market text not null references engines,
  after_seq bigint not null,
  type text not null,
  object_id text not null,
  code text not null,
  event_id text,
  recorded_at timestamptz not null
);
create index refusals_of_object on refusals (object_id);

create table snapshots (
  market text not null references engines,
  seq bigint not null,
  state text not null,
  hash text not null,
  taken_at timestamptz not null,
  primary key (market, seq)
);

-- Projections for reads, with the rules of money as a second wall.
create table requests (
  request_id text collate "C" primary key,
  market text not null references engines,
  borrower_id text collate "C" not null,
  seq bigint not null,
  status text not null check (status in ('open', 'partial', 'filled', 'settled', 'expired', 'withdrawn', 'declined', 'lapsed')),
  amount_minor bigint not null check (amount_minor > 0),
  filled_minor bigint not null check (filled_minor >= 0),
  rate_ppm bigint not null,
  grade text not null,
  term_months integer not null,
  closes_on date not null,
  constraint request_not_overfilled check (filled_minor <= amount_minor)
) with (fillfactor = 70);

create table offers (
  offer_id text collate "C" primary key,
  market text not null references engines,
  lender_id text collate "C" not null,
  seq bigint not null,
  request_id text collate "C",
  outcome text check (outcome in ('revoked', 'expired', 'exhausted', 'request-closed')),
  total_minor bigint not null check (total_minor > 0),
  remaining_minor bigint not null check (remaining_minor >= 0),
  held_minor bigint not null check (held_minor >= 0),
  settled_minor bigint not null check (settled_minor >= 0),
  freed_minor bigint not null check (freed_minor >= 0),
  constraint offer_adds_up check (remaining_minor + held_minor + settled_minor + freed_minor = total_minor),
  constraint offer_closed_is_empty check (outcome is null or remaining_minor = 0)
) with (fillfactor = 70);

create table fills (
  fill_id text collate "C" primary key,
  market text not null,
  seq bigint not null,
  index integer not null,
  request_id text collate "C" not null references requests,
  offer_id text collate "C" not null references offers,
  amount_minor bigint not null check (amount_minor > 0),
  rate_ppm bigint not null,
  status text not null check (status in ('held', 'settled', 'returned')),
  constraint fill_of_command_once unique (market, seq, index),
  constraint one_note_of_an_offer unique (request_id, offer_id)
) with (fillfactor = 70);
create index fills_of_offer on fills (offer_id);

-- The log is written once. It can be read and added to, never changed.
do $$ begin
  if exists (select from pg_roles where rolname = 'matching_app') then
    revoke update, delete on commands, refusals from matching_app;
  end if;
end $$;
