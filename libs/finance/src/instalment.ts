/** The equal instalment, exact: a rational from whole numbers until its one rounding. */
import { assert, divide, type Rounding } from '@mutua/kernel';
import type { Fraction } from './day-count.ts';

/** Interest per unit of balance in one period: rate × year fraction, reduced. */
export function periodRate(ratePpm: bigint, fraction: Fraction, rateParts = 1_000_000n): Fraction {
  return reduced(ratePpm * fraction.numerator, rateParts * fraction.denominator);
}

/** The same in lowest terms; neither part is negative. */
export function reduced(numerator: bigint, denominator: bigint): Fraction {
  let [gcd, rest] = [numerator, denominator];
  while (rest !== 0n) [gcd, rest] = [rest, gcd % rest];
  return { numerator: numerator / gcd, denominator: denominator / gcd };
}

export type EqualInstalmentTerms = {
  /** What is owed, interest included, on the first due date before anything is paid. */
  readonly owed: Fraction;
  /** The rates of the periods after the first due date. */
  readonly laterRates: readonly Fraction[];
  /** What stays open after the last equal instalment and is paid with it. */
  readonly balloonMinor: bigint;
};

/**
 * The instalment that, paid on every due date, leaves exactly the balloon:
 * A = (V·Π f_j − B) / Σ_k Π_{j>k} f_j with period factors f = 1 + rate, V the value owed on the first due date
 * (Fineract's `rateFactorPlus1N` and `fnValue` are the same sums). With equal periods it is the textbook annuity.
 */
export function equalInstalment({ owed: { numerator, denominator }, laterRates, balloonMinor }: EqualInstalmentTerms): Fraction {
  const [first] = laterRates;
  const isEqual = first !== undefined && first.numerator > 0n && laterRates.every((rate) => rate === first);
  const { grown, annuity, scale } = isEqual ? equalGrowthOf(first, laterRates.length) : growthOf(laterRates);
  return {
    numerator: numerator * grown - balloonMinor * denominator * scale,
    denominator: denominator * (scale + annuity),
  };
}

/** Over successive periods: Π f_j and Σ_k Π_{j≥k} f_j, both times `scale`. */
type Growth = { readonly grown: bigint; readonly annuity: bigint; readonly scale: bigint };

/** Halved again and again, so that long terms multiply few large numbers instead of many by a small one. */
function growthOf(rates: readonly Fraction[]): Growth {
  const [only] = rates;
  if (only === undefined) return { grown: 1n, annuity: 0n, scale: 1n };
  if (rates.length === 1) {
    const { numerator, denominator } = reduced(only.numerator, only.denominator);
    return { grown: numerator + denominator, annuity: numerator + denominator, scale: denominator };
  }
  const half = rates.length >> 1;
  const [early, late] = [growthOf(rates.slice(0, half)), growthOf(rates.slice(half))];
  return {
    grown: early.grown * late.grown,
    annuity: late.annuity * early.scale + late.grown * early.annuity,
    scale: early.scale * late.scale,
  };
}

/** The same where every period has one rate that is not zero: Σ f^k is a geometric sum. */
function equalGrowthOf(rate: Fraction, count: number): Growth {
  const { numerator, denominator } = reduced(rate.numerator, rate.denominator);
  const factor = numerator + denominator;
  const [grown, scale] = [factor ** BigInt(count), denominator ** BigInt(count)];
  return { grown, annuity: (factor * (grown - scale)) / numerator, scale };
}

/** Rounds to a multiple of `multipleMinor` (one minor unit by default). */
export function roundedTo(value: Fraction, rounding: Rounding, multipleMinor = 1n): bigint {
  assert(multipleMinor > 0n, 'amounts are rounded to a positive multiple', { multipleMinor });
  return divide(value.numerator, value.denominator * multipleMinor, rounding) * multipleMinor;
}
