-- What an agreed change of a schedule leaves behind: the rows that were settled then, and the receipts that they answer for. A life told
-- again begins there. New table; two columns of loans may now follow the schedule.
create table agreed_schedules (
  loan_id text not null,
  version integer not null,
  settled_through_nr integer not null check (settled_through_nr >= 0),
  -- The last receipt before it, by the id of its first booking; null when there was none.
  receipts_through text collate "C",
  primary key (loan_id, version),
  foreign key (loan_id, version) references schedule_versions
);

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on agreed_schedules from payments_app;
  grant select, insert, update (receipts_through) on agreed_schedules to payments_app;
  grant update (matures_on, instalment_minor) on loans to payments_app;
end $$;
