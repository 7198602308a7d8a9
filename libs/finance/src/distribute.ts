/**
 * Sharing a receipt among notes to the cent. Promises: the shares sum to the amount, and after any number of receipts every note
 * has received within one cent of its exact part of everything distributed, whatever the weights.
 *
 * With T the total distributed and W the total weight, a note's entitlement is T·w/W. Each receipt first pays every whole cent a
 * note is behind, then one cent each to notes that are still behind by a fraction. Plain largest remainder gives those to the largest
 * fractions, which can leave a note of large weight more than a cent short later. They go instead to the notes whose next whole
 * cent falls due soonest — cent k of a note is due once T reaches ⌈k·W/w⌉ — the earliest-deadline rule that keeps every lag below one
 * (Baruah, Cohen, Plaxton, Varvel: Proportionate progress, 1996). For equal notes the two rules are the same.
 * Ties go by a hash of note and seed, so that no note is always the lucky one.
 */
import { assert, divide, fnv1a64 } from '@mutua/kernel';
import { shareBig, shareSmall } from './distribute-core.ts';

/** What a note carries from receipt to receipt, per component; it moves with the note when the note is sold. */
export type NoteCarry = { readonly paidMinor: bigint };

export type DistributeInput<I extends string = string> = {
  readonly amountMinor: bigint;
  /** Everything distributed before, over all notes: the loan's half of the state. Equals the sum of what the notes carry. */
  readonly distributedMinor: bigint;
  readonly notes: readonly { readonly id: I; readonly weight: bigint; readonly carry: NoteCarry }[];
  /** Names the receipt (and the component) for ties: the same seed gives the same shares. */
  readonly seed: string;
};

export type NoteShare<I extends string = string> = { readonly id: I; readonly amountMinor: bigint; readonly carry: NoteCarry };

export type Distribution<I extends string = string> = {
  /** One per note, in the order given, zero shares included. */
  readonly shares: readonly NoteShare<I>[];
  readonly distributedMinor: bigint;
};

/** Distributes one amount over notes by weight, and returns the carry to store with each. */
export function distribute<I extends string>(input: DistributeInput<I>): Distribution<I> {
  const { amountMinor, distributedMinor, notes, seed } = input;
  const holders = holdersOf(notes);
  const paidMinor = notes.map((note) => note.carry.paidMinor);
  const amounts = distributeOver(holders, { amountMinor, distributedMinor, paidMinor, seed });
  return {
    shares: notes.map(({ id, carry }, index) => {
      const shareMinor = amounts[index] ?? 0n;
      return { id, amountMinor: shareMinor, carry: { paidMinor: carry.paidMinor + shareMinor } };
    }),
    distributedMinor: distributedMinor + amountMinor,
  };
}

/** The notes of a loan, prepared once for any number of receipts and components. */
export type Holders = {
  readonly ids: readonly string[];
  readonly weights: readonly bigint[];
  readonly totalWeight: bigint;
  /** Weights divided by their greatest common divisor; exact where their total and the amounts fit doubles. */
  readonly smallWeights: Float64Array;
  readonly smallTotal: number;
  readonly hashes: Uint32Array;
};

/** Prepares notes for distribution. Negative weights, or a sum of zero, are a defect. */
export function holdersOf(notes: readonly { readonly id: string; readonly weight: bigint }[]): Holders {
  const weights = notes.map((note) => note.weight);
  let [totalWeight, divisor] = [0n, 0n];
  for (const weight of weights) {
    assert(weight >= 0n, 'the weight of a note is not negative', { weight });
    totalWeight += weight;
    divisor = greatestDivisor(divisor, weight);
  }
  assert(totalWeight > 0n, 'notes have weight', { notes: notes.length });
  const reduced = (weight: bigint): number => Number(divide(weight, divisor, 'down'));
  return {
    ids: notes.map((note) => note.id),
    weights,
    totalWeight,
    smallWeights: Float64Array.from(weights, reduced),
    smallTotal: reduced(totalWeight),
    hashes: Uint32Array.from(notes, ({ id }) => hash32(id)),
  };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function hash32(text: string): number {
  return Number(BigInt.asUintN(32, fnv1a64(text)));
}

export type Receipt = {
  readonly amountMinor: bigint;
  readonly distributedMinor: bigint;
  /** Per note, in the order of the holders. */
  readonly paidMinor: readonly bigint[];
  readonly seed: string;
};

/** The shares of one receipt, in the order of the holders. */
export function distributeOver(holders: Holders, receipt: Receipt): bigint[] {
  const { amountMinor, distributedMinor, paidMinor } = receipt;
  assert(amountMinor >= 0n, 'only a receipt is distributed; a reversal gives back its exact shares', { amountMinor });
  assert(paidMinor.length === holders.weights.length, 'every note has its carry');
  const totalMinor = distributedMinor + amountMinor;
  if (fitsDouble(totalMinor, holders.smallTotal)) {
    const paid = Float64Array.from(paidMinor, Number);
    const shares = new Float64Array(paid.length);
    distributeInto(holders, { amount: Number(amountMinor), distributed: Number(distributedMinor), paid, shares, seed: receipt.seed });
    return Array.from(shares, BigInt);
  }
  const paidTotal = paidMinor.reduce((sum, paid) => sum + paid, 0n);
  assert(paidTotal === distributedMinor, 'what the notes carry sums to what was distributed', { paidTotal, distributedMinor });
  return shareBig({ holders, totalMinor, amountMinor, paidMinor, tie: tieBreaker(holders, receipt.seed) });
}

/** Products of (total + 1 more cent) and a weight must be exact doubles; a few bits are kept spare. */
function fitsDouble(totalMinor: bigint, smallTotal: number): boolean {
  return (Number(totalMinor) + 2) * (smallTotal + 1) < 2 ** 52;
}

export type ReceiptInPlace = {
  readonly amount: number;
  readonly distributed: number;
  /** Whole minor units per note; raised by the shares. */
  readonly paid: Float64Array;
  /** Receives the shares. */
  readonly shares: Float64Array;
  readonly seed: string;
};

/**
 * The batch form: whole minor units in doubles, no allocation per note, for distributing many receipts in memory. Writes `shares`
 * and raises `paid`. Refuses as a defect what a double cannot hold exactly; `distributeOver` chooses by itself.
 */
export function distributeInto(holders: Holders, receipt: ReceiptInPlace): void {
  const { smallWeights: weights, smallTotal } = holders;
  const { amount, distributed, paid, shares, seed } = receipt;
  assert(paid.length === weights.length && shares.length === weights.length, 'every note has its place');
  assert(Number.isSafeInteger(amount) && amount >= 0 && Number.isSafeInteger(distributed), 'amounts are whole minor units', { amount });
  assert(fitsDouble(BigInt(distributed) + BigInt(amount), smallTotal), 'the amounts are exact in doubles', { distributed, amount });
  let paidTotal = 0;
  for (const each of paid) paidTotal += each;
  assert(paidTotal === distributed, 'what the notes carry sums to what was distributed', { paidTotal, distributed });
  shareSmall({ weights, smallTotal, total: distributed + amount, amount, paid, shares, tie: tieBreaker(holders, seed) });
  for (let i = 0; i < paid.length; i += 1) paid[i] = (paid[i] ?? 0) + (shares[i] ?? 0);
}

/** Orders two notes by hash of note and seed, then by id. */
function tieBreaker(holders: Holders, seed: string): (a: number, b: number) => number {
  const salt = hash32(seed);
  const { hashes, ids } = holders;
  return (a, b) => {
    const order = mixed((hashes[a] ?? 0) ^ salt) - mixed((hashes[b] ?? 0) ^ salt);
    return order || (String(ids[a]) < String(ids[b]) ? -1 : 1);
  };
}

/** The 32-bit finaliser of MurmurHash3: one to one, so notes differ whenever their hashes do. */
function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Undoes a distribution to the cent: what each note and the loan carried before. Undo later receipts first. */
export function reverseDistribution<I extends string>(distribution: Distribution<I>): Distribution<I> {
  const totalMinor = distribution.shares.reduce((sum, share) => sum + share.amountMinor, 0n);
  return {
    shares: distribution.shares.map(({ id, amountMinor, carry }) => ({
      id,
      amountMinor: -amountMinor,
      carry: { paidMinor: carry.paidMinor - amountMinor },
    })),
    distributedMinor: distribution.distributedMinor - totalMinor,
  };
}
