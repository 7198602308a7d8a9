/** The note register and what each note received; receipts are written once, in one statement for any number of loans. */
import type { Sql } from '@mutua/db';
import type { NoteStore } from '../../../app/servicing/ports.ts';
import type { Note } from '../../../domain/servicing/share.ts';
import { unnestFew } from '../unnest-few.ts';

type NoteRow = {
  readonly note_id: string;
  readonly loan_id: string;
  readonly holder_id: string;
  readonly wallet_id: string;
  readonly principal_minor: bigint;
  readonly rate_ppm: bigint;
  readonly paid_principal_minor: bigint;
  readonly paid_interest_minor: bigint;
  readonly paid_late_fee_minor: bigint;
  readonly paid_recovery_minor: bigint;
  readonly service_fee_minor: bigint;
};

const noteFromRow = (row: NoteRow): Note => ({
  noteId: row.note_id,
  holderId: row.holder_id,
  walletId: row.wallet_id,
  principalMinor: row.principal_minor,
  ratePpm: row.rate_ppm,
  paid: {
    principalMinor: row.paid_principal_minor,
    interestMinor: row.paid_interest_minor,
    lateFeeMinor: row.paid_late_fee_minor,
    recoveryMinor: row.paid_recovery_minor,
  },
  feeTakenMinor: row.service_fee_minor,
  repaidMinorDays: 0n,
});

const readNames = [
  ...['note_id', 'loan_id', 'holder_id', 'wallet_id', 'principal_minor', 'rate_ppm', 'paid_principal_minor', 'paid_interest_minor'],
  ...['paid_late_fee_minor', 'paid_recovery_minor', 'service_fee_minor'],
]
  .map((name) => `n.${name}`)
  .join(', ');
const receiptArrays = unnestFew('text', 'text', 'bigint', 'bigint', 'bigint', 'bigint', 'bigint', 'date');
const receiptNames =
  'repayment_id, note_id, principal_minor, interest_minor, late_fee_minor, recovery_minor, service_fee_minor, received_on';

export const noteStore = (tx: Sql): NoteStore => ({
  async insert(loanId, notes, issuedOn) {
    await tx.run(
      `insert into notes (note_id, loan_id, offer_id, holder_id, wallet_id, principal_minor, rate_ppm, issued_on)
       select n.note_id, $7, n.offer_id, n.holder_id, n.wallet_id, n.principal_minor, n.rate_ppm, $8::date
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[]) as n(note_id, offer_id, holder_id, wallet_id, principal_minor, rate_ppm)`,
      [
        notes.map(({ noteId }) => noteId),
        notes.map(({ offerId }) => offerId),
        notes.map(({ holderId }) => holderId),
        notes.map(({ walletId }) => walletId),
        notes.map(({ principalMinor }) => principalMinor),
        notes.map(({ ratePpm }) => ratePpm),
        loanId,
        issuedOn,
      ],
    );
  },
  async ofLoans(loanIds) {
    const rows = await tx.query<NoteRow>(
      `select ${readNames} from ${unnestFew('text')} as l(loan_id) join notes n on n.loan_id = l.loan_id order by n.loan_id, n.note_id`,
      [loanIds],
    );
    const byLoan = new Map<string, Note[]>();
    for (const row of rows) {
      const list = byLoan.get(row.loan_id) ?? [];
      list.push(noteFromRow(row));
      byLoan.set(row.loan_id, list);
    }
    return byLoan;
  },
  async repaidMinorDays(loanIds) {
    const rows = await tx.query<{ note_id: string; minor_days: string }>(
      `select r.note_id, sum(r.principal_minor::numeric * (coalesce(q.value_on, q.received_on, p.value_on, p.received_on) - l.disbursed_on)) as minor_days
       from loans l join repayments p on p.loan_id = l.loan_id left join repayments q on q.repayment_id = p.reverses
       join notes n on n.loan_id = l.loan_id join note_receipts r on r.note_id = n.note_id and r.repayment_id = p.repayment_id
       where l.loan_id = any($1) group by r.note_id`,
      [loanIds],
    );
    return new Map(rows.map((row) => [row.note_id, BigInt(row.minor_days)]));
  },
  async receive(receipts) {
    const flat = receipts.flatMap(({ repaymentId, on, shares }) => shares.map((share) => ({ repaymentId, on, share })));
    if (flat.length === 0) return;
    // The receipts are read back from their insertion: the arrays are sent and read once.
    await tx.run(
      `with r as (insert into note_receipts (${receiptNames}) select * from ${receiptArrays} returning *)
       update notes n set paid_principal_minor = n.paid_principal_minor + r.principal_minor, paid_interest_minor = n.paid_interest_minor + r.interest_minor,
         paid_late_fee_minor = n.paid_late_fee_minor + r.late_fee_minor, paid_recovery_minor = n.paid_recovery_minor + r.recovery_minor,
         service_fee_minor = n.service_fee_minor + r.service_fee_minor
       from r where n.note_id = r.note_id`,
      [
        flat.map(({ repaymentId }) => repaymentId),
        flat.map(({ share }) => share.note.noteId),
        flat.map(({ share }) => share.principalMinor),
        flat.map(({ share }) => share.interestMinor),
        flat.map(({ share }) => share.lateFeeMinor),
        flat.map(({ share }) => share.recoveryMinor),
        flat.map(({ share }) => share.serviceFeeMinor),
        flat.map(({ on }) => on),
      ],
    );
  },
});
