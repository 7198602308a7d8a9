-- post_journals as of 0002, faster: a batch in which nothing can be refused is posted without looking at its journals one by one.
-- As before, per journal and in order: posted, replayed (its reference exists with the same content) or refused with a code, without
-- failing the others. Only journals that were not plainly posted are returned.
-- New: a reference with other content is refused, books open and closed by date, lapsing reservations, reversals.
-- Two batches that race for one reference or one reversal: the later fails with unique_violation on journals_reference or
-- journals_reversed; tried again, it finds the other.

drop function post_journals;

create function post_journals(
  p_accounts text[], p_pendings text[],
  -- Per journal: where its transfers begin; the first journal of the batch with the same reference (empty when all differ); the reference
  -- of the journal it reverses, or null (empty when none does).
  p_ids text[], p_references text[], p_kinds text[], p_dates date[], p_first int[], p_same int[], p_reverses text[],
  -- Per reservation: when it lapses, or null (empty when none does).
  r_expires date[],
  -- Per transfer: its journal, its accounts, its reservation (0 for none).
  t_of int[], t_debit int[], t_credit int[], t_amount bigint[], t_kind text[], t_code text[], t_pending int[]
) returns table (ordinal int, outcome text, existing text, refusal text, at_account text)
-- A session keeps its plans, also those made while the tables were small. So that they stay by index: no scans, and a look-up per row
-- (lateral, `offset 0` keeps it whole) instead of a join, which may read a whole small table for ever.
language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set enable_memoize = off
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  n_journals constant int := cardinality(p_ids);
  n_transfers constant int := cardinality(t_of);
  has_pendings constant boolean := cardinality(p_pendings) > 0;
  -- By place: number, currency, what may still be spent (null: without a floor), where the row lies. The lock keeps it there.
  a_no bigint[]; a_currency text[]; a_left bigint[]; a_at tid[]; a_locked text[] := p_accounts; a_same_currency boolean;
  r_debit_no bigint[]; r_credit_no bigint[]; r_left bigint[];
  j_old text[]; j_no bigint[];
  j_outcome text[]; j_refusal text[]; j_place int[]; j_reverses bigint[]; undone bigint[] := '{}';
  opens_on date; closed_through date;
  -- By account: what the posted journals do to its balances.
  e_no bigint[]; e_at tid[]; e_debits bigint[]; e_credits bigint[]; e_held bigint[]; e_expected bigint[];
  is_plain boolean;
  i int; t int; last_t int; d int; c int; r int; amount bigint; why text; place int;
begin
  -- A reservation may be posted to another account than the one it stands on; both change.
  if has_pendings then
    a_locked := p_accounts || array(
      select a.account_id from pendings p join accounts a on a.account_no = p.credit_no where p.pending_id = any (p_pendings)
      except select x from unnest(p_accounts) x);
  end if;
  -- A locked row is read as the last batch left it. Ascending ids are the places, as long as all accounts exist and no other is locked.
  select array_agg(l.account_no), array_agg(l.currency), array_agg(l.spendable), array_agg(l.at), min(l.currency) = max(l.currency)
  into a_no, a_currency, a_left, a_at, a_same_currency
  from (select a.account_no, a.currency, a.ctid as at,
          case when a.has_floor then a.posted_credits - a.posted_debits - a.pending_debits end as spendable
        from unnest(a_locked) x (account_id) join accounts a on a.account_id = x.account_id
        order by a.account_id for no key update of a) l;
  if cardinality(a_no) is distinct from cardinality(p_accounts) or cardinality(a_locked) > cardinality(p_accounts) then
    select array_agg(a.account_no order by x.place), array_agg(a.currency order by x.place), array_agg(a.at order by x.place),
      array_agg(case when a.has_floor then a.posted_credits - a.posted_debits - a.pending_debits end order by x.place)
    into a_no, a_currency, a_at, a_left
    from unnest(p_accounts) with ordinality x (account_id, place)
    left join lateral (select *, ctid as at from accounts where account_id = x.account_id offset 0) a on true;
  end if;
  if has_pendings then
    select array_agg(p.debit_no order by x.place), array_agg(p.credit_no order by x.place),
      array_agg(p.amount_minor - p.posted_minor - p.voided_minor order by x.place)
    into r_debit_no, r_credit_no, r_left
    from unnest(p_pendings) with ordinality x (pending_id, place)
    left join lateral (select * from pendings where pending_id = x.pending_id offset 0) p on true;
  end if;
  select b.opens_on, b.closed_through into opens_on, closed_through from ledger_book b;

  -- Plain: nothing to refuse, whatever the order. Then every journal is posted.
  is_plain := array_position(a_no, null) is null and cardinality(p_same) = 0 and cardinality(p_reverses) = 0
    and not exists (select 1 from journals j where j.reference = any (p_references))
    and (opens_on is null or opens_on <= all (p_dates)) and (closed_through is null or closed_through < all (p_dates));
  if is_plain and not a_same_currency then
    is_plain := not exists (select 1 from unnest(t_debit, t_credit) x (debit, credit) where a_currency[x.debit] <> a_currency[x.credit]);
  end if;
  if is_plain and has_pendings then
    is_plain := not exists (
      select 1 from unnest(t_debit, t_credit, t_kind, t_pending, t_amount) x (debit, credit, kind, pending, amount)
      where x.pending > 0
      group by x.pending
      having case when bool_or(x.kind = 'pend')
        then count(*) > 1 or r_left[x.pending] is not null
        else sum(x.amount) > coalesce(r_left[x.pending], -1)
          or bool_or(a_no[x.debit] <> r_debit_no[x.pending] or x.kind = 'void-pending' and a_no[x.credit] <> r_credit_no[x.pending]) end);
  end if;
  if is_plain then
    if n_journals = n_transfers then
      is_plain := not exists (
        select 1 from unnest(t_debit, t_kind, t_amount) x (debit, kind, amount)
        where x.kind in ('post', 'pend') group by x.debit having sum(x.amount) > a_left[x.debit]);
    else
      -- Only the end of a journal counts, so what it brings in is first set off against what it spends.
      is_plain := not exists (
        select 1 from (
          select x.place, sum(x.delta) as net from (
            select of, debit as place, case kind when 'post-pending' then 0 when 'void-pending' then amount else -amount end as delta
            from unnest(t_of, t_debit, t_kind, t_amount) x (of, debit, kind, amount)
            union all
            select of, credit, amount from unnest(t_of, t_credit, t_kind, t_amount) x (of, credit, kind, amount)
            where kind in ('post', 'post-pending')) x
          group by x.of, x.place) n
        where n.net < 0 group by n.place having -sum(n.net) > a_left[n.place]);
    end if;
  end if;

  if is_plain then
    j_no := array(select nextval('journal_numbers') from generate_series(1, n_journals));
  else
    j_outcome := array_fill(null::text, array[n_journals]);
    j_refusal := j_outcome;
    j_place := array_fill(null::int, array[n_journals]);
    select array_agg(case when j.reference is null then null
        when j.kind = p_kinds[x.place] and not exists (
          (select a.account_id, b.account_id, o.amount_minor, o.kind, o.code, o.pending_id from transfers o
           join accounts a on a.account_no = o.debit_no join accounts b on b.account_no = o.credit_no
           where o.journal_no = j.journal_no and o.recorded_at = j.recorded_at)
          except all
          (select p_accounts[t_debit[n]], p_accounts[t_credit[n]], t_amount[n], t_kind[n], t_code[n],
             case when t_pending[n] > 0 then p_pendings[t_pending[n]] end
           from generate_series(p_first[x.place], coalesce(p_first[x.place + 1] - 1, n_transfers)) n))
          and j.transfer_count = coalesce(p_first[x.place + 1], n_transfers + 1) - p_first[x.place]
        then j.journal_id else '' end order by x.place) into j_old
    from unnest(p_references) with ordinality x (reference, place)
    left join lateral (select * from journals where reference = x.reference offset 0) j on true;
    if cardinality(p_reverses) > 0 then
      -- 0: there is no such journal; below zero: reversed already, or itself a reversal.
      select array_agg(case when x.reference is null then null when o.journal_no is null then 0
          when o.reverses_no is not null or exists (select 1 from journals y where y.reverses_no = o.journal_no) then -1
          else o.journal_no end order by x.place) into j_reverses
      from unnest(p_reverses) with ordinality x (reference, place)
      left join lateral (select * from journals where reference = x.reference offset 0) o on true;
    end if;

    for i in 1 .. n_journals loop
      if j_old[i] = '' then
        j_outcome[i] := 'refused'; j_refusal[i] := 'ledger.reference_reused'; j_place[i] := t_debit[p_first[i]];
        continue;
      elsif j_old[i] is not null then
        j_outcome[i] := 'replayed';
        continue;
      elsif p_same[i] < i then
        -- The caller has made sure that both have the same content.
        j_outcome[i] := case j_outcome[p_same[i]] when 'posted' then 'replayed' else j_outcome[p_same[i]] end;
        j_old[i] := case j_outcome[i] when 'replayed' then p_ids[p_same[i]] end;
        j_refusal[i] := j_refusal[p_same[i]];
        j_place[i] := j_place[p_same[i]];
        continue;
      end if;
      last_t := case when i = n_journals then n_transfers else p_first[i + 1] - 1 end;
      why := case when p_dates[i] < opens_on then 'ledger.before_opening' when p_dates[i] <= closed_through then 'ledger.period_closed'
        when j_reverses[i] = 0 then 'ledger.journal_unknown'
        when j_reverses[i] < 0 or j_reverses[i] = any (undone) then 'ledger.already_reversed' end;
      place := t_debit[p_first[i]];
      for t in p_first[i] .. last_t loop
        exit when why is not null;
        d := t_debit[t]; c := t_credit[t]; r := t_pending[t];
        place := d;
        if a_no[d] is null then why := 'ledger.account_unknown';
        elsif a_no[c] is null then why := 'ledger.account_unknown'; place := c;
        elsif a_currency[d] <> a_currency[c] then why := 'ledger.currency_mismatch';
        elsif r > 0 and t_kind[t] = 'pend' and r_left[r] is not null then why := 'ledger.pending_exists';
        elsif r > 0 and t_kind[t] <> 'pend' and r_debit_no[r] is distinct from a_no[d] then why := 'ledger.pending_unknown';
        elsif t_kind[t] = 'void-pending' and r_credit_no[r] <> a_no[c] then why := 'ledger.pending_unknown';
        end if;
      end loop;
      if why is null then
        for t in p_first[i] .. last_t loop
          d := t_debit[t]; c := t_credit[t]; r := t_pending[t]; amount := t_amount[t];
          case t_kind[t]
            when 'post' then a_left[d] := a_left[d] - amount; a_left[c] := a_left[c] + amount;
            when 'pend' then a_left[d] := a_left[d] - amount;
            when 'post-pending' then a_left[c] := a_left[c] + amount; r_left[r] := r_left[r] - amount;
            else a_left[d] := a_left[d] + amount; r_left[r] := r_left[r] - amount;
          end case;
        end loop;
        -- A journal is one step, so only its end counts: what it brings in it may spend.
        for t in p_first[i] .. last_t loop
          place := t_debit[t];
          if t_pending[t] > 0 and r_left[t_pending[t]] < 0 then why := 'ledger.pending_exhausted';
          elsif a_left[place] < 0 then why := 'ledger.insufficient_funds';
          end if;
          exit when why is not null;
        end loop;
        if why is not null then
          for t in p_first[i] .. last_t loop
            d := t_debit[t]; c := t_credit[t]; r := t_pending[t]; amount := t_amount[t];
            case t_kind[t]
              when 'post' then a_left[d] := a_left[d] + amount; a_left[c] := a_left[c] - amount;
              when 'pend' then a_left[d] := a_left[d] + amount;
              when 'post-pending' then a_left[c] := a_left[c] - amount; r_left[r] := r_left[r] + amount;
              else a_left[d] := a_left[d] - amount; r_left[r] := r_left[r] + amount;
            end case;
          end loop;
        end if;
      end if;
      if why is null then
        j_outcome[i] := 'posted';
        if j_reverses[i] > 0 then undone := undone || j_reverses[i]; end if;
        for t in p_first[i] .. last_t loop
          -- From here on the reservation exists for the rest of the batch.
          if t_kind[t] = 'pend' then r_left[t_pending[t]] := 0; end if;
        end loop;
      else
        j_outcome[i] := 'refused'; j_refusal[i] := why; j_place[i] := place;
      end if;
    end loop;
    select array_agg(case when x.outcome = 'posted' then nextval('journal_numbers') else 0 end order by x.place) into j_no
    from unnest(j_outcome) with ordinality x (outcome, place);
  end if;

  if is_plain or 'posted' = any (j_outcome) then
    select array_agg(e.account_no), array_agg(e.debits), array_agg(e.credits), array_agg(e.held), array_agg(e.expected), array_agg(e.at)
    into e_no, e_debits, e_credits, e_held, e_expected, e_at
    from (
      select x.account_no, sum(x.debits)::bigint as debits, sum(x.credits)::bigint as credits, sum(x.held)::bigint as held,
        sum(x.expected)::bigint as expected, min(x.at) as at
      from (
        select a_no[x.debit] as account_no, a_at[x.debit] as at,
          case when x.kind in ('post', 'post-pending') then x.amount else 0 end as debits, 0 as credits,
          case x.kind when 'pend' then x.amount when 'post' then 0 else -x.amount end as held, 0 as expected
        from unnest(t_of, t_debit, t_amount, t_kind) x (of, debit, amount, kind) where j_no[x.of] > 0
        union all
        select a_no[x.credit], a_at[x.credit], 0, case when x.kind in ('post', 'post-pending') then x.amount else 0 end, 0,
          case x.kind when 'pend' then x.amount else 0 end
        from unnest(t_of, t_credit, t_amount, t_kind) x (of, credit, amount, kind) where j_no[x.of] > 0 and x.kind <> 'void-pending'
        union all
        -- What was pending stands on the credit account of the reservation, even when it is posted to another one.
        select r_credit_no[x.pending], case when a_no[x.credit] = r_credit_no[x.pending] then a_at[x.credit] end, 0, 0, 0, -x.amount
        from unnest(t_of, t_credit, t_amount, t_kind, t_pending) x (of, credit, amount, kind, pending)
        where has_pendings and j_no[x.of] > 0 and x.kind in ('post-pending', 'void-pending')) x
      group by x.account_no) e;

    -- One command for journals and transfers: see check_seal.
    with
      sealed as (
        insert into journals (journal_no, journal_id, reference, kind, business_date, transfer_count, reverses_no)
        select x.journal_no, x.journal_id, x.reference, x.kind, x.business_date, coalesce(x.next, n_transfers + 1) - x.first, x.reverses_no
        from unnest(j_no, p_ids, p_references, p_kinds, p_dates, p_first, p_first[2:], j_reverses)
          x (journal_no, journal_id, reference, kind, business_date, first, next, reverses_no)
        where x.journal_no > 0
        order by x.reference),
      recorded as (
        insert into transfers (journal_no, debit_no, credit_no, amount_minor, business_date, kind, code, currency, pending_id)
        select j_no[x.of], a_no[x.debit], a_no[x.credit], x.amount, p_dates[x.of], x.kind, x.code, a_currency[x.debit],
          case when x.pending > 0 then p_pendings[x.pending] end
        from unnest(t_of, t_debit, t_credit, t_amount, t_kind, t_code, t_pending) x (of, debit, credit, amount, kind, code, pending)
        where j_no[x.of] > 0)
    update accounts a set
      posted_debits = a.posted_debits + e.debits, posted_credits = a.posted_credits + e.credits,
      pending_debits = a.pending_debits + e.held, pending_credits = a.pending_credits + e.expected
    from unnest(e_no, e_at, e_debits, e_credits, e_held, e_expected) e (account_no, at, debits, credits, held, expected)
    where a.ctid = e.at;

    if has_pendings then
      -- The account a reservation stood on, when none of the transfers names it.
      if array_position(e_at, null) is not null then
        update accounts a set pending_credits = a.pending_credits + e.expected
        from unnest(e_no, e_at, e_expected) e (account_no, at, expected)
        cross join lateral (select ctid as at from accounts where account_no = e.account_no offset 0) l
        where e.at is null and a.ctid = l.at;
      end if;
      insert into pendings (pending_id, transfer_no, debit_no, credit_no, amount_minor, expires_on)
      select p_pendings[x.pending], w.transfer_no, a_no[x.debit], a_no[x.credit], x.amount, r_expires[x.pending]
      from unnest(t_of, t_debit, t_credit, t_amount, t_kind, t_pending) x (of, debit, credit, amount, kind, pending)
      cross join lateral (
        select transfer_no from transfers where journal_no = j_no[x.of] and recorded_at = now() and pending_id = p_pendings[x.pending] offset 0) w
      where x.kind = 'pend' and j_no[x.of] > 0;
      update pendings p set posted_minor = p.posted_minor + s.posted, voided_minor = p.voided_minor + s.voided
      from (select p_pendings[x.pending] as pending_id,
              sum(case x.kind when 'post-pending' then x.amount else 0 end)::bigint as posted,
              sum(case x.kind when 'void-pending' then x.amount else 0 end)::bigint as voided
            from unnest(t_of, t_amount, t_kind, t_pending) x (of, amount, kind, pending)
            where x.kind in ('post-pending', 'void-pending') and j_no[x.of] > 0 group by x.pending) s
      cross join lateral (select ctid as at from pendings where pending_id = s.pending_id offset 0) l
      where p.ctid = l.at;
    end if;
  end if;

  if not is_plain then
    return query
    select x.place::int, x.outcome, x.existing, x.refusal, p_accounts[x.at]
    from unnest(j_outcome, j_old, j_refusal, j_place) with ordinality x (outcome, existing, refusal, at, place)
    where x.outcome <> 'posted' order by x.place;
  end if;
end $$;

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on function post_journals from public;
  grant execute on function post_journals to payments_app;
end $$;
