-- Four eyes: tasks that wait for a second person, and the bank account that a member's money is paid out to. New tables only.
create table approvals (
  approval_id text collate "C" primary key,
  action text not null check (action in ('loan.write-off', 'repayment.reverse', 'payout-account.change', 'journal.post')),
  entity_id text collate "C" not null,
  -- Canonical JSON as text: the hash is of exactly these bytes.
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
  -- The database holds the rule too: what was processed had two people.
  constraint approval_two_people check (status <> 'processed' or checker_id <> maker_id),
  constraint approval_decided check ((status in ('processed', 'rejected')) = (checker_id is not null and decided_at is not null)),
  constraint approval_hash_of_payload check (payload_hash = encode(sha256(convert_to(payload, 'UTF8')), 'hex'))
);
create unique index approvals_one_open on approvals (action, entity_id) where status = 'awaiting-approval';
create index approvals_by_status on approvals (status, approval_id);

-- A decision is final: a decided task is never touched again, and what was asked for never changes.
create function refuse_second_decision() returns trigger language plpgsql as $$
begin
  raise exception 'approval % is decided', old.approval_id using errcode = 'integrity_constraint_violation';
end $$;
create trigger approvals_decided_once before update on approvals
  for each row when (old.status <> 'awaiting-approval') execute function refuse_second_decision();

create table payout_accounts (
  member_id text collate "C" not null,
  currency text not null,
  bank_account_id text collate "C" not null references bank_accounts,
  approved_at timestamptz not null,
  primary key (member_id, currency)
);

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on approvals, payout_accounts from payments_app;
  grant select, insert, update (status, checker_id, note, decided_at) on approvals to payments_app;
  grant select, insert, update (bank_account_id, approved_at) on payout_accounts to payments_app;
end $$;
