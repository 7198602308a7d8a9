/**
 * Scores by an additive model: each feature falls in a bin, each bin and each pair of bins has its hundredths of a point, all of them are
 * added. The points of a pair go half to each of its features, so the contributions are exact and add up. The tables are laid out once
 * per model as typed arrays.
 */
import { assert } from '@mutua/kernel';
import type { FeatureVector } from './features.ts';
import { noAdverseFactor, pdOf, reasonsMax, withinScale } from './points.ts';
import type { Contribution, Score } from './score.ts';
import type { AdditiveFeature, AdditiveModel, Reason } from './scorecard.ts';

type Table = AdditiveFeature & { readonly missing: number; readonly edges: Float64Array; readonly byValue: ReadonlyMap<string, number> };
type PairTable = { readonly first: number; readonly second: number; readonly width: number; readonly hundredths: Int32Array };
type Compiled = { readonly tables: readonly Table[]; readonly pairs: readonly PairTable[]; readonly baseHundredths: number };

const compiledModels = new WeakMap<AdditiveModel, Compiled>();

export function scoreAdditive(vector: FeatureVector, model: AdditiveModel): Score {
  const { tables, pairs, baseHundredths } = compiled(model);
  const bins = tables.map((table) => binIn(table, vector[table.name]));
  // Halves of a hundredth, so that half a pair is whole.
  const halves = bins.map((bin, index) => 2 * (tables[index]?.hundredths[bin] ?? 0));
  for (const { first, second, width, hundredths } of pairs) {
    const points = hundredths[(bins[first] ?? 0) * width + (bins[second] ?? 0)] ?? 0;
    halves[first] = (halves[first] ?? 0) + points;
    halves[second] = (halves[second] ?? 0) + points;
  }
  let sum = 2 * baseHundredths;
  for (const half of halves) sum += half;
  const points = sum / 200;
  return {
    score: withinScale(points, model.scale),
    pdPpm: pdOf(points, model.scale),
    contributions: tables.map((table, index): Contribution => {
      return { feature: table.name, bin: table.texts[bins[index] ?? 0] ?? '', points: (halves[index] ?? 0) / 200 };
    }),
    reasons: reasonsOf(tables, bins, halves),
  };
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
function reasonsOf(tables: readonly Table[], bins: readonly number[], halves: readonly number[]): readonly Reason[] {
  const worst: number[] = [];
  for (let index = 0; index < halves.length; index += 1) {
    const own = halves[index] ?? 0;
    if (own >= 0) continue;
    let at = worst.length;
    while (at > 0 && own < (halves[worst[at - 1] ?? 0] ?? 0)) at -= 1;
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
  const pairs = model.pairs.map(({ features: [first, second], hundredths }) => ({
    first,
    second,
    width: hundredths[0]?.length ?? 0,
    hundredths: Int32Array.from(hundredths.flat()),
  }));
  const made = { tables, pairs, baseHundredths: Math.round(model.scale.basePoints * 100) };
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
