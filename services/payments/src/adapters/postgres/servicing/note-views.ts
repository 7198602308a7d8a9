/** Notes and their cash flows as the API lists them, each page in one statement. */
import type { Sql } from '@mutua/db';
import type { CalendarDate } from '@mutua/kernel';
import type { LoanNotePage, NoteFlow, NotePage, NoteView, Receipts } from '../../../app/servicing/views.ts';
import { noteStatusSql, standingJoins } from './standing.ts';

export type ReceiptColumns = {
  readonly principal: bigint;
  readonly interest: bigint;
  readonly lateFee: bigint;
  readonly recovery: bigint;
  readonly serviceFee: bigint;
};
export const receiptsFrom = ({ principal, interest, lateFee, recovery, serviceFee }: ReceiptColumns): Receipts => ({
  principalMinor: principal,
  interestMinor: interest,
  lateFeeMinor: lateFee,
  recoveryMinor: recovery,
  serviceFeeMinor: serviceFee,
});

type NoteViewRow = Omit<NoteView, 'received'> & ReceiptColumns;

const viewSql = `select n.note_id as "noteId", n.loan_id as "loanId", n.offer_id as "offerId", n.holder_id as "holderId", ${noteStatusSql} as status,
    l.market, l.grade, l.purpose, (l.terms ->> 'termMonths')::int as "termMonths", n.rate_ppm as "ratePpm", n.principal_minor as "principalMinor",
    case when l.status = 'charged-off' then 0::bigint else n.principal_minor - n.paid_principal_minor end as "outstandingMinor",
    n.paid_principal_minor as principal, n.paid_interest_minor as interest, n.paid_late_fee_minor as "lateFee", n.paid_recovery_minor as recovery,
    n.service_fee_minor as "serviceFee", d.days_past_due as "daysPastDue", n.issued_on as "issuedOn"
  from notes n join loans l on l.loan_id = n.loan_id ${standingJoins}`;

const viewFromRow = ({ principal, interest, lateFee, recovery, serviceFee, ...view }: NoteViewRow): NoteView => ({
  ...view,
  received: receiptsFrom({ principal, interest, lateFee, recovery, serviceFee }),
});

export async function noteViewOf(sql: Sql, noteId: string): Promise<NoteView | undefined> {
  const row = await sql.one<NoteViewRow>(`${viewSql} where n.note_id = $1`, [noteId]);
  return row && viewFromRow(row);
}

/** Newest first. */
export async function notePage(sql: Sql, { holderId, status, loanId, after, limit }: NotePage): Promise<NoteView[]> {
  const rows = await sql.query<NoteViewRow>(
    `${viewSql} where n.holder_id = $1 and ($2::text is null or ${noteStatusSql} = $2) and ($3::text is null or n.loan_id = $3)
       and (n.issued_on, n.note_id) < (coalesce($4::date, 'infinity'), coalesce($5, ''))
     order by n.issued_on desc, n.note_id desc limit $6`,
    [holderId, status ?? null, loanId ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows.map(viewFromRow);
}

export async function loanNotePage(sql: Sql, { loanId, holderId, after, limit }: LoanNotePage): Promise<NoteView[]> {
  const rows = await sql.query<NoteViewRow>(
    `${viewSql} where n.loan_id = $1 and ($2::text is null or n.holder_id = $2) and n.note_id > coalesce($3, '') order by n.note_id limit $4`,
    [loanId, holderId ?? null, after ?? null, limit + 1],
  );
  return rows.map(viewFromRow);
}

type FlowRow = Omit<NoteFlow, 'receipts'> & ReceiptColumns & { readonly on: CalendarDate };

/** Oldest first: the purchase, then every receipt net of the service fee. */
export async function noteFlowsOf(
  sql: Sql,
  { noteId, after, limit }: { readonly noteId: string; readonly after: readonly string[] | undefined; readonly limit: number },
): Promise<NoteFlow[]> {
  const rows = await sql.query<FlowRow>(
    `select f.id, f.kind, f.name, f.flow_on as on, l.market, f.principal, f.interest, f.late_fee as "lateFee", f.recovery, f.service_fee as "serviceFee",
       f.net as "netMinor"
     from notes n join loans l on l.loan_id = n.loan_id cross join lateral (
       select '' as id, 'purchase' as kind, 'purchase' as name, n.issued_on as flow_on, 0::bigint as principal, 0::bigint as interest, 0::bigint as late_fee,
         0::bigint as recovery, 0::bigint as service_fee, -n.principal_minor as net
       union all
       select r.repayment_id, case when p.kind in ('repayment', 'reversal') then 'repayment' else 'recovery' end, p.kind, r.received_on, r.principal_minor, r.interest_minor, r.late_fee_minor, r.recovery_minor, r.service_fee_minor,
         r.principal_minor + r.interest_minor + r.late_fee_minor + r.recovery_minor - r.service_fee_minor
       from note_receipts r join repayments p on p.repayment_id = r.repayment_id where r.note_id = n.note_id) f
     where n.note_id = $1 and ($2::date is null or (f.flow_on, f.id) > ($2::date, $3))
     order by f.flow_on, f.id limit $4`,
    [noteId, after?.[0] ?? null, after?.[1] ?? '', limit + 1],
  );
  return rows.map(({ principal, interest, lateFee, recovery, serviceFee, ...flow }) => ({
    ...flow,
    receipts: receiptsFrom({ principal, interest, lateFee, recovery, serviceFee }),
  }));
}
