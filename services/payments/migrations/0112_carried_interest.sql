-- Rescheduled and re-aged loans: interest and late fees that an agreed change moves along, and the terms that it agreed. New columns with
-- constant defaults: nothing is rewritten.
alter table instalments
  -- Of interest_minor: earned before the period of the row and put off to it; below zero, paid of it before the row was made.
  add column carried_interest_minor bigint not null default 0,
  -- Of late_fee_minor: taken over from rows that were replaced.
  add column carried_late_fee_minor bigint not null default 0,
  add constraint instalments_carried check (carried_interest_minor <= interest_minor and carried_late_fee_minor between 0 and late_fee_minor);

-- Rate, method, frequency and due day in force where a change agreed on them; what the contract fixed stays as it was signed.
alter table loans add column agreed_terms jsonb;

alter table approvals
  drop constraint approvals_action_check,
  add constraint approvals_action_check check (action in
    ('loan.write-off', 'loan.change-schedule', 'repayment.reverse', 'repayment.back-date', 'payout-account.change', 'journal.post'));

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  grant update (agreed_terms) on loans to payments_app;
end $$;
