-- The end of a business day looks for what the bank paid and no journal has, among the collections it has not looked at before: those of
-- transactions that had not ended when it last looked. Old collections are looked at once more. A short lock on the sandbox bank's collections.
alter table sandbox_bank.direct_debits add column asked_by xid8 not null default '0';
alter table sandbox_bank.direct_debits alter column asked_by set default pg_current_xact_id();
drop index sandbox_bank.direct_debits_collected;
create index direct_debits_asked on sandbox_bank.direct_debits (asked_by) where refusal is null;

create table heard_collections (
  only_row boolean primary key default true check (only_row),
  -- Every transaction before this one had ended.
  before xid8 not null
);
insert into heard_collections (before) values ('0');

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on heard_collections from payments_app;
  grant select, update (before) on heard_collections to payments_app;
end $$;
