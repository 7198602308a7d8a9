/** A small seeded random source for the demo's population. Same seed, same people; never used where money is decided. */

export type Random = {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [low, high]. */
  between(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** One of the items, each with a positive weight. */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
  /** Log-normal with the given median and spread. */
  logNormal(median: number, sigma: number): number;
};

/** Mulberry32, a public-domain 32-bit generator: fast, small, good enough for a population. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[between(0, items.length - 1)];
    if (item === undefined) throw new RangeError('pick needs at least one item');
    return item;
  };
  const weighted = <T>(items: readonly (readonly [T, number])[]): T => {
    let mark = next() * items.reduce((total, [, weight]) => total + weight, 0);
    for (const [item, weight] of items) {
      mark -= weight;
      if (mark < 0) return item;
    }
    return pick(items)[0];
  };
  const logNormal = (median: number, sigma: number): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return median * Math.exp(sigma * normal);
  };
  return { next, between, pick, weighted, logNormal };
};
