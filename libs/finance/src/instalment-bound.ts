/**
 * The equal instalment where doubles can prove it. Doubles compute the quotient with a bound on their error, by the IEEE 754 rule that
 * every sum, product and quotient is off by at most one part in 2^53; where the bound leaves one whole number only, that is the exact
 * rounding. Otherwise, at or near a tie, the answer is undefined and bigints decide. No double is ever an amount.
 */
import type { Rounding } from '@mutua/kernel';
import type { Fraction } from './day-count.ts';

export type BoundedTerms = {
  readonly balanceMinor: bigint;
  readonly rates: readonly Fraction[];
  /** The first period of the equal instalments. */
  readonly from: number;
  readonly balloonMinor: bigint;
  readonly rounding: Rounding;
  readonly multipleMinor: bigint;
};

const unit = 2 ** -53;
const exactBelow = 2 ** 53;

/** A = (V·Π f − B) / Σ Π f as in `equalInstalment`, rounded to the multiple; undefined where the bound does not decide. */
export function provenInstalment(terms: BoundedTerms): bigint | undefined {
  const balance = Number(terms.balanceMinor);
  const balloon = Number(terms.balloonMinor);
  const multiple = Number(terms.multipleMinor);
  if (balance >= exactBelow || balloon >= exactBelow || multiple >= exactBelow) return undefined;
  const { grown, annuity } = sums(terms.rates, terms.from);
  const lent = balance * grown;
  const value = (lent - balloon) / (annuity * multiple);
  // Per later period: two roundings make its factor and one each multiplies and adds it, in numerator and denominator; doubled for safety.
  const roundings = 16 * (terms.rates.length - terms.from) + 32;
  const error = (roundings * unit * (lent + balloon)) / (annuity * multiple);
  if (!(value >= 0 && value < 2 ** 51 && error < 0.25)) return undefined;
  const whole = Math.floor(value);
  const isAway = isRoundedAway(value - whole, error, terms.rounding);
  return isAway === undefined ? undefined : BigInt(isAway ? whole + 1 : whole) * terms.multipleMinor;
}

/** Π of the factors from a period on, and Σ_k Π_{j>k} of them. A rate whose parts are beyond doubles gives NaN, which proves nothing. */
function sums(rates: readonly Fraction[], from: number): { grown: number; annuity: number } {
  let [grown, annuity] = [1, 1];
  let known: Fraction | undefined;
  let factor = 1;
  for (let index = rates.length - 1; index >= from; index -= 1) {
    const rate = rates[index];
    if (rate === undefined) return { grown: Number.NaN, annuity: 1 };
    if (rate !== known) factor = factorOf(rate);
    known = rate;
    grown *= factor;
    if (index > from) annuity += grown;
  }
  return { grown, annuity };
}

function factorOf({ numerator, denominator }: Fraction): number {
  const [above, below] = [Number(numerator), Number(denominator)];
  return above < exactBelow && below < exactBelow ? 1 + above / below : Number.NaN;
}

/** Whether a fraction known to within an error rounds up; undefined where the error reaches across the boundary. */
function isRoundedAway(fraction: number, error: number, rounding: Rounding): boolean | undefined {
  switch (rounding) {
    case 'half-up':
    case 'half-even':
    case 'half-down':
      return Math.abs(fraction - 0.5) > error ? fraction > 0.5 : undefined;
    default:
      if (fraction <= error || 1 - fraction <= error) return undefined;
      return rounding === 'ceiling' || rounding === 'up';
  }
}
