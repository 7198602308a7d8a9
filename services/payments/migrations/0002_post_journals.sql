-- The one way to post: a batch of journals as parallel arrays, one call, one balance update per account.
-- Per journal, in order: posted, replayed (its reference exists already) or refused with a code, without failing the others.
-- The caller sorts the distinct accounts and reservations of the batch and points into them by 1-based place, so nothing here
-- joins on text. Locks: accounts in ascending id; a reservation is touched only with its debit account, so that lock covers it.

create function post_journals(
  p_accounts text[], p_pendings text[],
  -- Per journal: where its transfers begin, and the first journal of the batch with the same reference.
  p_ids text[], p_references text[], p_kinds text[], p_dates date[], p_first int[], p_same int[],
  -- Per transfer: its journal, its accounts, its reservation (0 for none).
  t_of int[], t_debit int[], t_credit int[], t_amount bigint[], t_kind text[], t_code text[], t_pending int[]
) returns table (ordinal int, outcome text, existing text, refusal text, at_account text)
-- A session keeps its plans, also those made while the tables were small. So that they stay by index: no scans, and a look-up per row
-- (lateral, `offset 0` keeps it whole) instead of a join, which may read a whole small table for ever.
language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
  n_journals constant int := cardinality(p_ids);
  n_transfers constant int := cardinality(t_of);
  -- By place: number, currency, what may still be spent (null: without a floor).
  a_no bigint[]; a_currency text[]; a_left bigint[]; a_locked text[] := p_accounts;
  r_debit_no bigint[]; r_credit_no bigint[]; r_left bigint[];
  j_old text[]; j_no bigint[];
  j_outcome text[] := array_fill(null::text, array[n_journals]);
  j_refusal text[] := array_fill(null::text, array[n_journals]);
  j_place int[] := array_fill(null::int, array[n_journals]);
  i int; t int; last_t int; d int; c int; r int; amount bigint; why text; place int; written int; count_posted int := 0;
begin
  -- A reservation may be posted to another account than the one it stands on; both change.
  if cardinality(p_pendings) > 0 then
    a_locked := p_accounts || array(
      select a.account_id from pendings p join accounts a on a.account_no = p.credit_no where p.pending_id = any (p_pendings));
  end if;
  -- A locked row is read as the last batch left it. Ascending ids are the places, as long as all accounts exist and no other is locked.
  select array_agg(l.account_no), array_agg(l.currency), array_agg(l.spendable) into a_no, a_currency, a_left
  from (select a.account_no, a.currency, case when a.has_floor then a.posted_credits - a.posted_debits - a.pending_debits end as spendable
        from accounts a where a.account_id = any (a_locked) order by a.account_id for no key update) l;
  if cardinality(a_no) is distinct from cardinality(p_accounts) or cardinality(p_pendings) > 0 then
    select array_agg(a.account_no order by x.place), array_agg(a.currency order by x.place),
      array_agg(case when a.has_floor then a.posted_credits - a.posted_debits - a.pending_debits end order by x.place)
    into a_no, a_currency, a_left
    from unnest(p_accounts) with ordinality x (account_id, place)
    left join lateral (select * from accounts where account_id = x.account_id offset 0) a on true;
  end if;

  select array_agg(p.debit_no order by x.place), array_agg(p.credit_no order by x.place),
    array_agg(p.amount_minor - p.posted_minor - p.voided_minor order by x.place)
  into r_debit_no, r_credit_no, r_left
  from unnest(p_pendings) with ordinality x (pending_id, place)
  left join lateral (select * from pendings where pending_id = x.pending_id offset 0) p on true;

  select array_agg(j.journal_id order by x.place) into j_old
  from unnest(p_references) with ordinality x (reference, place)
  left join lateral (select journal_id from journals where reference = x.reference offset 0) j on true;

  for i in 1 .. n_journals loop
    if j_old[i] is not null then
      j_outcome[i] := 'replayed';
      continue;
    elsif p_same[i] < i then
      j_outcome[i] := case j_outcome[p_same[i]] when 'posted' then 'replayed' else j_outcome[p_same[i]] end;
      j_old[i] := case j_outcome[i] when 'replayed' then p_ids[p_same[i]] end;
      j_refusal[i] := j_refusal[p_same[i]];
      j_place[i] := j_place[p_same[i]];
      continue;
    end if;
    last_t := case when i = n_journals then n_transfers else p_first[i + 1] - 1 end;
    why := null;
    for t in p_first[i] .. last_t loop
      d := t_debit[t]; c := t_credit[t]; r := t_pending[t];
      place := d;
      if a_no[d] is null then why := 'ledger.account_unknown';
      elsif a_no[c] is null then why := 'ledger.account_unknown'; place := c;
      elsif a_currency[d] <> a_currency[c] then why := 'ledger.currency_mismatch';
      elsif r > 0 and t_kind[t] = 'pend' and r_left[r] is not null then why := 'ledger.pending_exists';
      elsif r > 0 and t_kind[t] <> 'pend' and r_debit_no[r] is distinct from a_no[d] then why := 'ledger.pending_unknown';
      elsif t_kind[t] = 'void-pending' and r_credit_no[r] <> a_no[c] then why := 'ledger.pending_unknown';
      end if;
      exit when why is not null;
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
      count_posted := count_posted + 1;
    else
      j_outcome[i] := 'refused';
      j_refusal[i] := why;
      j_place[i] := place;
    end if;
  end loop;

  if count_posted > 0 then
    select array_agg(case when x.outcome = 'posted' then nextval('journal_numbers') else 0 end order by x.place) into j_no
    from unnest(j_outcome) with ordinality x (outcome, place);

    insert into journals (journal_no, journal_id, reference, kind, business_date, transfer_count)
    select x.journal_no, x.journal_id, x.reference, x.kind, x.business_date, coalesce(x.next, n_transfers + 1) - x.first
    from unnest(j_no, p_ids, p_references, p_kinds, p_dates, p_first, p_first[2:]) x (journal_no, journal_id, reference, kind, business_date, first, next)
    where x.journal_no > 0
    order by x.reference
    on conflict on constraint journals_reference do nothing;
    get diagnostics written = row_count;
    if written <> count_posted then
      -- The same reference was posted meanwhile on other accounts. Tried again, it is found and replayed.
      raise exception 'a reference was posted concurrently' using errcode = 'serialization_failure';
    end if;

    with
      moved as materialized (
        select x.n, j_no[x.of] as journal_no, a_no[x.debit] as debit_no, a_no[x.credit] as credit_no, x.amount, x.kind, x.code,
          a_currency[x.debit] as currency, case when x.pending > 0 then p_pendings[x.pending] end as pending_id,
          case when x.pending > 0 then r_credit_no[x.pending] end as reserved_no
        from unnest(t_of, t_debit, t_credit, t_amount, t_kind, t_code, t_pending)
          with ordinality x (of, debit, credit, amount, kind, code, pending, n)
        where j_no[x.of] > 0),
      recorded as (
        insert into transfers (journal_no, debit_no, credit_no, amount_minor, kind, code, currency, pending_id)
        select m.journal_no, m.debit_no, m.credit_no, m.amount, m.kind, m.code, m.currency, m.pending_id from moved m order by m.n
        returning transfer_no, debit_no, credit_no, amount_minor, kind, pending_id),
      reserved as (
        insert into pendings (pending_id, transfer_no, debit_no, credit_no, amount_minor)
        select w.pending_id, w.transfer_no, w.debit_no, w.credit_no, w.amount_minor from recorded w where w.kind = 'pend'),
      settled as (
        update pendings p set posted_minor = p.posted_minor + s.posted, voided_minor = p.voided_minor + s.voided
        from (select m.pending_id,
                sum(case m.kind when 'post-pending' then m.amount else 0 end)::bigint as posted,
                sum(case m.kind when 'void-pending' then m.amount else 0 end)::bigint as voided
              from moved m where m.kind in ('post-pending', 'void-pending') group by m.pending_id) s
        cross join lateral (select ctid as at from pendings where pending_id = s.pending_id offset 0) l
        where p.ctid = l.at),
      effect as (
        select m.debit_no as account_no,
          case when m.kind in ('post', 'post-pending') then m.amount else 0 end as posted_debits, 0 as posted_credits,
          case m.kind when 'pend' then m.amount when 'post' then 0 else -m.amount end as pending_debits, 0 as pending_credits
        from moved m
        union all
        select m.credit_no, 0, case when m.kind in ('post', 'post-pending') then m.amount else 0 end, 0,
          case m.kind when 'pend' then m.amount else 0 end
        from moved m where m.kind <> 'void-pending'
        union all
        -- What was pending stands on the credit account of the reservation, even when it is posted to another one.
        select m.reserved_no, 0, 0, 0, -m.amount from moved m where m.kind in ('post-pending', 'void-pending'))
    update accounts a set
      posted_debits = a.posted_debits + e.posted_debits, posted_credits = a.posted_credits + e.posted_credits,
      pending_debits = a.pending_debits + e.pending_debits, pending_credits = a.pending_credits + e.pending_credits
    from (select x.account_no, sum(x.posted_debits)::bigint as posted_debits, sum(x.posted_credits)::bigint as posted_credits,
            sum(x.pending_debits)::bigint as pending_debits, sum(x.pending_credits)::bigint as pending_credits
          from effect x group by x.account_no) e
    cross join lateral (select ctid as at from accounts where account_no = e.account_no offset 0) l
    where a.ctid = l.at;
  end if;

  return query
  select x.place::int, x.outcome, x.existing, x.refusal, p_accounts[x.at]
  from unnest(j_outcome, j_old, j_refusal, j_place) with ordinality x (outcome, existing, refusal, at, place) order by x.place;
end $$;
