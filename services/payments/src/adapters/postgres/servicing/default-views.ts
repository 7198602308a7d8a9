/** Default rates by the method of the European rules for crowdfunding (Delegated Regulation (EU) 2022/2115): windows that do not overlap. */
import type { Sql } from '@mutua/db';
import type { DefaultWindow } from '../../../app/servicing/views.ts';

// A window counts when it lies wholly after the first payout in its currency. A charge-off without a default before it is one.
const windowsSql = `with c as (select business_date as today from business_clock),
  firsts as (select market, min(disbursed_on) as first_on from loans group by market),
  windows as (
    select f.market, (c.today - make_interval(months => 12 * (k + 1)))::date as from_on, (c.today - make_interval(months => 12 * k))::date as to_on
    from c cross join firsts f cross join generate_series(0, 49) k
    where (c.today - make_interval(months => 12 * (k + 1)))::date >= f.first_on),
  lives as (
    select l.loan_id, l.market, l.disbursed_on, l.closed_on, l.schedule_version,
      (select min(t.happened_on) from loan_transactions t where t.loan_id = l.loan_id and t.kind in ('default', 'charge-off')
        and not exists (select 1 from loan_transactions u where u.undoes = t.transaction_id)) as defaulted_on
    from loans l)
  select w.market as currency, w.from_on as "fromOn", w.to_on as "toOn", count(l.loan_id)::int as loans,
    count(l.loan_id) filter (where l.defaulted_on < w.to_on)::int as defaults
  from windows w left join lives l on l.market = w.market and l.disbursed_on < w.from_on
    and coalesce(l.closed_on >= w.from_on, true) and coalesce(l.defaulted_on >= w.from_on, true)
    and exists (select 1 from instalments i where i.loan_id = l.loan_id and i.schedule_version = l.schedule_version
      and i.due_on >= w.from_on and i.due_on < w.to_on)
  group by w.market, w.from_on, w.to_on order by w.market, w.from_on desc`;

export function defaultWindowsOf(sql: Sql): Promise<DefaultWindow[]> {
  return sql.query<DefaultWindow>(windowsSql);
}
