/** The equal instalment, exact: a rational from whole numbers until its one rounding. */
import { assert, divide, type Rounding } from '@mutua/kernel';
import type { Fraction } from './day-count.ts';

/** Interest per unit of balance in one period: rate × year fraction, reduced. */
export function periodRate(ratePpm: bigint, fraction: Fraction, rateParts = 1_000_000n): Fraction {
  return reduced(ratePpm * fraction.numerator, rateParts * fraction.denominator);
}

export function reduced(numerator: bigint, denominator: bigint): Fraction {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return a <= 1n ? { numerator, denominator } : { numerator: divide(numerator, a, 'down'), denominator: divide(denominator, a, 'down') };
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
  const equal = equalRate(terms.laterRates);
  const { grown, annuity, scale } =
    equal === undefined ? factorSums(terms.laterRates) : equalFactorSums(equal, BigInt(terms.laterRates.length));
  const { numerator, denominator } = terms.owed;
  return {
    numerator: numerator * grown - terms.balloonMinor * denominator * scale,
    denominator: denominator * annuity,
  };
}

/** Π f_j and Σ_k Π_{j>k} f_j over a shared `scale`. */
type FactorSums = { readonly grown: bigint; readonly annuity: bigint; readonly scale: bigint };

function factorSums(rates: readonly Fraction[]): FactorSums {
  let [grown, annuity, scale] = [1n, 1n, 1n];
  for (const each of rates.toReversed()) {
    const rate = reduced(each.numerator, each.denominator);
    grown *= rate.numerator + rate.denominator;
    annuity = annuity * rate.denominator + grown;
    scale *= rate.denominator;
  }
  return { grown, annuity, scale };
}

function equalRate(rates: readonly Fraction[]): Fraction | undefined {
  const [first] = rates;
  if (first === undefined || first.numerator === 0n) return undefined;
  const isSame = rates.every((rate) => rate.numerator === first.numerator && rate.denominator === first.denominator);
  return isSame ? first : undefined;
}

/** The geometric series in closed form: Σ_{q=0..m} f^q = (f^{m+1} − 1) / (f − 1). */
function equalFactorSums(rate: Fraction, count: bigint): FactorSums {
  const factor = rate.numerator + rate.denominator;
  const scale = rate.denominator ** count;
  const grown = factor ** count;
  const annuity = divide(grown * factor - scale * rate.denominator, rate.numerator, 'down');
  return { grown, annuity, scale };
}

/** Rounds to a multiple of `multipleMinor` (one minor unit by default). */
export function roundedTo(value: Fraction, rounding: Rounding, multipleMinor = 1n): bigint {
  assert(multipleMinor > 0n, 'amounts are rounded to a positive multiple', { multipleMinor });
  return divide(value.numerator, value.denominator * multipleMinor, rounding) * multipleMinor;
}
