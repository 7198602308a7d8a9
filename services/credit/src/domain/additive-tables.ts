/**
 * An additive model laid out once for scoring: flat typed arrays, no names, no objects in the loops. Every feature has a pair with every
 * later one, of zeros where the model has none; the rows of one feature's pairs lie side by side, so one bin of it reads one stretch of
 * memory, and the bin of the partner lies in it where it lies among the bins of all features.
 */
import { type Edges, type Grid, gridCells, gridOf } from './bins.ts';
import { isCategory, positionOf } from './feature-values.ts';
import type { AdditiveFeature, AdditiveModel, AdditivePair, Reason } from './scorecard.ts';

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
  /** The reason that a bin of a feature gives, one feature after the other. */
  readonly reasonAt: readonly Reason[];
  /** Where each feature's bins begin among those of all features. */
  readonly ownFrom: Int32Array;
  /** Where the row of a feature's first bin would begin, if it reached back to the first feature. */
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
  const ownFrom = begins(features.map(({ hundredths }) => hundredths));
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
    reasonAt: features.flatMap(({ texts, reason, missingReason }) => [...texts.slice(1).map(() => reason), missingReason]),
    ownFrom,
    ...pairTables(model, ownFrom),
  };
}

function startsOf(grids: readonly Grid[]): Uint8Array {
  const starts = new Uint8Array(grids.length * gridCells);
  for (const [index, grid] of grids.entries()) starts.set(grid.starts, index * gridCells);
  return starts;
}

type PairTables = Pick<Tables, 'rowsFrom' | 'rowWidth' | 'pairPoints'>;

function pairTables({ features, pairs }: AdditiveModel, ownFrom: Int32Array): PairTables {
  const rows = features.map((_, first) => rowsOf(features, first, pairs));
  return {
    rowsFrom: begins(rows).map((from, first) => from - (ownFrom[first + 1] ?? 0)),
    rowWidth: Int32Array.from(features, (_, first) => (ownFrom[features.length] ?? 0) - (ownFrom[first + 1] ?? 0)),
    pairPoints: Int32Array.from(rows.flat()),
  };
}

/** The rows of all pairs of one first feature: for each of its bins, the rows of all later features one after the other. */
function rowsOf(features: readonly AdditiveFeature[], first: number, pairs: readonly AdditivePair[]): number[] {
  const later = features.slice(first + 1).map(({ hundredths }, nr) => ({
    pair: pairs.find(({ features: [a, b] }) => a === first && b === first + 1 + nr),
    none: hundredths.map(() => 0),
  }));
  const bins = features[first]?.hundredths ?? [];
  return bins.flatMap((_, bin) => later.flatMap(({ pair, none }) => pair?.hundredths[bin] ?? none));
}

/** Where each part begins when all follow one another, and last where they end. */
function begins(parts: readonly { readonly length: number }[]): Int32Array {
  const from = new Int32Array(parts.length + 1);
  for (const [index, { length }] of parts.entries()) from[index + 1] = (from[index] ?? 0) + length;
  return from;
}
