/**
 * An additive model laid out once for scoring: flat typed arrays, no names, no objects in the loops. Pairs are ordered by their first
 * feature, and the rows of one feature's pairs lie side by side, so one bin of it reads one stretch of memory.
 */
import { type Edges, type Grid, gridCells, gridOf } from './bins.ts';
import { isCategory, positionOf } from './feature-values.ts';
import type { AdditiveFeature, AdditiveModel, AdditivePair } from './scorecard.ts';

export type Tables = {
  readonly model: AdditiveModel;
  readonly baseHundredths: number;
  /** Per feature. */
  readonly isNumber: Uint8Array;
  readonly position: Uint8Array;
  readonly missing: Uint8Array;
  readonly byValue: readonly ReadonlyMap<string, number>[];
  readonly cellsPerUnit: Float64Array;
  /** `gridCells` of each feature, one feature after the other. */
  readonly starts: Uint8Array;
  /** Edges of all features, each followed by infinity, which ends every walk along them; and where each feature's begin. */
  readonly edges: Float64Array;
  readonly edgesFrom: Int32Array;
  readonly own: Int32Array;
  readonly ownFrom: Int32Array;
  /** The pairs that a feature is first of are numbers `pairsFrom[feature]` up to `pairsFrom[feature + 1]`. */
  readonly pairsFrom: Int32Array;
  readonly partner: Uint8Array;
  /** Where a pair's row begins within the row of its first feature. */
  readonly column: Int32Array;
  readonly rowsFrom: Int32Array;
  readonly rowWidth: Int32Array;
  readonly pairPoints: Int32Array;
};

export function edgesOf({ bounds, values, texts }: Pick<AdditiveFeature, 'bounds' | 'values' | 'texts'>): Edges {
  return {
    edges: Float64Array.from(bounds),
    byValue: new Map(values.map((value, index) => [value, index])),
    missing: texts.length - 1,
  };
}

export function tablesOf(model: AdditiveModel): Tables {
  const { features, scale } = model;
  const edges = features.map(edgesOf);
  const grids = edges.map((each) => gridOf(each.edges));
  const walks = edges.map((each) => [...each.edges, Number.POSITIVE_INFINITY]);
  return {
    model,
    baseHundredths: Math.round(scale.basePoints * 100),
    isNumber: Uint8Array.from(features, ({ name }) => (isCategory(name) ? 0 : 1)),
    position: Uint8Array.from(features, ({ name }) => positionOf(name)),
    missing: Uint8Array.from(edges, ({ missing }) => missing),
    byValue: edges.map(({ byValue }) => byValue),
    cellsPerUnit: Float64Array.from(grids, (grid) => grid.cellsPerUnit),
    starts: startsOf(grids),
    edges: Float64Array.from(walks.flat()),
    edgesFrom: begins(walks),
    own: Int32Array.from(features.flatMap(({ hundredths }) => hundredths)),
    ownFrom: begins(features.map(({ hundredths }) => hundredths)),
    ...pairTables(model),
  };
}

function startsOf(grids: readonly Grid[]): Uint8Array {
  const starts = new Uint8Array(grids.length * gridCells);
  for (const [index, grid] of grids.entries()) starts.set(grid.starts, index * gridCells);
  return starts;
}

type PairTables = Pick<Tables, 'pairsFrom' | 'partner' | 'column' | 'rowsFrom' | 'rowWidth' | 'pairPoints'>;

function pairTables({ features, pairs }: AdditiveModel): PairTables {
  const byFirst = features.map((_, index) => pairs.filter((pair) => pair.features[0] === index));
  const rows = byFirst.map((own) => rowsOf(own));
  return {
    pairsFrom: begins(byFirst),
    partner: Uint8Array.from(byFirst.flat(), (pair) => pair.features[1]),
    column: Int32Array.from(byFirst.flatMap((own) => Array.from(begins(own.map(firstRow)).subarray(0, own.length)))),
    rowsFrom: begins(rows),
    rowWidth: Int32Array.from(byFirst, (own) => own.flatMap(firstRow).length),
    pairPoints: Int32Array.from(rows.flat()),
  };
}

/** The rows of all pairs of one first feature: for each of its bins, the pairs' rows one after the other. */
function rowsOf(pairs: readonly AdditivePair[]): number[] {
  return (pairs[0]?.hundredths ?? []).flatMap((_, bin) => pairs.flatMap(({ hundredths }) => hundredths[bin] ?? []));
}

function firstRow({ hundredths }: AdditivePair): readonly number[] {
  return hundredths[0] ?? [];
}

/** Where each part begins when all follow one another, and last where they end. */
function begins(parts: readonly { readonly length: number }[]): Int32Array {
  const from = new Int32Array(parts.length + 1);
  for (const [index, { length }] of parts.entries()) from[index + 1] = (from[index] ?? 0) + length;
  return from;
}
