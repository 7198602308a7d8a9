-- How the loans of a product are serviced from their payout on; a loan keeps what was in force then in its terms. A new table only.
create table servicing_policies (
  product_id text collate "C" primary key,
  policy jsonb not null,
  changed_at timestamptz not null
);

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on servicing_policies from payments_app;
  grant select, insert, update (policy, changed_at) on servicing_policies to payments_app;
end $$;
