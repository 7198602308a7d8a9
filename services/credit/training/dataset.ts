/** Loans as columns of bins, and how much each of them counts. */
import { binIn } from '../src/domain/bins.ts';
import type { FeatureVector } from '../src/domain/features.ts';
import { type BinLimits, type Bins, binsOf, isCategory, type Outcome } from './binning.ts';
import type { Binned, Labels } from './boosting.ts';
import type { Specification } from './columns.ts';
import type { TrainingLoan } from './loans.ts';

export const binLimits: BinLimits = { binsMax: 24, shareMin: 0.012, categoryMin: 50 };

export function binsOfAll(
  specifications: readonly Specification[],
  loans: readonly Outcome[],
  limits: BinLimits = binLimits,
): readonly Bins[] {
  return specifications.map((specification) => binsOf(specification, loans, limits));
}

export function binned(bins: readonly Bins[], vectors: readonly FeatureVector[]): Binned {
  const columns = bins.map(({ specification, bounds, values, count }) => {
    const table = {
      edges: Float64Array.from(bounds),
      byValue: new Map(values.map((value, index) => [value, index])),
      missing: count,
    };
    return Uint8Array.from(vectors, (vector) => binIn(table, vector[specification.feature]));
  });
  return { columns, sizes: bins.map(({ count }) => count + 1), directions: bins.map(directionOf) };
}

function directionOf({ specification: { feature, risk } }: Bins): -1 | 0 | 1 {
  if (isCategory(feature) || risk === 'any') return 0;
  return risk === 'rises' ? 1 : -1;
}

export function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** The month that is `months` later, as `2010-07`. */
export function monthLater(month: string, months: number): string {
  const number = monthNumber(month) + months;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** Outcomes, and weights that halve every `halfLife` months back from the last loan; one on average. */
export function labelsOf(loans: readonly TrainingLoan[], halfLife: number): Labels {
  const last = Math.max(...loans.map(({ month }) => monthNumber(month)));
  const raw = loans.map(({ month }) => 0.5 ** ((last - monthNumber(month)) / halfLife));
  const middle = raw.reduce((sum, each) => sum + each, 0) / raw.length;
  return { bad: Uint8Array.from(loans, ({ bad }) => bad), weight: Float64Array.from(raw, (each) => each / middle) };
}
