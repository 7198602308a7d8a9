/**
 * A receipt is shared among the notes of its loan, each component by itself with its own carry, each note within one cent of its exact
 * part for life. The service fee is computed on the note's own receipt. Pure; Σ shares = receipt.
 */
import { distributeOver, holdersOf, type ServiceFeeTerms, serviceFee } from '@mutua/finance';
import { assert, mulDiv } from '@mutua/kernel';
import type { Components } from './loan.ts';

export type Note = {
  readonly noteId: string;
  readonly holderId: string;
  readonly walletId: string;
  readonly principalMinor: bigint;
  readonly ratePpm: bigint;
  readonly paid: Components & { readonly recoveryMinor: bigint };
};

export type NoteReceipt = Components & { readonly note: Note; readonly recoveryMinor: bigint; readonly serviceFeeMinor: bigint };

export type ShareInput = {
  readonly receiptId: string;
  readonly notes: readonly Note[];
  /** What the notes had been paid in all before this receipt. */
  readonly distributedBefore: Components & { readonly recoveryMinor: bigint };
  readonly amounts: Components & { readonly recoveryMinor: bigint };
  readonly fee: {
    readonly terms: ServiceFeeTerms;
    readonly daysPastDue: number;
    readonly isPrepayment: boolean;
    readonly monthsHeld: number;
    readonly instalmentMinor: bigint;
    readonly on: ServiceFeeDates;
  };
};
type ServiceFeeDates = {
  readonly fromOn: Parameters<typeof serviceFee>[1]['fromOn'];
  readonly toOn: Parameters<typeof serviceFee>[1]['toOn'];
};

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
  if (receivedMinor === 0n) return 0n;
  return serviceFee(fee.terms, {
    receivedMinor,
    dpd: fee.daysPastDue,
    isPrepayment: fee.isPrepayment,
    monthsHeld: fee.monthsHeld,
    instalmentMinor: mulDiv(fee.instalmentMinor, note.principalMinor, totalPrincipal, 'half-even'),
    outstandingMinor: note.principalMinor - note.paid.principalMinor,
    ...fee.on,
  });
};
