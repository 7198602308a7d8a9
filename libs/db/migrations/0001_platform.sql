-- What every service database has: outbox, inbox, dead letters, idempotency, audit. New tables only.

-- A stream is what one topic tells of one aggregate; its versions have no gaps.
create table outbox_streams (
  topic text collate "C" not null,
  aggregate_id text collate "C" not null,
  version bigint not null,
  primary key (topic, aggregate_id)
) with (fillfactor = 70);

create table outbox (
  position bigint generated always as identity primary key,
  event_id text not null,
  topic text not null,
  name text not null,
  aggregate_id text collate "C" not null,
  aggregate_version bigint not null,
  payload text not null,
  business_date date,
  subjects text[] not null,
  occurred_at timestamptz not null,
  traceparent text,
  published_at timestamptz
);
create index outbox_unpublished on outbox (position) where published_at is null;
create unique index outbox_versions on outbox (topic, aggregate_id, aggregate_version);

-- How far a consumer has come in each stream, named topic:aggregate.
create table inbox (
  consumer text not null,
  stream text collate "C" not null,
  version bigint not null,
  primary key (consumer, stream)
) with (fillfactor = 70);

create table dead_letters (
  dead_letter_id text primary key,
  consumer text not null,
  topic text not null,
  name text not null,
  event_id text not null,
  aggregate_id text collate "C" not null,
  aggregate_version bigint not null,
  payload text not null,
  headers jsonb not null,
  -- parked: waits for an earlier event of its aggregate. retrying: tried again at retry_at. dead: waits for a person.
  status text not null check (status in ('parked', 'retrying', 'dead', 'replayed', 'discarded')),
  cause_code text not null,
  cause_detail text not null,
  attempts integer not null default 0,
  retry_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (consumer, topic, aggregate_id, aggregate_version)
);
create index dead_letters_open on dead_letters (consumer, topic, aggregate_id, aggregate_version) where status in ('parked', 'retrying', 'dead');
create index dead_letters_retry on dead_letters (retry_at) where status = 'retrying';
create index dead_letters_by_status on dead_letters (status, dead_letter_id);

create table idempotency (
  scope text not null,
  key text not null,
  fingerprint text not null,
  status text not null check (status in ('done', 'refused')),
  reply text not null,
  recorded_at timestamptz not null default now(),
  primary key (scope, key)
);

create table audit_events (
  audit_event_id text primary key,
  actor_id text not null,
  action text not null,
  object_id text not null,
  details jsonb not null,
  recorded_at timestamptz not null
);

-- The application may add to the audit trail, never rewrite it.
do $$ begin
  execute format('revoke update, delete on audit_events from %I', replace(current_user, '_owner', '_app'));
exception when undefined_object then null; end $$;
