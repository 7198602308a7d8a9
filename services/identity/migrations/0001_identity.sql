-- Members, sessions, login attempts, know-your-customer cases, the OpenID provider's state and signing keys.
-- Personal data is sealed by the application (bytea); a dump of this database names nobody.

create table members (
  member_id text primary key,
  email_index bytea not null unique,
  email bytea not null,
  display_name bytea not null,
  kind text not null check (kind in ('person', 'business')),
  country text not null check (country ~ '^[A-Z]{2}$'),
  status text not null check (status in ('registered', 'verified', 'refused')),
  roles text[] not null check (roles <@ array['member', 'admin', 'auditor'] and cardinality(roles) > 0),
  password_hash text not null check (password_hash like '$argon2id$%'),
  registered_at timestamptz not null
);
create index members_by_age on members (registered_at, member_id);

create table sessions (
  session_id text primary key,
  member_id text not null references members,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index sessions_by_member on sessions (member_id);

create table refresh_tokens (
  hash bytea primary key check (octet_length(hash) = 32),
  session_id text not null references sessions,
  issued_at timestamptz not null,
  used_at timestamptz
);
create index refresh_tokens_by_session on refresh_tokens (session_id);

create table login_attempts (
  subject bytea primary key check (octet_length(subject) = 32),
  failures integer not null default 0 check (failures >= 0),
  last_attempt_at timestamptz,
  blocked_until timestamptz,
  succeeded_at timestamptz
);

create table kyc_cases (
  case_id text primary key,
  member_id text not null references members,
  status text not null check (status in ('submitted', 'in-review', 'approved', 'refused')),
  documents bytea not null,
  submitted_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  reason text,
  check ((status in ('approved', 'refused')) = (decided_at is not null and decided_by is not null))
);
create unique index kyc_cases_one_open on kyc_cases (member_id) where status in ('submitted', 'in-review');
create index kyc_cases_submitted on kyc_cases (submitted_at, case_id) where status = 'submitted';
create index kyc_cases_by_age on kyc_cases (submitted_at desc, case_id desc);
create index kyc_cases_by_member on kyc_cases (member_id, submitted_at desc);

create table oidc_records (
  model text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  user_code text,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (model, id)
);
create index oidc_records_by_grant on oidc_records (grant_id) where grant_id is not null;
create unique index oidc_records_by_uid on oidc_records (model, uid) where uid is not null;
create index oidc_records_by_expiry on oidc_records (expires_at) where expires_at is not null;

create table signing_keys (
  kid text primary key,
  sealed bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
