-- The provision fund: lenders of covered loans share their losses ahead. Its money has accounts of its own; what of a receipt went to it
-- stands beside the receipt; its rules, its standing on a date and its claims are written once. New columns with constant defaults; a
-- constraint of repayments is replaced, with a short exclusive lock.

insert into account_codes (code, name, normal_side, has_floor, explanation) values
  ('provision-fund', 'Provision fund', 'credit', false,
    'Set aside for losses on covered loans: contributions and recoveries come in, payouts on charged-off loans leave.');
insert into transfer_codes (code, explanation) values
  ('provision-contribution', 'A part of the interest or of the origination fee of a covered loan: to the provision fund.'),
  ('provision-contribution-reversal', 'The contribution of an undone repayment: provision fund back to loan clearing.'),
  ('provision-payout', 'The fund pays on a charged-off loan: provision fund to loan clearing, on to the lenders as a recovery.'),
  ('provision-repayment', 'A recovery that goes back to the fund, up to what it paid on the loan.');

alter table repayments
  -- Of a repayment: what of its interest went to the fund. Of a recovery: what of it went back to the fund. Of a payout: nothing.
  add column provision_minor bigint not null default 0,
  drop constraint repayments_kind_check,
  drop constraint repayments_check,
  add constraint repayments_kind_check check (kind in ('repayment', 'recovery', 'reversal', 'provision-payout')),
  add constraint repayments_check check (principal_minor + interest_minor + late_fee_minor + recovery_minor
    + (case kind when 'recovery' then fee_minor + provision_minor else 0 end) = amount_minor),
  add constraint repayments_provision check (abs(provision_minor) <= abs(case kind when 'recovery' then amount_minor else interest_minor end));

alter table loans
  add column origination_contribution_minor bigint not null default 0 check (origination_contribution_minor between 0 and origination_fee_minor),
  -- Of the interest distributed so far.
  add column contributed_minor bigint not null default 0,
  -- What the fund paid on it, and what of that came back.
  add column covered_minor bigint not null default 0,
  add column returned_minor bigint not null default 0,
  add constraint loans_contributed check (contributed_minor between 0 and distributed_interest_minor),
  add constraint loans_covered check (returned_minor between 0 and covered_minor and covered_minor <= charged_off_minor);
create index loans_covered on loans (market) where (terms #> '{policy,provision}') is not null;

-- Every version of the published rules of the fund of a currency.
create table provision_fund_rules (
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  version integer not null check (version > 0),
  rules jsonb not null,
  decided_at timestamptz not null,
  primary key (currency, version)
);
-- How the fund stood when the first claim of a business date was decided; every claim of that date is decided by it.
create table provision_standings (
  currency text not null,
  standing_on date not null,
  rules_version integer not null,
  balance_minor bigint not null,
  expected_loss_minor bigint not null,
  expected_contribution_minor bigint not null,
  expected_interest_minor bigint not null,
  -- Null where no loss is expected.
  coverage_ppm bigint,
  primary key (currency, standing_on),
  foreign key (currency, rules_version) references provision_fund_rules (currency, version)
);
-- A loan claims once, when it is charged off; a claim that got nothing is kept too.
create table provision_claims (
  loan_id text primary key references loans,
  currency text not null,
  claimed_on date not null,
  claim_minor bigint not null check (claim_minor >= 0),
  paid_minor bigint not null check (paid_minor between 0 and claim_minor),
  foreign key (currency, claimed_on) references provision_standings (currency, standing_on)
);
create trigger provision_fund_rules_immutable before update or delete or truncate on provision_fund_rules
  for each statement execute function refuse_rewrite();
create trigger provision_standings_immutable before update or delete or truncate on provision_standings
  for each statement execute function refuse_rewrite();
create trigger provision_claims_immutable before update or delete or truncate on provision_claims
  for each statement execute function refuse_rewrite();

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on provision_fund_rules, provision_standings, provision_claims from payments_app;
  grant select, insert on provision_fund_rules, provision_standings, provision_claims to payments_app;
  grant update (contributed_minor, covered_minor, returned_minor) on loans to payments_app;
end $$;
