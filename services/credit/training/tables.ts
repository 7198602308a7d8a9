/**
 * From boosted trees to tables: what each bin adds alone and what each pair of bins adds beyond that. The sum is exactly that of the
 * trees. Pairs are purified (Lengerich et al. 2020): no row or column of a pair has a mean of its own over the training loans.
 */
import { type Binned, type Boosted, type Branch, pairKey, type Split, type Tree } from './boosting.ts';

/** Log-odds of failure. */
export type PairTable = { readonly first: number; readonly second: number; readonly rows: readonly Float64Array[] };
export type Tables = { readonly base: number; readonly singles: readonly Float64Array[]; readonly pairs: readonly PairTable[] };

type Building = { base: number; readonly singles: Float64Array[]; readonly pairs: Map<string, PairTable> };

export function tablesOf({ base, trees }: Boosted, data: Binned, weight: Float64Array): Tables {
  const building: Building = { base, singles: data.sizes.map((size) => new Float64Array(size)), pairs: new Map() };
  for (const tree of trees) addToTables(building, data, tree);
  const pairs = [...building.pairs.values()].sort((a, b) => a.first - b.first || a.second - b.second);
  for (const pair of pairs) purify(building, pair, jointWeights(pair, data, weight));
  building.singles.forEach((single, feature) => {
    const shares = shareOfBins(data, weight, feature);
    const middle = single.reduce((sum, value, bin) => sum + value * (shares[bin] ?? 0), 0);
    building.base += middle;
    single.forEach((value, bin) => {
      single[bin] = value - middle;
    });
  });
  return { base: building.base, singles: building.singles, pairs };
}

/** The share of the weight of the training loans in each bin. */
export function shareOfBins(data: Pick<Binned, 'columns' | 'sizes'>, weight: Float64Array, feature: number): Float64Array {
  const shares = new Float64Array(data.sizes[feature] ?? 0);
  let all = 0;
  data.columns[feature]?.forEach((bin, at) => {
    shares[bin] = (shares[bin] ?? 0) + (weight[at] ?? 0);
    all += weight[at] ?? 0;
  });
  return shares.map((share) => share / all);
}

function addToTables(building: Building, data: Binned, tree: Tree): void {
  addBranch(building, data, { root: tree.root, side: 1, branch: tree.left });
  addBranch(building, data, { root: tree.root, side: 0, branch: tree.right });
}

type Side = { readonly root: Split; readonly side: 0 | 1; readonly branch: Branch };

function addBranch({ singles, pairs }: Building, data: Binned, { root, side, branch }: Side): void {
  const single = singles[root.feature] ?? new Float64Array();
  const own = [...root.isLeft.keys()].filter((bin) => root.isLeft[bin] === side);
  const valueAt = (bin: number): number => {
    if ('value' in branch) return branch.value;
    return branch.split.isLeft[bin] === 1 ? branch.left : branch.right;
  };
  if ('value' in branch || branch.split.feature === root.feature) {
    for (const bin of own) single[bin] = (single[bin] ?? 0) + valueAt(bin);
    return;
  }
  const partner = branch.split.feature;
  const pair = pairOf(pairs, data, root.feature, partner);
  const isFirst = pair.first === root.feature;
  for (const bin of own) {
    for (let other = 0; other < branch.split.isLeft.length; other += 1) {
      const [row, column] = isFirst ? [bin, other] : [other, bin];
      const cells = pair.rows[row] ?? new Float64Array();
      cells[column] = (cells[column] ?? 0) + valueAt(other);
    }
  }
}

function pairOf(pairs: Map<string, PairTable>, data: Binned, a: number, b: number): PairTable {
  const key = pairKey(a, b);
  const known = pairs.get(key);
  if (known !== undefined) return known;
  const [first, second] = [Math.min(a, b), Math.max(a, b)];
  const rows = Array.from({ length: data.sizes[first] ?? 0 }, () => new Float64Array(data.sizes[second] ?? 0));
  const made = { first, second, rows };
  pairs.set(key, made);
  return made;
}

/** Weights of the cells; a little everywhere, so that cells without loans are drawn to no effect of their own. */
function jointWeights({ first, second, rows }: PairTable, data: Binned, weight: Float64Array): readonly Float64Array[] {
  const joint = rows.map((row) => new Float64Array(row.length).fill(1e-3));
  const [a, b] = [data.columns[first], data.columns[second]];
  weight.forEach((own, at) => {
    const row = joint[a?.[at] ?? 0];
    const column = b?.[at] ?? 0;
    if (row !== undefined) row[column] = (row[column] ?? 0) + own;
  });
  return joint;
}

const sweeps = 60;

/** Moves the means of rows and columns into the singles, over and over, until nothing of them is left. */
function purify({ singles }: Building, { first, second, rows }: PairTable, joint: readonly Float64Array[]): void {
  const [single, partner] = [singles[first] ?? new Float64Array(), singles[second] ?? new Float64Array()];
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    rows.forEach((row, index) => {
      const weights = joint[index] ?? new Float64Array();
      const middle =
        row.reduce((sum, value, column) => sum + value * (weights[column] ?? 0), 0) / weights.reduce((sum, each) => sum + each, 0);
      row.forEach((value, column) => {
        row[column] = value - middle;
      });
      single[index] = (single[index] ?? 0) + middle;
    });
    partner.forEach((before, column) => {
      let [sum, all] = [0, 0];
      rows.forEach((row, index) => {
        sum += (row[column] ?? 0) * (joint[index]?.[column] ?? 0);
        all += joint[index]?.[column] ?? 0;
      });
      for (const row of rows) row[column] = (row[column] ?? 0) - sum / all;
      partner[column] = before + sum / all;
    });
  }
}

/** The log-odds of each loan. */
export function oddsOf({ base, singles, pairs }: Tables, { columns }: Pick<Binned, 'columns'>): Float64Array {
  const odds = new Float64Array(columns[0]?.length ?? 0).fill(base);
  columns.forEach((column, feature) => {
    column.forEach((bin, at) => {
      odds[at] = (odds[at] ?? 0) + (singles[feature]?.[bin] ?? 0);
    });
  });
  for (const { first, second, rows } of pairs) {
    for (let at = 0; at < odds.length; at += 1) {
      odds[at] = (odds[at] ?? 0) + (rows[columns[first]?.[at] ?? 0]?.[columns[second]?.[at] ?? 0] ?? 0);
    }
  }
  return odds;
}
