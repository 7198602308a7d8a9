/** Offers by minimum rate, lowest first, and within a rate by seq: price–time priority. Few rates, many offers. */
import { assert, type RatePpm } from '@mutua/kernel';
import { SeqQueue } from './seq-queue.ts';

type Priced = { readonly seq: number; readonly minRatePpm: RatePpm };
export type RateLevel<T extends Priced> = { readonly ratePpm: RatePpm; readonly queue: SeqQueue<T> };

export class RateLevels<T extends Priced> {
  readonly #levels: RateLevel<T>[] = [];

  get isEmpty(): boolean {
    return this.#levels.length === 0;
  }

  get levels(): readonly RateLevel<T>[] {
    return this.#levels;
  }

  insert(item: T): void {
    const at = this.#placeOf(item.minRatePpm);
    const level = this.#levels[at];
    if (level?.ratePpm === item.minRatePpm) {
      level.queue.insert(item);
      return;
    }
    const queue = new SeqQueue<T>();
    queue.insert(item);
    this.#levels.splice(at, 0, { ratePpm: item.minRatePpm, queue });
  }

  remove(item: T): void {
    const at = this.#placeOf(item.minRatePpm);
    const level = this.#levels[at];
    assert(level?.ratePpm === item.minRatePpm, 'only what rests can be taken out', { seq: item.seq });
    level.queue.remove(item);
    if (level.queue.size === 0) this.#levels.splice(at, 1);
  }

  /** Visits from the lowest rate up to the limit, until the visitor says true; answers whether one did. */
  someUpTo(limitPpm: RatePpm, visit: (item: T) => boolean): boolean {
    for (const { ratePpm, queue } of this.#levels) {
      if (ratePpm > limitPpm) return false;
      if (queue.some(visit)) return true;
    }
    return false;
  }

  *values(): Generator<T, undefined> {
    for (const { queue } of this.#levels) yield* queue.values();
  }

  #placeOf(ratePpm: RatePpm): number {
    let low = 0;
    let high = this.#levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#levels[middle]?.ratePpm ?? 0n) < ratePpm) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
