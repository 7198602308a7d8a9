/** Money for a charged-off loan: what collections bring in, and what the provision fund pays. Shared among the notes without a service fee. */
import { assert } from '@mutua/kernel';
import { type JournalDraft, platformAccount, type TransferDraft } from '../../domain/ledger.ts';
import { type Loan, nothing } from '../../domain/servicing/loan.ts';
import { fundPartOf } from '../../domain/servicing/provision.ts';
import { type Note, type NoteReceipt, shareReceipt } from '../../domain/servicing/share.ts';
import type { PaymentsFact } from '../ports.ts';
import { type Booking, type BookingPorts, storeBookings } from './book-receipts.ts';
import { moneyOf } from './facts-to-events.ts';
import type { Moment, RepaymentRow } from './ports.ts';
import { clearingOf, fundOf, noteTransfers, post } from './receipt-transfers.ts';

type Sharing = {
  readonly repaymentId: string;
  readonly notes: readonly Note[];
  readonly amountMinor: bigint;
};

const shareRecovery = (loan: Loan, { repaymentId, notes, amountMinor }: Sharing): readonly NoteReceipt[] =>
  shareReceipt({
    receiptId: repaymentId,
    notes,
    distributedBefore: loan.distributed,
    amounts: { ...nothing, recoveryMinor: amountMinor },
    fee: null,
  });

/** A recovery as it came in; `rootId` when it is booked again. */
export type Recovered = { readonly grossMinor: bigint; readonly feeMinor: bigint; readonly rootId?: string };
export type RecoveryStep = {
  readonly row: RepaymentRow;
  readonly shares: readonly NoteReceipt[];
  readonly transfers: readonly TransferDraft[];
  readonly facts: readonly PaymentsFact[];
};
type In = { readonly notes: readonly Note[]; readonly journalId: string; readonly moment: Moment };

/** The collection fee to the platform, to the provision fund what it paid, the rest to the notes; `loan` is as before it. */
export const recoveryStep = (loan: Loan, { grossMinor, feeMinor, rootId }: Recovered, { notes, journalId, moment }: In): RecoveryStep => {
  const provisionMinor = fundPartOf(loan, grossMinor - feeMinor);
  const recoveryMinor = grossMinor - feeMinor - provisionMinor;
  const repaymentId = moment.nextRepaymentId();
  const shares = shareRecovery(loan, { repaymentId, notes, amountMinor: recoveryMinor });
  const clearing = clearingOf(loan);
  const { loanId, market } = loan;
  const transfers = [
    ...post(platformAccount('bank-clearing', market, loanId), clearing, { amountMinor: grossMinor, code: 'recovery' }),
    ...post(clearing, platformAccount('collection-fee-income', market, loanId), { amountMinor: feeMinor, code: 'collection-fee' }),
    ...post(clearing, fundOf(loan), { amountMinor: provisionMinor, code: 'provision-repayment' }),
    ...shares.flatMap((share) => noteTransfers(share, clearing, '')),
  ];
  const row: RepaymentRow = {
    ...{ repaymentId, loanId, kind: 'recovery', source: 'platform', amountMinor: grossMinor, ...nothing },
    ...{ recoveryMinor, feeMinor, provisionMinor, on: moment.on, journalId, ...(rootId !== undefined && { rootId }) },
  };
  const data = {
    ...{ loanId, recoveryId: repaymentId.replace('rpy_', 'rec_'), amount: moneyOf(loan, grossMinor), fee: moneyOf(loan, feeMinor) },
    ...(provisionMinor > 0n && { toProvisionFund: moneyOf(loan, provisionMinor) }),
    on: moment.on,
  };
  return { row, shares, transfers, facts: [{ name: 'payments.recovery-received.v1', aggregateId: loanId, data }] };
};

/** Books what was collected for a charged-off loan. */
export const bookRecovery = async (
  ports: BookingPorts,
  { loan, reference, ...recovered }: Recovered & { readonly loan: Loan; readonly reference: string },
  moment: Moment,
): Promise<RepaymentRow> => {
  const notes = (await ports.notes.ofLoans([loan.loanId])).get(loan.loanId) ?? [];
  const id = moment.nextJournalId();
  const { transfers, ...step } = recoveryStep(loan, recovered, { notes, journalId: id, moment });
  const journal: JournalDraft = { id, reference, kind: 'recovery', businessDate: moment.on, transfers };
  const { refusedLoans } = await storeBookings(ports, { receipts: [{ loan, journal, ...step }], payouts: [] }, moment);
  assert(refusedLoans.length === 0, 'a recovery comes from the bank and cannot be refused', { refusedLoans });
  return step.row;
};

type Payout = { readonly paidMinor: bigint; readonly notes: readonly Note[]; readonly moment: Moment };

/** What the provision fund pays on a loan that is charged off: a recovery of its notes. At most once for a charge-off. */
export const payoutBooking = (loan: Loan, { paidMinor, notes, moment }: Payout): Booking => {
  const repaymentId = moment.nextRepaymentId();
  const shares = shareRecovery(loan, { repaymentId, notes, amountMinor: paidMinor });
  const clearing = clearingOf(loan);
  const transfers = [
    ...post(fundOf(loan), clearing, { amountMinor: paidMinor, code: 'provision-payout' }),
    ...shares.flatMap((share) => noteTransfers(share, clearing, '')),
  ];
  const id = moment.nextJournalId();
  const reference = `provision-payout:${repaymentId}`;
  const row: RepaymentRow = {
    ...{ repaymentId, loanId: loan.loanId, kind: 'provision-payout', source: 'platform', amountMinor: paidMinor, ...nothing },
    ...{ recoveryMinor: paidMinor, feeMinor: 0n, provisionMinor: 0n, on: moment.on, journalId: id },
  };
  return { loan, row, shares, journal: { id, reference, kind: 'provision-payout', businessDate: moment.on, transfers }, facts: [] };
};
