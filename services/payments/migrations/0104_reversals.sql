-- Receipts taken back: a reversal is a row of its own with the negative amounts of the repayment it names, and a repayment booked again
-- names the first of its kind and the date on which it counts. Changes of constraints take a short exclusive lock on five tables.

insert into transfer_codes (code, explanation) values
  ('repayment-reversal', 'A repayment is undone: loan clearing back to the wallet of the borrower.'),
  ('principal-reversal', 'A share of principal is undone: the wallet of a lender to loan clearing.'),
  ('interest-reversal', 'A share of interest is undone: the wallet of a lender to loan clearing.'),
  ('late-fee-reversal', 'A share of a late fee is undone: the wallet of a lender to loan clearing.'),
  ('service-fee-reversal', 'The fee on an undone receipt: income back to the wallet of a lender.'),
  ('return-uncovered', 'What a wallet lacks when a receipt is taken back: suspense to wallet, a claim of the platform.');

alter table repayments
  add column reverses text collate "C" references repayments,
  -- The first booking of the same receipt; null for a first booking itself.
  add column root_id text collate "C" references repayments,
  -- When it counts, where that is not the date of its booking.
  add column value_on date,
  add column reason text,
  drop constraint repayments_kind_check,
  drop constraint repayments_amount_minor_check,
  drop constraint repayments_journal_id_key,
  add constraint repayments_kind_check check (kind in ('repayment', 'recovery', 'reversal')),
  add constraint repayments_sign check (case kind when 'reversal' then amount_minor < 0 else amount_minor > 0 end),
  add constraint repayments_reversal check ((kind = 'reversal') = (reverses is not null));
-- A repayment is reversed once.
create unique index repayments_reversed_once on repayments (reverses) where reverses is not null;
create index repayments_of_journal on repayments (journal_id);

-- A receipt of a note and what takes it back have one sign each.
alter table note_receipts
  drop constraint note_receipts_principal_minor_check,
  drop constraint note_receipts_interest_minor_check,
  drop constraint note_receipts_late_fee_minor_check,
  drop constraint note_receipts_recovery_minor_check,
  drop constraint note_receipts_service_fee_minor_check,
  add constraint note_receipts_sign check (
    least(principal_minor, interest_minor, late_fee_minor, recovery_minor, service_fee_minor) >= 0
    or greatest(principal_minor, interest_minor, late_fee_minor, recovery_minor, service_fee_minor) <= 0);

alter table loan_transactions
  drop constraint loan_transactions_kind_check,
  add constraint loan_transactions_kind_check check (kind in ('disbursement', 'late-fee', 'late-fee-waived', 'charge-off'));

alter table approvals
  drop constraint approvals_action_check,
  add constraint approvals_action_check check (action in
    ('loan.write-off', 'repayment.reverse', 'repayment.back-date', 'payout-account.change', 'journal.post'));

-- Collections that the bank took back, from the day it said so until they are in the books.
create table direct_debit_returns (
  key text collate "C" primary key,
  loan_id text not null references loans,
  returned_on date not null,
  code text not null,
  status text not null default 'open' check (status in ('open', 'booked'))
);
create index direct_debit_returns_open on direct_debit_returns (loan_id) where status = 'open';

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on direct_debit_returns from payments_app;
  grant select, insert, update (status) on direct_debit_returns to payments_app;
end $$;
