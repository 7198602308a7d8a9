/**
 * Booked receipts are undone, latest first, and booked again in the order in which they count: one journal, new rows, nothing changed or
 * deleted. The shares are undone exactly, so the carry of every note is what it was before; then they are shared anew.
 */
import { assert, type CalendarDate, daysBetween } from '@mutua/kernel';
import { type JournalDraft, platformAccount, type TransferDraft } from '../../domain/ledger.ts';
import { type Components, type Loan, minus, nothing, plus } from '../../domain/servicing/loan.ts';
import type { ReplayedReceipt } from '../../domain/servicing/replay.ts';
import type { Note, NoteReceipt } from '../../domain/servicing/share.ts';
import type { PaymentsFact } from '../ports.ts';
import { notesOf, repaymentFacts, rowOf, sharesOf } from './book-receipts.ts';
import { moneyOf } from './facts-to-events.ts';
import type { LiveRepayment, Moment, RepaymentRow, ServicingPorts } from './ports.ts';
import { receiptTransfers, reversalTransfers } from './receipt-transfers.ts';

export type ReversalReason = 'direct-debit-returned' | 'reversed' | 'booked-again';
export type Rebooking = {
  /** As it is now. */
  readonly loan: Loan;
  /** In the order in which they count; undone from the last to the first. */
  readonly undone: readonly (LiveRepayment & { readonly reason: ReversalReason })[];
  readonly again: readonly ReplayedReceipt[];
  /** What moves besides, in the same journal. */
  readonly more: readonly TransferDraft[];
  readonly reference: string;
  /** Who pays of his own will: what this wallet lacks is not covered. */
  readonly payerWalletId?: string;
};

type Carry = { readonly notes: readonly Note[]; readonly distributed: Loan['distributed'] };
type Step = {
  /** When the receipt counts that is booked or undone. */
  readonly valueOn: CalendarDate;
  readonly row: RepaymentRow;
  readonly shares: readonly NoteReceipt[];
  readonly transfers: readonly TransferDraft[];
  readonly facts: readonly PaymentsFact[];
};

/** Books it all; what the loan and its notes have received is then what the replay says. Null, with nothing booked, when the payer cannot pay. */
export const rebook = async (ports: ServicingPorts, rebooking: Rebooking, moment: Moment): Promise<readonly RepaymentRow[] | null> => {
  const { loan, undone, again, payerWalletId } = rebooking;
  const journalId = moment.nextJournalId();
  let carry: Carry = { notes: (await notesOf(ports.notes, [loan])).get(loan.loanId) ?? [], distributed: loan.distributed };
  const instalmentMinor = (await ports.loans.instalmentMinor([loan.loanId])).get(loan.loanId) ?? 0n;
  const booked = await ports.repayments.shares(undone.map(({ repaymentId }) => repaymentId));
  const steps: Step[] = [];
  for (const each of undone.toReversed()) {
    const step = undo(loan, { each, shares: booked.get(each.repaymentId) ?? [], carry, journalId, moment });
    steps.push(step);
    carry = received(carry, step, loan);
  }
  for (const each of again) {
    const step = bookAgain(loan, { each, carry, instalmentMinor, journalId, moment });
    if (step === null) continue;
    steps.push(step);
    carry = received(carry, step, loan);
  }
  const transfers = [...steps.flatMap((step) => step.transfers), ...rebooking.more];
  const { reference } = rebooking;
  const journal: JournalDraft = { id: journalId, reference, kind: 'reversal', businessDate: moment.on, transfers };
  if (transfers.length > 0 && !(await postCovered(ports, { loan, journal, ...(payerWalletId && { payerWalletId }) }))) return null;
  const rows = steps.map(({ row }) => row);
  await ports.repayments.insert(rows, moment.at);
  for (const { row, shares } of steps) await ports.notes.receive([{ repaymentId: row.repaymentId, on: moment.on, shares }]);
  await ports.publisher.publish(steps.flatMap(({ facts }) => facts));
  return rows;
};

type Undo = {
  readonly each: Rebooking['undone'][number];
  readonly shares: Awaited<ReturnType<ServicingPorts['repayments']['shares']>> extends ReadonlyMap<string, infer S> ? S : never;
  readonly carry: Carry;
  readonly journalId: RepaymentRow['journalId'];
  readonly moment: Moment;
};

const negative = (of: Components): Components => minus(nothing, of);

const undo = (loan: Loan, { each, shares, carry, journalId, moment }: Undo): Step => {
  const { repaymentId, amountMinor, components, feeMinor, provisionMinor, reason, source } = each;
  const byNote = new Map(shares.map((share) => [share.noteId, share]));
  const row: RepaymentRow = {
    ...{ repaymentId: moment.nextRepaymentId(), loanId: loan.loanId, kind: 'reversal', source, amountMinor: -amountMinor },
    ...negative(components),
    ...{ recoveryMinor: 0n, feeMinor: -feeMinor, provisionMinor: -provisionMinor, on: moment.on, journalId, reverses: repaymentId, reason },
  };
  const fact: PaymentsFact = {
    name: 'payments.repayment-reversed.v1',
    aggregateId: loan.loanId,
    data: { loanId: loan.loanId, repaymentId, reversalId: row.repaymentId, amount: moneyOf(loan, amountMinor), reason, on: moment.on },
    subjects: [loan.borrowerId],
  };
  return {
    row,
    valueOn: each.valueOn,
    shares: carry.notes.map((note) => {
      const share = byNote.get(note.noteId);
      return { note, ...negative(share ?? nothing), recoveryMinor: 0n, serviceFeeMinor: -(share?.serviceFeeMinor ?? 0n) };
    }),
    transfers: reversalTransfers(loan, each, shares),
    facts: [fact],
  };
};

type Again = {
  readonly each: ReplayedReceipt;
  readonly carry: Carry;
  readonly instalmentMinor: bigint;
  readonly journalId: RepaymentRow['journalId'];
  readonly moment: Moment;
};

/** Null where nothing was owed any more: the money stays with the borrower. */
const bookAgain = (loan: Loan, { each, carry, instalmentMinor, journalId, moment }: Again): Step | null => {
  const { receipt, past, daysPastDue } = each;
  if (receipt === null) return null;
  const repaymentId = moment.nextRepaymentId();
  const at = { ...loan, distributed: carry.distributed };
  const shares = sharesOf({ loan: at, receipt, daysPastDue, repaymentId, notes: carry.notes, instalmentMinor, on: past.valueOn });
  const row: RepaymentRow = {
    ...rowOf({ loan: at, receipt, repaymentId, journalId, shares, on: moment.on }),
    valueOn: past.valueOn,
    ...(past.rootId === '' ? {} : { rootId: past.rootId }),
  };
  return {
    row,
    valueOn: past.valueOn,
    shares,
    transfers: receiptTransfers(at, receipt, shares),
    facts: repaymentFacts(loan, row, shares.length),
  };
};

const received = ({ notes, distributed }: Carry, { row, shares, valueOn }: Step, { disbursedOn }: Loan): Carry => ({
  notes: notes.map((note, index) => {
    const share = shares[index];
    assert(share?.note.noteId === note.noteId, 'the notes keep their order', { noteId: note.noteId });
    return {
      ...note,
      paid: { ...plus(note.paid, share), recoveryMinor: note.paid.recoveryMinor },
      feeTakenMinor: note.feeTakenMinor + share.serviceFeeMinor,
      repaidMinorDays: note.repaidMinorDays + share.principalMinor * BigInt(daysBetween(disbursedOn, valueOn)),
    };
  }),
  distributed: { ...plus(distributed, row), recoveryMinor: distributed.recoveryMinor },
});

type Covered = Pick<Rebooking, 'loan' | 'payerWalletId'> & { readonly journal: JournalDraft };

/**
 * Who received money may have spent it. What a wallet lacks then comes from suspense, in the same journal: the bank is paid and the
 * other members are whole, and the platform has a claim for a person to pursue. Posted first and looked at behind the refusal, which
 * holds every account of the journal: what is there then is there at the second posting, and nothing that came in meanwhile is claimed.
 * False, with nothing posted, when it is the payer who lacks.
 */
export const postCovered = async (
  ports: Pick<ServicingPorts, 'balances' | 'ledger'>,
  { loan, journal, payerWalletId }: Covered,
): Promise<boolean> => {
  const [first] = await ports.ledger.post([journal]);
  if (first?.status === 'posted') return true;
  const { reference } = journal;
  assert(first?.status === 'refused' && first.code === 'ledger.insufficient_funds', 'only money can be short', { reference, first });
  const needs = netDebits(journal.transfers);
  const available = await ports.balances.available([...needs.keys()]);
  if (payerWalletId !== undefined && (available.get(payerWalletId) ?? 0n) < (needs.get(payerWalletId) ?? 0n)) return false;
  const cover = [...available].flatMap(([accountId, amountMinor]): TransferDraft[] => {
    const lackMinor = (needs.get(accountId) ?? 0n) - amountMinor;
    if (lackMinor <= 0n) return [];
    const debitAccountId = platformAccount('suspense', loan.market, accountId);
    return [{ debitAccountId, creditAccountId: accountId, amountMinor: lackMinor, code: 'return-uncovered', kind: 'post' }];
  });
  const [second] = await ports.ledger.post([{ ...journal, transfers: [...journal.transfers, ...cover] }]);
  assert(second?.status === 'posted', 'suspense covers every return', { reference, second });
  return true;
};

/** By account what leaves it in all, where more leaves than comes in. */
const netDebits = (transfers: readonly TransferDraft[]): ReadonlyMap<string, bigint> => {
  const net = new Map<string, bigint>();
  for (const { debitAccountId, creditAccountId, amountMinor } of transfers) {
    net.set(debitAccountId, (net.get(debitAccountId) ?? 0n) + amountMinor);
    net.set(creditAccountId, (net.get(creditAccountId) ?? 0n) - amountMinor);
  }
  return new Map([...net].filter(([, amountMinor]) => amountMinor > 0n));
};
