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
export function equalInstalment(terms: EqualInstalmentTerms): Fraction {
  // Π f_j and Σ_k Π_{j>k} f_j over a shared scale.
  let [grown, annuity, scale] = [1n, 1n, 1n];
  for (const each of terms.laterRates.toReversed()) {
    const rate = reduced(each.numerator, each.denominator);
    grown *= rate.numerator + rate.denominator;
    annuity = annuity * rate.denominator + grown;
    scale *= rate.denominator;
  }
  const { numerator, denominator } = terms.owed;
  return {
    numerator: numerator * grown - terms.balloonMinor * denominator * scale,
    denominator: denominator * annuity,
  };
}

/** Rounds to a multiple of `multipleMinor` (one minor unit by default). */
export function roundedTo(value: Fraction, rounding: Rounding, multipleMinor = 1n): bigint {
  assert(multipleMinor > 0n, 'amounts are rounded to a positive multiple', { multipleMinor });
  return divide(value.numerator, value.denominator * multipleMinor, rounding) * multipleMinor;
}
