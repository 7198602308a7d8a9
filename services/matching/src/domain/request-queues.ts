/**
 * Open requests that are matched continuously, by cell and rate; within a rate the oldest first. A newcomer asks for those at or above
 * its minimum rate: where there are none, one look at a bitmap says so; the oldest of them is found by the oldest of each 32 buckets.
 */

import { BucketSet, bucketCount, bucketOf, cellOf, lowest, termRangeOf } from './cells.ts';
import { grown } from './offer-columns.ts';
import type { RequestColumns, RequestRow } from './request-columns.ts';

/** Later than any command. */
const never = 2 ** 32 - 1;
const none = -1;

class Queue {
  readonly #requests: RequestColumns;
  /** As long as the highest rate needs. */
  #heads = new Int32Array(0);
  #tails = new Int32Array(0);
  /** Numbers of the listings of the heads: who looks for the oldest waits for the memory of no request but that one. */
  #seqs = new Uint32Array(0);
  readonly buckets = new BucketSet();
  /** Number of the oldest listing in each word of buckets. */
  readonly #oldest = new Uint32Array(bucketCount >> 5).fill(never);
  size = 0;

  constructor(requests: RequestColumns) {
    this.#requests = requests;
  }

  insert(request: RequestRow): void {
    const requests = this.#requests;
    const bucket = bucketOf(requests.limit(request));
    this.#reserve(bucket);
    let previous = this.#tails[bucket] ?? none;
    while (previous >= 0 && requests.seq(previous) > requests.seq(request)) previous = requests.previous(previous);
    const next = previous < 0 ? this.head(bucket) : requests.next(previous);
    requests.setPrevious(request, previous);
    requests.setNext(request, next);
    if (previous < 0) this.#lead(bucket, request);
    else requests.setNext(previous, request);
    if (next < 0) this.#tails[bucket] = request;
    else requests.setPrevious(next, request);
    this.size += 1;
  }

  remove(request: RequestRow): void {
    const requests = this.#requests;
    const bucket = bucketOf(requests.limit(request));
    const previous = requests.previous(request);
    const next = requests.next(request);
    if (next < 0) this.#tails[bucket] = previous;
    else requests.setPrevious(next, previous);
    if (previous < 0) this.#lead(bucket, next);
    else requests.setNext(previous, next);
    this.size -= 1;
  }

  /** The oldest request of a bucket; -1 when there is none. */
  head(bucket: number): RequestRow {
    return this.#heads[bucket] ?? none;
  }

  /** The oldest request at or above a bucket; -1 when there is none. */
  oldest(from: number): RequestRow {
    const { buckets } = this;
    const first = from >> 5;
    let best = this.#oldestIn(first, buckets.bitsOf(first) & (-1 << (from & 31)));
    let seq = this.#seqAt(best);
    let word = -1;
    for (let at = buckets.nextWord(first + 1); at >= 0; at = buckets.nextWord(at + 1)) {
      const here = this.#oldest[at] ?? never;
      if (here >= seq) continue;
      seq = here;
      word = at;
    }
    if (word >= 0) best = this.#oldestIn(word, buckets.bitsOf(word));
    return best < 0 ? none : this.head(best);
  }

  /** Another head for a bucket, or none. */
  #lead(bucket: number, head: RequestRow): void {
    const word = bucket >> 5;
    this.#heads[bucket] = head;
    if (head < 0) this.buckets.delete(bucket);
    else {
      this.buckets.add(bucket);
      this.#seqs[bucket] = this.#requests.seq(head);
    }
    this.#oldest[word] = this.#seqAt(this.#oldestIn(word, this.buckets.bitsOf(word)));
  }

  /** Of the head of a bucket; `never` for none. */
  #seqAt(bucket: number): number {
    return bucket < 0 ? never : (this.#seqs[bucket] ?? never);
  }

  /** Among some buckets of a word the one with the oldest head; -1 when there are none. */
  #oldestIn(word: number, buckets: number): number {
    let best = none;
    let seq = never;
    for (let bits = buckets; bits !== 0; bits &= bits - 1) {
      const bucket = (word << 5) + lowest(bits);
      const here = this.#seqAt(bucket);
      if (here >= seq) continue;
      best = bucket;
      seq = here;
    }
    return best;
  }

  #reserve(bucket: number): void {
    const { length } = this.#heads;
    if (bucket < length) return;
    const room = Math.min(bucketCount, (bucket | 511) + 513);
    this.#heads = grown(this.#heads, room).fill(none, length);
    this.#tails = grown(this.#tails, room).fill(none, length);
    this.#seqs = grown(this.#seqs, room);
  }
}

export class RequestQueues {
  readonly #requests: RequestColumns;
  readonly #cells: (Queue | undefined)[] = [];

  constructor(requests: RequestColumns) {
    this.#requests = requests;
  }

  insert(request: RequestRow): void {
    const at = this.#cellOf(request);
    let queue = this.#cells[at];
    if (queue === undefined) {
      queue = new Queue(this.#requests);
      this.#cells[at] = queue;
    }
    queue.insert(request);
  }

  remove(request: RequestRow): void {
    this.#cells[this.#cellOf(request)]?.remove(request);
  }

  /** The oldest request of the cell that reaches the rate; -1 when there is none. */
  oldest(cell: number, rate: number): RequestRow {
    const queue = this.#cells[cell];
    return queue === undefined || queue.size === 0 ? none : queue.oldest(bucketOf(rate));
  }

  /** Adds the oldest request of each bucket of the cell that reaches the rate. */
  heads(cell: number, rate: number, into: RequestRow[]): void {
    const queue = this.#cells[cell];
    if (queue === undefined || queue.size === 0) return;
    for (let bucket = queue.buckets.next(bucketOf(rate)); bucket >= 0; bucket = queue.buckets.next(bucket + 1)) {
      into.push(queue.head(bucket));
    }
  }

  #cellOf(request: RequestRow): number {
    const requests = this.#requests;
    return cellOf(requests.grade(request), termRangeOf(requests.term(request)));
  }
}
