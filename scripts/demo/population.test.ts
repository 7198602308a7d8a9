import { expect, test } from 'vitest';
import { generateLoans } from './generator.ts';
import { planLenders } from './lenders.ts';
import { seededRandom } from './random.ts';
import { percentile, spreadOf } from './statistics.ts';

test('the same seed gives the same people, another seed others', () => {
  const people = (seed: number) => generateLoans(seededRandom(seed), 50);
  expect(people(1)).toEqual(people(1));
  expect(people(1)).not.toEqual(people(2));
});

test('the marginals are near the published figures', () => {
  const loans = generateLoans(seededRandom(42), 4_000);
  const share = (count: number): number => count / loans.length;
  expect(share(loans.filter(({ termMonths }) => termMonths === 60).length)).toBeCloseTo(0.22, 1);
  expect(share(loans.filter(({ outcome }) => outcome.kind === 'charged-off').length)).toBeCloseTo(0.14, 1);
  expect(
    percentile(
      loans.map(({ amountMinor }) => Number(amountMinor)),
      50,
    ),
  ).toBeGreaterThan(850_000);
  expect(
    percentile(
      loans.map(({ amountMinor }) => Number(amountMinor)),
      50,
    ),
  ).toBeLessThan(1_100_000);
  expect(loans.every(({ profile }) => profile.openAccounts <= profile.totalAccounts)).toBe(true);
  expect(loans.every(({ amountMinor }) => amountMinor % 2_500n === 0n && amountMinor >= 100_000n)).toBe(true);
});

test('lenders cover the demand, in whole notes, with money for every offer', () => {
  const plans = planLenders(seededRandom(42), 60, 1_000_000_000n);
  const offered = plans.flatMap(({ offers }) => offers);
  expect(offered.reduce((sum, { totalMinor }) => sum + totalMinor, 0n)).toBeGreaterThan(1_000_000_000n);
  expect(offered.every(({ totalMinor, capPerLoanMinor }) => totalMinor % 2_500n === 0n && capPerLoanMinor % 2_500n === 0n)).toBe(true);
  expect(plans.every(({ depositMinor, offers }) => depositMinor >= offers.reduce((sum, { totalMinor }) => sum + totalMinor, 0n))).toBe(
    true,
  );
  expect(new Set(plans.map(({ strategy }) => strategy)).size).toBe(5);
});

test('percentiles are by nearest rank, none of nothing', () => {
  expect([50, 99, 100].map((p) => percentile([5, 1, 4, 2, 3], p))).toEqual([3, 5, 5]);
  expect(percentile([], 50)).toBeNull();
  expect(spreadOf([1]).count).toBe(1);
});
