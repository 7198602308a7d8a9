/** Loans as the API lists them, each page in one statement. Newest first. */
import type { Sql } from '@mutua/db';
import type { CalendarDate } from '@mutua/kernel';
import type { LoanMove, LoanPage, LoanView, Owed, ScheduleVersionView, ScheduleView } from '../../../app/servicing/views.ts';
import { type InstalmentRow, instalmentFromRow, instalmentStore } from './instalment-store.ts';
import { type LoanRow, loanFromRow } from './loan-store.ts';
import { bucketSql, standingJoins } from './standing.ts';

type LoanViewRow = Omit<LoanView, 'outstanding' | 'next'> & {
  readonly principal: bigint;
  readonly interest: bigint;
  readonly lateFee: bigint;
  readonly nextNr: number | null;
  readonly nextOn: CalendarDate | null;
  readonly nextMinor: bigint | null;
};

const isServiced = `l.status in ('active', 'in-arrears', 'defaulted')`;
const isUnsettled = `i.loan_id = l.loan_id and i.schedule_version = l.schedule_version and i.status not in ('paid', 'paid-late', 'written-off')`;
const unpaid = `i.principal_minor - i.paid_principal_minor + i.interest_minor - i.paid_interest_minor + i.late_fee_minor - i.paid_late_fee_minor`;

const viewSql = `select l.loan_id as "loanId", l.request_id as "requestId", l.borrower_id as "borrowerId", l.status, l.outcome, l.market,
    l.product_id as "productId", l.grade, l.purpose, l.principal_minor as "principalMinor", l.origination_fee_minor as "originationFeeMinor",
    coalesce((l.agreed_terms ->> 'ratePpm')::bigint, l.rate_ppm) as "ratePpm", (l.terms ->> 'termMonths')::int as "termMonths",
    coalesce(l.agreed_terms ->> 'method', l.terms ->> 'method') as method, l.instalment_minor as "instalmentMinor",
    l.principal_minor - l.distributed_principal_minor - l.charged_off_minor as principal, o.interest, o.late_fee as "lateFee",
    o.overdue as "overdueMinor", d.days_past_due as "daysPastDue", ${bucketSql} as bucket,
    n.nr as "nextNr", n.due_on as "nextOn", n.unpaid as "nextMinor", l.autopay, l.bank_account_id as "bankAccountId",
    l.schedule_version as "scheduleVersion", l.schedule_hash as "scheduleHash", l.disbursed_on as "disbursedOn", l.first_due_on as "firstDueOn",
    l.matures_on as "maturesOn", l.closed_on as "closedOn", l.non_accrual_since as "nonAccrualSince", l.accelerated_on as "acceleratedOn"
  from loans l ${standingJoins}
  cross join lateral (
    select coalesce(sum(i.interest_minor - i.paid_interest_minor) filter (where i.due_on <= c.business_date), 0)::bigint as interest,
      coalesce(sum(i.late_fee_minor - i.paid_late_fee_minor), 0)::bigint as late_fee,
      coalesce(sum(${unpaid}) filter (where i.due_on < c.business_date), 0)::bigint as overdue
    from instalments i where ${isUnsettled} and ${isServiced}) o
  left join lateral (
    select i.nr, i.due_on, ${unpaid} as unpaid from instalments i where ${isUnsettled} and ${isServiced} order by i.nr limit 1) n on true`;

const viewFromRow = ({ principal, interest, lateFee, nextNr, nextOn, nextMinor, ...view }: LoanViewRow): LoanView => ({
  ...view,
  outstanding: { principalMinor: principal, interestMinor: interest, lateFeeMinor: lateFee },
  next: nextNr === null || nextOn === null || nextMinor === null ? null : { nr: nextNr, dueOn: nextOn, amountMinor: nextMinor },
});

export async function loanViewOf(sql: Sql, loanId: string): Promise<LoanView | undefined> {
  const row = await sql.one<LoanViewRow>(`${viewSql} where l.loan_id = $1`, [loanId]);
  return row && viewFromRow(row);
}

export async function loanPage(sql: Sql, { borrowerId, status, after, limit }: LoanPage): Promise<LoanView[]> {
  const rows = await sql.query<LoanViewRow>(
    `${viewSql} where ${borrowerId === undefined ? '$1::text is null' : 'l.borrower_id = $1'} and ($2::text is null or l.status = $2)
       and (l.disbursed_on, l.loan_id) < (coalesce($3::date, 'infinity'), coalesce($4, ''))
     order by l.disbursed_on desc, l.loan_id desc limit $5`,
    [borrowerId ?? null, status ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows.map(viewFromRow);
}

export async function scheduleOf(sql: Sql, loanId: string): Promise<ScheduleView | undefined> {
  const rows = await sql.query<InstalmentRow & { market: string; version: number; hash: string }>(
    `select i.*, l.market, l.schedule_version as version, l.schedule_hash as hash
     from loans l join instalments i on i.loan_id = l.loan_id and i.schedule_version = l.schedule_version
     where l.loan_id = $1 order by i.nr`,
    [loanId],
  );
  const [first] = rows;
  return first && { loanId, market: first.market, version: first.version, hash: first.hash, instalments: rows.map(instalmentFromRow) };
}

export function scheduleVersionsOf(sql: Sql, loanId: string): Promise<ScheduleVersionView[]> {
  return sql.query<ScheduleVersionView>(
    `select version, reason, effective_on as "effectiveOn", schedule_hash as hash from schedule_versions where loan_id = $1 order by version`,
    [loanId],
  );
}

type MoveRow = Omit<LoanMove, 'components'> & { readonly principal: bigint; readonly interest: bigint; readonly lateFee: bigint };

/** Oldest first. What collections bring in after charge-off is charged-off principal, fee included. */
export async function loanMovesOf(
  sql: Sql,
  { loanId, after, limit }: { readonly loanId: string; readonly after: readonly string[] | undefined; readonly limit: number },
): Promise<LoanMove[]> {
  const rows = await sql.query<MoveRow>(
    `select m.id, m.kind, m.source, l.market, m.principal, m.interest, m.late_fee as "lateFee", m.happened_on as on, m.recorded_at as "recordedAt"
     from loans l cross join lateral (
       select repayment_id as id, kind, source, case when kind in ('recovery', 'recovery-reversal') then amount_minor else principal_minor end as principal,
         interest_minor as interest, late_fee_minor as late_fee, received_on as happened_on, recorded_at
       from repayments where loan_id = l.loan_id and kind not in ('provision-payout', 'payout-reversal')
       union all
       select transaction_id, case kind when 'late-fee-waived' then 'late-fee' else kind end, 'platform', principal_minor, interest_minor, late_fee_minor, happened_on, recorded_at
       from loan_transactions where loan_id = l.loan_id and kind <> 'default') m
     where l.loan_id = $1
       and (m.happened_on, m.recorded_at, m.id) > (coalesce($2::date, '-infinity'), coalesce($3::timestamptz, '-infinity'), coalesce($4, ''))
     order by m.happened_on, m.recorded_at, m.id limit $5`,
    [loanId, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, limit + 1],
  );
  return rows.map(({ principal, interest, lateFee, ...move }) => ({
    ...move,
    components: { principalMinor: principal, interestMinor: interest, lateFeeMinor: lateFee },
  }));
}

export async function owedOf(sql: Sql, loanId: string): Promise<Owed | undefined> {
  const row = await sql.one<LoanRow>('select * from loans where loan_id = $1', [loanId]);
  if (row === undefined) return undefined;
  const loan = loanFromRow(row);
  return { loan, unsettled: (await instalmentStore(sql).unsettled([loan])).get(loanId) ?? [] };
}

export async function partiesOf(sql: Sql, loanId: string): Promise<{ borrowerId: string; holderIds: readonly string[] } | undefined> {
  return await sql.one<{ borrowerId: string; holderIds: string[] }>(
    `select l.borrower_id as "borrowerId", array(select distinct n.holder_id from notes n where n.loan_id = l.loan_id) as "holderIds"
     from loans l where l.loan_id = $1`,
    [loanId],
  );
}
