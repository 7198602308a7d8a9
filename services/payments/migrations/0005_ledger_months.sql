-- Transfers by month of recording; books open and closed by date; reservations that lapse; journals that reverse another.
-- Copies every transfer once under an exclusive lock: meant for books that are still small.

alter table transfers rename to transfers_unparted;
alter index transfers_pkey rename to transfers_unparted_pkey;
alter index transfers_of_journal rename to transfers_unparted_of_journal;
alter index transfers_of_debit rename to transfers_unparted_of_debit;
alter index transfers_of_credit rename to transfers_unparted_of_credit;

create sequence transfer_numbers as bigint cache 100;
select setval('transfer_numbers', coalesce((select max(transfer_no) from transfers_unparted), 0) + 1, false);

create table transfers (
  transfer_no bigint not null default nextval('transfer_numbers'),
  journal_no bigint not null,
  debit_no bigint not null,
  credit_no bigint not null,
  amount_minor bigint not null check (amount_minor > 0),
  recorded_at timestamptz not null default now(),
  business_date date not null,
  kind text not null check (kind in ('post', 'pend', 'post-pending', 'void-pending')),
  code text not null,
  currency text not null,
  pending_id text collate "C",
  -- Numbers come from one sequence. The key leads by journal, which is how transfers are looked up; a number alone is never asked for.
  primary key (journal_no, transfer_no, recorded_at),
  constraint transfer_sides check (debit_no <> credit_no),
  constraint transfer_pending check ((kind = 'post') = (pending_id is null))
) partition by range (recorded_at);
alter sequence transfer_numbers owned by transfers.transfer_no;
create index transfers_of_debit on transfers (debit_no, transfer_no);
create index transfers_of_credit on transfers (credit_no, transfer_no);
-- Where a month has no table of its own yet: posting never waits for one.
create table transfers_other_months partition of transfers default;

insert into transfers (transfer_no, journal_no, debit_no, credit_no, amount_minor, recorded_at, business_date, kind, code, currency, pending_id)
select t.transfer_no, t.journal_no, t.debit_no, t.credit_no, t.amount_minor, j.recorded_at, j.business_date, t.kind, t.code, t.currency, t.pending_id
from transfers_unparted t join journals j on j.journal_no = t.journal_no order by t.transfer_no;
drop table transfers_unparted;

-- The seal. Whoever inserts transfers must insert their journals in the same command, with exactly so many transfers: then there are no
-- earlier ones (they would have had no journal) and later ones come in another command. Transaction and command of a row are what
-- Postgres itself wrote on it; the 64-bit number beside them tells old rows from new when the short one comes round again.
create or replace function check_seal() returns trigger language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  broken text;
  made_xmin xid;
  made_cmin cid;
begin
  select t.xmin, t.cmin into made_xmin, made_cmin
  from (select * from new_transfers limit 1) n
  cross join lateral (
    select xmin, cmin from transfers
    where journal_no = n.journal_no and transfer_no = n.transfer_no and recorded_at = n.recorded_at offset 0) t;
  if not found then
    return null; -- a statement that inserted nothing
  end if;
  select coalesce(j.reference, 'journal ' || n.journal_no) into broken
  from (select journal_no, count(*) as transfers, min(recorded_at) as first_at, max(recorded_at) as last_at,
          min(business_date) as first_date, max(business_date) as last_date
        from new_transfers group by journal_no) n
  left join lateral (
    select reference, sealed_by, transfer_count, recorded_at, business_date, xmin, cmin
    from journals where journal_no = n.journal_no offset 0) j on true
  where j.reference is null
    or j.xmin <> made_xmin or not (j.cmin = made_cmin) or j.sealed_by <> pg_current_xact_id()
    or j.transfer_count <> n.transfers
    or j.recorded_at <> n.first_at or j.recorded_at <> n.last_at or j.business_date <> n.first_date or j.business_date <> n.last_date
  limit 1;
  if broken is not null then
    raise exception 'journal is sealed: %', broken using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;

-- A statement that names the table of a month instead of the whole would pass the triggers of the whole, so each has them.
create function guard_transfers(p_table text) returns void language plpgsql as $$
begin
  execute format('create trigger transfers_immutable before update or delete or truncate on %I for each statement execute function refuse_rewrite()', p_table);
  execute format('create trigger transfers_sealed after insert on %I referencing new table as new_transfers for each statement execute function check_seal()', p_table);
end $$;
select guard_transfers('transfers');
select guard_transfers('transfers_other_months');

-- Makes the tables of the months from p_from on. Safe to call at every start: months that exist, or whose rows already lie elsewhere, are left alone.
create function open_transfer_months(p_from date, p_months int) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  month date;
  name text;
  made int := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('open_transfer_months', 0));
  for month in select date_trunc('month', p_from)::date + make_interval(months => n) from generate_series(0, p_months - 1) n loop
    name := 'transfers_' || to_char(month, 'YYYY_MM');
    continue when to_regclass(name) is not null;
    continue when exists (
      select 1 from transfers_other_months where recorded_at >= month::timestamp at time zone 'UTC'
        and recorded_at < (month + interval '1 month') at time zone 'UTC');
    execute format('create table %I partition of transfers for values from (%L) to (%L)', name,
      month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
    perform guard_transfers(name);
    if exists (select 1 from pg_roles where rolname = 'payments_app') then
      execute format('revoke all on %I from payments_app', name);
    end if;
    made := made + 1;
  end loop;
  return made;
end $$;

-- When the books begin and through which day they are closed. A journal dated outside is refused.
create table ledger_book (
  only_row boolean primary key default true check (only_row),
  opens_on date,
  closed_through date,
  constraint ledger_book_order check (closed_through is null or opens_on is null or closed_through >= opens_on)
);
insert into ledger_book default values;
create function ledger_book_forwards() returns trigger language plpgsql as $$
begin
  if new.opens_on is distinct from old.opens_on and old.opens_on is not null or new.closed_through < old.closed_through
    or new.closed_through is null and old.closed_through is not null then
    raise exception 'books open once and close forwards' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger ledger_book_forwards before update on ledger_book for each row execute function ledger_book_forwards();
create trigger ledger_book_kept before delete or truncate on ledger_book for each statement execute function refuse_rewrite();

-- A reservation may lapse: from this business date on, what is left of it is freed.
alter table pendings add column expires_on date;
create index pendings_lapsing on pendings (expires_on, pending_id)
  where expires_on is not null and posted_minor + voided_minor < amount_minor;

-- A journal is reversed at most once, by a journal that names it.
alter table journals add column reverses_no bigint;
create unique index journals_reversed on journals (reverses_no) where reverses_no is not null;

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on transfers, transfers_other_months, ledger_book from payments_app;
  revoke all on sequence transfer_numbers from payments_app;
  grant select on transfers, ledger_book to payments_app;
  grant update (opens_on, closed_through) on ledger_book to payments_app;
  revoke all on function open_transfer_months, guard_transfers from public;
  grant execute on function open_transfer_months to payments_app;
end $$;
