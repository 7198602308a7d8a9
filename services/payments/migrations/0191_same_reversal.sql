-- A reference stands for its content, and what a journal reverses is part of that: asked again without its reversal, or with one, it is
-- refused, not replayed. One condition of post_journals (0006) changes; replaces the function, locks nothing.
do $$
declare
  old constant text := pg_get_functiondef('post_journals'::regproc);
  same constant text := 'and j.transfer_count = ';
  new constant text := replace(old, same,
    'and case when p_reverses[x.place] is null then j.reverses_no is null
          else j.reverses_no = (select o.journal_no from journals o where o.reference = p_reverses[x.place]) end
          ' || same);
begin
  if length(new) - length(old) < 100 or length(old) - length(replace(old, same, '')) <> length(same) then
    raise exception 'post_journals is not the one of 0006';
  end if;
  execute new;
end $$;
