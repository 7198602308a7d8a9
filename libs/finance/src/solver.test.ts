/** The root finder by itself: which root it takes, how near it comes, and where it stops. */
import { expect, test } from 'vitest';
import { discounted, type Preference, solveRate } from './solver.ts';

/** A value with roots at the given u, positive before the first. */
const withRoots =
  (...roots: readonly number[]) =>
  (u: number): number =>
    roots.reduce((product, root) => product * (root - u), 1);

const rootOf = (value: (u: number) => number, prefer?: Preference): number => {
  const found = solveRate(value, prefer);
  return typeof found === 'number' ? Math.log1p(found) : Number.NaN;
};

test.each([
  [-0.0015, 0.001, 0.001],
  [-0.001, 0.0015, -0.001],
  [-0.7, 0.5, 0.5],
  [-0.5, 0.7, -0.5],
  [3, 4, 3],
])('of roots at %s and %s the nearest is %s', (a, b, nearest) => {
  expect(rootOf(withRoots(a, b))).toBeCloseTo(nearest, 14);
  expect(rootOf((u) => -withRoots(a, b)(u))).toBeCloseTo(nearest, 14);
});

test('an investment is the root at which the value falls, above or below zero', () => {
  expect(rootOf(withRoots(-2, 1), 'investment')).toBeCloseTo(-2, 14);
  expect(rootOf((u) => -withRoots(-2, 1)(u), 'investment')).toBeCloseTo(1, 14);
  expect(rootOf(withRoots(-3, -1), 'investment')).toBeCloseTo(-3, 14);
  expect(rootOf((u) => -withRoots(1, 3)(u), 'investment')).toBeCloseTo(3, 14);
  expect(rootOf((u) => -withRoots(-1)(u), 'investment')).toBeCloseTo(-1, 14);
});

test('a falling root is preferred from −99 % to 99,900 % and not at or beyond them', () => {
  const [least, most] = [Math.log(0.01), Math.log(1000)];
  expect(rootOf(withRoots(least + 1e-6, 1), 'investment')).toBeCloseTo(least + 1e-6, 13);
  expect(rootOf(withRoots(least, 1), 'investment')).toBeCloseTo(1, 14);
  expect(rootOf((u) => -withRoots(-1, most - 1e-6)(u), 'investment')).toBeCloseTo(most - 1e-6, 13);
  expect(rootOf((u) => -withRoots(-1, most)(u), 'investment')).toBeCloseTo(-1, 14);
});

test('roots between two steps of the search, on either side and across zero', () => {
  for (const [a, b] of [
    [0.1, 0.1001],
    [-0.1001, -0.1],
    [-0.0002, 0.0001],
    [-0.0003, -0.0001],
    [5.0001, 5.0002],
  ] as const) {
    const found = rootOf(withRoots(a, b));
    expect(Math.min(Math.abs(found - a), Math.abs(found - b))).toBeLessThan(1e-14);
    expect(rootOf(withRoots(a, b), 'investment')).toBeCloseTo(a, 13);
    expect(rootOf((u) => -withRoots(a, b)(u), 'investment')).toBeCloseTo(b, 13);
  }
});

test('a root that touches zero counts, one that stays away does not', () => {
  expect(rootOf(withRoots(0.3, 0.3))).toBeCloseTo(0.3, 7);
  expect(rootOf((u) => -withRoots(-0.3, -0.3)(u))).toBeCloseTo(-0.3, 7);
  expect(solveRate((u) => withRoots(0.3, 0.3)(u) + 1e-9)).toBe('no-sign-change');
  expect(solveRate((u) => 1e-9 - withRoots(0.3001, 0.3001)(u) - 2e-9)).toBe('no-sign-change');
});

test('zero itself, a root on a step of the search, and what is no number', () => {
  expect(solveRate((u) => -u)).toBe(0);
  expect(rootOf(withRoots(0.002))).toBe(Math.log1p(Math.expm1(0.002)));
  expect(rootOf(withRoots(-0.002), 'investment')).toBeCloseTo(-0.002, 17);
  expect(solveRate(() => Number.NaN)).toBe('not-finite');
  expect(solveRate((u) => (Math.abs(u) < 1 ? 1 : Number.NEGATIVE_INFINITY))).toBe('no-sign-change');
  expect(solveRate((u) => (Math.abs(u) < 1 ? 1 : Number.NaN))).toBe('no-sign-change');
});

test('looks no further than a double can tell from −1 and from infinity', () => {
  expect(rootOf(withRoots(-30))).toBeCloseTo(-30, 1);
  expect(solveRate(withRoots(-36))).toBe('no-sign-change');
  expect(rootOf(withRoots(600))).toBeCloseTo(600, 9);
  expect(solveRate(withRoots(800))).toBe('no-sign-change');
});

test('is exact to the last bits', () => {
  expect(solveRate(withRoots(Math.log1p(1e-9)))).toBeCloseTo(1e-9, 24);
  expect(rootOf((u) => Math.expm1(0.25 - u))).toBeCloseTo(0.25, 15);
});

test('values of thousands of periods do not overflow, whether the rate is high or low', () => {
  const periods = Array.from({ length: 1201 }, (_, t) => t);
  const doubling = discounted(periods.map((t) => ({ t, amount: t === 0 ? -1 : 1 })));
  expect(solveRate(doubling)).toBeCloseTo(1, 12);
  const halving = discounted(periods.map((t) => ({ t, amount: t === 1200 ? 1 : -1 })));
  expect(solveRate(halving)).toBeCloseTo(-0.5, 12);
});

test('interest within a fraction of a period is simple', () => {
  const value = discounted([
    { t: 0, amount: -100 },
    { t: 1, f: 0.5, amount: 121 * 1.05 },
    { t: 2, f: 0.5, amount: 0 },
  ]);
  // (1 + i)(1 + i/2) = 1.2705: 0.5 i² + 1.5 i − 0.2705 = 0.
  expect(solveRate(value)).toBeCloseTo(-1.5 + Math.sqrt(2.25 + 2 * 0.2705), 12);
});
