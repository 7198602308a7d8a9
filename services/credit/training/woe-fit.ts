/**
 * The plain scorecard: coarse bins, monotone where risk is, weight of evidence per bin, ridge logistic regression. It is written as the
 * same tables as the boosted model, with no pairs.
 */
import type { Binned } from './boosting.ts';
import { labelsOf } from './dataset.ts';
import type { TrainingLoan } from './loans.ts';
import type { Tables } from './tables.ts';

export type WoeSettings = { readonly halfLifeMonths: number; readonly ridge: number };
type Fit = { readonly data: Binned; readonly loans: readonly TrainingLoan[] };

export const woeLimits = { binsMax: 8, shareMin: 0.03, categoryMin: 200 } as const;
/** Loans of the average that a bin is mixed with, so that a thin bin says little. */
const prior = 100;
const newtonSteps = 30;

export function fitWoe({ data, loans }: Fit, { halfLifeMonths, ridge }: WoeSettings): Tables {
  const { bad, weight } = labelsOf(loans, halfLifeMonths);
  const evidence = data.columns.map((_, feature) => evidenceOf(data, { bad, weight }, feature));
  const columns = data.columns.map((column, feature) => Float64Array.from(column, (bin) => evidence[feature]?.[bin] ?? 0));
  const { base, slopes } = positiveSlopes(columns, { bad, weight }, ridge);
  const singles = evidence.map((values, feature) => values.map((value) => value * (slopes[feature] ?? 0)));
  return { base, singles, pairs: [] };
}

type Labelled = { readonly bad: Uint8Array; readonly weight: Float64Array };

/** Log-odds of failure of each bin less that of all loans; pooled with its neighbours until it is in order. */
function evidenceOf(data: Binned, { bad, weight }: Labelled, feature: number): Float64Array {
  const size = data.sizes[feature] ?? 0;
  const [all, bads] = [new Float64Array(size), new Float64Array(size)];
  data.columns[feature]?.forEach((bin, at) => {
    all[bin] = (all[bin] ?? 0) + (weight[at] ?? 0);
    bads[bin] = (bads[bin] ?? 0) + (weight[at] ?? 0) * (bad[at] ?? 0);
  });
  const share = bads.reduce((sum, each) => sum + each, 0) / all.reduce((sum, each) => sum + each, 0);
  const rates = all.map((loans, bin) => ((bads[bin] ?? 0) + prior * share) / (loans + prior));
  const direction = data.directions[feature] ?? 0;
  const ordered = direction === 0 ? rates.slice(0, -1) : pooled(rates.slice(0, -1), all, direction);
  const logit = (rate: number): number => Math.log(rate / (1 - rate));
  return Float64Array.from([...ordered, rates.at(-1) ?? share], (rate) => logit(rate) - logit(share));
}

/** Pool adjacent violators: the nearest rates in order, by least squares. */
function pooled(rates: Float64Array, weights: Float64Array, direction: number): Float64Array {
  const blocks: { sum: number; weight: number; bins: number }[] = [];
  rates.forEach((rate, bin) => {
    const weight = (weights[bin] ?? 0) + prior;
    blocks.push({ sum: direction * rate * weight, weight, bins: 1 });
    for (let [last, before] = [blocks.at(-1), blocks.at(-2)]; last && before; [last, before] = [blocks.at(-1), blocks.at(-2)]) {
      if (before.sum / before.weight <= last.sum / last.weight) break;
      blocks.splice(-2, 2, { sum: before.sum + last.sum, weight: before.weight + last.weight, bins: before.bins + last.bins });
    }
  });
  return Float64Array.from(blocks.flatMap(({ sum, weight, bins }) => Array<number>(bins).fill((direction * sum) / weight)));
}

/** A negative slope would turn the evidence round and break its order: such a feature is left out and the rest is fitted again. */
function positiveSlopes(columns: readonly Float64Array[], labelled: Labelled, ridge: number): { base: number; slopes: readonly number[] } {
  let kept = columns.map((_, feature) => feature);
  for (;;) {
    const [base = 0, ...fitted] = ridgeLogistic(
      kept.map((feature) => columns[feature] ?? new Float64Array()),
      labelled,
      ridge,
    );
    const slopes = columns.map((_, feature) => (kept.includes(feature) ? (fitted[kept.indexOf(feature)] ?? 0) : 0));
    if (slopes.every((slope) => slope >= 0)) return { base, slopes };
    kept = kept.filter((feature) => (slopes[feature] ?? 0) > 0);
  }
}

/** Intercept and slopes by Newton's method; the ridge draws the slopes to zero. */
function ridgeLogistic(columns: readonly Float64Array[], labelled: Labelled, ridge: number): number[] {
  const size = columns.length + 1;
  const rows = Float64Array.from({ length: labelled.bad.length * size }, (_, at) => {
    const column = at % size;
    return column === 0 ? 1 : (columns[column - 1]?.[Math.floor(at / size)] ?? 0);
  });
  const beta = new Float64Array(size);
  for (let step = 0; step < newtonSteps; step += 1) {
    const { gradient, curvature } = normalEquations(rows, beta, labelled);
    for (let index = 1; index < size; index += 1) {
      gradient[index] = (gradient[index] ?? 0) - ridge * (beta[index] ?? 0);
      curvature[index * size + index] = (curvature[index * size + index] ?? 0) + ridge;
    }
    const matrix = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => curvature[Math.max(i, j) * size + Math.min(i, j)] ?? 0),
    );
    const change = solve(matrix, [...gradient]);
    change.forEach((value, index) => {
      beta[index] = (beta[index] ?? 0) + value;
    });
    if (change.every((value) => Math.abs(value) < 1e-8)) break;
  }
  return [...beta];
}

type Normal = { readonly gradient: Float64Array; readonly curvature: Float64Array };

/** First derivative, and the lower half of the second, of the likelihood. */
function normalEquations(rows: Float64Array, beta: Float64Array, { bad, weight }: Labelled): Normal {
  const size = beta.length;
  const [gradient, curvature] = [new Float64Array(size), new Float64Array(size * size)];
  for (let at = 0; at < bad.length; at += 1) {
    const x = rows.subarray(at * size, (at + 1) * size);
    let odds = 0;
    for (let i = 0; i < size; i += 1) odds += (x[i] ?? 0) * (beta[i] ?? 0);
    const p = 1 / (1 + Math.exp(-odds));
    const own = weight[at] ?? 0;
    const [error, curve] = [own * ((bad[at] ?? 0) - p), own * p * (1 - p)];
    for (let i = 0; i < size; i += 1) {
      const value = x[i] ?? 0;
      gradient[i] = (gradient[i] ?? 0) + error * value;
      for (let j = 0; j <= i; j += 1) curvature[i * size + j] = (curvature[i * size + j] ?? 0) + curve * value * (x[j] ?? 0);
    }
  }
  return { gradient, curvature };
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    const best = rows.reduce(
      (at, row, index) => (index >= pivot && Math.abs(row[pivot] ?? 0) > Math.abs(rows[at]?.[pivot] ?? 0) ? index : at),
      pivot,
    );
    const [chosen, displaced] = [rows[best] ?? [], rows[pivot] ?? []];
    rows[best] = displaced;
    rows[pivot] = chosen;
    rows.forEach((row, index) => {
      if (index === pivot) return;
      const factor = (row[pivot] ?? 0) / (chosen[pivot] ?? 1);
      for (let at = pivot; at <= size; at += 1) row[at] = (row[at] ?? 0) - factor * (chosen[at] ?? 0);
    });
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}
