-- What members owe the platform because money they had spent was taken back, and how much of it later income has settled. New table and
-- codes; claims of before are taken over from the transfers that made them.
insert into transfer_codes (code, explanation)
values ('set-off', 'Income settles a claim of the platform: wallet to suspense.') on conflict do nothing;

create table wallet_claims (
  claim_no bigint generated always as identity primary key,
  wallet_id text collate "C" not null,
  -- The journal in which the money was taken back.
  journal_id text collate "C" not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  settled_minor bigint not null default 0,
  opened_on date not null,
  settled_on date,
  unique (wallet_id, journal_id),
  constraint wallet_claim_settled check (settled_minor between 0 and amount_minor),
  constraint wallet_claim_settled_on check ((settled_on is not null) = (settled_minor = amount_minor))
);
create index wallet_claims_open on wallet_claims (wallet_id, claim_no) where settled_minor < amount_minor;

insert into wallet_claims (wallet_id, journal_id, currency, amount_minor, opened_on)
select coalesce(d.wallet_id, a.account_id), j.journal_id, min(t.currency), sum(t.amount_minor)::bigint, j.business_date
from transfers t
join journals j on j.journal_no = t.journal_no
join accounts a on a.account_no = t.credit_no
left join deposits d on t.code = 'deposit-return-uncovered' and d.deposit_id = split_part(j.reference, ':', 1)
where t.code in ('return-uncovered', 'deposit-return-uncovered')
group by 1, j.journal_no, j.journal_id, j.business_date order by j.journal_no;

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on wallet_claims from payments_app;
  grant select, insert, update (settled_minor, settled_on) on wallet_claims to payments_app;
end $$;
