/**
 * Money for a charged-off loan is taken back, share by share: a recovery with its collection fee and the part of the provision fund, or the
 * payout of the fund. Recoveries that came after are undone too and booked again, latest first, so that the carry of every note is exact.
 */
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { platformAccount, type TransferDraft } from '../../domain/ledger.ts';
import { type Loan, nothing } from '../../domain/servicing/loan.ts';
import type { Note, NoteReceipt } from '../../domain/servicing/share.ts';
import { type RecoveryStep, recoveryStep } from './book-recovery.ts';
import { moneyOf } from './facts-to-events.ts';
import type { BookedShare, LiveRecovery, Moment, RepaymentRow, ServicingPorts } from './ports.ts';
import { postCovered } from './rebook.ts';
import { clearingOf, fundOf, post } from './receipt-transfers.ts';

export type ReverseRecoveryCode = 'loan.not_found' | 'loan.not_charged_off' | 'recovery.not_found';
type Carry = { readonly loan: Loan; readonly notes: readonly Note[] };

/** Reverses one recovery, as approved; the money goes back to whoever collected it. */
export const reverseRecovery = async (
  ports: ServicingPorts,
  { loanId, repaymentId }: { readonly loanId: string; readonly repaymentId: string },
  moment: Moment,
): Promise<Result<void, Rejection<ReverseRecoveryCode>>> => {
  const loan = await ports.loans.lock(loanId);
  if (!loan) return reject('loan.not_found', { loanId });
  if (loan.status !== 'charged-off') return reject('loan.not_charged_off', { loanId, status: loan.status });
  const live = (await ports.repayments.recoveries(loanId)).filter(({ kind }) => kind === 'recovery');
  const at = live.findIndex((each) => each.repaymentId === repaymentId);
  if (at === -1) return reject('recovery.not_found', { loanId, recoveryId: repaymentId.replace('rpy_', 'rec_') });
  const after = await takeBack(
    ports,
    { loan, undone: live.slice(at), again: live.slice(at + 1), reference: `reversal:${repaymentId}` },
    moment,
  );
  await ports.loans.save([after]);
  return ok(undefined);
};

/** The payout of the fund on a charge-off that is undone goes back to the fund. The loan as it is then, not saved yet. */
export const takeBackPayout = async (ports: ServicingPorts, loan: Loan, moment: Moment): Promise<Loan> => {
  const undone = (await ports.repayments.recoveries(loan.loanId)).filter(({ kind }) => kind === 'provision-payout');
  const [payout] = undone;
  return payout === undefined ? loan : takeBack(ports, { loan, undone, again: [], reference: `reversal:${payout.repaymentId}` }, moment);
};

type TakenBack = {
  readonly loan: Loan;
  /** In the order in which they came. */
  readonly undone: readonly LiveRecovery[];
  readonly again: readonly LiveRecovery[];
  readonly reference: string;
};

const takeBack = async (ports: ServicingPorts, { loan, undone, again, reference }: TakenBack, moment: Moment): Promise<Loan> => {
  const journalId = moment.nextJournalId();
  const booked = await ports.repayments.shares(undone.map(({ repaymentId }) => repaymentId));
  let carry: Carry = { loan, notes: (await ports.notes.ofLoans([loan.loanId])).get(loan.loanId) ?? [] };
  const steps: RecoveryStep[] = [];
  const take = (step: RecoveryStep): void => {
    steps.push(step);
    carry = received(carry, step);
  };
  for (const each of undone.toReversed()) {
    const isAgain = again.includes(each);
    take(undoStep(carry, { each, shares: booked.get(each.repaymentId) ?? [], isAgain }, { journalId, moment }));
  }
  for (const { amountMinor: grossMinor, feeMinor, rootId } of again)
    take(recoveryStep(carry.loan, { grossMinor, feeMinor, rootId }, { notes: carry.notes, journalId, moment }));
  const transfers = steps.flatMap((step) => step.transfers);
  await postCovered(ports, { loan, journal: { id: journalId, reference, kind: 'reversal', businessDate: moment.on, transfers } });
  await ports.repayments.insert(
    steps.map(({ row }) => row),
    moment.at,
  );
  for (const { row, shares } of steps) await ports.notes.receive([{ repaymentId: row.repaymentId, on: moment.on, shares }]);
  await ports.publisher.publish(steps.flatMap(({ facts }) => facts));
  return carry.loan;
};

type Undo = { readonly each: LiveRecovery; readonly shares: readonly BookedShare[]; readonly isAgain: boolean };

const undoStep = (
  { loan, notes }: Carry,
  { each, shares, isAgain }: Undo,
  { journalId, moment }: { journalId: string; moment: Moment },
): RecoveryStep => {
  const { repaymentId, amountMinor, recoveryMinor, feeMinor, provisionMinor, kind } = each;
  const byNote = new Map(shares.map((share) => [share.noteId, share.recoveryMinor]));
  const { loanId } = loan;
  const reason = isAgain ? 'booked-again' : 'reversed';
  const row: RepaymentRow = {
    ...{
      repaymentId: moment.nextRepaymentId(),
      loanId,
      kind: kind === 'recovery' ? 'recovery-reversal' : 'payout-reversal',
      source: 'platform',
    },
    ...{ amountMinor: -amountMinor, ...nothing, recoveryMinor: -recoveryMinor, feeMinor: -feeMinor, provisionMinor: -provisionMinor },
    ...{ on: moment.on, journalId, reverses: repaymentId, reason },
  };
  const back = notes.map(
    (note): NoteReceipt => ({ note, ...nothing, recoveryMinor: -(byNote.get(note.noteId) ?? 0n), serviceFeeMinor: 0n }),
  );
  const data = { loanId, recoveryId: repaymentId.replace('rpy_', 'rec_'), amount: moneyOf(loan, amountMinor), reason, on: moment.on };
  const facts = kind === 'recovery' ? [{ name: 'payments.recovery-reversed.v1', aggregateId: loanId, data } as const] : [];
  return { row, shares: back, transfers: transfersBack(loan, each, shares), facts };
};

/** The same the other way round. */
const transfersBack = (loan: Loan, each: LiveRecovery, shares: readonly BookedShare[]): readonly TransferDraft[] => {
  const { amountMinor, feeMinor, provisionMinor, kind } = each;
  const { market, loanId } = loan;
  const clearing = clearingOf(loan);
  return [
    ...shares.flatMap((share) => post(share.walletId, clearing, { amountMinor: share.recoveryMinor, code: 'recovery-reversal' })),
    ...(kind === 'provision-payout'
      ? post(clearing, fundOf(loan), { amountMinor, code: 'provision-payout-reversal' })
      : [
          ...post(platformAccount('collection-fee-income', market, loanId), clearing, {
            amountMinor: feeMinor,
            code: 'collection-fee-reversal',
          }),
          ...post(fundOf(loan), clearing, { amountMinor: provisionMinor, code: 'provision-repayment-reversal' }),
          ...post(clearing, platformAccount('bank-clearing', market, loanId), { amountMinor, code: 'recovery-reversal' }),
        ]),
  ];
};

/** The loan and its notes after the step. */
const received = ({ loan, notes }: Carry, { row, shares }: RecoveryStep): Carry => {
  const isPayout = row.kind === 'payout-reversal';
  return {
    loan: {
      ...loan,
      distributed: { ...loan.distributed, recoveryMinor: loan.distributed.recoveryMinor + row.recoveryMinor },
      recoveredMinor: loan.recoveredMinor + (isPayout ? 0n : row.amountMinor),
      returnedMinor: loan.returnedMinor + row.provisionMinor,
      coveredMinor: loan.coveredMinor + (isPayout ? row.amountMinor : 0n),
    },
    notes: notes.map((note, index) => ({
      ...note,
      paid: { ...note.paid, recoveryMinor: note.paid.recoveryMinor + (shares[index]?.recoveryMinor ?? 0n) },
    })),
  };
};
