/** The only divisions of money. Every call names its rounding; allocate conserves the sum. */
import { assert, DefectError } from './assert.ts';

/**
 * Rounding of an exact quotient to an integer. `half-up` and `up` go away from zero, `half-down` and `down` towards it
 * (as java.math.RoundingMode does); `ceiling` and `floor` go towards plus and minus infinity.
 */
export type Rounding = 'half-up' | 'half-even' | 'half-down' | 'ceiling' | 'floor' | 'up' | 'down';

/** numerator / denominator rounded once. A zero denominator is a defect. */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator === 0n) throw new DefectError('division by zero', { numerator });
  const quotient = numerator / denominator;
  const remainder = numerator - quotient * denominator;
  if (remainder === 0n) return quotient;
  const isNegative = numerator < 0n !== denominator < 0n;
  const isAway = isAwayFromZero(rounding, isNegative) ?? isHalfRoundedAway(quotient, remainder, denominator, rounding);
  if (!isAway) return quotient;
  return isNegative ? quotient - 1n : quotient + 1n;
}

/** a × numerator / denominator, exact until the one rounding at the end. */
export function mulDiv(a: bigint, numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  return divide(a * numerator, denominator, rounding);
}

/** Whether an inexact quotient goes away from zero whatever its remainder; undefined when that depends on the half. */
function isAwayFromZero(rounding: Rounding, isNegative: boolean): boolean | undefined {
  switch (rounding) {
    case 'up':
      return true;
    case 'down':
      return false;
    case 'ceiling':
      return !isNegative;
    case 'floor':
      return isNegative;
    default:
      return undefined;
  }
}

function isHalfRoundedAway(quotient: bigint, remainder: bigint, denominator: bigint, rounding: Rounding): boolean {
  const twice = magnitude(remainder + remainder);
  const whole = magnitude(denominator);
  if (twice !== whole) return twice > whole;
  if (rounding === 'half-even') return quotient % 2n !== 0n;
  return rounding === 'half-up';
}

function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}

/**
 * Splits an amount by non-negative weights: floors, then one unit each by largest remainder, ties to the lower index.
 * The parts always sum to the amount; a negative amount is split as its mirror image. All weights zero is a defect.
 */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  if (amount < 0n) return allocate(-amount, weights).map((part) => -part);
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  assert(weights.every((weight) => weight >= 0n) && total > 0n, 'weights must be non-negative with a positive sum', { weights });
  const parts = weights.map((weight) => (amount * weight) / total);
  const left = amount - parts.reduce((sum, part) => sum + part, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (amount * weight) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, Number(left))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}
