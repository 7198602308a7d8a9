/**
 * Gradient boosting of trees of depth two on binned features (Friedman 2001), second-order leaves, monotone where a feature promises it.
 * Depth two means at most one partner per branch, so the sum of all trees is exactly a sum of tables of one and of two features.
 */
import { type Random, sample, seeded } from './random.ts';

/** One column per feature: the bin of each loan, the last bin is what is missing. */
export type Binned = {
  readonly columns: readonly Uint8Array[];
  /** Bins of each feature with the one of what is missing. */
  readonly sizes: readonly number[];
  /** +1 where the log-odds of failure may only rise with the bin, −1 fall, 0 free. */
  readonly directions: readonly (-1 | 0 | 1)[];
};
export type Labels = { readonly bad: Uint8Array; readonly weight: Float64Array };

export type BoostOptions = {
  readonly trees: number;
  readonly rate: number;
  /** Added to the curvature of a leaf: the regularisation. */
  readonly ridge: number;
  readonly leafMin: number;
  readonly rowShare: number;
  readonly featureShare: number;
  readonly seed: number;
};

/** The bins that go left, as flags. */
export type Split = { readonly feature: number; readonly isLeft: Uint8Array };
export type Branch = { readonly value: number } | { readonly split: Split; readonly left: number; readonly right: number };
export type Tree = { readonly root: Split; readonly left: Branch; readonly right: Branch };
export type Boosted = { readonly base: number; readonly trees: readonly Tree[] };

type Range = { readonly low: number; readonly high: number };
type Found = { readonly split: Split; readonly gain: number; readonly left: number; readonly right: number };
type Gradients = { readonly slope: Float64Array; readonly curve: Float64Array };
type Node = { readonly rows: Int32Array; readonly range: Range };
type Growing = { readonly data: Binned; readonly gradients: Gradients; readonly options: BoostOptions };

export function pairKey(a: number, b: number): string {
  return a < b ? `${a}:${b}` : `${b}:${a}`;
}

/** The mean of several fits of as many trees, as one: their trees take turns, so the first ones of all of them come first. */
export function meanOf(fits: readonly Boosted[]): Boosted {
  const share = 1 / fits.length;
  const most = Math.max(...fits.map(({ trees }) => trees.length));
  const trees = Array.from({ length: most }, (_, nr) => fits.flatMap((fit) => fit.trees[nr] ?? [])).flat();
  const ofBranch = (branch: Branch): Branch =>
    'value' in branch ? { value: branch.value * share } : { ...branch, left: branch.left * share, right: branch.right * share };
  return {
    base: fits.reduce((sum, { base }) => sum + base, 0) * share,
    trees: trees.map(({ root, left, right }) => ({ root, left: ofBranch(left), right: ofBranch(right) })),
  };
}

/** Log-odds of failure as a base and trees; `onTree` hears of each tree with the log-odds of the training loans so far. */
export function boost(data: Binned, { bad, weight }: Labels, options: BoostOptions, onTree?: (done: number) => void): Boosted {
  const random = seeded(options.seed);
  const [weights, weightedBad] = bad.reduce(([all, some], each, at) => [all + (weight[at] ?? 0), some + each * (weight[at] ?? 0)], [0, 0]);
  const base = Math.log(weightedBad / (weights - weightedBad));
  const odds = new Float64Array(bad.length).fill(base);
  const gradients = { slope: new Float64Array(bad.length), curve: new Float64Array(bad.length) };
  const growing = { data, gradients, options };
  const trees: Tree[] = [];
  for (let made = 0; made < options.trees; made += 1) {
    for (let at = 0; at < bad.length; at += 1) {
      const probability = 1 / (1 + Math.exp(-(odds[at] ?? 0)));
      const own = weight[at] ?? 0;
      gradients.slope[at] = own * (probability - (bad[at] ?? 0));
      gradients.curve[at] = own * probability * (1 - probability);
    }
    const tree = grow(growing, random);
    if (tree !== undefined) {
      trees.push(tree);
      addTree(odds, data, tree);
    }
    onTree?.(made + 1);
  }
  return { base, trees };
}

/** Adds what a tree says of each loan. */
export function addTree(odds: Float64Array, { columns }: Pick<Binned, 'columns'>, { root, left, right }: Tree): void {
  const [isLeft, own] = [root.isLeft, columns[root.feature] ?? new Uint8Array()];
  const [ofLeft, ofRight] = [leavesOf(columns, left), leavesOf(columns, right)];
  for (let at = 0; at < odds.length; at += 1) {
    const { column, values } = isLeft[own[at] ?? 0] === 1 ? ofLeft : ofRight;
    odds[at] = (odds[at] ?? 0) + (values[column[at] ?? 0] ?? 0);
  }
}

/** The column that a branch looks at, and its value for each bin of it. */
function leavesOf(columns: readonly Uint8Array[], branch: Branch): { readonly column: Uint8Array; readonly values: Float64Array } {
  if ('value' in branch) return { column: columns[0] ?? new Uint8Array(), values: new Float64Array(256).fill(branch.value) };
  const values = Float64Array.from(branch.split.isLeft, (isLeft) => (isLeft === 1 ? branch.left : branch.right));
  return { column: columns[branch.split.feature] ?? new Uint8Array(), values };
}

function grow(growing: Growing, random: Random): Tree | undefined {
  const { data, options } = growing;
  const all = data.columns.length;
  const loans = data.columns[0]?.length ?? 0;
  const drawn = new Int32Array(loans);
  let size = 0;
  for (let at = 0; at < loans; at += 1) if (random() < options.rowShare) drawn[size++] = at;
  const rows = drawn.subarray(0, size);
  const features = sample(random, Math.max(2, Math.round(options.featureShare * all)), all);
  const found = bestSplit(growing, { rows, range: { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY } }, features);
  if (found === undefined) return undefined;
  const root = found.split;
  const [left, right] = parts(data, rows, root);
  const [leftRange, rightRange] = ranges(found, data.directions[root.feature] ?? 0);
  const branch = (own: Int32Array, range: Range, value: number): Branch => {
    const below = bestSplit(growing, { rows: own, range }, features);
    const { rate } = options;
    return below === undefined ? { value: rate * value } : { split: below.split, left: rate * below.left, right: rate * below.right };
  };
  return { root, left: branch(left, leftRange, found.left), right: branch(right, rightRange, found.right) };
}

/** What lies on each side of a monotone split stays on its side of the middle, whatever is split below. */
function ranges({ left, right }: Found, direction: number): readonly [Range, Range] {
  const free = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  if (direction === 0) return [free, free];
  const middle = (left + right) / 2;
  const [below, above] = [
    { ...free, high: middle },
    { ...free, low: middle },
  ];
  return direction > 0 ? [below, above] : [above, below];
}

function parts(data: Binned, rows: Int32Array, { feature, isLeft }: Split): readonly [Int32Array, Int32Array] {
  const column = data.columns[feature];
  const sides: [Int32Array, Int32Array] = [new Int32Array(rows.length), new Int32Array(rows.length)];
  let [left, right] = [0, 0];
  for (let row = 0; row < rows.length; row += 1) {
    const at = rows[row] ?? 0;
    if (isLeft[column?.[at] ?? 0] === 1) sides[0][left++] = at;
    else sides[1][right++] = at;
  }
  return [sides[0].subarray(0, left), sides[1].subarray(0, right)];
}

type Sums = { readonly slope: Float64Array; readonly curve: Float64Array; readonly loans: Float64Array };

function bestSplit(growing: Growing, node: Node, features: readonly number[]): Found | undefined {
  let best: Found | undefined;
  for (const feature of features) {
    const sums = histogram(growing, node.rows, feature);
    for (const isMissingLeft of [true, false]) {
      const found = bestCut(growing, { feature, sums, isMissingLeft, range: node.range });
      if (found !== undefined && found.gain > (best?.gain ?? 1e-9)) best = found;
      if (sums.loans.at(-1) === 0) break;
    }
  }
  return best;
}

function histogram({ data, gradients }: Growing, rows: Int32Array, feature: number): Sums {
  const column = data.columns[feature] ?? new Uint8Array();
  const size = data.sizes[feature] ?? 0;
  const [slope, curve, loans] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  // Counted loops: this is where the time goes.
  for (let row = 0; row < rows.length; row += 1) {
    const at = rows[row] ?? 0;
    const bin = column[at] ?? 0;
    slope[bin] = (slope[bin] ?? 0) + (gradients.slope[at] ?? 0);
    curve[bin] = (curve[bin] ?? 0) + (gradients.curve[at] ?? 0);
    loans[bin] = (loans[bin] ?? 0) + 1;
  }
  return { slope, curve, loans };
}

type Cutting = { readonly feature: number; readonly sums: Sums; readonly isMissingLeft: boolean; readonly range: Range };

function bestCut({ data, options }: Growing, { feature, sums, isMissingLeft, range }: Cutting): Found | undefined {
  const size = sums.slope.length;
  const missing = size - 1;
  const direction = data.directions[feature] ?? 0;
  const total = { slope: sum(sums.slope), curve: sum(sums.curve), loans: sum(sums.loans) };
  const leaf = (slope: number, curve: number): number => Math.min(range.high, Math.max(range.low, -slope / (curve + options.ridge)));
  // The gain of a leaf value v is −(slope·v + ½(curve + ridge)·v²), which also holds where the value was clamped.
  const gainOf = (slope: number, curve: number, value: number): number => -(slope * value + 0.5 * (curve + options.ridge) * value * value);
  const before = gainOf(total.slope, total.curve, leaf(total.slope, total.curve));
  let [slope, curve, loans] = isMissingLeft ? [sums.slope[missing] ?? 0, sums.curve[missing] ?? 0, sums.loans[missing] ?? 0] : [0, 0, 0];
  let best: { cut: number; gain: number; left: number; right: number } | undefined;
  for (let cut = 0; cut < missing; cut += 1) {
    slope += sums.slope[cut] ?? 0;
    curve += sums.curve[cut] ?? 0;
    loans += sums.loans[cut] ?? 0;
    if (loans < options.leafMin || total.loans - loans < options.leafMin) continue;
    const [left, right] = [leaf(slope, curve), leaf(total.slope - slope, total.curve - curve)];
    if (direction * (right - left) < 0) continue;
    const gain = gainOf(slope, curve, left) + gainOf(total.slope - slope, total.curve - curve, right) - before;
    if (best === undefined || gain > best.gain) best = { cut, gain, left, right };
  }
  if (best === undefined) return undefined;
  const { cut, gain, left, right } = best;
  const isLeft = Uint8Array.from({ length: size }, (_, bin) => (bin === missing ? Number(isMissingLeft) : Number(bin <= cut)));
  return { split: { feature, isLeft }, gain, left, right };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
