/**
 * Open requests that are matched continuously, by cell and rate; within a rate the oldest first. A newcomer asks for those at or above
 * its minimum rate: where there are none, one look at a bitmap says so; the oldest of them is found by the oldest of each 32 buckets.
 */

import { BucketSet, bucketCount, bucketOf, cellOf, lowest } from './cells.ts';
import type { Request } from './request.ts';

/** Later than any command. */
const never = 2 ** 32 - 1;

class Queue {
  readonly #heads: (Request | null)[] = [];
  readonly #tails: (Request | null)[] = [];
  readonly buckets = new BucketSet();
  /** Number of the oldest listing in each word of buckets. */
  readonly #oldest = new Uint32Array(bucketCount >> 5).fill(never);
  size = 0;

  insert(request: Request): void {
    const bucket = bucketOf(request.limit);
    while (this.#heads.length <= bucket) {
      this.#heads.push(null);
      this.#tails.push(null);
    }
    let previous = this.#tails[bucket] ?? null;
    while (previous !== null && previous.seq > request.seq) previous = previous.previous;
    const next = previous === null ? this.head(bucket) : previous.next;
    request.previous = previous;
    request.next = next;
    if (previous === null) this.#lead(bucket, request);
    else previous.next = request;
    if (next === null) this.#tails[bucket] = request;
    else next.previous = request;
    this.size += 1;
  }

  remove(request: Request): void {
    const bucket = bucketOf(request.limit);
    const { previous, next } = request;
    if (next !== null) next.previous = previous;
    else this.#tails[bucket] = previous;
    if (previous === null) this.#lead(bucket, next);
    else previous.next = next;
    request.previous = null;
    request.next = null;
    this.size -= 1;
  }

  head(bucket: number): Request | null {
    return this.#heads[bucket] ?? null;
  }

  /** The oldest request at or above a bucket. */
  oldest(from: number): Request | null {
    const { buckets } = this;
    const first = from >> 5;
    let best = this.#oldestIn(first, buckets.bitsOf(first) & (-1 << (from & 31)));
    let word = -1;
    let seq = best?.seq ?? never;
    for (let at = buckets.nextWord(first + 1); at >= 0; at = buckets.nextWord(at + 1)) {
      const here = this.#oldest[at] ?? never;
      if (here >= seq) continue;
      seq = here;
      word = at;
    }
    if (word >= 0) best = this.#oldestIn(word, buckets.bitsOf(word));
    return best;
  }

  /** Another head for a bucket, or none. */
  #lead(bucket: number, head: Request | null): void {
    const word = bucket >> 5;
    this.#heads[bucket] = head;
    if (head === null) this.buckets.delete(bucket);
    else this.buckets.add(bucket);
    this.#oldest[word] = this.#oldestIn(word, this.buckets.bitsOf(word))?.seq ?? never;
  }

  #oldestIn(word: number, buckets: number): Request | null {
    let best: Request | null = null;
    for (let bits = buckets; bits !== 0; bits &= bits - 1) {
      const head = this.head((word << 5) + lowest(bits));
      if (head !== null && (best === null || head.seq < best.seq)) best = head;
    }
    return best;
  }
}

export class RequestQueues {
  readonly #cells: (Queue | undefined)[] = [];

  insert(request: Request): void {
    const at = cellOf(request.grade, request.range);
    let queue = this.#cells[at];
    if (queue === undefined) {
      queue = new Queue();
      this.#cells[at] = queue;
    }
    queue.insert(request);
  }

  remove(request: Request): void {
    this.#cells[cellOf(request.grade, request.range)]?.remove(request);
  }

  /** The oldest request of the cell that reaches the rate. */
  oldest(cell: number, rate: number): Request | null {
    const queue = this.#cells[cell];
    return queue === undefined || queue.size === 0 ? null : queue.oldest(bucketOf(rate));
  }

  /** Adds the oldest request of each bucket of the cell that reaches the rate. */
  heads(cell: number, rate: number, into: Request[]): void {
    const queue = this.#cells[cell];
    if (queue === undefined || queue.size === 0) return;
    for (let bucket = queue.buckets.next(bucketOf(rate)); bucket >= 0; bucket = queue.buckets.next(bucket + 1)) {
      const head = queue.head(bucket);
      if (head !== null) into.push(head);
    }
  }
}
