-- The day on which a loan came into default is kept: default rates are asked about the past. A constraint only, with a short lock.
alter table loan_transactions
  drop constraint loan_transactions_kind_check,
  add constraint loan_transactions_kind_check check (kind in ('disbursement', 'late-fee', 'late-fee-waived', 'default', 'charge-off'));
