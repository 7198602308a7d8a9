/**
 * Requests as rows of one array, named by a small integer as offers are: 48 bytes of integers and 32 of amounts side by side, so that
 * whatever looks at a request waits for memory at most twice. What few of them have (fills, related members) is kept aside.
 */
import type { RequestTerms } from './command.ts';
import type { Fill } from './event.ts';
import { grown, roomFor } from './offer-columns.ts';
import { RequestIds } from './request-ids.ts';

/** partial: closed to offers above the threshold, the borrower decides. filled: waits for the contract. */
export type RequestStatus = 'open' | 'partial' | 'filled';

/** A fill as the request keeps it. */
export type HeldFill = {
  fill: Fill;
  readonly row: number;
  amount: number;
  /** The offer's minimum rate when it was filled. */
  readonly bid: number;
  /** Counts against the offer's cap for the borrower. */
  readonly isCounted: boolean;
};

/** The row of a request. */
export type RequestRow = number;

export const requestFlag = { live: 4, touched: 8, queued: 16, related: 32 } as const;

const statuses: readonly RequestStatus[] = ['open', 'partial', 'filled'];
const statusBits = 3;
const open = 0;

/** Mechanisms by their numbers in a row; undefined is what a product leaves out. */
export const clearings = ['posted-rate', 'uniform-price', 'pay-your-bid'] as const;
export const timings = [undefined, 'continuous', 'batch'] as const;
export const allocations = [undefined, 'time', 'pro-rata', 'random', 'idle-share'] as const;
export const closings = [undefined, 'when-full', 'at-deadline'] as const;

const batch = timings.indexOf('batch');
const atDeadline = closings.indexOf('at-deadline');
const byTime = allocations.indexOf('time');

/** Grade, purpose, term and mechanisms in one word. */
type Kind = { readonly grade: number; readonly purpose: number; readonly terms: RequestTerms };

function kindOf({ grade, purpose, terms }: Kind): number {
  const { clearing, timing, allocation, closing } = terms;
  let kind = grade | (purpose << 5) | (terms.termMonths << 10) | (clearings.indexOf(clearing) << 19);
  if (timing !== undefined) kind |= timings.indexOf(timing) << 21;
  if (allocation !== undefined) kind |= allocations.indexOf(allocation) << 23;
  if (closing !== undefined) kind |= closings.indexOf(closing) << 26;
  return kind;
}

/** Integers of a row, the last eight of them as four amounts. */
const rowInts = 20;
const rowSums = rowInts / 2;

const int = {
  ...{ entry: 0, seq: 1, borrower: 2, kind: 3, state: 4, limit: 5, listedOn: 6, closesOn: 7 },
  ...{ digestHigh: 8, digestLow: 9, next: 10, previous: 11 },
} as const;
const sum = { amount: 6, minimum: 7, least: 8, filled: 9 } as const;

const startRows = 64;
const noFills: HeldFill[] = [];

export class RequestColumns {
  #ints = new Int32Array(startRows * rowInts);
  #sums = new Float64Array(this.#ints.buffer);
  readonly ids = new RequestIds();
  /** By row; to be read through fillsOf. */
  readonly #fills: HeldFill[][] = [];
  /** Offers that have a fill in a request, once somebody had to know. */
  readonly #fillers = new Map<RequestRow, Set<number>>();
  readonly #related = new Map<RequestRow, readonly number[]>();
  readonly #free: RequestRow[] = [];
  /** Requests that live. */
  size = 0;

  /** The row of a request that lives, -1 for any other. */
  find(requestId: string): RequestRow {
    return this.ids.find(requestId);
  }

  text(row: RequestRow): RequestTerms['requestId'] {
    return this.ids.text(this.entry(row));
  }

  /** Place of its id among the ids. */
  entry(row: RequestRow): number {
    return this.#ints[row * rowInts + int.entry] ?? 0;
  }

  /** Number of the listing command. */
  seq(row: RequestRow): number {
    return (this.#ints[row * rowInts + int.seq] ?? 0) >>> 0;
  }

  borrower(row: RequestRow): number {
    return this.#ints[row * rowInts + int.borrower] ?? 0;
  }

  grade(row: RequestRow): number {
    return (this.#ints[row * rowInts + int.kind] ?? 0) & 31;
  }

  purpose(row: RequestRow): number {
    return ((this.#ints[row * rowInts + int.kind] ?? 0) >>> 5) & 31;
  }

  term(row: RequestRow): number {
    return ((this.#ints[row * rowInts + int.kind] ?? 0) >>> 10) & 511;
  }

  /** The numbers of its mechanisms in one word. */
  mechanisms(row: RequestRow): number {
    return (this.#ints[row * rowInts + int.kind] ?? 0) >>> 19;
  }

  clearing(row: RequestRow): (typeof clearings)[number] {
    return clearings[((this.#ints[row * rowInts + int.kind] ?? 0) >>> 19) & 3] ?? clearings[0];
  }

  timing(row: RequestRow): (typeof timings)[number] {
    return timings[((this.#ints[row * rowInts + int.kind] ?? 0) >>> 21) & 3];
  }

  isBatch(row: RequestRow): boolean {
    return (((this.#ints[row * rowInts + int.kind] ?? 0) >>> 21) & 3) === batch;
  }

  allocation(row: RequestRow): (typeof allocations)[number] {
    return allocations[((this.#ints[row * rowInts + int.kind] ?? 0) >>> 23) & 7];
  }

  isByTime(row: RequestRow): boolean {
    return (((this.#ints[row * rowInts + int.kind] ?? 0) >>> 23) & 7) <= byTime;
  }

  closing(row: RequestRow): (typeof closings)[number] {
    return closings[((this.#ints[row * rowInts + int.kind] ?? 0) >>> 26) & 3];
  }

  isAuction(row: RequestRow): boolean {
    return (((this.#ints[row * rowInts + int.kind] ?? 0) >>> 26) & 3) === atDeadline;
  }

  /** The rate of the request, or its highest. */
  limit(row: RequestRow): number {
    return this.#ints[row * rowInts + int.limit] ?? 0;
  }

  listedOn(row: RequestRow): number {
    return this.#ints[row * rowInts + int.listedOn] ?? 0;
  }

  closesOn(row: RequestRow): number {
    return this.#ints[row * rowInts + int.closesOn] ?? 0;
  }

  digestHigh(row: RequestRow): number {
    return this.#ints[row * rowInts + int.digestHigh] ?? 0;
  }

  digestLow(row: RequestRow): number {
    return this.#ints[row * rowInts + int.digestLow] ?? 0;
  }

  setDigest(row: RequestRow, high: number, low: number): void {
    this.#ints[row * rowInts + int.digestHigh] = high;
    this.#ints[row * rowInts + int.digestLow] = low;
  }

  /** The request behind this one in its queue; -1 at the end. */
  next(row: RequestRow): RequestRow {
    return this.#ints[row * rowInts + int.next] ?? -1;
  }

  setNext(row: RequestRow, next: RequestRow): void {
    this.#ints[row * rowInts + int.next] = next;
  }

  previous(row: RequestRow): RequestRow {
    return this.#ints[row * rowInts + int.previous] ?? -1;
  }

  setPrevious(row: RequestRow, previous: RequestRow): void {
    this.#ints[row * rowInts + int.previous] = previous;
  }

  amount(row: RequestRow): number {
    return this.#sums[row * rowSums + sum.amount] ?? 0;
  }

  /** Funding threshold. */
  minimum(row: RequestRow): number {
    return this.#sums[row * rowSums + sum.minimum] ?? 0;
  }

  /** Notes are multiples of it. */
  least(row: RequestRow): number {
    return this.#sums[row * rowSums + sum.least] ?? 0;
  }

  filled(row: RequestRow): number {
    return this.#sums[row * rowSums + sum.filled] ?? 0;
  }

  setFilled(row: RequestRow, amount: number): void {
    this.#sums[row * rowSums + sum.filled] = amount;
  }

  /** What is left to fill. */
  room(row: RequestRow): number {
    return this.amount(row) - this.filled(row);
  }

  hasFlag(row: RequestRow, flag: number): boolean {
    return ((this.#ints[row * rowInts + int.state] ?? 0) & flag) !== 0;
  }

  raise(row: RequestRow, flag: number): void {
    const at = row * rowInts + int.state;
    this.#ints[at] = (this.#ints[at] ?? 0) | flag;
  }

  lower(row: RequestRow, flag: number): void {
    const at = row * rowInts + int.state;
    this.#ints[at] = (this.#ints[at] ?? 0) & ~flag;
  }

  isOpen(row: RequestRow): boolean {
    return ((this.#ints[row * rowInts + int.state] ?? 0) & statusBits) === open;
  }

  /** Its number; 0 is open. */
  statusNumber(row: RequestRow): number {
    return (this.#ints[row * rowInts + int.state] ?? 0) & statusBits;
  }

  status(row: RequestRow): RequestStatus {
    return statuses[this.statusNumber(row)] ?? 'open';
  }

  setStatus(row: RequestRow, status: RequestStatus): void {
    const at = row * rowInts + int.state;
    this.#ints[at] = ((this.#ints[at] ?? 0) & ~statusBits) | statuses.indexOf(status);
  }

  fillsOf(row: RequestRow): readonly HeldFill[] {
    return this.filled(row) === 0 ? noFills : (this.#fills[row] ?? noFills);
  }

  addFills(row: RequestRow, added: HeldFill[]): void {
    const filled = this.filled(row);
    const fillers = this.#fillers.size === 0 ? undefined : this.#fillers.get(row);
    let amount = 0;
    for (const held of added) {
      amount += held.amount;
      fillers?.add(held.row);
    }
    if (filled === 0) this.#fills[row] = added;
    else this.#fills[row]?.push(...added);
    this.setFilled(row, filled + amount);
  }

  setFills(row: RequestRow, fills: HeldFill[]): void {
    this.#fills[row] = fills;
    this.#fillers.delete(row);
  }

  /** Whether an offer has a fill here. */
  hasFiller(row: RequestRow, offer: number): boolean {
    let rows = this.#fillers.get(row);
    if (rows === undefined) {
      rows = new Set(this.fillsOf(row).map((held) => held.row));
      this.#fillers.set(row, rows);
    }
    return rows.has(offer);
  }

  /** Members who may not lend here besides the borrower; undefined where none were named. */
  relatedOf(row: RequestRow): readonly number[] | undefined {
    return this.hasFlag(row, requestFlag.related) ? this.#related.get(row) : undefined;
  }

  setRelated(row: RequestRow, members: readonly number[]): void {
    this.raise(row, requestFlag.related);
    this.#related.set(row, members);
  }

  /** A new open request with its terms, in no queue. Its id was looked for just before, and not found. */
  add(seq: number, terms: Listed): RequestRow {
    const row = this.#take();
    const ints = this.#ints;
    const at = row * rowInts;
    ints[at + int.entry] = this.ids.add(terms.terms.requestId, row);
    ints[at + int.seq] = seq;
    ints[at + int.borrower] = terms.borrower;
    ints[at + int.kind] = kindOf(terms);
    ints[at + int.state] = requestFlag.live;
    ints[at + int.limit] = terms.limit;
    ints[at + int.listedOn] = terms.listedOn;
    ints[at + int.closesOn] = terms.closesOn;
    const sums = this.#sums;
    const first = row * rowSums;
    sums[first + sum.amount] = terms.amount;
    sums[first + sum.minimum] = terms.minimum;
    sums[first + sum.least] = terms.least;
    sums[first + sum.filled] = 0;
    this.size += 1;
    return row;
  }

  /** It lives no more: its id stays with the day, its row until it is released. */
  end(row: RequestRow, day: number): void {
    this.ids.end(this.entry(row), day);
    this.lower(row, requestFlag.live);
    this.size -= 1;
  }

  /** The row of an ended request is free. */
  release(row: RequestRow): void {
    if (this.filled(row) > 0) this.setFills(row, noFills);
    if (this.hasFlag(row, requestFlag.related)) this.#related.delete(row);
    this.#free.push(row);
  }

  /** Requests that live, in no order. */
  rows(): RequestRow[] {
    const rows: RequestRow[] = [];
    for (let row = 0; row < this.#fills.length; row += 1) if (this.hasFlag(row, requestFlag.live)) rows.push(row);
    return rows;
  }

  #take(): RequestRow {
    const freed = this.#free.pop();
    if (freed !== undefined) return freed;
    const row = this.#fills.push(noFills) - 1;
    if ((row + 1) * rowInts > this.#ints.length) {
      this.#ints = grown(this.#ints, roomFor(row) * rowInts);
      this.#sums = new Float64Array(this.#ints.buffer);
    }
    return row;
  }
}

/** Terms as numbers. */
export type Listed = Kind & {
  readonly [K in 'amount' | 'minimum' | 'least' | 'limit' | 'borrower' | 'listedOn' | 'closesOn']: number;
};
