/**
 * Open requests that are matched continuously, by cell and rate; within a rate the oldest first. A newcomer asks for those at or above
 * its minimum rate: where there are none, one look at a bitmap says so.
 */

import { BucketSet, bucketCount, bucketOf, cellOf } from './cells.ts';
import type { Request } from './request.ts';

class Queue {
  readonly heads = new Array<Request | null>(bucketCount).fill(null);
  readonly tails = new Array<Request | null>(bucketCount).fill(null);
  readonly buckets = new BucketSet();
  size = 0;
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
    const bucket = bucketOf(request.limit);
    let previous = queue.tails[bucket] ?? null;
    while (previous !== null && previous.seq > request.seq) previous = previous.previous;
    const next = previous === null ? (queue.heads[bucket] ?? null) : previous.next;
    request.previous = previous;
    request.next = next;
    if (previous === null) queue.heads[bucket] = request;
    else previous.next = request;
    if (next === null) queue.tails[bucket] = request;
    else next.previous = request;
    queue.buckets.add(bucket);
    queue.size += 1;
  }

  remove(request: Request): void {
    const queue = this.#cells[cellOf(request.grade, request.range)];
    if (queue === undefined) return;
    const bucket = bucketOf(request.limit);
    const { previous, next } = request;
    if (previous !== null) previous.next = next;
    else queue.heads[bucket] = next;
    if (next !== null) next.previous = previous;
    else queue.tails[bucket] = previous;
    if (previous === null && next === null) queue.buckets.delete(bucket);
    request.previous = null;
    request.next = null;
    queue.size -= 1;
  }

  /** Adds the oldest request of each bucket of the cell that reaches the rate. */
  heads(cell: number, rate: number, into: Request[]): void {
    const queue = this.#cells[cell];
    if (queue === undefined || queue.size === 0) return;
    for (let bucket = queue.buckets.next(bucketOf(rate)); bucket >= 0; bucket = queue.buckets.next(bucket + 1)) {
      const head = queue.heads[bucket] ?? null;
      if (head !== null) into.push(head);
    }
  }
}
