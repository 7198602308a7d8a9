/** Seeded chance (mulberry32), so that the same data and seed give the same model on any machine. */
export type Random = () => number;

/** Uniform in [0, 1). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `count` distinct whole numbers below `of`, ascending. */
export function sample(random: Random, count: number, of: number): number[] {
  const pool = Array.from({ length: of }, (_, index) => index);
  for (let at = 0; at < count; at += 1) {
    const other = at + Math.floor(random() * (of - at));
    [pool[at], pool[other]] = [pool[other] ?? 0, pool[at] ?? 0];
  }
  return pool.slice(0, count).sort((a, b) => a - b);
}
