/**
 * Offers as columns of typed arrays: one row for each live offer, named by a small integer. Amounts are whole minor units and rates whole
 * ppm, both far below 2^53, so a double holds them exactly; they come in and go out as bigint at the edge of the book.
 */
import type { OfferOutcome } from './event.ts';
import { OfferIds } from './offer-ids.ts';

/** Larger amounts are refused: sums of them stay exact. */
export const amountMax = 2 ** 50;
/** In columns of caps: there is none. */
export const noCap = Number.MAX_SAFE_INTEGER;
export const gradesMax = 24;
export const purposesMax = 31;

export const flag = { live: 1, resting: 2, touched: 4, directed: 8, amended: 16, counted: 32 } as const;

/** By the number in the outcome column; 0 is open. */
export const outcomes: readonly (OfferOutcome | null)[] = [null, 'revoked', 'expired', 'exhausted', 'request-closed'];

/** Grades and term ranges in one word: a bit for each grade, then first and last range. */
export function shapeOf(grades: number, first: number, last: number): number {
  return grades | (first << 24) | (last << 27);
}

type Column = Int32Array | Uint32Array | Float64Array | Uint16Array | Uint8Array;

const startRows = 64;

export class OfferColumns {
  words = new Int32Array(startRows * 4);
  /** Number of the placing command. */
  seq = new Uint32Array(startRows);
  /** Place in time: the placing command, or the amendment that gave the place up. */
  rank = new Uint32Array(startRows);
  lender = new Int32Array(startRows);
  rate = new Int32Array(startRows);
  total = new Float64Array(startRows);
  remaining = new Float64Array(startRows);
  held = new Float64Array(startRows);
  settled = new Float64Array(startRows);
  capLoan = new Float64Array(startRows);
  /** The tighter of the cap for a borrower and the share of the portfolio. */
  capBorrower = new Float64Array(startRows);
  slice = new Float64Array(startRows);
  purposes = new Int32Array(startRows);
  shape = new Int32Array(startRows);
  termMin = new Uint16Array(startRows);
  termMax = new Uint16Array(startRows);
  goodTill = new Int32Array(startRows);
  digestHigh = new Int32Array(startRows);
  digestLow = new Int32Array(startRows);
  /** First of the row's places in the lists; -1 while it is in none. */
  first = new Int32Array(startRows);
  flags = new Uint8Array(startRows);
  outcome = new Uint8Array(startRows);
  readonly ids = new OfferIds(this.words);
  /** Live rows, those waiting to be freed included. */
  count = 0;
  /** Rows ever used. */
  high = 0;
  readonly #free: number[] = [];

  /** A row to fill; every column has to be set. */
  take(): number {
    this.count += 1;
    const freed = this.#free.pop();
    if (freed !== undefined) return freed;
    if (this.high === this.seq.length) this.reserve(Math.ceil(this.high * 1.25) + startRows);
    this.high += 1;
    return this.high - 1;
  }

  release(row: number): void {
    this.flags[row] = 0;
    this.count -= 1;
    this.#free.push(row);
  }

  get bytes(): number {
    return Object.values(this).reduce((sum: number, column: unknown) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 0), 0);
  }

  isLive(row: number): boolean {
    return ((this.flags[row] ?? 0) & flag.live) !== 0;
  }

  /** Room for so many rows in all. */
  reserve(rows: number): void {
    if (rows <= this.seq.length) return;
    this.words = grown(this.words, rows * 4);
    this.seq = grown(this.seq, rows);
    this.rank = grown(this.rank, rows);
    this.lender = grown(this.lender, rows);
    this.rate = grown(this.rate, rows);
    this.total = grown(this.total, rows);
    this.remaining = grown(this.remaining, rows);
    this.held = grown(this.held, rows);
    this.settled = grown(this.settled, rows);
    this.capLoan = grown(this.capLoan, rows);
    this.capBorrower = grown(this.capBorrower, rows);
    this.slice = grown(this.slice, rows);
    this.purposes = grown(this.purposes, rows);
    this.shape = grown(this.shape, rows);
    this.termMin = grown(this.termMin, rows);
    this.termMax = grown(this.termMax, rows);
    this.goodTill = grown(this.goodTill, rows);
    this.digestHigh = grown(this.digestHigh, rows);
    this.digestLow = grown(this.digestLow, rows);
    this.first = grown(this.first, rows);
    this.flags = grown(this.flags, rows);
    this.outcome = grown(this.outcome, rows);
    this.ids.moved(this.words);
  }
}

export function grown<T extends Column>(column: T, length: number): T {
  const larger = new (column.constructor as new (length: number) => T)(length);
  larger.set(column);
  return larger;
}
