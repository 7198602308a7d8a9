-- Closing and reopening a period of the books, and the rules of a provision fund, wait for a second person. Which actions there are is a
-- list of the domain; the table holds their form. Replaces a trigger function; short locks on approvals and ledger_book.
alter table approvals
  drop constraint approvals_action_check,
  add constraint approvals_action_check check (action ~ '^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$');

-- The book moves only in the transaction that decides about it, and only to what was approved there; it opens once.
create or replace function ledger_book_forwards() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  wanted constant text := case when new.closed_through > old.closed_through or old.closed_through is null then 'ledger-book.close' else 'ledger-book.reopen' end;
begin
  if new.opens_on is distinct from old.opens_on and old.opens_on is not null then
    raise exception 'books open once' using errcode = 'integrity_constraint_violation';
  end if;
  if new.closed_through is distinct from old.closed_through and not exists (
    select 1 from approvals a
    where a.action = wanted and a.status = 'processed' and a.xmin = pg_current_xact_id()::xid
      and a.payload::jsonb ->> 'closedThrough' is not distinct from new.closed_through::text) then
    raise exception 'books close and reopen as two people decided' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
