/** Repayments, recoveries and reversals, written once; what happened to a loan besides; and what of it is in force. */
import type { Sql } from '@mutua/db';
import type { CalendarDate } from '@mutua/kernel';
import type { BookedShare, LiveRecovery, LiveRepayment, LoanEventRow, RepaymentStore } from '../../../app/servicing/ports.ts';
import type { RepaymentSource } from '../../../domain/servicing/facts.ts';

type ComponentColumns = { readonly principal_minor: bigint; readonly interest_minor: bigint; readonly late_fee_minor: bigint };
const componentsOf = (row: ComponentColumns) => ({
  principalMinor: row.principal_minor,
  interestMinor: row.interest_minor,
  lateFeeMinor: row.late_fee_minor,
});

type LiveRow = ComponentColumns & {
  readonly repayment_id: string;
  readonly root_id: string;
  readonly source: RepaymentSource;
  readonly amount_minor: bigint;
  readonly fee_minor: bigint;
  readonly provision_minor: bigint;
  readonly value_on: CalendarDate;
};
const liveFromRow = (row: LiveRow): LiveRepayment => ({
  repaymentId: row.repayment_id,
  rootId: row.root_id,
  source: row.source,
  amountMinor: row.amount_minor,
  valueOn: row.value_on,
  components: componentsOf(row),
  feeMinor: row.fee_minor,
  provisionMinor: row.provision_minor,
});

type ShareRow = ComponentColumns & {
  readonly repayment_id: string;
  readonly note_id: string;
  readonly wallet_id: string;
  readonly recovery_minor: bigint;
  readonly service_fee_minor: bigint;
};
const shareFromRow = (row: ShareRow): BookedShare => ({
  noteId: row.note_id,
  walletId: row.wallet_id,
  ...componentsOf(row),
  recoveryMinor: row.recovery_minor,
  serviceFeeMinor: row.service_fee_minor,
});

export const repaymentStore = (tx: Sql): RepaymentStore => ({
  async insert(rows, recordedAt) {
    if (rows.length === 0) return;
    await tx.run(
      `insert into repayments (repayment_id, loan_id, kind, source, amount_minor, principal_minor, interest_minor, late_fee_minor, recovery_minor, fee_minor, received_on, journal_id,
         reverses, reason, root_id, value_on, provision_minor, recorded_at)
       select r.*, $18::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
         $10::bigint[], $11::date[], $12::text[], $13::text[], $14::text[], $15::text[], $16::date[], $17::bigint[]) as r`,
      [
        rows.map(({ repaymentId }) => repaymentId),
        rows.map(({ loanId }) => loanId),
        rows.map(({ kind }) => kind),
        rows.map(({ source }) => source),
        rows.map(({ amountMinor }) => amountMinor),
        rows.map(({ principalMinor }) => principalMinor),
        rows.map(({ interestMinor }) => interestMinor),
        rows.map(({ lateFeeMinor }) => lateFeeMinor),
        rows.map(({ recoveryMinor }) => recoveryMinor),
        rows.map(({ feeMinor }) => feeMinor),
        rows.map(({ on }) => on),
        rows.map(({ journalId }) => journalId),
        rows.map(({ reverses }) => reverses ?? null),
        rows.map(({ reason }) => reason ?? null),
        rows.map(({ rootId }) => rootId ?? null),
        rows.map(({ valueOn }) => valueOn ?? null),
        rows.map(({ provisionMinor }) => provisionMinor),
        recordedAt,
      ],
    );
  },
  async record(rows, recordedAt) {
    if (rows.length === 0) return;
    await tx.run(
      `insert into loan_transactions (transaction_id, loan_id, kind, principal_minor, interest_minor, late_fee_minor, happened_on, undoes, recorded_at)
       select r.*, $9::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::date[], $8::text[]) as r`,
      [
        rows.map(({ transactionId }) => transactionId),
        rows.map(({ loanId }) => loanId),
        rows.map(({ kind }) => kind),
        rows.map(({ principalMinor }) => principalMinor),
        rows.map(({ interestMinor }) => interestMinor),
        rows.map(({ lateFeeMinor }) => lateFeeMinor),
        rows.map(({ on }) => on),
        rows.map(({ undoes }) => undoes ?? null),
        recordedAt,
      ],
    );
  },
  recoveries: (loanId) =>
    tx.query<LiveRecovery>(
      `select p.kind, p.repayment_id as "repaymentId", coalesce(p.root_id, p.repayment_id) as "rootId", p.amount_minor as "amountMinor",
         p.recovery_minor as "recoveryMinor", p.fee_minor as "feeMinor", p.provision_minor as "provisionMinor"
       from repayments p where p.loan_id = $1 and p.kind in ('recovery', 'provision-payout')
         and not exists (select 1 from repayments r where r.reverses = p.repayment_id) order by coalesce(p.root_id, p.repayment_id)`,
      [loanId],
    ),
  chargeOffs: (loanId) =>
    tx.query<Pick<LoanEventRow, 'transactionId' | 'principalMinor'>>(
      `select t.transaction_id as "transactionId", t.principal_minor as "principalMinor" from loan_transactions t
       where t.loan_id = $1 and t.kind = 'charge-off' and not exists (select 1 from loan_transactions u where u.undoes = t.transaction_id)
       order by t.transaction_id`,
      [loanId],
    ),
  async live(loanId) {
    const rows = await tx.query<LiveRow>(
      `select p.repayment_id, coalesce(p.root_id, p.repayment_id) as root_id, p.source, p.amount_minor, p.principal_minor, p.interest_minor,
         p.late_fee_minor, p.fee_minor, p.provision_minor, coalesce(p.value_on, p.received_on) as value_on
       from repayments p where p.loan_id = $1 and p.kind = 'repayment' and not exists (select 1 from repayments r where r.reverses = p.repayment_id)
       order by value_on, root_id`,
      [loanId],
    );
    return rows.map(liveFromRow);
  },
  async shares(repaymentIds) {
    const rows = await tx.query<ShareRow>(
      `select r.repayment_id, r.note_id, n.wallet_id, r.principal_minor, r.interest_minor, r.late_fee_minor, r.recovery_minor, r.service_fee_minor
       from repayments p join notes n on n.loan_id = p.loan_id join note_receipts r on r.note_id = n.note_id and r.repayment_id = p.repayment_id
       where p.repayment_id = any($1) order by r.repayment_id, r.note_id`,
      [repaymentIds],
    );
    const byRepayment = new Map<string, BookedShare[]>(repaymentIds.map((id) => [id, []]));
    for (const row of rows) byRepayment.get(row.repayment_id)?.push(shareFromRow(row));
    return byRepayment;
  },
  async collected(key) {
    const row = await tx.one<{ amount: bigint; repayment_id: string | null }>(
      `select t.amount_minor as amount, p.repayment_id from journals j
       join transfers t on t.journal_no = j.journal_no and t.code = 'direct-debit'
       left join repayments p on p.journal_id = j.journal_id and p.kind = 'repayment' where j.reference = $1`,
      [`autopay:${key}`],
    );
    return row && { amountMinor: row.amount, repaymentId: row.repayment_id };
  },
});
