/**
 * The equal instalment where doubles can prove it. Doubles compute the quotient with a bound on their error, by the IEEE 754 rule that
 * every conversion, sum, product and quotient is off by at most one part in 2^53; where the bound leaves one whole number only, that is
 * the exact rounding. Otherwise, at or near a tie, the answer is undefined and bigints decide. No double is ever an amount.
 */
import type { Rounding } from '@mutua/kernel';
import type { Fraction } from './day-count.ts';

export type BoundedTerms = {
  readonly balanceMinor: bigint;
  /** Of the periods of the equal instalments. */
  readonly rates: readonly Fraction[];
  readonly balloonMinor: bigint;
  readonly rounding: Rounding;
  readonly multipleMinor: bigint;
};

const unit = 2 ** -53;

/** A = (V·Π f − B) / Σ Π f as in `equalInstalment`, rounded to the multiple; undefined where the bound does not decide. */
export function provenInstalment({ balanceMinor, rates, balloonMinor, rounding, multipleMinor }: BoundedTerms): bigint | undefined {
  let [grown, annuity, factor] = [1, 0, 1];
  let known: Fraction | undefined;
  for (const rate of rates) {
    if (rate !== known) factor = 1 + Number(rate.numerator) / Number(rate.denominator);
    known = rate;
    grown *= factor;
    annuity = annuity * factor + 1;
  }
  const lent = Number(balanceMinor) * grown;
  const balloon = Number(balloonMinor);
  const divisor = annuity * Number(multipleMinor);
  const value = (lent - balloon) / divisor;
  // Four roundings make a factor; one more multiplies it into the numerator, two into the divisor. Doubled, and the rest, for safety.
  const error = ((24 * rates.length + 32) * unit * (lent + balloon)) / divisor;
  const whole = Math.floor(value);
  const isAway = value < 0 ? undefined : isRoundedAway(value - whole, error, rounding);
  return isAway === undefined ? undefined : BigInt(isAway ? whole + 1 : whole) * multipleMinor;
}

/** Whether a fraction known to within an error rounds up; undefined where the error reaches across the boundary, or is not a number. */
function isRoundedAway(fraction: number, error: number, rounding: Rounding): boolean | undefined {
  switch (rounding) {
    case 'half-up':
    case 'half-even':
    case 'half-down':
      return Math.abs(fraction - 0.5) > error ? fraction > 0.5 : undefined;
    default:
      return fraction > error && 1 - fraction > error ? rounding === 'ceiling' || rounding === 'up' : undefined;
  }
}
