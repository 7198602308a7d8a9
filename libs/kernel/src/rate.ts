/** Rates: integer parts per million, per year where time is meant. 12 % a year is 120_000n. */
import { KernelError } from './assert.ts';

export type RatePpm = bigint;

/** One (100 %) in parts per million: the denominator of every rate. */
export const onePpm = 1_000_000n;

/** Parses a JSON number of ppm. Throws KernelError `rate.malformed` unless it is a safe integer. */
export function ratePpmFromWire(n: number): RatePpm {
  if (!Number.isSafeInteger(n)) throw new KernelError('rate.malformed', 'a rate is an integer of parts per million', { rate: n });
  return BigInt(n);
}

export function ratePpmToWire(r: RatePpm): number {
  const wire = Number(r);
  if (!Number.isSafeInteger(wire)) throw new KernelError('rate.malformed', 'the rate does not fit a JSON number', { rate: r });
  return wire;
}

/** For people only: `12.00 %`; at least two decimals, up to four because one ppm is 0.0001 %. */
export function formatRate(r: RatePpm): string {
  const isNegative = r < 0n;
  const digits = (isNegative ? -r : r).toString().padStart(5, '0');
  const fraction = digits.slice(-4).replace(/0{1,2}$/, '');
  return `${isNegative ? '-' : ''}${digits.slice(0, -4)}.${fraction} %`;
}
