/** Where the values of a feature are cut, from training loans alone. Bounds are rounded to three digits so that people can read them. */
import type { Feature, FeatureVector } from '../src/domain/features.ts';
import { categoryFeatures } from '../src/domain/features.ts';
import type { Specification } from './columns.ts';

export type Bins = {
  readonly specification: Specification;
  /** Ascending, exclusive upper; one fewer than the bins. Empty for a category. */
  readonly bounds: readonly number[];
  /** Named values of a category, safest first. Empty for a number. */
  readonly values: readonly string[];
  /** Without the bin of what is missing, which has this index. */
  readonly count: number;
};
export type Outcome = { readonly vector: FeatureVector; readonly bad: number };

export type BinLimits = {
  readonly binsMax: number;
  /** The least share of loans that a bin of numbers holds. */
  readonly shareMin: number;
  /** The least loans that a category has for a bin of its own; rarer ones are scored as missing. */
  readonly categoryMin: number;
};

export function isCategory(feature: Feature): boolean {
  return categoryFeatures.some((each) => each === feature);
}

export function binsOf(specification: Specification, loans: readonly Outcome[], limits: BinLimits): Bins {
  const { feature } = specification;
  if (isCategory(feature)) {
    const values = categories(loans, feature, limits);
    return { specification, bounds: [], values, count: values.length };
  }
  const numbers = loans.flatMap(({ vector }) => (vector[feature] === null ? [] : [Number(vector[feature])])).sort((a, b) => a - b);
  const bounds = cuts(numbers, limits);
  return { specification, bounds, values: [], count: bounds.length + 1 };
}

/** Cuts at equal shares of the loans, between distinct values, none nearer than the least share. */
function cuts(sorted: readonly number[], { binsMax, shareMin }: BinLimits): number[] {
  const bounds: number[] = [];
  const least = Math.max(1, shareMin * sorted.length);
  let begins = 0;
  for (let wanted = 1; wanted < binsMax; wanted += 1) {
    const bound = threeDigits(sorted[Math.floor((wanted * sorted.length) / binsMax)] ?? Number.NaN);
    const at = sorted.findIndex((value) => value >= bound);
    if (at - begins < least || sorted.length - at < least || bound <= (bounds.at(-1) ?? Number.NEGATIVE_INFINITY)) continue;
    bounds.push(bound);
    begins = at;
  }
  // Values with many ties (counts) hide the cut right above the commonest one from the quantiles.
  const tail = sorted.find((value) => value > (bounds.at(-1) ?? sorted[0] ?? 0));
  const above = tail === undefined ? -1 : sorted.findIndex((value) => value >= tail);
  if (tail !== undefined && above - begins >= least && sorted.length - above >= least) bounds.push(threeDigits(tail));
  return [...new Set(bounds)];
}

function threeDigits(value: number): number {
  if (value === 0) return 0;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(value))) - 2);
  return Math.round(value / unit) * unit;
}

/** Safest first by the share of bad loans, drawn towards the mean by a hundred loans of it. */
function categories(loans: readonly Outcome[], feature: Feature, { categoryMin }: BinLimits): string[] {
  const overall = loans.reduce((sum, { bad }) => sum + bad, 0) / loans.length;
  const counts = new Map<string, { loans: number; bad: number }>();
  for (const { vector, bad } of loans) {
    const value = String(vector[feature] ?? '');
    const before = counts.get(value) ?? { loans: 0, bad: 0 };
    counts.set(value, { loans: before.loans + 1, bad: before.bad + bad });
  }
  const share = (value: string): number => {
    const seen = counts.get(value) ?? { loans: 0, bad: 0 };
    return (seen.bad + 100 * overall) / (seen.loans + 100);
  };
  return [...counts.keys()]
    .filter((value) => value !== '' && (counts.get(value)?.loans ?? 0) >= categoryMin)
    .sort((a, b) => share(a) - share(b) || (a < b ? -1 : 1));
}
