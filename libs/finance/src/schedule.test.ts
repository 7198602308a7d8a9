import { calendarDate, type Rounding } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../test/property-runs.ts';
import { dayCounts } from './day-count.ts';
import { equalInstalment, periodRate, roundedTo } from './instalment.ts';
import { type Frequency, periodsOf } from './periods.ts';
import { schedule } from './schedule.ts';
import type { ScheduleMethod, ScheduleTerms } from './schedule-terms.ts';

const on = calendarDate;

function terms(changes: Partial<ScheduleTerms> = {}): ScheduleTerms {
  return {
    principalMinor: 1_000_000n,
    ratePpm: 120_000n,
    instalments: 36,
    method: 'annuity',
    frequency: 'monthly',
    dayCount: '30e/360',
    rounding: 'half-up',
    instalmentRounding: 'half-up',
    disbursedOn: on('2024-01-15'),
    ...changes,
  };
}

const dues = (changes: Partial<ScheduleTerms>) => schedule(terms(changes)).instalments.map((row) => row.dueMinor);
const principals = (changes: Partial<ScheduleTerms>) => schedule(terms(changes)).instalments.map((row) => row.principalMinor);

describe('golden vectors of domain.md §3.1', () => {
  test.each<Rounding>(['half-up', 'half-even'])('10,000.00 at 12 %% over 36 months, %s', (rounding) => {
    const made = schedule(terms({ rounding, instalmentRounding: rounding }));
    expect(made.instalments.map((row) => row.dueMinor)).toEqual([...Array<bigint>(35).fill(33_214n), 33_228n]);
    expect(made).toMatchObject({ totalInterestMinor: 195_718n, totalPrincipalMinor: 1_000_000n, instalmentMinor: 33_214n });
  });

  test('is the same from the end of a month, where 30/360 months stay 30 days', () => {
    expect(dues({ disbursedOn: on('2024-01-31') })).toEqual(dues({}));
    expect(dues({ disbursedOn: on('2024-01-31'), dayCount: '30/360-us' })).toEqual(dues({}));
  });

  test('100,000.00 at 9.99 %: 36 equal instalments', () => {
    expect(dues({ principalMinor: 10_000_000n, ratePpm: 99_900n })).toEqual(Array<bigint>(36).fill(322_625n));
  });

  test('1,000.00 without interest over 3', () => {
    const plan = { principalMinor: 100_000n, ratePpm: 0n, instalments: 3 };
    expect(dues(plan)).toEqual([33_333n, 33_333n, 33_334n]);
    expect(dues({ ...plan, method: 'zero' })).toEqual([33_333n, 33_333n, 33_334n]);
    expect(dues({ ...plan, instalmentRounding: 'ceiling' })).toEqual([33_333n, 33_333n, 33_334n]);
  });

  test('130.00 at 20 % over 12', () => {
    expect(dues({ principalMinor: 13_000n, ratePpm: 200_000n, instalments: 12 })).toEqual([...Array<bigint>(11).fill(1204n), 1207n]);
  });

  test('linear: the floor each period, the rest at the end', () => {
    expect(principals({ method: 'linear' })).toEqual([...Array<bigint>(35).fill(27_777n), 27_805n]);
  });
});

describe('methods', () => {
  test('bullet', () => {
    const rows = schedule(terms({ method: 'bullet', instalments: 3 })).instalments;
    expect(rows.map((row) => [row.principalMinor, row.interestMinor])).toEqual([
      [0n, 10_000n],
      [0n, 10_000n],
      [1_000_000n, 10_000n],
    ]);
  });

  test('interest only, then the annuity of what is left of the term', () => {
    const made = schedule(terms({ method: 'interest-only-then-annuity', interestOnlyPeriods: 6 }));
    expect(made.instalments.slice(0, 6).map((row) => row.dueMinor)).toEqual(Array<bigint>(6).fill(10_000n));
    expect(made.instalments.slice(6).map((row) => row.dueMinor)).toEqual(dues({ instalments: 30 }));
    expect(made.instalmentMinor).toBe(dues({ instalments: 30 })[0]);
  });

  test('a balloon is paid with the last instalment', () => {
    const made = schedule(terms({ balloonMinor: 500_000n }));
    // Half the loan amortises as an annuity, the other half as a bullet: 166.07 + 50.00.
    expect(made.instalmentMinor).toBe(21_607n);
    const last = made.instalments.at(-1)?.dueMinor ?? 0n;
    expect(last - 500_000n - 21_607n).toBeLessThan(36n);
    expect(last - 500_000n - 21_607n).toBeGreaterThan(-36n);
  });

  test('flat interest stays on the original principal', () => {
    const made = schedule(terms({ method: 'flat', instalments: 12 }));
    expect(made.totalInterestMinor).toBe(120_000n);
    expect(made.instalments.map((row) => row.interestMinor)).toEqual(Array<bigint>(12).fill(10_000n));
    expect(made.instalmentMinor).toBe(93_333n);
  });

  test('a down payment is a row of its own on the first day', () => {
    const made = schedule(terms({ downPaymentMinor: 250_000n, instalments: 2 }));
    expect(made.instalments.map((row) => [row.nr, row.dueOn])).toEqual([
      [1, '2024-01-15'],
      [2, '2024-02-15'],
      [3, '2024-03-15'],
    ]);
    expect(made.instalments[0]).toMatchObject({ principalMinor: 250_000n, interestMinor: 0n, balanceMinor: 750_000n });
  });

  test('a tranche inside a period bears interest from its day and raises the next instalment', () => {
    const tranches = [{ on: on('2024-02-25'), amountMinor: 100_000n }];
    const made = schedule(terms({ instalments: 4, dayCount: 'act/365f', tranches }));
    const [first, second] = made.instalments;
    expect(first?.balanceMinor).toBe(1_000_000n - (first?.principalMinor ?? 0n));
    const exact = (Number(first?.balanceMinor) * 29 + 100_000 * 19) * (0.12 / 365);
    expect(Number(second?.interestMinor)).toBe(Math.round(exact));
    expect(made.totalPrincipalMinor).toBe(1_100_000n);
    const rest = made.instalments.slice(1, 3).map((row) => row.dueMinor);
    expect(new Set(rest).size).toBe(1);
    expect((made.instalments[3]?.dueMinor ?? 0n) - (rest[0] ?? 0n)).toBeLessThan(4n);
  });
});

test('a tranche within a regular month of 30 days bears interest for its part of the actual days', () => {
  const tranches = [{ on: on('2024-02-25'), amountMinor: 100_000n }];
  const [, second] = schedule(terms({ instalments: 4, method: 'bullet', tranches })).instalments;
  // 1 % of 10,000.00, and of 1,000.00 for 19 of the 29 days to 15 March.
  expect(second?.interestMinor).toBe(10_000n + 655n);
});

test('interest-free periods are free for tranches too', () => {
  const tranches = [{ on: on('2024-01-20'), amountMinor: 100_000n }];
  const rows = schedule(terms({ instalments: 2, method: 'bullet', tranches, interestFreePeriods: 1 })).instalments;
  expect(rows.map((row) => row.interestMinor)).toEqual([0n, 11_000n]);
  const actual = schedule(terms({ instalments: 2, method: 'bullet', dayCount: 'act/365f', tranches, interestFreePeriods: 1 })).instalments;
  expect(actual.map((row) => row.interestMinor)).toEqual([0n, 10_488n]);
});

describe('rounding of the instalment', () => {
  test.each<[Rounding, bigint]>([
    ['ceiling', 33_215n],
    ['floor', 33_214n],
    ['half-up', 33_214n],
  ])('%s', (instalmentRounding, expected) => expect(dues({ instalmentRounding })[0]).toBe(expected));

  test('to a multiple', () => expect(dues({ instalmentMultipleMinor: 100n, instalmentRounding: 'half-even' })[0]).toBe(33_200n));

  test('the exact quotient of 10,000.00 at 12 % over 36 is 332.143098…', () => {
    const rates = Array.from({ length: 36 }, () => periodRate(120_000n, { numerator: 30n, denominator: 360n }));
    const owed = { numerator: 1_000_000n * 101n, denominator: 100n };
    const exact = equalInstalment({ owed, laterRates: rates.slice(1), balloonMinor: 0n });
    expect(roundedTo({ ...exact, numerator: exact.numerator * 1_000_000n }, 'floor')).toBe(33_214_309_812n);
  });
});

describe('due dates', () => {
  const dueOn = (frequency: Frequency, changes: Partial<ScheduleTerms> = {}) =>
    periodsOf(terms({ frequency, instalments: 4, disbursedOn: on('2024-01-31'), ...changes })).map((period) => period.dueOn);

  test.each<[Frequency, Partial<ScheduleTerms>, string[]]>([
    ['monthly', {}, ['2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']],
    ['quarterly', {}, ['2024-04-30', '2024-07-31', '2024-10-31', '2025-01-31']],
    ['weekly', {}, ['2024-02-07', '2024-02-14', '2024-02-21', '2024-02-28']],
    ['biweekly', {}, ['2024-02-14', '2024-02-28', '2024-03-13', '2024-03-27']],
    [{ every: 2, unit: 'months' }, {}, ['2024-03-31', '2024-05-31', '2024-07-31', '2024-09-30']],
    [{ every: 3, unit: 'weeks' }, {}, ['2024-02-21', '2024-03-13', '2024-04-03', '2024-04-24']],
    [{ every: 15, unit: 'days' }, {}, ['2024-02-15', '2024-03-01', '2024-03-16', '2024-03-31']],
    ['monthly', { firstDueOn: on('2024-03-10') }, ['2024-03-10', '2024-04-10', '2024-05-10', '2024-06-10']],
    ['monthly', { firstDueOn: on('2024-02-29') }, ['2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']],
    ['monthly', { firstDueOn: on('2024-04-30'), anchorDay: 31 }, ['2024-04-30', '2024-05-31', '2024-06-30', '2024-07-31']],
  ])('%j %j', (frequency, changes, expected) => expect(dueOn(frequency, changes)).toEqual(expected));

  test('a long first period bears its own interest, and instalments stay equal', () => {
    const made = schedule(terms({ firstDueOn: on('2024-03-01'), dayCount: 'act/365f', instalments: 12 }));
    expect(made.instalments[0]?.interestMinor).toBe(15_123n); // 10,000.00 × 12 % × 46/365
    const equal = made.instalments.slice(0, -1).map((row) => row.dueMinor);
    expect(new Set(equal).size).toBe(1);
    expect((made.instalments.at(-1)?.dueMinor ?? 0n) - (equal[0] ?? 0n)).toBeLessThan(12n);
  });
});

describe('properties', () => {
  const methods: ScheduleMethod[] = ['annuity', 'linear', 'bullet', 'interest-only-then-annuity', 'flat'];
  const roundings: Rounding[] = ['half-up', 'half-even', 'half-down', 'ceiling', 'floor', 'up', 'down'];
  const frequencies: Frequency[] = ['weekly', 'biweekly', 'monthly', 'quarterly', { every: 10, unit: 'days' }];
  const anyTerms = fc.record({
    principalMinor: fc.bigInt({ min: 1n, max: 10n ** 10n }),
    ratePpm: fc.bigInt({ min: 0n, max: 1_000_000n }),
    instalments: fc.integer({ min: 1, max: 72 }),
    method: fc.constantFrom(...methods),
    frequency: fc.constantFrom(...frequencies),
    dayCount: fc.constantFrom(...dayCounts),
    rounding: fc.constantFrom(...roundings),
    instalmentRounding: fc.constantFrom(...roundings),
    disbursedOn: fc.integer({ min: 10_000, max: 30_000 }).map((n) => on(new Date(n * 86_400_000).toISOString().slice(0, 10))),
    lastInstalment: fc.constantFrom('absorb' as const, 'least-difference' as const),
  });

  test('principal sums to the loan, nothing is negative, the balance runs down to zero', () => {
    fc.assert(
      fc.property(anyTerms, fc.nat(40), (given, grace) => {
        const made = schedule({ ...given, interestOnlyPeriods: Math.min(grace, given.instalments - 1) });
        let open = given.principalMinor;
        for (const row of made.instalments) {
          expect(row.principalMinor >= 0n && row.interestMinor >= 0n).toBe(true);
          expect(row.dueMinor).toBe(row.principalMinor + row.interestMinor);
          open -= row.principalMinor;
          expect(row.balanceMinor).toBe(open);
          expect(row.fromOn < row.dueOn).toBe(true);
        }
        expect(open).toBe(0n);
        expect(made.totalPrincipalMinor).toBe(given.principalMinor);
      }),
      propertyRuns(300),
    );
  });

  test('the last instalment of an annuity differs from the others by rounding only', () => {
    fc.assert(
      fc.property(anyTerms, (given) => {
        const ratePpm = given.ratePpm > 300_000n ? 300_000n : given.ratePpm;
        const made = schedule({ ...given, method: 'annuity', ratePpm, rounding: 'half-up', instalmentRounding: 'half-up' });
        // Where a long period's interest exceeds the instalment, the interest is due and principal waits: not an equal instalment.
        fc.pre(made.instalments.every((row) => row.principalMinor > 0n));
        // Every period moves the end by at most half a cent of instalment and half a cent of interest, grown to the end.
        const growth = 1 + Number(ratePpm) * 1e-6 * (92 / 360) + 1e-9;
        const most = (growth ** made.instalments.length - 1) / (growth - 1);
        const difference = Number((made.instalments.at(-1)?.dueMinor ?? 0n) - made.instalmentMinor);
        expect(Math.abs(difference)).toBeLessThanOrEqual(most + 1);
      }),
      propertyRuns(300),
    );
  });
});
