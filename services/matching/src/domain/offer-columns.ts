/**
 * Offers as rows of one array, one for each live offer, named by a small integer: 56 bytes of integers and 56 of amounts side by side, so
 * that whatever looks at an offer waits for memory once or twice. Amounts are whole minor units and rates whole ppm, both far below 2^53,
 * so a double holds them exactly; they come in and go out as bigint at the edge of the book.
 */
import type { Id } from '@mutua/kernel';
import type { OfferOutcome } from './event.ts';
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

export class OfferColumns {
  /** All rows, for snapshots; everybody else uses the names below. */
  ints: Int32Array;
  /** The same memory. */
  #sums: Float64Array;
  readonly ids: IdTable<Id<'offer'>>;
  /** Live rows, those waiting to be freed included. */
  count = 0;
  /** Rows ever used. */
  high = 0;
  readonly #free: number[] = [];

  constructor(ints: Int32Array = new Int32Array(startRows * rowInts)) {
    this.ints = ints;
    this.#sums = sumsOf(ints);
    this.ids = new IdTable('off_', ints, rowInts);
  }

  /** The last word of the id. */
  lastWord(row: number): number {
    return this.ints[row * rowInts + 3] ?? 0;
  }

  /** Number of the placing command. */
  seq(row: number): number {
    return (this.ints[row * rowInts + int.seq] ?? 0) >>> 0;
  }

  setSeq(row: number, seq: number): void {
    this.ints[row * rowInts + int.seq] = seq;
  }

  /** Place in time: the placing command, or the amendment that gave the place up. */
  rank(row: number): number {
    return (this.ints[row * rowInts + int.rank] ?? 0) >>> 0;
  }

  setRank(row: number, rank: number): void {
    this.ints[row * rowInts + int.rank] = rank;
  }

  lender(row: number): number {
    return this.ints[row * rowInts + int.lender] ?? 0;
  }

  setLender(row: number, member: number): void {
    this.ints[row * rowInts + int.lender] = member;
  }

  rate(row: number): number {
    return this.ints[row * rowInts + int.rate] ?? 0;
  }

  setRate(row: number, rate: number): void {
    this.ints[row * rowInts + int.rate] = rate;
  }

  shape(row: number): number {
    return this.ints[row * rowInts + int.shape] ?? 0;
  }

  setShape(row: number, shape: number): void {
    this.ints[row * rowInts + int.shape] = shape;
  }

  /** First of the row's places in the lists; -1 while it is in none. */
  first(row: number): number {
    return this.ints[row * rowInts + int.first] ?? 0;
  }

  setFirst(row: number, place: number): void {
    this.ints[row * rowInts + int.first] = place;
  }

  /** A bit for each purpose; 0 is any. */
  purposes(row: number): number {
    return this.ints[row * rowInts + int.purposes] ?? 0;
  }

  setPurposes(row: number, purposes: number): void {
    this.ints[row * rowInts + int.purposes] = purposes;
  }

  /** Shortest and longest term in one word, as it is hashed. */
  terms(row: number): number {
    return this.ints[row * rowInts + int.terms] ?? 0;
  }

  termMin(row: number): number {
    return (this.ints[row * rowInts + int.terms] ?? 0) >>> 16;
  }

  termMax(row: number): number {
    return (this.ints[row * rowInts + int.terms] ?? 0) & 0xffff;
  }

  setTerms(row: number, min: number, max: number): void {
    this.ints[row * rowInts + int.terms] = (min << 16) | max;
  }

  goodTill(row: number): number {
    return this.ints[row * rowInts + int.goodTill] ?? 0;
  }

  setGoodTill(row: number, day: number): void {
    this.ints[row * rowInts + int.goodTill] = day;
  }

  flags(row: number): number {
    return (this.ints[row * rowInts + int.state] ?? 0) & 0xff;
  }

  setFlags(row: number, flags: number): void {
    this.ints[row * rowInts + int.state] = ((this.ints[row * rowInts + int.state] ?? 0) & ~0xff) | flags;
  }

  outcome(row: number): number {
    return (this.ints[row * rowInts + int.state] ?? 0) >>> 8;
  }

  setOutcome(row: number, outcome: number): void {
    this.ints[row * rowInts + int.state] = this.flags(row) | (outcome << 8);
  }

  total(row: number): number {
    return this.#sums[row * rowSums + sum.total] ?? 0;
  }

  setTotal(row: number, amount: number): void {
    this.#sums[row * rowSums + sum.total] = amount;
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

  setSettled(row: number, amount: number): void {
    this.#sums[row * rowSums + sum.settled] = amount;
  }

  capLoan(row: number): number {
    return this.#sums[row * rowSums + sum.capLoan] ?? 0;
  }

  setCapLoan(row: number, amount: number): void {
    this.#sums[row * rowSums + sum.capLoan] = amount;
  }

  /** The tighter of the cap for a borrower and the share of the portfolio. */
  capBorrower(row: number): number {
    return this.#sums[row * rowSums + sum.capBorrower] ?? 0;
  }

  /** Whether it has or had a cap on a borrower, of which something may be kept aside. */
  isCapped(row: number): boolean {
    return this.capBorrower(row) !== noCap || (this.flags(row) & flag.amended) !== 0;
  }

  setCapBorrower(row: number, amount: number): void {
    this.#sums[row * rowSums + sum.capBorrower] = amount;
  }

  slice(row: number): number {
    return this.#sums[row * rowSums + sum.slice] ?? 0;
  }

  setSlice(row: number, amount: number): void {
    this.#sums[row * rowSums + sum.slice] = amount;
  }

  /** A row to fill; everything in it has to be set. */
  take(): number {
    this.count += 1;
    const freed = this.#free.pop();
    if (freed !== undefined) return freed;
    if (this.high * rowInts === this.ints.length) this.reserve(roomFor(this.high));
    this.high += 1;
    return this.high - 1;
  }

  release(row: number): void {
    this.setFlags(row, 0);
    this.count -= 1;
    this.#free.push(row);
  }

  get bytes(): number {
    return this.ints.byteLength;
  }

  isLive(row: number): boolean {
    return (this.flags(row) & flag.live) !== 0;
  }

  /** Room for so many rows in all. */
  reserve(rows: number): void {
    if (rows * rowInts <= this.ints.length) return;
    this.ints = grown(this.ints, rows * rowInts);
    this.#sums = sumsOf(this.ints);
    this.ids.moved(this.ints);
  }
}

function sumsOf(ints: Int32Array): Float64Array {
  return new Float64Array(ints.buffer, ints.byteOffset, ints.length >> 1);
}

/** How many to make room for where so many are there. */
export function roomFor(count: number): number {
  return Math.ceil(count * 1.125) + startRows;
}

export function grown<T extends Int32Array | Float64Array>(column: T, length: number): T {
  const larger = new (column.constructor as new (length: number) => T)(length);
  larger.set(column);
  return larger;
}
