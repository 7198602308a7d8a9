-- Loans of which everything is due at once, and the last receipt that came before that on its day. New columns of loans; what waits for a
-- second person may be an acceleration, the undoing of a charge-off, or the reversal of a recovery.
alter table loans
  add column accelerated_on date,
  add column accelerated_through text collate "C",
  add constraint loans_accelerated check (accelerated_through is null or accelerated_on is not null);

alter table approvals
  drop constraint approvals_action_check,
  add constraint approvals_action_check check (action in
    ('loan.write-off', 'loan.undo-charge-off', 'loan.change-schedule', 'loan.accelerate', 'repayment.reverse', 'repayment.back-date',
     'recovery.reverse', 'payout-account.change', 'journal.post'));

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  grant update (accelerated_on, accelerated_through) on loans to payments_app;
end $$;
