/** The business date with its progress, and the loan book. Each in one statement. */
import type { Sql } from '@mutua/db';
import { assert, type CalendarDate } from '@mutua/kernel';
import type { BusinessDateView, BusinessDayRow, LoanBook, LoanBookRow, SetAsideLoan } from '../../../app/servicing/views.ts';
import { bucketSql, standingJoins } from './standing.ts';

/** The date is open until its close begins; before the runner has opened its first day too. */
export async function businessDateView(sql: Sql): Promise<BusinessDateView> {
  const row = await sql.one<BusinessDateView>(
    `select c.business_date as "businessDate", coalesce((select b.status from business_days b where b.business_date = c.business_date), 'open') as status,
       (select target from business_date_target where target > c.business_date) as target,
       (select max(b.business_date) from business_days b where b.status = 'closed') as "lastClosed",
       (select count(*)::int from day_chunks k where k.business_date = c.business_date) as "chunksTotal",
       (select count(*)::int from day_chunks k where k.business_date = c.business_date and k.status = 'done') as "chunksDone",
       (select count(*)::int from loans where set_aside_cause is not null) as "setAside"
     from business_clock c`,
  );
  assert(row !== undefined, 'the books are open');
  return row;
}

type BookColumns = Omit<LoanBookRow, 'received' | 'currency'> & {
  readonly asOf: CalendarDate;
  readonly currency: string | null;
  readonly principal: bigint;
  readonly interest: bigint;
  readonly lateFee: bigint;
};

export async function loanBookOf(sql: Sql): Promise<LoanBook> {
  const rows = await sql.query<BookColumns>(
    `select b.business_date as "asOf", g.* from business_clock b left join (
       select l.market as currency, l.status, ${bucketSql} as bucket, count(*) as loans, sum(l.principal_minor)::bigint as "disbursedMinor",
         sum(l.principal_minor - l.distributed_principal_minor - l.charged_off_minor)::bigint as "outstandingMinor",
         sum(l.distributed_principal_minor)::bigint as principal, sum(l.distributed_interest_minor)::bigint as interest,
         sum(l.distributed_late_fee_minor)::bigint as "lateFee", sum(l.charged_off_minor)::bigint as "chargedOffMinor",
         sum(l.recovered_minor)::bigint as "recoveredMinor"
       from loans l ${standingJoins} group by 1, 2, 3) g on true
     order by g.currency, g.status, g.bucket`,
  );
  const [first] = rows;
  assert(first !== undefined, 'the books are open');
  return { asOf: first.asOf, rows: rows.flatMap((row) => (row.currency === null ? [] : [bookRowFrom(row, row.currency)])) };
}

const bookRowFrom = ({ asOf: _asOf, principal, interest, lateFee, ...row }: BookColumns, currency: string): LoanBookRow => ({
  ...row,
  currency,
  received: { principalMinor: principal, interestMinor: interest, lateFeeMinor: lateFee },
});

export function setAsideOf(
  sql: Sql,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<SetAsideLoan[]> {
  return sql.query<SetAsideLoan>(
    `select loan_id as "loanId", market, set_aside_cause as cause, set_aside_on as since, next_work_on as "waitsSince" from loans
     where set_aside_cause is not null and loan_id > coalesce($1, '') order by loan_id limit $2`,
    [after ?? null, limit + 1],
  );
}

export function businessDaysOf(
  sql: Sql,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<BusinessDayRow[]> {
  return sql.query<BusinessDayRow>(
    `select business_date as "businessDate", status, opened_at as "openedAt", closed_at as "closedAt", summary from business_days
     where business_date < coalesce($1::date, 'infinity') order by business_date desc limit $2`,
    [before ?? null, limit + 1],
  );
}
