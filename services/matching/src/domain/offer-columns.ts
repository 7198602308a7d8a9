/**
 * Offers as rows of one array, one for each live offer, named by a small integer: 56 bytes of integers and 56 of amounts side by side, so
 * that whatever looks at an offer waits for memory once or twice. Amounts are whole minor units and rates whole ppm, both far below 2^53,
 * so a double holds them exactly; they come in and go out as bigint at the edge of the book.
 */
import type { Id } from '@mutua/kernel';
import type { OfferOutcome } from './event.ts';
import { putNumber } from './hash.ts';
import { IdTable } from './ids.ts';

/** Larger amounts are refused: sums of them stay exact. */
export const amountMax = 2 ** 50;
/** In caps: there is none. */
export const noCap = Number.MAX_SAFE_INTEGER;
export const gradesMax = 24;
export const purposesMax = 31;

export const flag = { live: 1, resting: 2, touched: 4, directed: 8, amended: 16 } as const;

/** By the number of the outcome; 0 is open. */
export const outcomes: readonly (OfferOutcome | null)[] = [null, 'revoked', 'expired', 'exhausted', 'request-closed'];

/** Grades and term ranges in one word: a bit for each grade, then first and last range. */
export function shapeOf(grades: number, first: number, last: number): number {
  return grades | (first << 24) | (last << 27);
}

/** Integers of a row, the first four of them its id, the last fourteen as seven amounts. */
export const rowInts = 28;
const rowSums = rowInts / 2;

const int = {
  ...{ seq: 4, rank: 5, lender: 6, rate: 7, shape: 8, first: 9, purposes: 10, terms: 11, goodTill: 12 },
  state: 13,
} as const;
const sum = { total: 7, remaining: 8, held: 9, settled: 10, capLoan: 11, capBorrower: 12, slice: 13 } as const;

const startRows = 64;

/** What an offer asks of a request, as it stands in a row. */
export type Bounds = {
  readonly rate: number;
  readonly shape: number;
  readonly purposes: number;
  readonly termMin: number;
  readonly termMax: number;
  readonly capLoan: number;
  readonly capBorrower: number;
  readonly slice: number;
};

export class OfferColumns {
  #ints = new Int32Array(startRows * rowInts);
  /** The same memory. */
  #sums = new Float64Array(this.#ints.buffer);
  readonly ids = new IdTable<Id<'offer'>>('off_', this.#ints, rowInts);
  /** Live rows, those waiting to be freed included. */
  count = 0;
  /** Rows ever used. */
  high = 0;
  readonly #free: number[] = [];

  /** The last word of the id. */
  lastWord(row: number): number {
    return this.#ints[row * rowInts + 3] ?? 0;
  }

  /** Number of the placing command. */
  seq(row: number): number {
    return (this.#ints[row * rowInts + int.seq] ?? 0) >>> 0;
  }

  /** Place in time: the placing command, or the amendment that gave the place up. */
  rank(row: number): number {
    return (this.#ints[row * rowInts + int.rank] ?? 0) >>> 0;
  }

  setRank(row: number, rank: number): void {
    this.#ints[row * rowInts + int.rank] = rank;
  }

  lender(row: number): number {
    return this.#ints[row * rowInts + int.lender] ?? 0;
  }

  rate(row: number): number {
    return this.#ints[row * rowInts + int.rate] ?? 0;
  }

  shape(row: number): number {
    return this.#ints[row * rowInts + int.shape] ?? 0;
  }

  /** First of the row's places in the lists; -1 while it is in none. */
  first(row: number): number {
    return this.#ints[row * rowInts + int.first] ?? 0;
  }

  setFirst(row: number, place: number): void {
    this.#ints[row * rowInts + int.first] = place;
  }

  /** A bit for each purpose; 0 is any. */
  purposes(row: number): number {
    return this.#ints[row * rowInts + int.purposes] ?? 0;
  }

  termMin(row: number): number {
    return (this.#ints[row * rowInts + int.terms] ?? 0) >>> 16;
  }

  termMax(row: number): number {
    return (this.#ints[row * rowInts + int.terms] ?? 0) & 0xffff;
  }

  goodTill(row: number): number {
    return this.#ints[row * rowInts + int.goodTill] ?? 0;
  }

  flags(row: number): number {
    return (this.#ints[row * rowInts + int.state] ?? 0) & 0xff;
  }

  setFlags(row: number, flags: number): void {
    this.#ints[row * rowInts + int.state] = ((this.#ints[row * rowInts + int.state] ?? 0) & ~0xff) | flags;
  }

  outcome(row: number): number {
    return (this.#ints[row * rowInts + int.state] ?? 0) >>> 8;
  }

  setOutcome(row: number, outcome: number): void {
    this.#ints[row * rowInts + int.state] = this.flags(row) | (outcome << 8);
  }

  total(row: number): number {
    return this.#sums[row * rowSums + sum.total] ?? 0;
  }

  remaining(row: number): number {
    return this.#sums[row * rowSums + sum.remaining] ?? 0;
  }

  setRemaining(row: number, amount: number): void {
    this.#sums[row * rowSums + sum.remaining] = amount;
  }

  held(row: number): number {
    return this.#sums[row * rowSums + sum.held] ?? 0;
  }

  setHeld(row: number, amount: number): void {
    this.#sums[row * rowSums + sum.held] = amount;
  }

  settled(row: number): number {
    return this.#sums[row * rowSums + sum.settled] ?? 0;
  }

  capLoan(row: number): number {
    return this.#sums[row * rowSums + sum.capLoan] ?? 0;
  }

  /** The tighter of the cap for a borrower and the share of the portfolio. */
  capBorrower(row: number): number {
    return this.#sums[row * rowSums + sum.capBorrower] ?? 0;
  }

  /** Whether it has or had a cap on a borrower, of which something may be kept aside. */
  isCapped(row: number): boolean {
    return this.capBorrower(row) !== noCap || (this.flags(row) & flag.amended) !== 0;
  }

  slice(row: number): number {
    return this.#sums[row * rowSums + sum.slice] ?? 0;
  }

  /** Copies a row as a snapshot keeps it: in no queue and not touched. */
  writeRow(row: number, into: Int32Array, at: number): void {
    into.set(this.#ints.subarray(row * rowInts, (row + 1) * rowInts), at);
    into[at + int.first] = -1;
    into[at + int.state] = (into[at + int.state] ?? 0) & ~(flag.touched | flag.resting);
  }

  /** The inverse, for any number of rows from this one on. */
  readRows(row: number, stored: Int32Array): void {
    this.#ints.set(stored, row * rowInts);
  }

  /** A new open row in no queue, without bounds, whose id was looked for just before and not found. */
  add(seq: number, lender: number, total: number, flags: number): number {
    const row = this.#take();
    const ints = this.#ints;
    const at = row * rowInts;
    ints[at + int.seq] = seq;
    ints[at + int.rank] = seq;
    ints[at + int.lender] = lender;
    ints[at + int.first] = -1;
    ints[at + int.state] = flags;
    const sums = this.#sums;
    const first = row * rowSums;
    sums[first + sum.total] = total;
    sums[first + sum.remaining] = total;
    sums[first + sum.held] = 0;
    sums[first + sum.settled] = 0;
    this.ids.add(row);
    return row;
  }

  setBounds(row: number, bounds: Bounds, goodTill: number): void {
    const ints = this.#ints;
    const at = row * rowInts;
    ints[at + int.rate] = bounds.rate;
    ints[at + int.shape] = bounds.shape;
    ints[at + int.purposes] = bounds.purposes;
    ints[at + int.terms] = (bounds.termMin << 16) | bounds.termMax;
    ints[at + int.goodTill] = goodTill;
    const sums = this.#sums;
    const first = row * rowSums;
    sums[first + sum.capLoan] = bounds.capLoan;
    sums[first + sum.capBorrower] = bounds.capBorrower;
    sums[first + sum.slice] = bounds.slice;
  }

  /** Money of a row, where it does not begin unfilled. */
  setMoney(
    row: number,
    { remaining, held, settled }: { readonly remaining: number; readonly held: number; readonly settled: number },
  ): void {
    const sums = this.#sums;
    const first = row * rowSums;
    sums[first + sum.remaining] = remaining;
    sums[first + sum.held] = held;
    sums[first + sum.settled] = settled;
  }

  /** An amount into what is unfilled, out of what is held; what is settled leaves what is held too. */
  moveMoney(row: number, amount: number, settled: number): void {
    const sums = this.#sums;
    const first = row * rowSums;
    sums[first + sum.remaining] = (sums[first + sum.remaining] ?? 0) + amount;
    sums[first + sum.held] = (sums[first + sum.held] ?? 0) - amount - settled;
    sums[first + sum.settled] = (sums[first + sum.settled] ?? 0) + settled;
  }

  /** Whether it can give a note of so much at all: it is open, and what is left and its caps reach that and its own minimum slice. */
  isUsable(row: number, least: number): boolean {
    if (this.outcome(row) !== 0) return false;
    const sums = this.#sums;
    const first = row * rowSums;
    const need = Math.max(least, sums[first + sum.slice] ?? 0);
    return (
      (sums[first + sum.remaining] ?? 0) >= need && (sums[first + sum.capLoan] ?? 0) >= need && (sums[first + sum.capBorrower] ?? 0) >= need
    );
  }

  /** Puts its terms into 20 words, without what others have to tell of it: its lender, grades and purposes. */
  putTerms(row: number, words: Int32Array): void {
    const ints = this.#ints;
    const at = row * rowInts;
    this.ids.putWords(row, words);
    words[4] = ints[at + int.seq] ?? 0;
    words[5] = ints[at + int.rank] ?? 0;
    words[7] = ints[at + int.rate] ?? 0;
    words[9] = ints[at + int.terms] ?? 0;
    words[11] = ints[at + int.goodTill] ?? 0;
    const sums = this.#sums;
    const first = row * rowSums;
    putNumber(words, 12, sums[first + sum.total] ?? 0);
    putNumber(words, 14, sums[first + sum.capLoan] ?? 0);
    putNumber(words, 16, sums[first + sum.capBorrower] ?? 0);
    putNumber(words, 18, sums[first + sum.slice] ?? 0);
  }

  /** Puts where its money is into eight words. */
  putMoney(row: number, words: Int32Array): void {
    const ints = this.#ints;
    const at = row * rowInts;
    const sums = this.#sums;
    const first = row * rowSums;
    words[0] = ints[at + int.seq] ?? 0;
    putNumber(words, 1, sums[first + sum.remaining] ?? 0);
    putNumber(words, 3, sums[first + sum.held] ?? 0);
    putNumber(words, 5, sums[first + sum.settled] ?? 0);
    words[7] = (ints[at + int.state] ?? 0) >>> 8;
  }

  #take(): number {
    this.count += 1;
    const freed = this.#free.pop();
    if (freed !== undefined) return freed;
    if (this.high * rowInts === this.#ints.length) this.reserve(roomFor(this.high));
    this.high += 1;
    return this.high - 1;
  }

  release(row: number): void {
    this.setFlags(row, 0);
    this.count -= 1;
    this.#free.push(row);
  }

  get bytes(): number {
    return this.#ints.byteLength;
  }

  isLive(row: number): boolean {
    return (this.flags(row) & flag.live) !== 0;
  }

  /** Room for so many rows in all. */
  reserve(rows: number): void {
    if (rows * rowInts <= this.#ints.length) return;
    this.#ints = grown(this.#ints, rows * rowInts);
    this.#sums = new Float64Array(this.#ints.buffer);
    this.ids.moved(this.#ints);
  }
}

/** How many to make room for where so many are there. */
export function roomFor(count: number): number {
  return Math.ceil(count * 1.125) + startRows;
}

export function grown<T extends Int32Array | Uint32Array | Float64Array>(column: T, length: number): T {
  const larger = new (column.constructor as new (length: number) => T)(length);
  larger.set(column);
  return larger;
}
