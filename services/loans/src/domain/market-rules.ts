/** What the order book of a market takes, as matching told: a grid of rates, grades, terms, purposes. Matching has the last word. */
import { mulDiv } from '@mutua/kernel';
import { check, type Problem } from './problem.ts';

export type MarketRules = {
  /** Rates are the minimum and whole steps above it, up to the maximum. */
  readonly rateStepPpm: bigint;
  readonly rateMinPpm: bigint;
  readonly rateMaxPpm: bigint;
  /** Null takes every grade. */
  readonly grades: readonly string[] | null;
  readonly minTermMonths: number;
  readonly maxTermMonths: number;
  /** Null takes every purpose. */
  readonly purposes: readonly string[] | null;
};

/** The lowest rate of the market that is not below the given one; undefined when there is none. */
export function rateOnGrid(rules: MarketRules | null, ratePpm: bigint): bigint | undefined {
  if (rules === null) return ratePpm;
  const { rateStepPpm, rateMinPpm, rateMaxPpm } = rules;
  const above = ratePpm - rateMinPpm;
  const onGrid = above <= 0n ? rateMinPpm : rateMinPpm + mulDiv(above, 1n, rateStepPpm, 'ceiling') * rateStepPpm;
  return onGrid <= rateMaxPpm ? onGrid : undefined;
}

type Criteria = Pick<MarketRules, 'purposes' | 'minTermMonths' | 'maxTermMonths'> & {
  readonly minRatePpm: bigint;
  readonly grades: readonly string[];
};

/** Why no loan of the market could meet the criteria. */
export function marketProblems(rules: MarketRules | null, criteria: Criteria): readonly Problem[] {
  if (rules === null) return [];
  const { rateStepPpm, rateMinPpm, rateMaxPpm, grades, purposes, minTermMonths, maxTermMonths } = rules;
  const { minRatePpm } = criteria;
  const hasTerm = criteria.minTermMonths <= maxTermMonths && criteria.maxTermMonths >= minTermMonths;
  const hasPurpose = purposes === null || criteria.purposes === null || criteria.purposes.some((each) => purposes.includes(each));
  return [
    ...check(
      rateOnGrid(rules, minRatePpm) === minRatePpm,
      'criteria.minRatePpm',
      'rate_off_grid',
      `${rateMinPpm} to ${rateMaxPpm} in steps of ${rateStepPpm}`,
    ),
    ...check(
      grades === null || criteria.grades.some((grade) => grades.includes(grade)),
      'criteria.grades',
      'matches_nothing',
      `one of ${grades?.join(', ')}`,
    ),
    ...check(hasTerm, 'criteria.minTermMonths', 'matches_nothing', `terms of ${minTermMonths} to ${maxTermMonths} months`),
    ...check(hasPurpose, 'criteria.purposes', 'matches_nothing', `one of ${purposes?.join(', ')}`),
  ];
}

/** Why the market would not take a request. */
export function requestProblems(
  rules: MarketRules | null,
  ask: { readonly termMonths: number; readonly purpose?: string },
): readonly Problem[] {
  if (rules === null) return [];
  const { minTermMonths, maxTermMonths, purposes } = rules;
  const isTerm = ask.termMonths >= minTermMonths && ask.termMonths <= maxTermMonths;
  const isPurpose = purposes === null || ask.purpose === undefined || purposes.includes(ask.purpose);
  return [
    ...check(isTerm, 'termMonths', 'not_traded', `${minTermMonths} to ${maxTermMonths}`),
    ...check(isPurpose, 'purpose', 'not_traded', `one of ${purposes?.join(', ')}`),
  ];
}
