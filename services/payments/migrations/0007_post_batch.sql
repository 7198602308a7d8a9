-- post_batch: post_journals with the locks taken late. What a batch needs to know and never changes is read without locks, journals and
-- transfers are written, and only then the accounts are locked, by updating them in ascending id. When the update shows that something
-- could be refused, all of it is undone (a subtransaction) and post_journals judges journal by journal as before. So batches that share
-- accounts wait for each other half as long. Adds a function; locks nothing.

create function post_batch(
  p_accounts text[], p_pendings text[],
  p_ids text[], p_references text[], p_kinds text[], p_dates date[], p_first int[], p_same int[], p_reverses text[],
  r_expires date[],
  t_of int[], t_debit int[], t_credit int[], t_amount bigint[], t_kind text[], t_code text[], t_pending int[]
) returns table (ordinal int, outcome text, existing text, refusal text, at_account text)
language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set enable_memoize = off
set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  n_journals constant int := cardinality(p_ids);
  n_transfers constant int := cardinality(t_of);
  has_pendings constant boolean := cardinality(p_pendings) > 0;
  a_no bigint[]; a_currency text[]; a_same_currency boolean;
  r_debit_no bigint[]; r_credit_no bigint[]; r_new boolean[];
  j_no bigint[];
  -- By account, in the order of the places: what the batch does to it, and what it must have had for nothing to be refused.
  e_no bigint[]; e_debits bigint[]; e_credits bigint[]; e_held bigint[]; e_expected bigint[]; e_need bigint[];
  changed int; is_short boolean;
begin
  <<plain>>
  begin
    exit plain when cardinality(p_same) > 0 or cardinality(p_reverses) > 0;
    exit plain when exists (
      select 1 from ledger_book b where b.opens_on > any (p_dates) or b.closed_through >= any (p_dates));
    select array_agg(l.account_no), array_agg(l.currency), min(l.currency) = max(l.currency) into a_no, a_currency, a_same_currency
    from (select a.account_no, a.currency from accounts a where a.account_id = any (p_accounts) order by a.account_id) l;
    exit plain when cardinality(a_no) is distinct from cardinality(p_accounts);
    exit plain when not a_same_currency and exists (
      select 1 from unnest(t_debit, t_credit) x (debit, credit) where a_currency[x.debit] <> a_currency[x.credit]);
    if has_pendings then
      select array_agg(p.debit_no order by x.place), array_agg(p.credit_no order by x.place), array_agg(p.pending_id is null order by x.place)
      into r_debit_no, r_credit_no, r_new
      from unnest(p_pendings) with ordinality x (pending_id, place)
      left join lateral (select * from pendings where pending_id = x.pending_id offset 0) p on true;
      -- How much is left is checked by the constraint of the table, after the lock.
      exit plain when exists (
        select 1 from unnest(t_debit, t_credit, t_kind, t_pending) x (debit, credit, kind, pending)
        where x.pending > 0
        group by x.pending
        having case when bool_or(x.kind = 'pend') then count(*) > 1 or not r_new[x.pending]
          else r_new[x.pending] or bool_or(a_no[x.debit] <> r_debit_no[x.pending] or a_no[x.credit] <> r_credit_no[x.pending]) end);
    end if;
    exit plain when exists (select 1 from journals j where j.reference = any (p_references));

    j_no := array(select nextval('journal_numbers') from generate_series(1, n_journals));
    with
      effect as (
        select x.of, x.debit as place, case when x.kind in ('post', 'post-pending') then x.amount else 0 end as debits, 0 as credits,
          case x.kind when 'pend' then x.amount when 'post' then 0 else -x.amount end as held, 0 as expected,
          case x.kind when 'post-pending' then 0 when 'void-pending' then x.amount else -x.amount end as freed
        from unnest(t_of, t_debit, t_amount, t_kind) x (of, debit, amount, kind)
        union all
        select x.of, x.credit, 0, case when x.kind in ('post', 'post-pending') then x.amount else 0 end, 0,
          case x.kind when 'pend' then x.amount when 'post' then 0 else -x.amount end,
          case when x.kind in ('post', 'post-pending') then x.amount else 0 end
        from unnest(t_of, t_credit, t_amount, t_kind) x (of, credit, amount, kind)),
      -- Only the end of a journal counts, so what it brings in is first set off against what it spends.
      by_journal as (
        select place, sum(debits) as debits, sum(credits) as credits, sum(held) as held, sum(expected) as expected,
          greatest(-sum(freed), 0) as need
        from effect where n_journals < n_transfers group by of, place
        union all
        select place, debits, credits, held, expected, greatest(-freed, 0) from effect where n_journals = n_transfers)
    select array_agg(a_no[e.place]), array_agg(e.debits), array_agg(e.credits), array_agg(e.held), array_agg(e.expected), array_agg(e.need)
    into e_no, e_debits, e_credits, e_held, e_expected, e_need
    from (select place, sum(debits)::bigint as debits, sum(credits)::bigint as credits, sum(held)::bigint as held,
            sum(expected)::bigint as expected, sum(need)::bigint as need
          from by_journal group by place order by place) e;

    -- One command for journals and transfers: see check_seal.
    with sealed as (
      insert into journals (journal_no, journal_id, reference, kind, business_date, transfer_count)
      select x.journal_no, x.journal_id, x.reference, x.kind, x.business_date, coalesce(x.next, n_transfers + 1) - x.first
      from unnest(j_no, p_ids, p_references, p_kinds, p_dates, p_first, p_first[2:])
        x (journal_no, journal_id, reference, kind, business_date, first, next)
      where x.journal_no > 0
      order by x.reference)
    insert into transfers (journal_no, debit_no, credit_no, amount_minor, business_date, kind, code, currency, pending_id)
    select j_no[x.of], a_no[x.debit], a_no[x.credit], x.amount, p_dates[x.of], x.kind, x.code, a_currency[x.debit],
      case when x.pending > 0 then p_pendings[x.pending] end
    from unnest(t_of, t_debit, t_credit, t_amount, t_kind, t_code, t_pending) x (of, debit, credit, amount, kind, code, pending);

    -- The lock, and with it the present balances: what each account had before must cover what the batch takes out of it.
    with moved as (
      update accounts a set
        posted_debits = a.posted_debits + e.debits, posted_credits = a.posted_credits + e.credits,
        pending_debits = a.pending_debits + e.held, pending_credits = a.pending_credits + e.expected
      from unnest(e_no, e_debits, e_credits, e_held, e_expected, e_need) e (no, debits, credits, held, expected, need)
      where a.account_no = e.no
      returning a.has_floor
        and a.posted_credits - a.posted_debits - a.pending_debits - (e.credits - e.debits - e.held) < e.need as is_short)
    select count(*), bool_or(m.is_short) into changed, is_short from moved m;
    if is_short or changed <> cardinality(e_no) then
      raise exception 'something may be refused' using errcode = 'LG001';
    end if;

    if has_pendings then
      insert into pendings (pending_id, transfer_no, debit_no, credit_no, amount_minor, expires_on)
      select p_pendings[x.pending], w.transfer_no, a_no[x.debit], a_no[x.credit], x.amount, r_expires[x.pending]
      from unnest(t_of, t_debit, t_credit, t_amount, t_kind, t_pending) x (of, debit, credit, amount, kind, pending)
      cross join lateral (
        select transfer_no from transfers where journal_no = j_no[x.of] and recorded_at = now() and pending_id = p_pendings[x.pending] offset 0) w
      where x.kind = 'pend';
      update pendings p set posted_minor = p.posted_minor + s.posted, voided_minor = p.voided_minor + s.voided
      from (select p_pendings[x.pending] as pending_id,
              sum(case x.kind when 'post-pending' then x.amount else 0 end)::bigint as posted,
              sum(case x.kind when 'void-pending' then x.amount else 0 end)::bigint as voided
            from unnest(t_amount, t_kind, t_pending) x (amount, kind, pending)
            where x.kind in ('post-pending', 'void-pending') group by x.pending) s
      where p.pending_id = s.pending_id;
    end if;
    return;
  exception
    -- Below its floor, more than is left of a reservation, or a reference or reservation that somebody posted meanwhile.
    when sqlstate 'LG001' or check_violation or unique_violation then null;
  end;
  return query select * from post_journals(p_accounts, p_pendings, p_ids, p_references, p_kinds, p_dates, p_first, p_same, p_reverses,
    r_expires, t_of, t_debit, t_credit, t_amount, t_kind, t_code, t_pending);
end $$;

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on function post_batch from public;
  grant execute on function post_batch to payments_app;
end $$;
