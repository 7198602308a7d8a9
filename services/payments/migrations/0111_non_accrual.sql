-- Since when the interest of a loan is no longer counted on; null while it is. Loans that are late enough already count from their day.
alter table loans add column non_accrual_since date;
update loans l set non_accrual_since = l.oldest_unpaid_due_on + 90 from business_clock c
  where l.status in ('in-arrears', 'defaulted') and l.oldest_unpaid_due_on + 90 < c.business_date;
alter table loans add constraint loans_non_accrual check (non_accrual_since is null or status in ('in-arrears', 'defaulted', 'charged-off'));

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  grant update (non_accrual_since) on loans to payments_app;
end $$;
