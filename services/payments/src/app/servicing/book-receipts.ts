/**
 * Money that came in for loans, from whatever side: shared among the notes, posted, recorded and told, for any number of loans in one
 * posting. Everything that receives money goes through here.
 */
import { addMonths, assert, type CalendarDate, daysBetween } from '@mutua/kernel';
import { type JournalDraft, type LedgerRefusal, platformAccount } from '../../domain/ledger.ts';
import type { Receipt, RepaymentSource } from '../../domain/servicing/facts.ts';
import { type Loan, policyOf, totalOf } from '../../domain/servicing/loan.ts';
import { contributedOf, contributionOf } from '../../domain/servicing/provision.ts';
import { type Note, type NoteReceipt, shareReceipt } from '../../domain/servicing/share.ts';
import type { PaymentsFact } from '../ports.ts';
import { moneyOf } from './facts-to-events.ts';
import type { Moment, NoteStore, RepaymentRow, ServicingPorts } from './ports.ts';
import { post, receiptTransfers } from './receipt-transfers.ts';

export type Incoming = {
  /** The loan before the receipt. */
  readonly loan: Loan;
  readonly receipt: Receipt;
  readonly daysPastDue: number;
  /** What the bank paid into the borrower's wallet first; anything beyond the receipt stays there. */
  readonly debitedMinor: bigint;
  /** Makes the journal idempotent for ever. */
  readonly reference: string;
};
/** What is to be posted and kept of one receipt, recovery or payout. */
export type Booking = {
  readonly loan: Loan;
  readonly row: RepaymentRow;
  readonly shares: readonly NoteReceipt[];
  readonly journal: JournalDraft;
  readonly facts: readonly PaymentsFact[];
};
export type Booked = {
  readonly refusedLoans: readonly { readonly loanId: string; readonly code: LedgerRefusal }[];
  readonly rows: readonly RepaymentRow[];
};
export type BookingPorts = Pick<ServicingPorts, 'loans' | 'notes' | 'repayments' | 'ledger' | 'publisher'>;

/** Books repayments. A refused journal (an empty wallet) is answered by loan; then the caller must give up the whole transaction. */
export const bookReceipts = (ports: BookingPorts, incoming: readonly Incoming[], moment: Moment): Promise<Booked> =>
  bookWithPayouts(ports, { incoming, payouts: [] }, moment);

type WithPayouts = { readonly incoming: readonly Incoming[]; readonly payouts: readonly Booking[] };

/** The same together with payouts of the provision fund. */
export const bookWithPayouts = async (ports: BookingPorts, { incoming, payouts }: WithPayouts, moment: Moment): Promise<Booked> => {
  const loanIds = incoming.map(({ loan }) => loan.loanId);
  const notes = await notesOf(
    ports.notes,
    incoming.map(({ loan }) => loan),
  );
  const instalments = await ports.loans.instalmentMinor(loanIds);
  const bookings = incoming.map((each) =>
    bookingOf(each, { notes: notes.get(each.loan.loanId) ?? [], instalmentMinor: instalments.get(each.loan.loanId) ?? 0n, moment }),
  );
  return storeBookings(ports, { receipts: bookings, payouts }, moment);
};

/** The notes of loans, with what an annual fee is computed from where there is one. */
export const notesOf = async (store: NoteStore, loans: readonly Loan[]): Promise<ReadonlyMap<string, readonly Note[]>> => {
  const notes = await store.ofLoans(loans.map(({ loanId }) => loanId));
  const annual = loans.filter((loan) => policyOf(loan).annualServiceFeePpm !== undefined);
  if (annual.length === 0) return notes;
  const days = await store.repaidMinorDays(annual.map(({ loanId }) => loanId));
  return new Map(
    [...notes].map(([loanId, each]) => [loanId, each.map((note) => ({ ...note, repaidMinorDays: days.get(note.noteId) ?? 0n }))]),
  );
};

type Context = { readonly notes: readonly Note[]; readonly instalmentMinor: bigint; readonly moment: Moment };

const bookingOf = (
  { loan, receipt, daysPastDue, debitedMinor, reference }: Incoming,
  { notes, instalmentMinor, moment }: Context,
): Booking => {
  const repaymentId = moment.nextRepaymentId();
  const shares = sharesOf({ loan, receipt, daysPastDue, repaymentId, notes, instalmentMinor, on: moment.on });
  const transfers = [
    ...post(platformAccount('bank-clearing', loan.market, loan.loanId), loan.borrowerWalletId, {
      amountMinor: debitedMinor,
      code: 'direct-debit',
    }),
    ...receiptTransfers(loan, receipt, shares),
  ];
  const journal: JournalDraft = { id: moment.nextJournalId(), reference, kind: 'repayment', businessDate: moment.on, transfers };
  const row = rowOf({ loan, receipt, repaymentId, journalId: journal.id, shares, on: moment.on });
  return { loan, row, shares, journal, facts: repaymentFacts(loan, row, shares.length) };
};

type Sharing = Pick<Incoming, 'loan' | 'receipt' | 'daysPastDue'> & {
  readonly repaymentId: string;
  readonly notes: readonly Note[];
  readonly instalmentMinor: bigint;
  /** The date on which the receipt counts. */
  readonly on: CalendarDate;
};

/** What lenders have of the interest that was distributed: all that did not go to the provision fund. */
const lendersPart = ({ terms, distributed }: Loan): Loan['distributed'] => ({
  ...distributed,
  interestMinor: distributed.interestMinor - contributedOf({ terms }, distributed.interestMinor),
});

/** What each note receives of the receipt, and the fee on it. The provision fund takes its part of the interest ahead of them. */
export const sharesOf = ({ loan, receipt, daysPastDue, repaymentId, notes, instalmentMinor, on }: Sharing): readonly NoteReceipt[] => {
  const { interestMinor } = receipt.components;
  return shareReceipt({
    receiptId: repaymentId,
    notes,
    distributedBefore: lendersPart(loan),
    amounts: { ...receipt.components, interestMinor: interestMinor - contributionOf(loan, interestMinor), recoveryMinor: 0n },
    fee: feeOn({ loan, daysPastDue, isPrepayment: receipt.source === 'payoff', instalmentMinor, on }),
  });
};

type FeeBasis = Pick<Sharing, 'loan' | 'daysPastDue' | 'instalmentMinor' | 'on'> & { readonly isPrepayment: boolean };

const feeOn = ({ loan, daysPastDue, isPrepayment, instalmentMinor, on }: FeeBasis): Parameters<typeof shareReceipt>[0]['fee'] => {
  const { annualServiceFeePpm, serviceFeeCappedMonths: cappedMonths } = policyOf(loan);
  const { disbursedOn, terms } = loan;
  if (annualServiceFeePpm !== undefined)
    return { terms: { kind: 'on-balance', ratePpm: annualServiceFeePpm }, daysHeld: daysBetween(disbursedOn, on) };
  const { graceDays } = terms.lateFee;
  return {
    terms: { kind: 'of-receipts', ratePpm: terms.serviceFeePpm, graceDays, cappedMonths, rounding: 'half-even' },
    ...{ daysPastDue, isPrepayment, monthsHeld: monthsBetween(disbursedOn, on), instalmentMinor, fromOn: disbursedOn, toOn: on },
  };
};

/** Books payouts on their own: of a loan written off by hand. */
export const bookPayouts = async (ports: BookingPorts, payouts: readonly Booking[], moment: Moment): Promise<void> => {
  await storeBookings(ports, { receipts: [], payouts }, moment);
};

type ToStore = { readonly receipts: readonly Booking[]; readonly payouts: readonly Booking[] };

/** The books last: the wallets of the holders, which many loans share, are locked for no longer than the posting and the commit. */
export const storeBookings = async (ports: BookingPorts, { receipts, payouts }: ToStore, moment: Moment): Promise<Booked> => {
  const bookings = [...receipts, ...payouts];
  if (bookings.length === 0) return { refusedLoans: [], rows: [] };
  const rows = bookings.map(({ row }) => row);
  await ports.repayments.insert(rows, moment.at);
  // A loan may be charged off after a last receipt: then its notes receive twice.
  for (const part of [receipts, payouts])
    await ports.notes.receive(part.map(({ row, shares }) => ({ repaymentId: row.repaymentId, on: moment.on, shares })));
  await ports.publisher.publish(bookings.flatMap(({ facts }) => facts));
  const outcomes = await ports.ledger.post(bookings.map(({ journal }) => journal));
  const refusedLoans = bookings.flatMap(({ loan: { loanId } }, index) => {
    const outcome = outcomes[index];
    assert(outcome !== undefined && outcome.status !== 'replayed', 'a receipt is booked once', { loanId });
    return outcome.status === 'refused' ? [{ loanId, code: outcome.code }] : [];
  });
  return { refusedLoans, rows };
};

type RowInput = {
  readonly loan: Loan;
  readonly receipt: Receipt;
  readonly repaymentId: RepaymentRow['repaymentId'];
  readonly journalId: string;
  readonly shares: readonly NoteReceipt[];
  readonly on: CalendarDate;
};

export const rowOf = ({ loan, receipt, repaymentId, journalId, shares, on }: RowInput): RepaymentRow => ({
  repaymentId,
  loanId: loan.loanId,
  kind: 'repayment',
  source: receipt.source satisfies RepaymentSource,
  amountMinor: totalOf(receipt.components),
  ...receipt.components,
  recoveryMinor: 0n,
  feeMinor: shares.reduce((sum, { serviceFeeMinor }) => sum + serviceFeeMinor, 0n),
  provisionMinor: contributionOf(loan, receipt.components.interestMinor),
  on,
  journalId,
});

export const repaymentFacts = (loan: Loan, row: RepaymentRow, notes: number): PaymentsFact[] => {
  const components = {
    principal: moneyOf(loan, row.principalMinor),
    interest: moneyOf(loan, row.interestMinor),
    lateFee: moneyOf(loan, row.lateFeeMinor),
  };
  const base = { loanId: loan.loanId, repaymentId: row.repaymentId };
  const provision = row.provisionMinor > 0n ? { toProvisionFund: moneyOf(loan, row.provisionMinor) } : {};
  return [
    {
      name: 'payments.repayment-received.v1',
      aggregateId: loan.loanId,
      data: { ...base, amount: moneyOf(loan, row.amountMinor), ...components, on: row.on },
      subjects: [loan.borrowerId],
    },
    {
      name: 'payments.repayment-distributed.v1',
      aggregateId: loan.loanId,
      data: { ...base, notes, ...components, serviceFee: moneyOf(loan, row.feeMinor), ...provision },
    },
  ];
};

/** Whole months. */
const monthsBetween = (from: CalendarDate, to: CalendarDate): number => {
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return addMonths(from, months) > to ? months - 1 : months;
};
