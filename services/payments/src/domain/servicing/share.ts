/**
 * A receipt is shared among the notes of its loan, each component by itself with its own carry, each note within one cent of its exact
 * part for life. The service fee is computed on the note's own receipt. Pure; Σ shares = receipt.
 */
import { distributeOver, holdersOf, type ServiceFeeFacts, type ServiceFeeTerms, serviceFee } from '@mutua/finance';
import { assert, mulDiv, onePpm } from '@mutua/kernel';
import type { Components } from './loan.ts';

export type Note = {
  readonly noteId: string;
  readonly holderId: string;
  readonly walletId: string;
  readonly principalMinor: bigint;
  readonly ratePpm: bigint;
  readonly paid: Components & { readonly recoveryMinor: bigint };
  /** Service fees taken from it so far. */
  readonly feeTakenMinor: bigint;
  /**
   * Σ of each principal it received × the days from the payout to the receipt, where the loan has an annual fee: with it, what was
   * outstanding on every day is known without looking at the days.
   */
  readonly repaidMinorDays: bigint;
};

export type NoteReceipt = Components & { readonly note: Note; readonly recoveryMinor: bigint; readonly serviceFeeMinor: bigint };

export type ShareInput = {
  readonly receiptId: string;
  readonly notes: readonly Note[];
  /** What the notes had been paid in all before this receipt. */
  readonly distributedBefore: Components & { readonly recoveryMinor: bigint };
  readonly amounts: Components & { readonly recoveryMinor: bigint };
  /** Null where no fee is taken. */
  readonly fee: FeeOnReceipts | FeeOnBalance | null;
};
type FeeOnReceipts = Pick<ServiceFeeFacts, 'isPrepayment' | 'monthsHeld' | 'instalmentMinor' | 'fromOn' | 'toOn'> & {
  readonly terms: Extract<ServiceFeeTerms, { kind: 'of-receipts' }>;
  readonly daysPastDue: number;
};
/** A rate a year on what was outstanding of the note, by the day. */
type FeeOnBalance = { readonly terms: { readonly kind: 'on-balance'; readonly ratePpm: bigint }; readonly daysHeld: number };

const componentNames = ['principalMinor', 'interestMinor', 'lateFeeMinor', 'recoveryMinor'] as const;

/** Shares one receipt; the notes keep their order. */
export const shareReceipt = (input: ShareInput): readonly NoteReceipt[] => {
  const { notes, amounts, distributedBefore, receiptId } = input;
  const byPrincipal = holdersOf(notes.map(({ noteId, principalMinor }) => ({ id: noteId, weight: principalMinor })));
  const byInterest = interestHolders(notes) ?? byPrincipal;
  const shares = componentNames.map((name) => {
    if (amounts[name] === 0n) return null;
    const holders = name === 'interestMinor' ? byInterest : byPrincipal;
    return distributeOver(holders, {
      amountMinor: amounts[name],
      distributedMinor: distributedBefore[name],
      paidMinor: notes.map(({ paid }) => paid[name]),
      seed: `${receiptId}:${name}`,
    });
  });
  const [principal, interest, lateFee, recovery] = shares;
  const receipts = notes.map((note, index) => {
    const share = {
      principalMinor: principal?.[index] ?? 0n,
      interestMinor: interest?.[index] ?? 0n,
      lateFeeMinor: lateFee?.[index] ?? 0n,
      recoveryMinor: recovery?.[index] ?? 0n,
    };
    return { note, ...share, serviceFeeMinor: feeOf(input, byPrincipal.totalWeight, { note, share }) };
  });
  for (const name of componentNames) {
    const sum = receipts.reduce((total, receipt) => total + receipt[name], 0n);
    assert(sum === amounts[name], 'what is distributed is what was received', { receiptId, name, sum, amount: amounts[name] });
  }
  return receipts;
};

/** Where notes of one loan bear different rates, interest is earned by principal × rate. */
const interestHolders = (notes: readonly Note[]): ReturnType<typeof holdersOf> | null => {
  const first = notes[0]?.ratePpm;
  if (notes.every(({ ratePpm }) => ratePpm === first)) return null;
  return holdersOf(notes.map(({ noteId, principalMinor, ratePpm }) => ({ id: noteId, weight: principalMinor * ratePpm })));
};

const feeOf = ({ fee }: ShareInput, totalPrincipal: bigint, { note, share }: { note: Note; share: Components }): bigint => {
  const receivedMinor = share.principalMinor + share.interestMinor;
  if (fee === null || receivedMinor === 0n) return 0n;
  if (isOnBalance(fee)) {
    const dueMinor = balanceFeeDue(note, fee) - note.feeTakenMinor;
    return dueMinor <= 0n ? 0n : dueMinor < receivedMinor ? dueMinor : receivedMinor;
  }
  const { terms, daysPastDue, ...facts } = fee;
  return serviceFee(terms, {
    ...facts,
    receivedMinor,
    dpd: daysPastDue,
    instalmentMinor: mulDiv(fee.instalmentMinor, note.principalMinor, totalPrincipal, 'half-even'),
    outstandingMinor: note.principalMinor - note.paid.principalMinor,
  });
};

const isOnBalance = (fee: FeeOnReceipts | FeeOnBalance): fee is FeeOnBalance => fee.terms.kind === 'on-balance';

/**
 * The fee that has accrued on a note since its payout: Σ over the days of its outstanding principal × rate / 365, rounded once, so that
 * what is taken never drifts from it however many receipts there are.
 */
export const balanceFeeDue = (
  note: Pick<Note, 'principalMinor' | 'paid' | 'repaidMinorDays'>,
  { terms: { ratePpm }, daysHeld }: FeeOnBalance,
): bigint => {
  const minorDays = (note.principalMinor - note.paid.principalMinor) * BigInt(daysHeld) + note.repaidMinorDays;
  return mulDiv(minorDays, ratePpm, 365n * onePpm, 'half-even');
};
