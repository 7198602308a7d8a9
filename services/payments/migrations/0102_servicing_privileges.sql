-- Servicing history is written once, and the application role may change only what moves. Indexes for the lists of the API, which are
-- newest first: loan and note ids are derived, so their order is not the order of time. Locks the (new) tables for a moment.

create trigger repayments_immutable before update or delete or truncate on repayments
  for each statement execute function refuse_rewrite();
create trigger note_receipts_immutable before update or delete or truncate on note_receipts
  for each statement execute function refuse_rewrite();
create trigger loan_transactions_immutable before update or delete or truncate on loan_transactions
  for each statement execute function refuse_rewrite();
create trigger schedule_versions_immutable before update or delete or truncate on schedule_versions
  for each statement execute function refuse_rewrite();

drop index loans_of_borrower;
drop index loans_by_status;
drop index notes_of_holder;
create index loans_of_borrower on loans (borrower_id, disbursed_on, loan_id);
create index loans_by_date on loans (disbursed_on, loan_id);
create index loans_set_aside on loans (loan_id) where set_aside_cause is not null;
create index notes_of_holder on notes (holder_id, issued_on, note_id);

-- As in 0004: a database without the role has nothing to take back.
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on loans, instalments, schedule_versions, notes, repayments, note_receipts, loan_transactions,
    business_days, business_date_target, day_chunks from payments_app;
  grant select, insert on schedule_versions, repayments, note_receipts, loan_transactions to payments_app;
  -- What the contract fixed (parties, terms, amounts, dates) stays as it was inserted.
  grant select, insert, update (status, outcome, bucket, autopay, bank_account_id, schedule_version, schedule_hash, oldest_unpaid_due_on,
    closed_on, charged_off_on, charged_off_minor, distributed_principal_minor, distributed_interest_minor, distributed_late_fee_minor,
    distributed_recovery_minor, recovered_minor, next_work_on, last_worked_on, set_aside_cause) on loans to payments_app;
  grant select, insert, update (late_fee_minor, paid_principal_minor, paid_interest_minor, paid_late_fee_minor, status, late_fee_on)
    on instalments to payments_app;
  grant select, insert, update (paid_principal_minor, paid_interest_minor, paid_late_fee_minor, paid_recovery_minor, service_fee_minor)
    on notes to payments_app;
  grant select, insert, update (status, closed_at, summary) on business_days to payments_app;
  grant select, update (target) on business_date_target to payments_app;
  grant select, insert, update (status, attempts, cause, summary) on day_chunks to payments_app;
end $$;
