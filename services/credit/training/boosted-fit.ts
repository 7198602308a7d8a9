/** Fits the boosted additive model: first with every pair free, to see which pairs matter, then again with those alone. */
import type { Bins } from './binning.ts';
import { type Binned, type Boosted, type BoostOptions, boost, pairKey } from './boosting.ts';
import type { Specification } from './columns.ts';
import { binned, binsOfAll, labelsOf } from './dataset.ts';
import type { TrainingLoan } from './loans.ts';
import { pairStrength, type Tables, tablesOf } from './tables.ts';

export type BoostedSettings = {
  readonly halfLifeMonths: number;
  readonly pairsMax: number;
  readonly trees: number;
  readonly seed: number;
};

export const boostOptions = { rate: 0.03, ridge: 20, leafMin: 150, rowShare: 0.7, featureShare: 0.4 } as const;
/** Of the first pass, at most. */
const scoutTreesMax = 300;

export type Prepared = { readonly bins: readonly Bins[]; readonly data: Binned; readonly loans: readonly TrainingLoan[] };

export function prepare(specifications: readonly Specification[], loans: readonly TrainingLoan[]): Prepared {
  const bins = binsOfAll(specifications, loans);
  return {
    bins,
    data: binned(
      bins,
      loans.map(({ vector }) => vector),
    ),
    loans,
  };
}

/** The trees with the pairs that matter most, at most `pairsMax` of them. */
export function fitTrees({ data, loans }: Prepared, { halfLifeMonths, pairsMax, trees, seed }: BoostedSettings): Boosted {
  const labels = labelsOf(loans, halfLifeMonths);
  const options: BoostOptions = { ...boostOptions, trees, seed };
  const scouted = tablesOf(boost(data, labels, { ...options, trees: Math.min(scoutTreesMax, trees) }), data, labels.weight);
  const pairs = scouted.pairs
    .map((pair) => ({ key: pairKey(pair.first, pair.second), strength: pairStrength(pair, data, labels.weight) }))
    .sort((a, b) => b.strength - a.strength || (a.key < b.key ? -1 : 1))
    .slice(0, pairsMax);
  return boost(data, labels, { ...options, pairs: new Set(pairs.map(({ key }) => key)) });
}

export function fitTables(prepared: Prepared, settings: BoostedSettings): Tables {
  const { weight } = labelsOf(prepared.loans, settings.halfLifeMonths);
  return tablesOf(fitTrees(prepared, settings), prepared.data, weight);
}
