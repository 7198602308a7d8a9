-- A balance that would not fit 64 bits is a refusal of its journal (ledger.amount_out_of_range), not a failure of the batch. The fast way is
-- the same but for what it falls back to. Replaces functions; locks nothing.

-- Everything at once where it fits; otherwise journal by journal, each in a subtransaction. For batches whose journals are not about each
-- other, as the callers of post_batch make them.
create function post_in_range(
  p_accounts text[], p_pendings text[],
  p_ids text[], p_references text[], p_kinds text[], p_dates date[], p_first int[], p_same int[], p_reverses text[],
  r_expires date[],
  t_of int[], t_debit int[], t_credit int[], t_amount bigint[], t_kind text[], t_code text[], t_pending int[]
) returns table (ordinal int, outcome text, existing text, refusal text, at_account text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  from_t int; to_t int;
begin
  begin
    return query select * from post_journals(p_accounts, p_pendings, p_ids, p_references, p_kinds, p_dates, p_first, p_same, p_reverses,
      r_expires, t_of, t_debit, t_credit, t_amount, t_kind, t_code, t_pending);
    return;
  exception
    when numeric_value_out_of_range then null;
  end;
  for i in 1 .. cardinality(p_ids) loop
    from_t := p_first[i];
    to_t := coalesce(p_first[i + 1] - 1, cardinality(t_of));
    begin
      return query select i, o.outcome, o.existing, o.refusal, o.at_account
        from post_journals(p_accounts, p_pendings, p_ids[i:i], p_references[i:i], p_kinds[i:i], p_dates[i:i], '{1}', '{}', p_reverses[i:i],
          r_expires, array_fill(1, array[to_t - from_t + 1]), t_debit[from_t:to_t], t_credit[from_t:to_t], t_amount[from_t:to_t],
          t_kind[from_t:to_t], t_code[from_t:to_t], t_pending[from_t:to_t]) o;
    exception
      when numeric_value_out_of_range then
        return query select i, 'refused', null::text, 'ledger.amount_out_of_range', p_accounts[t_debit[from_t]];
    end;
  end loop;
end $$;

do $$
declare
  old constant text := pg_get_functiondef('post_batch'::regproc);
  new constant text := replace(replace(old, 'or check_violation or unique_violation then', 'or check_violation or unique_violation or numeric_value_out_of_range then'),
    'select * from post_journals(', 'select * from post_in_range(');
begin
  assert new like '%numeric_value_out_of_range%post_in_range(%', 'post_batch is as 0007 wrote it';
  execute new;
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  revoke all on function post_in_range from public;
  grant execute on function post_in_range to payments_app;
end $$;
