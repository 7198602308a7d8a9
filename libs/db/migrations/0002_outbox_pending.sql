-- What is not published yet stands in a table of its own: taking a position out of it costs a tenth of marking the event, whose row and
-- three indexes would be written again, and events are then never changed. Locks outbox for the time of the copy; nothing is published
-- meanwhile.
create table outbox_pending (
  position bigint primary key
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_scale_factor = 1);

insert into outbox_pending select position from outbox where published_at is null;
drop index outbox_unpublished;
alter table outbox drop column published_at;

create index outbox_by_time on outbox using brin (occurred_at);

-- History is added to, never rewritten.
do $$ begin
  execute format('revoke update, delete on outbox from %I', replace(current_user, '_owner', '_app'));
exception when undefined_object then null; end $$;
