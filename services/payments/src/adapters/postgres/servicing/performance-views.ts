/** What a lender put in, got back and still has, by currency, in one statement: balances and flows are of one moment. */
import type { Sql } from '@mutua/db';
import { assert, type CalendarDate } from '@mutua/kernel';
import type { LenderPosition, Positions } from '../../../app/servicing/views.ts';
import type { Flow } from '../../../domain/servicing/performance.ts';
import { type ReceiptColumns, receiptsFrom } from './note-views.ts';
import { standingJoins } from './standing.ts';

type FlowJson = readonly { readonly on: CalendarDate; readonly amount: string }[];
type PositionRow = ReceiptColumns & {
  readonly asOf: CalendarDate;
  readonly currency: string | null;
  readonly cash: bigint;
  readonly total: bigint;
  readonly current: bigint;
  readonly late: bigint;
  readonly chargedOffNotes: bigint;
  readonly repaid: bigint;
  readonly invested: bigint;
  readonly outstanding: bigint;
  readonly chargedOff: bigint;
  readonly noteFlows: FlowJson | null;
  readonly walletFlows: FlowJson | null;
};

const ownNotes = 'n.holder_id = $1 and n.wallet_id = a.account_id';
/** Codes of what a wallet pays for notes and receives from them; everything else comes from or goes outside. */
const noteCodes = `'hold', 'principal', 'interest', 'late-fee', 'recovery', 'service-fee',
  'principal-reversal', 'interest-reversal', 'late-fee-reversal', 'service-fee-reversal', 'recovery-reversal'`;
const asJson = `json_agg(json_build_object('on', s.flow_on, 'amount', s.amount::text) order by s.flow_on)`;

const notesSql = `select count(*) as total, count(*) filter (where l.status <> 'closed' and l.status <> 'charged-off' and d.days_past_due = 0) as current,
    count(*) filter (where l.status <> 'closed' and l.status <> 'charged-off' and d.days_past_due > 0) as late,
    count(*) filter (where l.status = 'charged-off') as charged_off_notes, count(*) filter (where l.status = 'closed') as repaid,
    coalesce(sum(n.principal_minor), 0)::bigint as invested,
    coalesce(sum(n.principal_minor - n.paid_principal_minor) filter (where l.status <> 'charged-off'), 0)::bigint as outstanding,
    coalesce(sum(n.principal_minor - n.paid_principal_minor - n.paid_recovery_minor) filter (where l.status = 'charged-off'), 0)::bigint as charged_off,
    coalesce(sum(n.paid_principal_minor), 0)::bigint as principal, coalesce(sum(n.paid_interest_minor), 0)::bigint as interest,
    coalesce(sum(n.paid_late_fee_minor), 0)::bigint as late_fee, coalesce(sum(n.paid_recovery_minor), 0)::bigint as recovery,
    coalesce(sum(n.service_fee_minor), 0)::bigint as service_fee
  from notes n join loans l on l.loan_id = n.loan_id ${standingJoins} where ${ownNotes}`;

const noteFlowsSql = `select ${asJson} as flows from (
    select f.flow_on, sum(f.amount) as amount from (
      select n.issued_on as flow_on, -n.principal_minor as amount from notes n where ${ownNotes}
      union all
      select r.received_on, r.principal_minor + r.interest_minor + r.late_fee_minor + r.recovery_minor - r.service_fee_minor
      from notes n join note_receipts r on r.note_id = n.note_id where ${ownNotes}) f group by f.flow_on) s`;

const walletFlowsSql = `select ${asJson} as flows from (
    select j.business_date as flow_on, sum(f.amount) as amount from (
      select t.journal_no, t.amount_minor as amount from transfers t
      where t.credit_no = a.account_no and t.kind in ('post', 'post-pending') and t.code not in (${noteCodes})
      union all
      select t.journal_no, -t.amount_minor from transfers t
      where t.debit_no = a.account_no and t.kind in ('post', 'post-pending') and t.code not in (${noteCodes})) f
    join journals j on j.journal_no = f.journal_no group by j.business_date) s`;

const positionsSql = `select b.business_date as "asOf", a.currency, a.posted_credits - a.posted_debits as cash, s.total, s.current, s.late,
    s.charged_off_notes as "chargedOffNotes", s.repaid, s.invested, s.outstanding, s.charged_off as "chargedOff", s.principal, s.interest,
    s.late_fee as "lateFee", s.recovery, s.service_fee as "serviceFee", nf.flows as "noteFlows", wf.flows as "walletFlows"
  from business_clock b
  left join accounts a on a.owner_id = $1 and ($2::text is null or a.currency = $2)
  left join lateral (${notesSql}) s on true
  left join lateral (${noteFlowsSql}) nf on true
  left join lateral (${walletFlowsSql}) wf on true
  order by a.currency`;

export async function positionsOf(
  sql: Sql,
  { memberId, currency }: { readonly memberId: string; readonly currency: string | undefined },
): Promise<Positions> {
  const rows = await sql.query<PositionRow>(positionsSql, [memberId, currency ?? null]);
  const [first] = rows;
  assert(first !== undefined, 'the books are open');
  return { asOf: first.asOf, positions: rows.flatMap((row) => (row.currency === null ? [] : [positionFrom(row, row.currency)])) };
}

const positionFrom = (row: PositionRow, currency: string): LenderPosition => ({
  currency,
  notes: {
    total: Number(row.total),
    current: Number(row.current),
    late: Number(row.late),
    chargedOff: Number(row.chargedOffNotes),
    repaid: Number(row.repaid),
  },
  investedMinor: row.invested,
  outstandingMinor: row.outstanding,
  received: receiptsFrom(row),
  chargedOffMinor: row.chargedOff,
  cashMinor: row.cash,
  noteFlows: flowsFrom(row.noteFlows),
  walletFlows: flowsFrom(row.walletFlows),
});

const flowsFrom = (flows: FlowJson | null): readonly Flow[] => (flows ?? []).map(({ on, amount }) => ({ on, amountMinor: BigInt(amount) }));
