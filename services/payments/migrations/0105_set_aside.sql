-- Since when a loan is set aside. A new column only; it stays empty for loans set aside before.
alter table loans add column set_aside_on date;

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'payments_app') then
    grant update (set_aside_on) on loans to payments_app;
  end if;
end $$;
