import { describe, expect, test } from 'vitest';
import { addTree, type Binned, boost, meanOf, pairKey } from './boosting.ts';
import { seeded } from './random.ts';
import { oddsOf, tablesOf } from './tables.ts';

const loans = 3_000;
const random = seeded(11);
const column = (size: number): Uint8Array => Uint8Array.from({ length: loans }, () => Math.floor(random() * size));
const data: Binned = { columns: [column(6), column(5), column(4)], sizes: [6, 5, 4], directions: [1, 0, 0] };
// Failure rises with the first, and with the second only where the third is high; some noise against the order.
const bad = Uint8Array.from({ length: loans }, (_, at) => {
  const [a = 0, b = 0, c = 0] = data.columns.map((values) => values[at]);
  return random() < 0.05 + 0.05 * a + (c > 1 ? 0.08 * b : 0) - (a === 3 ? 0.12 : 0) ? 1 : 0;
});
const weight = new Float64Array(loans).fill(1);
const options = { trees: 120, rate: 0.1, ridge: 5, leafMin: 30, rowShare: 0.7, featureShare: 1, seed: 5 };
const boosted = boost(data, { bad, weight }, options);

function oddsByTrees(of: typeof boosted): Float64Array {
  const odds = new Float64Array(loans).fill(of.base);
  for (const tree of of.trees) addTree(odds, data, tree);
  return odds;
}

describe('tables', () => {
  const tables = tablesOf(boosted, data, weight);

  test('add up to the trees, loan by loan', () => {
    const [byTables, byTrees] = [oddsOf(tables, data), oddsByTrees(boosted)];
    expect(Math.max(...byTables.map((odds, at) => Math.abs(odds - (byTrees[at] ?? 0))))).toBeLessThan(1e-9);
  });

  test('are centred: no single and no row of a pair has a mean of its own', () => {
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    data.columns.forEach((values, feature) => {
      expect(mean([...values].map((bin) => tables.singles[feature]?.[bin] ?? 0))).toBeCloseTo(0, 9);
    });
    for (const { first, second, rows } of tables.pairs) {
      const ofFirst = [...(data.columns[first] ?? [])].map((bin, at) =>
        bin === 0 ? rows[0]?.[data.columns[second]?.[at] ?? 0] : undefined,
      );
      expect(mean(ofFirst.flatMap((value) => value ?? []))).toBeCloseTo(0, 3);
    }
  });
});

test('a promised direction holds for every combination of bins, although the data break it', () => {
  const tables = tablesOf(boosted, data, weight);
  const [, second = 0, third = 0] = data.sizes;
  for (let b = 0; b < second; b += 1) {
    for (let c = 0; c < third; c += 1) {
      const columns = [Uint8Array.from([0, 1, 2, 3, 4]), new Uint8Array(5).fill(b), new Uint8Array(5).fill(c)];
      const odds = oddsOf(tables, { columns });
      odds.forEach((value, bin) => {
        if (bin > 0) expect(value).toBeGreaterThanOrEqual((odds[bin - 1] ?? 0) - 1e-9);
      });
    }
  }
});

test('finds the pair that matters', () => {
  const strongest = tablesOf(boosted, data, weight).pairs.map(({ first, second }) => pairKey(first, second));
  expect(strongest).toContain('1:2');
});

test('the mean of fits is the mean of what they say, and the first trees of it are the first ones of each', () => {
  const other = boost(data, { bad, weight }, { ...options, seed: 6 });
  const mean = meanOf([boosted, other]);
  const [all, one, two] = [mean, boosted, other].map(oddsByTrees);
  expect(Math.max(...(all ?? []).map((odds, at) => Math.abs(odds - ((one?.[at] ?? 0) + (two?.[at] ?? 0)) / 2)))).toBeLessThan(1e-9);
  expect(mean.trees.slice(0, 2).map(({ root }) => root)).toEqual([boosted.trees[0]?.root, other.trees[0]?.root]);
});

test('the same seed gives the same trees, another seed others', () => {
  expect(boost(data, { bad, weight }, options)).toEqual(boosted);
  expect(boost(data, { bad, weight }, { ...options, seed: 6 })).not.toEqual(boosted);
});
