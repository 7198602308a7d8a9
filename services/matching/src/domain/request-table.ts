/**
 * The requests of a book by id, and those that ended lately, so that what arrives late or twice for them is recognised. An ended one is a row
 * of 20 bytes: its id and the day it ended on.
 */
import type { Id } from '@mutua/kernel';
import { IdTable } from './ids.ts';
import { grown } from './offer-columns.ts';
import type { Request } from './request.ts';

type RequestId = Id<'loanRequest'>;

/** Four words of id, one for the day. */
const stride = 5;
const startRows = 64;

export class RequestTable {
  #words = new Int32Array(startRows * stride);
  readonly #ids = new IdTable<RequestId>('req_', this.#words, stride);
  /** By row; null for one that ended or is not used. */
  readonly #requests: (Request | null)[] = [];
  readonly #free: number[] = [];
  /** Rows of ended requests, oldest first. */
  #ended: number[] = [];
  /** Requests that live. */
  size = 0;

  get endedCount(): number {
    return this.#ended.length;
  }

  /** The row, or a negative number: see IdTable. Remembers the id for what follows. */
  find(requestId: string): number {
    return this.#ids.find(requestId);
  }

  get(requestId: string): Request | undefined {
    const row = this.#ids.find(requestId);
    return row < 0 ? undefined : (this.#requests[row] ?? undefined);
  }

  hasEnded(requestId: string): boolean {
    const row = this.#ids.find(requestId);
    return row >= 0 && this.#requests[row] === null;
  }

  /** A request whose id is in no row. */
  add(request: Request): void {
    this.#requests[this.#rowOf(request.terms.requestId)] = request;
    this.size += 1;
  }

  /** Leaves only the id and the day; also for a request that was not here, when a snapshot is read. Days do not go back. */
  end(requestId: string, day: number): void {
    const row = this.#rowOf(requestId);
    if (this.#requests[row] !== null) this.size -= 1;
    this.#requests[row] = null;
    this.#words[row * stride + 4] = day;
    this.#ended.push(row);
  }

  /** Forgets what ended before the day; tells each. */
  forgetEnded(before: number, told: (requestId: RequestId, day: number) => void): void {
    let count = 0;
    for (const row of this.#ended) {
      const day = this.#dayOf(row);
      if (day >= before) break;
      told(this.#ids.text(row), day);
      this.#ids.remove(row);
      this.#free.push(row);
      count += 1;
    }
    if (count > 0) this.#ended = this.#ended.slice(count);
  }

  /** Ended requests and their days, oldest first. */
  ended(): [RequestId, number][] {
    return this.#ended.map((row) => [this.#ids.text(row), this.#dayOf(row)]);
  }

  /** Requests that live, in no order. */
  values(): Request[] {
    return this.#requests.filter((request) => request !== null);
  }

  #dayOf(row: number): number {
    return this.#words[row * stride + 4] ?? 0;
  }

  /** The row of the id; a new one when it has none. */
  #rowOf(requestId: string): number {
    const known = this.#ids.find(requestId);
    if (known >= 0) return known;
    const row = this.#free.pop() ?? this.#requests.push(null) - 1;
    if ((row + 1) * stride > this.#words.length) {
      this.#words = grown(this.#words, Math.ceil(row * 1.25 + startRows) * stride);
      this.#ids.moved(this.#words);
    }
    this.#ids.add(row);
    return row;
  }
}
