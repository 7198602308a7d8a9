-- Who agreed that a credit bureau is asked, and what it said. New tables only.
create table bureau_consents (
  member_id text collate "C" primary key,
  given_at timestamptz not null
);

create table bureau_reports (
  member_id text collate "C" primary key references bureau_consents on delete cascade,
  state text not null check (state in ('waiting', 'reported', 'failed')),
  -- The last answer; kept while the bureau is asked again.
  report jsonb,
  failures integer not null default 0,
  failure text,
  due_at timestamptz,
  constraint reported_has_report check (state <> 'reported' or report is not null),
  constraint waiting_is_due check ((state = 'waiting') = (due_at is not null))
);
create index bureau_reports_due on bureau_reports (due_at) where due_at is not null;
