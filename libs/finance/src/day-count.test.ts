import { calendarDate, DefectError, divide, mulDiv } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../test/property-runs.ts';
import { type AnyDayCount, dayCounts, dayFraction, type Fraction } from './day-count.ts';

const fraction = (from: string, to: string, convention: AnyDayCount) => dayFraction(calendarDate(from), calendarDate(to), convention);

// Days by convention, from domain.md §3.2 and the ISDA 2006 definitions.
test.each<[string, string, AnyDayCount, Fraction]>([
  ['2023-12-01', '2024-02-01', '30e/360', { numerator: 60n, denominator: 360n }],
  ['2023-12-01', '2024-02-01', '30/360-us', { numerator: 60n, denominator: 360n }],
  ['2023-12-01', '2024-02-01', 'act/360', { numerator: 62n, denominator: 360n }],
  ['2023-12-01', '2024-02-01', 'act/364', { numerator: 62n, denominator: 364n }],
  ['2023-12-01', '2024-02-01', 'act/365f', { numerator: 62n, denominator: 365n }],
  ['2023-12-01', '2024-02-01', 'act/act-isda', { numerator: 31n * 366n + 31n * 365n, denominator: 365n * 366n }],
  ['2023-12-12', '2024-01-12', 'act/act-isda', { numerator: 20n * 366n + 11n * 365n, denominator: 365n * 366n }],
  ['2023-12-12', '2024-01-12', 'act/act-fineract', { numerator: 19n * 366n + 12n * 365n, denominator: 365n * 366n }],
  ['2024-01-31', '2024-02-29', '30e/360', { numerator: 29n, denominator: 360n }],
  ['2024-01-31', '2024-02-29', '30/360-us', { numerator: 29n, denominator: 360n }],
  ['2024-01-31', '2024-02-29', 'act/act-isda', { numerator: 29n, denominator: 366n }],
  ['2024-02-29', '2024-03-31', '30e/360', { numerator: 31n, denominator: 360n }],
  ['2024-02-29', '2024-03-31', '30/360-us', { numerator: 30n, denominator: 360n }],
  ['2023-02-28', '2023-03-31', '30e/360', { numerator: 32n, denominator: 360n }],
  ['2023-02-28', '2023-03-31', '30/360-us', { numerator: 30n, denominator: 360n }],
  ['2023-02-28', '2024-02-29', '30/360-us', { numerator: 360n, denominator: 360n }],
  ['2023-02-28', '2024-02-29', '30e/360', { numerator: 361n, denominator: 360n }],
  ['2024-01-30', '2024-03-31', '30/360-us', { numerator: 60n, denominator: 360n }],
  ['2024-01-29', '2024-03-31', '30/360-us', { numerator: 62n, denominator: 360n }],
  ['2024-01-31', '2024-03-30', '30/360-us', { numerator: 60n, denominator: 360n }],
  ['2024-12-31', '2025-01-01', 'act/act-isda', { numerator: 1n, denominator: 366n }],
  ['2024-12-31', '2025-01-01', 'act/act-fineract', { numerator: 1n, denominator: 365n }],
  ['2023-12-30', '2023-12-31', 'act/act-fineract', { numerator: 1n, denominator: 365n }],
  ['2023-12-31', '2025-01-01', 'act/act-fineract', { numerator: 366n * 365n + 366n, denominator: 365n * 366n }],
  ['2024-01-01', '2024-03-01', 'nl/360', { numerator: 59n, denominator: 360n }],
  ['2024-01-01', '2024-03-01', 'nl/365', { numerator: 59n, denominator: 365n }],
  ['2023-12-31', '2024-12-31', 'act/act-fineract', { numerator: 366n, denominator: 366n }],
  ['2022-07-01', '2025-07-01', 'act/act-isda', { numerator: 366n * 365n + 730n * 366n, denominator: 365n * 366n }],
  ['2024-05-05', '2024-05-05', 'act/365f', { numerator: 0n, denominator: 365n }],
])('%s to %s by %s', (from, to, convention, expected) => {
  expect(fraction(from, to, convention)).toEqual(expected);
});

test.each<[AnyDayCount, bigint]>([
  ['act/365f', 20_384n],
  ['act/act-isda', 20_356n],
  ['30e/360', 20_000n],
  ['act/360', 20_667n],
])('10,000.00 at 12 %% over 2023-12-01 to 2024-02-01 by %s', (convention, interest) => {
  const { numerator, denominator } = fraction('2023-12-01', '2024-02-01', convention);
  expect(mulDiv(1_000_000n, 120_000n * numerator, 1_000_000n * denominator, 'half-up')).toBe(interest);
});

test('runs forwards only', () => {
  const details = { from: '2024-01-02', to: '2024-01-01' };
  const defect = expect.objectContaining({ message: 'a day fraction runs forwards', details });
  expect(() => fraction('2024-01-02', '2024-01-01', 'act/365f')).toThrow(DefectError);
  expect(() => fraction('2024-01-02', '2024-01-01', 'act/365f')).toThrow(defect);
});

describe('properties', () => {
  const day = fc.integer({ min: 0, max: 60_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
  const span = fc.tuple(day, day, day).map((days) => days.sort());

  test('actual conventions add up over a split', () => {
    const actual = dayCounts.filter((convention) => convention.startsWith('act/'));
    fc.assert(
      fc.property(span, fc.constantFrom(...actual), ([a = '', b = '', c = ''], convention) => {
        const scaled = (from: string, to: string): bigint => {
          const { numerator, denominator } = fraction(from, to, convention);
          return divide(numerator * 360n * 364n * 365n * 366n * 1461n, denominator, 'down');
        };
        expect(scaled(a, b) + scaled(b, c)).toBe(scaled(a, c));
      }),
      propertyRuns(100),
    );
  });

  test('every convention stays within 5 days of the actual count', () => {
    fc.assert(
      fc.property(span, fc.constantFrom(...dayCounts), ([a = '', b = ''], convention) => {
        const { numerator, denominator } = fraction(a, b, convention);
        const days = (Date.parse(b) - Date.parse(a)) / 86_400_000;
        const isNominal = convention.startsWith('30');
        const years = Number(numerator) / Number(denominator);
        expect(Math.abs(years - days / 365)).toBeLessThan((isNominal ? 5 : 1) / 365 + days / 365 / 60);
      }),
      propertyRuns(100),
    );
  });
});

// Published: westclintech (XLeratorDB DAYS360) and deltaquants, day-count conventions; days of 30/360 US, 30E/360, actual.
test.each([
  ['2007-01-15', '2007-01-30', 15, 15, 15],
  ['2007-09-30', '2008-03-31', 180, 180, 183],
  ['2007-01-15', '2007-01-31', 16, 15, 16],
  ['2007-01-31', '2007-02-28', 28, 28, 28],
  ['2007-02-28', '2007-03-31', 30, 32, 31],
  ['2006-08-31', '2007-02-28', 178, 178, 181],
  ['2007-02-26', '2008-02-29', 363, 363, 368],
  ['2008-02-29', '2009-02-28', 360, 359, 365],
  ['2008-02-29', '2008-08-31', 180, 181, 184],
])('%s to %s: %s, %s, %s days', (from, to, ...expected) => {
  const days = (['30/360-us', '30e/360', 'act/360'] as const).map((convention) => Number(fraction(from, to, convention).numerator));
  expect(days).toEqual(expected);
});

test.each<[string, string, Partial<Record<AnyDayCount, number>>]>([
  ['2007-12-28', '2008-02-29', { 'nl/365': 62, '30/360-isda': 61, '30e+/360': 61, '30e/360-isda': 62 }],
  ['2007-10-31', '2008-11-30', { 'nl/365': 395, '30/360-isda': 390, '30e+/360': 390, '30e/360-isda': 390 }],
  ['2008-02-01', '2009-05-31', { 'nl/360': 484, '30/360-isda': 480, '30e+/360': 480, '30e/360-isda': 479 }],
  ['2008-02-29', '2008-03-01', { 'nl/365': 1, 'act/365.25': 4 }],
  // QuantLib 1.44: Thirty360(BondBasis) and Actual365Fixed(NoLeap).
  ['2024-01-30', '2024-03-31', { '30/360-isda': 60, '30e+/360': 61 }],
  ['2024-01-29', '2024-03-31', { '30/360-isda': 62 }],
  ['2024-01-01', '2024-02-28', { 'nl/365': 58, 'nl/360': 58 }],
  ['2024-01-01', '2024-02-29', { 'nl/365': 58 }],
])('%s to %s in the less usual conventions', (from, to, expected) => {
  for (const [convention, days] of Object.entries(expected)) {
    const known = dayCounts.find((each) => each === convention) ?? 'act/360';
    expect([convention, Number(fraction(from, to, known).numerator)]).toEqual([convention, days]);
  }
});
