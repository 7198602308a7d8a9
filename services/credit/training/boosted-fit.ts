/** Fits the boosted additive model. */
import type { Bins } from './binning.ts';
import { type Binned, type Boosted, boost, meanOf } from './boosting.ts';
import type { Specification } from './columns.ts';
import { binned, binsOfAll, labelsOf } from './dataset.ts';
import type { TrainingLoan } from './loans.ts';
import { type Tables, tablesOf } from './tables.ts';

export type BoostedSettings = {
  readonly halfLifeMonths: number;
  /** Of each fit. */
  readonly trees: number;
  readonly fits: number;
  readonly seed: number;
};

export const boostOptions = { rate: 0.03, ridge: 20, leafMin: 150, rowShare: 0.7, featureShare: 0.4 } as const;
const seedsApart = 1_000;

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

/** Several fits that differ by their seed alone, so that the draw of loans and features says less: their mean is a sum of tables too. */
export function fitTrees({ data, loans }: Prepared, { halfLifeMonths, trees, fits, seed }: BoostedSettings): Boosted {
  const labels = labelsOf(loans, halfLifeMonths);
  return meanOf(Array.from({ length: fits }, (_, nr) => boost(data, labels, { ...boostOptions, trees, seed: seed * seedsApart + nr })));
}

export function fitTables(prepared: Prepared, settings: BoostedSettings): Tables {
  const { weight } = labelsOf(prepared.loans, settings.halfLifeMonths);
  return tablesOf(fitTrees(prepared, settings), prepared.data, weight);
}
