-- What a batch costs besides its rows. Without reservations its effects on the accounts are sums of two columns instead of five. The seal
-- looks for a transfer only in the table of its month, not in those of all months. Replaces functions; locks nothing.
do $$
declare
  old constant text := pg_get_functiondef('post_batch'::regproc);
  begins constant text := '    with
      effect as (';
  ends constant text := 'from by_journal group by place order by place) e;';
  new constant text := replace(replace(old, begins,
    '    if not has_pendings then
      -- Only the end of a journal counts, as below.
      select array_agg(a_no[e.place]), array_agg(e.debits), array_agg(e.credits), array_agg(0::bigint), array_agg(0::bigint), array_agg(e.need)
      into e_no, e_debits, e_credits, e_held, e_expected, e_need
      from (select place, sum(debits)::bigint as debits, sum(credits)::bigint as credits, sum(greatest(debits - credits, 0))::bigint as need
            from (select place, sum(debits)::bigint as debits, sum(credits)::bigint as credits
                  from (select x.of, x.debit as place, x.amount as debits, 0::bigint as credits from unnest(t_of, t_debit, t_amount) x (of, debit, amount)
                        union all
                        select x.of, x.credit, 0, x.amount from unnest(t_of, t_credit, t_amount) x (of, credit, amount)) x
                  group by of, place) j
            group by place order by place) e;
    else
' || begins), ends, ends || '
    end if;');
begin
  if length(old) - length(replace(old, begins, '')) <> length(begins) or length(old) - length(replace(old, ends, '')) <> length(ends) then
    raise exception 'post_batch is not the one of 0007';
  end if;
  execute new;
end $$;

create or replace function check_seal() returns trigger language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  broken text;
  one record;
  made_xmin xid;
  made_cmin cid;
begin
  select journal_no, transfer_no, recorded_at into one from new_transfers limit 1;
  if not found then
    return null; -- a statement that inserted nothing
  end if;
  select xmin, cmin into strict made_xmin, made_cmin from transfers
  where journal_no = one.journal_no and transfer_no = one.transfer_no and recorded_at = one.recorded_at;
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
