/**
 * Scores by an additive model: each feature falls in a bin, each bin and each pair of bins has its hundredths of a point, all of them are
 * added. The points of a pair go half to each of its features, the odd hundredth to the second, so contributions are exact and add up.
 * The tables are laid out once per model as typed arrays.
 */
import { assert } from '@mutua/kernel';
import type { FeatureVector } from './features.ts';
import { type Contribution, noAdverseFactor, pdOf, reasonsMax, type Score, withinScale } from './points.ts';
import type { AdditiveFeature, AdditiveModel, Reason } from './scorecard.ts';

type Table = AdditiveFeature & { readonly missing: number; readonly edges: Float64Array; readonly byValue: ReadonlyMap<string, number> };
type Compiled = {
  readonly tables: readonly Table[];
  readonly baseHundredths: number;
  /** Four numbers a pair: its features, where its points begin in `pairPoints`, and how many there are a row. */
  readonly pairs: Int32Array;
  readonly pairPoints: Int32Array;
  /** Used again by every score: nothing of it is kept, and nothing waits in between. */
  readonly bins: Uint8Array;
  readonly hundredths: Int32Array;
};

const numbersOfPair = 4;
const compiledModels = new WeakMap<AdditiveModel, Compiled>();

export function scoreAdditive(vector: FeatureVector, model: AdditiveModel): Score {
  const laidOut = compiled(model);
  const { tables, bins, hundredths } = laidOut;
  let sum = laidOut.baseHundredths;
  addFeatures(laidOut, vector);
  addPairs(laidOut);
  const contributions: Contribution[] = [];
  for (let index = 0; index < tables.length; index += 1) {
    const table = tables[index];
    const own = hundredths[index] ?? 0;
    sum += own;
    if (table !== undefined) contributions.push({ feature: table.name, bin: table.texts[bins[index] ?? 0] ?? '', points: own / 100 });
  }
  const points = sum / 100;
  return {
    score: withinScale(points, model.scale),
    pdPpm: pdOf(points, model.scale),
    contributions,
    reasons: reasonsOf(laidOut),
  };
}

function addFeatures({ tables, bins, hundredths }: Compiled, vector: FeatureVector): void {
  for (let index = 0; index < tables.length; index += 1) {
    const table = tables[index];
    if (table === undefined) continue;
    const bin = binIn(table, vector[table.name]);
    bins[index] = bin;
    hundredths[index] = table.hundredths[bin] ?? 0;
  }
}

function addPairs({ pairs, pairPoints, bins, hundredths }: Compiled): void {
  for (let at = 0; at < pairs.length; at += numbersOfPair) {
    const first = pairs[at] ?? 0;
    const second = pairs[at + 1] ?? 0;
    const points = pairPoints[(pairs[at + 2] ?? 0) + (bins[first] ?? 0) * (pairs[at + 3] ?? 0) + (bins[second] ?? 0)] ?? 0;
    const half = points >> 1;
    hundredths[first] = (hundredths[first] ?? 0) + half;
    hundredths[second] = (hundredths[second] ?? 0) + points - half;
  }
}

/** The bin of a value: an unknown category and null are missing, which is the last. */
export function binIn(table: Pick<Table, 'edges' | 'byValue' | 'missing'>, value: bigint | string | null): number {
  if (value === null) return table.missing;
  if (typeof value === 'string') return table.byValue.get(value) ?? table.missing;
  const { edges } = table;
  const number = Number(value);
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (number < (edges[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The features that cost the most points, worst first; ties in the order of the model. */
function reasonsOf({ tables, bins, hundredths }: Compiled): readonly Reason[] {
  const worst: number[] = [];
  for (let index = 0; index < hundredths.length; index += 1) {
    const own = hundredths[index] ?? 0;
    if (own >= 0) continue;
    let at = worst.length;
    while (at > 0 && own < (hundredths[worst[at - 1] ?? 0] ?? 0)) at -= 1;
    if (at >= reasonsMax) continue;
    worst.splice(at, 0, index);
    if (worst.length > reasonsMax) worst.pop();
  }
  if (worst.length === 0) return [noAdverseFactor];
  return worst.map((index) => {
    const table = tables[index];
    assert(table !== undefined, 'a reason is of a feature', { index });
    return bins[index] === table.missing ? table.missingReason : table.reason;
  });
}

function compiled(model: AdditiveModel): Compiled {
  const known = compiledModels.get(model);
  if (known !== undefined) return known;
  const tables = model.features.map((feature) => ({ ...feature, ...lookup(feature) }));
  const points = model.pairs.map(({ hundredths }) => hundredths.flat());
  let begins = 0;
  const pairs = model.pairs.flatMap(({ features, hundredths }, index) => {
    const from = begins;
    begins += points[index]?.length ?? 0;
    return [...features, from, hundredths[0]?.length ?? 0];
  });
  const made = {
    ...{ tables, pairs: Int32Array.from(pairs), pairPoints: Int32Array.from(points.flat()) },
    ...{ bins: new Uint8Array(tables.length), hundredths: new Int32Array(tables.length) },
    baseHundredths: Math.round(model.scale.basePoints * 100),
  };
  compiledModels.set(model, made);
  return made;
}

/** How a feature's values find their bins. */
export function lookup({
  bounds,
  values,
  texts,
}: Pick<AdditiveFeature, 'bounds' | 'values' | 'texts'>): Pick<Table, 'edges' | 'byValue' | 'missing'> {
  return {
    edges: Float64Array.from(bounds),
    byValue: new Map(values.map((value, index) => [value, index])),
    missing: texts.length - 1,
  };
}
