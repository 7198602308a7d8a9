-- Charge-offs and recoveries are undone: rows that name what they undo, with the other sign. Constraints of repayments, loan_transactions
-- and provision_claims are replaced, with short exclusive locks.
insert into transfer_codes (code, explanation) values
  ('recovery-reversal', 'A recovery or a payout of the provision fund is undone: the wallets of the lenders to loan clearing, and on to the bank.'),
  ('collection-fee-reversal', 'The fee on an undone recovery: income back to loan clearing.'),
  ('provision-repayment-reversal', 'What of an undone recovery went to the provision fund: back to loan clearing.'),
  ('provision-payout-reversal', 'The charge-off on which the fund paid is undone: loan clearing back to the provision fund.');

alter table repayments
  drop constraint repayments_kind_check,
  drop constraint repayments_sign,
  drop constraint repayments_reversal,
  drop constraint repayments_check,
  drop constraint repayments_provision,
  add constraint repayments_kind_check check (kind in ('repayment', 'recovery', 'reversal', 'provision-payout', 'recovery-reversal', 'payout-reversal')),
  add constraint repayments_sign check (case when reverses is null then amount_minor > 0 else amount_minor < 0 end),
  add constraint repayments_reversal check ((kind in ('reversal', 'recovery-reversal', 'payout-reversal')) = (reverses is not null)),
  add constraint repayments_check check (principal_minor + interest_minor + late_fee_minor + recovery_minor
    + (case when kind in ('recovery', 'recovery-reversal') then fee_minor + provision_minor else 0 end) = amount_minor),
  add constraint repayments_provision check (abs(provision_minor)
    <= abs(case when kind in ('recovery', 'recovery-reversal') then amount_minor else interest_minor end));

alter table loan_transactions
  add column undoes text collate "C" references loan_transactions,
  drop constraint loan_transactions_kind_check,
  add constraint loan_transactions_kind_check
    check (kind in ('disbursement', 'late-fee', 'late-fee-waived', 'default', 'charge-off', 'charge-off-undone')),
  add constraint loan_transactions_undoes check ((kind = 'charge-off-undone') = (undoes is not null));
create unique index loan_transactions_undone_once on loan_transactions (undoes) where undoes is not null;

-- A loan claims once for each of its charge-offs; what was claimed for one that was undone is in force no more.
alter table provision_claims
  add column claim_no integer not null default 1,
  drop constraint provision_claims_pkey,
  add primary key (loan_id, claim_no);
create table provision_claims_undone (
  loan_id text not null,
  claim_no integer not null,
  undone_on date not null,
  primary key (loan_id, claim_no),
  foreign key (loan_id, claim_no) references provision_claims
);
create trigger provision_claims_undone_immutable before update or delete or truncate on provision_claims_undone
  for each statement execute function refuse_rewrite();

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on provision_claims_undone from payments_app;
  grant select, insert on provision_claims_undone to payments_app;
end $$;
