/** Money-weighted returns on published and hand-made flows. */
import { calendarDate } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { type Flow, returnOf } from './performance.ts';

const on = (day: string, amountMinor: bigint): Flow => ({ on: calendarDate(day), amountMinor });

test('the published example: −100, +60 after half a year, +50 after a year are 14.08 % a year', () => {
  const { ratePpm } = returnOf([on('2024-01-01', -10_000n), on('2024-07-01', 6_000n)], on('2025-01-01', 5_000n));
  expect(Number(ratePpm) / 10_000).toBeCloseTo(14.08, 2);
});

test('what is left counts at its day: 1,000 that are still 1,010 after 365 days earned 1 %', () => {
  expect(returnOf([on('2026-01-15', -100_000n)], on('2027-01-15', 101_000n)).ratePpm).toBe(10_000n);
});

test('flows are netted by day, in order, and days of nothing are left out', () => {
  const flows = [on('2026-03-01', 500n), on('2026-01-01', -1_000n), on('2026-02-01', 70n), on('2026-02-01', -70n)];
  expect(returnOf(flows, on('2026-03-01', 600n)).flows).toEqual([on('2026-01-01', -1_000n), on('2026-03-01', 1_100n)]);
});

test.each<[string, readonly Flow[], Flow]>([
  ['nothing was invested', [], on('2026-01-01', 0n)],
  ['bought today', [on('2026-01-01', -1_000n)], on('2026-01-01', 1_000n)],
  ['all was lost', [on('2026-01-01', -1_000n)], on('2027-01-01', 0n)],
])('there is no rate where %s', (_, flows, terminal) => {
  expect(returnOf(flows, terminal).ratePpm).toBeNull();
});
