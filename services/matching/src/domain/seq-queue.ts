/** A queue ordered by `seq`: what comes back takes its old place. Append O(1), insert and remove O(log n) plus a move inside one chunk. */
import { assert } from '@mutua/kernel';

type Sequenced = { readonly seq: number };

const chunkMax = 128;

export class SeqQueue<T extends Sequenced> {
  // Ordered chunks of ordered items; no chunk is empty.
  readonly #chunks: T[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  insert(item: T): void {
    this.#size += 1;
    const at = this.#chunkFor(item.seq);
    const chunk = this.#chunks[at];
    if (chunk === undefined) {
      this.#chunks.push([item]);
      return;
    }
    const place = placeOf(chunk, item.seq);
    assert(chunk[place]?.seq !== item.seq, 'an item is in a queue once', { seq: item.seq });
    if (place === chunk.length) chunk.push(item);
    else chunk.splice(place, 0, item);
    if (chunk.length > chunkMax) this.#split(at, chunk);
  }

  remove(item: T): void {
    const at = this.#chunkFor(item.seq);
    const chunk = this.#chunks[at];
    const place = chunk === undefined ? 0 : placeOf(chunk, item.seq);
    assert(chunk?.[place] === item, 'only what is in the queue can leave it', { seq: item.seq });
    chunk.splice(place, 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
    this.#size -= 1;
  }

  /** Visits in order until the visitor says true; answers whether one did. The visitor does not change the queue. */
  some(visit: (item: T) => boolean): boolean {
    for (const chunk of this.#chunks) {
      for (const item of chunk) if (visit(item)) return true;
    }
    return false;
  }

  *values(): Generator<T, undefined> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  /** Index of the chunk that holds or would hold the seq: the first whose last item is not before it, else the last chunk. */
  #chunkFor(seq: number): number {
    const chunks = this.#chunks;
    let low = 0;
    let high = chunks.length - 1;
    if (high < 0 || (chunks[high]?.at(-1)?.seq ?? 0) < seq) return Math.max(high, 0);
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((chunks[middle]?.at(-1)?.seq ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #split(at: number, chunk: T[]): void {
    // A full last chunk stays whole: a queue that only grows at its end has full chunks.
    const keep = at === this.#chunks.length - 1 ? chunk.length - 1 : chunk.length >> 1;
    this.#chunks.splice(at + 1, 0, chunk.splice(keep));
  }
}

/** First place in the chunk whose item is not before the seq. */
function placeOf(chunk: readonly Sequenced[], seq: number): number {
  let low = 0;
  let high = chunk.length;
  if (high === 0 || (chunk[high - 1]?.seq ?? 0) < seq) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunk[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
