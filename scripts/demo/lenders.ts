/** The demo's lenders: at least fifty people with differing strategies, each backed by a deposit. */
import type { Random } from './random.ts';

export type LenderPlan = {
  readonly name: string;
  readonly strategy: string;
  readonly depositMinor: bigint;
  readonly offers: readonly OfferPlan[];
};

export type OfferPlan = {
  readonly totalMinor: bigint;
  readonly minRatePpm: number;
  readonly grades: readonly string[];
  readonly minTermMonths: number;
  readonly maxTermMonths: number;
  readonly capPerLoanMinor: bigint;
};

type Strategy = {
  readonly name: string;
  readonly weight: number;
  readonly grades: readonly string[];
  readonly rates: readonly [low: number, high: number];
  readonly terms: readonly [low: number, high: number];
  readonly notes: readonly [low: number, high: number];
};

const all = ['A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;

const strategies: readonly Strategy[] = [
  { name: 'balanced', weight: 38, grades: all, rates: [20_000, 60_000], terms: [36, 60], notes: [14, 30] },
  { name: 'conservative', weight: 18, grades: ['A', 'B', 'C'], rates: [20_000, 50_000], terms: [36, 60], notes: [16, 36] },
  { name: 'yield', weight: 18, grades: ['C', 'D', 'E', 'F', 'G'], rates: [70_000, 110_000], terms: [36, 60], notes: [10, 26] },
  { name: 'short', weight: 12, grades: all, rates: [20_000, 70_000], terms: [36, 36], notes: [12, 30] },
  { name: 'diversifier', weight: 14, grades: all, rates: [20_000, 60_000], terms: [36, 60], notes: [6, 12] },
];

const noteMinor = 2_500n;

/**
 * Plans `count` lenders whose offers together cover `demandMinor` about twice, so that most requests fill
 * and some money stays idle, as on a real platform.
 */
export const planLenders = (random: Random, count: number, demandMinor: bigint): readonly LenderPlan[] => {
  const share = (demandMinor * 20n) / (10n * BigInt(count));
  return Array.from({ length: count }, (_, index) => {
    const strategy = random.weighted(strategies.map((item) => [item, item.weight] as const));
    const sized = ((share * BigInt(random.between(50, 150))) / 100n / noteMinor + 40n) * noteMinor;
    return {
      name: `Lender ${index + 1}`,
      strategy: strategy.name,
      depositMinor: sized + BigInt(random.between(0, 40)) * 1_000n,
      offers: [offerOf(random, strategy, sized)],
    };
  });
};

const offerOf = (random: Random, strategy: Strategy, totalMinor: bigint): OfferPlan => ({
  totalMinor,
  minRatePpm: random.between(strategy.rates[0] / 1_000, strategy.rates[1] / 1_000) * 1_000,
  grades: strategy.grades,
  minTermMonths: strategy.terms[0],
  maxTermMonths: strategy.terms[1],
  capPerLoanMinor: BigInt(random.between(strategy.notes[0], strategy.notes[1])) * noteMinor,
});
