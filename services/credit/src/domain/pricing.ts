/**
 * From the probability of charge-off to grade, reference rate and instalment. Whole numbers only: the same inputs give the same bytes on
 * any machine. The rate is continuous and rises with the expected loss, so nothing is gained by standing just inside a grade.
 */
import { assert, mulDiv, onePpm } from '@mutua/kernel';
import type { Application } from './application.ts';

export type Grade = {
  readonly grade: string;
  /** Expected annual loss from which the grade begins; zero for the best. */
  readonly annualLossFromPpm: bigint;
  /** Margin where the grade begins; up to the next grade it goes in a straight line, in the last it stays. */
  readonly marginPpm: bigint;
};

export type Pricing = {
  readonly baseRatePpm: bigint;
  readonly lossGivenDefaultPpm: bigint;
  /** Balance open on average over the term, as a share of the amount. */
  readonly averageBalancePpm: bigint;
  /** Best first, bounds and margins ascending. */
  readonly grades: readonly Grade[];
  /** Rates are whole multiples of it. */
  readonly rateStepPpm: bigint;
};

export type Price = {
  readonly annualLossPpm: bigint;
  readonly grade: string;
  readonly marginPpm: bigint;
  readonly referenceRatePpm: bigint;
};

/** Expected loss a year: PD × loss given default, spread over the years of the term and set against the average open balance. */
export function priceOf(pdPpm: bigint, termMonths: number, pricing: Pricing): Price {
  const { baseRatePpm, lossGivenDefaultPpm, averageBalancePpm, rateStepPpm } = pricing;
  const annualLossPpm = mulDiv(pdPpm * lossGivenDefaultPpm, 12n, BigInt(termMonths) * averageBalancePpm, 'half-up');
  const { grade, marginPpm } = gradeAt(annualLossPpm, pricing.grades);
  const exactPpm = baseRatePpm + annualLossPpm + marginPpm;
  return { annualLossPpm, grade, marginPpm, referenceRatePpm: mulDiv(exactPpm, 1n, rateStepPpm, 'half-up') * rateStepPpm };
}

function gradeAt(annualLossPpm: bigint, grades: readonly Grade[]): { readonly grade: string; readonly marginPpm: bigint } {
  const at = grades.findLastIndex(({ annualLossFromPpm }) => annualLossFromPpm <= annualLossPpm);
  const [own, next] = [grades[at], grades[at + 1]];
  assert(own !== undefined, 'the best grade begins at zero', { annualLossPpm });
  if (next === undefined) return own;
  const [into, width] = [annualLossPpm - own.annualLossFromPpm, next.annualLossFromPpm - own.annualLossFromPpm];
  return { grade: own.grade, marginPpm: own.marginPpm + mulDiv(next.marginPpm - own.marginPpm, into, width, 'half-up') };
}

export type Affordability = {
  /** The equal monthly instalment at the reference rate. */
  readonly instalmentMinor: bigint;
  /** Existing debt payments and the instalment over monthly income; null when the income is unknown or nothing. */
  readonly debtToIncomeWithLoanPpm: bigint | null;
};

/** Unknown existing debt counts as none: a policy that minds refers on it. */
export function affordabilityOf({ amountMinor, termMonths, profile }: Application, ratePpm: bigint): Affordability {
  const instalmentMinor = monthlyInstalment(amountMinor, ratePpm, termMonths);
  const { annualIncomeMinor, debtToIncomePpm } = profile;
  const debtToIncomeWithLoanPpm =
    annualIncomeMinor === null || annualIncomeMinor <= 0n
      ? null
      : (debtToIncomePpm ?? 0n) + mulDiv(instalmentMinor * 12n, onePpm, annualIncomeMinor, 'half-up');
  return { instalmentMinor, debtToIncomeWithLoanPpm };
}

const one = 10n ** 18n;

/** The annuity A = P·r / (1 − (1 + r)^−n) with r = rate / 12, rounded up to a minor unit; fixed point of 18 digits. */
export function monthlyInstalment(amountMinor: bigint, ratePpm: bigint, months: number): bigint {
  const rate = mulDiv(ratePpm, one, 12n * onePpm, 'half-even');
  if (rate === 0n) return mulDiv(amountMinor, 1n, BigInt(months), 'ceiling');
  let grown = one;
  for (let month = 0; month < months; month += 1) grown = mulDiv(grown, one + rate, one, 'half-even');
  return mulDiv(amountMinor * rate, grown, (grown - one) * one, 'ceiling');
}
