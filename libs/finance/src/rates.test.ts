import { type CalendarDate, calendarDate, DefectError } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../test/property-runs.ts';
import { aprEu, aprUs } from './apr.ts';
import { loanAprs } from './loan-aprs.ts';
import { schedule } from './schedule.ts';
import type { ScheduleTerms } from './schedule-terms.ts';
import * as tvm from './time-value.ts';
import { xirr, xirrPpm, xnpv } from './xirr.ts';

const on = calendarDate;
const rateOf = (result: { kind: string; value?: number }): number => result.value ?? Number.NaN;

function loan(changes: Partial<ScheduleTerms> = {}): ScheduleTerms {
  return {
    principalMinor: 1_000_000n,
    ratePpm: 120_000n,
    instalments: 36,
    method: 'annuity',
    frequency: 'monthly',
    dayCount: '30e/360',
    rounding: 'half-up',
    instalmentRounding: 'half-up',
    disbursedOn: on('2024-01-31'),
    ...changes,
  };
}

const aprs = (terms: ScheduleTerms, feeMinor = 0n) => loanAprs(schedule(terms), { feeMinor, disbursedOn: terms.disbursedOn });

describe('APR', () => {
  test('EU: 1,000 drawn, 1,200 after 546 days of 365 → 12.96 %', () => {
    const flows = [
      { amount: 1000, tYears: 0 },
      { amount: -1200, tYears: 546 / 365 },
    ];
    const result = aprEu(flows);
    expect(rateOf(result)).toBeCloseTo(0.12962, 5);
    expect(result.flows).toEqual(flows);
  });

  test('flat 12 % over twelve months costs 21.46 % a year', () => {
    const flat = loan({ method: 'flat', principalMinor: 120_000n, instalments: 12, dayCount: '30/360-us' });
    expect(schedule(flat).instalmentMinor).toBe(11_200n);
    // The rate of 12 payments of 112 for 1,200 is 1.788099 % a month.
    expect(aprs(flat)).toMatchObject({ aprUsPpm: 214_572n, aprEuPpm: 236_984n });
  });

  test('of one loan: 500 withheld → 15.605 % US, 16.77 % EU; without a fee 12.00 % and 12.68 %', () => {
    expect(aprs(loan(), 50_000n)).toMatchObject({ aprEuPpm: 167_712n, aprUsPpm: 156_052n, unitPeriodsPerYear: 12 });
    expect(aprs(loan())).toMatchObject({ aprEuPpm: 126_825n, aprUsPpm: 120_000n });
    expect(aprs(loan()).flows[2]).toEqual({ on: '2024-03-31', amountMinor: -33_214n, tYears: 2 / 12, t: 2, f: 0 });
  });

  test('US: odd days of a first period count a thirtieth of a month each (Appendix J (b)(5)(iii))', () => {
    const { flows } = aprs(loan({ disbursedOn: on('2024-01-10'), firstDueOn: on('2024-02-25'), instalments: 3 }));
    expect(flows.slice(1).map(({ t, f }) => [t, f])).toEqual([
      [1, 15 / 30],
      [2, 15 / 30],
      [3, 15 / 30],
    ]);
    expect(flows[1]?.tYears).toBeCloseTo(1 / 12 + 15 / 365, 12);
  });

  test.each<[Partial<ScheduleTerms>, number]>([
    [{ frequency: 'weekly', instalments: 20 }, 52],
    [{ frequency: 'biweekly', instalments: 20 }, 26],
    [{ frequency: 'quarterly', instalments: 8 }, 4],
    [{ frequency: { every: 10, unit: 'days' }, instalments: 8 }, 36.5],
    [{ frequency: { every: 6, unit: 'months' }, instalments: 1 }, 2],
    [{ frequency: { every: 255, unit: 'days' }, instalments: 1 }, 365 / 255],
    [{ frequency: { every: 18, unit: 'months' }, instalments: 1 }, 1],
  ])('unit periods of %j', (changes, perYear) => {
    const { unitPeriodsPerYear, aprUsPpm } = aprs(loan({ ...changes, dayCount: 'act/365f' }));
    expect(unitPeriodsPerYear).toBeCloseTo(perYear, 10);
    expect(Math.abs(Number(aprUsPpm) - 120_000)).toBeLessThan(5000);
  });

  test('a tranche is a flow of its own day', () => {
    const tranches = [{ on: on('2024-06-30'), amountMinor: 500_000n }];
    const { instalments, totalPrincipalMinor } = schedule(loan({ tranches }));
    const result = loanAprs({ instalments, totalPrincipalMinor }, { feeMinor: 0n, disbursedOn: on('2024-01-31'), tranches });
    expect(Math.abs(Number(result.aprUsPpm) - 120_000)).toBeLessThan(10);
  });

  test('a fee that leaves nothing is a defect', () => expect(() => aprs(loan(), 1_000_000n)).toThrow(DefectError));

  test('US: the unit-period rate balances the flows (Appendix J (b)(8))', () => {
    const flows = [
      { amount: 1000, t: 0, f: 0 },
      { amount: -520, t: 0, f: 0.5 },
      { amount: -520, t: 1, f: 0.5 },
    ];
    const i = rateOf(aprUs(flows, 12)) / 12;
    const balance = flows.reduce((sum, { amount, t, f }) => sum + amount / ((1 + f * i) * (1 + i) ** t), 0);
    expect(Math.abs(balance)).toBeLessThan(1e-9);
  });
});

describe('XIRR', () => {
  const flow = (text: string, amount: number) => ({ on: on(text), amount });

  test('−100, +60, +50 → 14.08 %', () => {
    expect(rateOf(xirr([flow('2024-01-01', -100), flow('2024-07-01', 60), flow('2025-01-01', 50)]))).toBeCloseTo(0.1408, 4);
  });

  test.each([
    ['too-few-flows', [flow('2024-01-01', -100)]],
    ['too-few-flows', []],
    ['one-sided-flows', [flow('2024-01-01', -100), flow('2024-02-01', -1)]],
    ['not-finite', [flow('2024-01-01', Number.NaN), flow('2024-02-01', 1)]],
    ['not-finite', [flow('2024-01-01', 1e308), flow('2024-01-02', 1e308), flow('2024-01-03', -1)]],
    ['one-sided-flows', [flow('2024-01-01', -100), flow('2024-02-01', 0)]],
    ['one-sided-flows', [flow('2024-01-01', 100), flow('2024-02-01', 0)]],
    // A hundred that becomes 1e-20 in a year lost more than a double can tell from everything.
    ['no-sign-change', [flow('2023-01-01', -100), flow('2024-01-01', 1e-20)]],
    ['no-sign-change', [flow('2024-01-01', 1), flow('2025-01-01', -1), flow('2025-12-31', 1)]],
  ])('%s', (reason, flows) => expect(xirr(flows)).toEqual({ kind: 'no-solution', reason, flows }));

  test('of several roots takes the falling one nearest to zero', () => {
    // 1 + r = 1.25 falling and 1.05 rising: −1 + 2.3/(1+r) − 1.3125/(1+r)² has its roots there.
    const flows = [flow('2023-01-01', -1), flow('2024-01-01', 2.3), flow('2024-12-31', -1.3125)];
    expect(rateOf(xirr(flows))).toBeCloseTo(0.25, 9);
  });

  test('is found over 18 orders of magnitude, and worth nothing at itself', () => {
    const days = fc.integer({ min: 1, max: 4000 });
    fc.assert(
      fc.property(fc.double({ min: -4, max: 4, noNaN: true }), days, fc.integer({ min: 0, max: 4000 }), (u, first, more) => {
        const dates: CalendarDate[] = [0, first, first + more + 1].map((n) =>
          on(new Date(1.6e12 + n * 86_400_000).toISOString().slice(0, 10)),
        );
        const [start = '', middle = '', end = ''] = dates;
        const half = 50 * Math.exp((u * first) / 365);
        const rest = 50 * Math.exp((u * (first + more + 1)) / 365);
        const found = rateOf(xirr([flow(start, -100), flow(middle, half), flow(end, rest)]));
        expect(Math.abs(Math.log1p(found) - u)).toBeLessThan(1e-9 * Math.max(1, 365 / first));
      }),
      propertyRuns(100),
    );
  });

  test('two roots closer than the search steps, and one that only touches zero', () => {
    // 1 + r = 1.1001 falling, 1.1 rising; then both 1.1.
    const near = [flow('2023-01-01', -1), flow('2024-01-01', 2.2001), flow('2024-12-31', -1.1 * 1.1001)];
    expect(rateOf(xirr(near))).toBeCloseTo(0.1001, 7);
    const touching = [flow('2023-01-01', 1), flow('2024-01-01', -2.2), flow('2024-12-31', 1.21)];
    expect(rateOf(xirr(touching))).toBeCloseTo(0.1, 6);
    const apart = [flow('2023-01-01', 1), flow('2024-01-01', -2.2), flow('2024-12-31', 1.210001)];
    expect(xirr(apart)).toMatchObject({ reason: 'no-sign-change' });
  });

  test('in parts per million for statements, or nothing that one could show', () => {
    const minor = (text: string, amountMinor: bigint) => ({ on: on(text), amountMinor });
    expect(xirrPpm([minor('2023-01-01', -10_000n), minor('2024-01-01', 11_235n)])).toBe(123_500n);
    expect(xirrPpm([minor('2023-01-01', -10_000n), minor('2024-01-01', -1n)])).toBeUndefined();
    expect(xirrPpm([minor('2023-01-01', -1n), minor('2023-01-02', 10_000n)])).toBeUndefined();
  });

  test('XNPV discounts from the earliest flow, wherever it is listed', () => {
    const flows = [flow('2024-01-01', -100), flow('2024-12-31', 110), flow('2023-01-01', 1)];
    expect(xnpv(0.1, flows)).toBeCloseTo(1 - 100 / 1.1 + 110 / 1.1 ** 2, 9);
    expect(xnpv(0.1, [])).toBe(0);
  });
});

describe('time value of money', () => {
  const terms = fc.record({
    rate: fc.double({ min: -0.02, max: 0.5, noNaN: true }),
    nper: fc.integer({ min: 1, max: 120 }),
    pv: fc.double({ min: 1, max: 1e6, noNaN: true }),
    fv: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    when: fc.constantFrom<tvm.When>(0, 1),
  });
  const near = (value: number, expected: number, scale: number) =>
    expect(Math.abs(value - expected)).toBeLessThan(1e-7 * (1 + Math.abs(scale)));

  test('every function undoes the others', () => {
    fc.assert(
      fc.property(terms, (given) => {
        const pmt = tvm.pmt(given);
        const grown = given.pv * (1 + given.rate) ** given.nper + Math.abs(given.fv);
        near(tvm.fv({ ...given, pmt }), given.fv, grown);
        near(tvm.pv({ ...given, pmt }), given.pv, given.pv + Math.abs(given.fv) * (1 + given.rate) ** -given.nper);
        near(
          tvm.cumipmt({ ...{ rate: given.rate, nper: given.nper, pv: given.pv, when: given.when }, start: 1, end: given.nper }) +
            tvm.cumprinc({ rate: given.rate, nper: given.nper, pv: given.pv, when: given.when, start: 1, end: given.nper }),
          given.nper * tvm.pmt({ ...given, fv: 0 }),
          given.nper * pmt,
        );
      }),
      propertyRuns(100),
    );
  });

  test('principal parts repay the loan', () => {
    const base = { rate: 0.01, nper: 36, pv: 10_000 };
    expect(tvm.cumprinc({ ...base, start: 1, end: 36 })).toBeCloseTo(-10_000, 8);
    expect(tvm.ipmt({ ...base, per: 1 })).toBeCloseTo(-100, 10);
    expect(tvm.ppmt({ ...base, per: 1 })).toBeCloseTo(-232.1430981, 6);
    expect(tvm.ipmt({ ...base, per: 1, when: 1 })).toBe(0);
    expect(tvm.ipmt({ ...base, rate: 0, per: 5 })).toBe(0);
  });

  test('rate and nper, and their honest absence', () => {
    expect(tvm.rate({ nper: 36, pmt: -332.1430981, pv: 10_000 })).toBeCloseTo(0.01, 9);
    expect(tvm.rate({ nper: 360, pmt: -1028.61, pv: 100_000 })).toBeCloseTo(0.01, 6);
    expect(tvm.rate({ nper: 10, pmt: 1, pv: 10 })).toBeUndefined();
    expect(tvm.nper({ rate: 0.01, pmt: -332.1430981, pv: 10_000 })).toBeCloseTo(36, 6);
    expect(tvm.nper({ rate: 0, pmt: -100, pv: 1000 })).toBe(10);
    expect(tvm.nper({ rate: 0.1, pmt: -50, pv: 1000 })).toBeUndefined();
  });

  // Excel's documentation of PDURATION, RRI, MIRR and NPER.
  test('what spreadsheets document', () => {
    expect(tvm.pduration(0.025, 2000, 2200)).toBeCloseTo(3.85987, 5);
    expect(tvm.rri(96, 10_000, 11_000)).toBeCloseTo(0.0009933, 7);
    expect(tvm.mirr([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.1, 0.12)).toBeCloseTo(0.126094, 6);
    expect(tvm.mirr([-120_000, 39_000, 0, -21_000, 37_000, 46_000], 0.1, 0.12)).toBeCloseTo(
      ((39_000 * 1.12 ** 4 + 37_000 * 1.12 + 46_000) / (120_000 + 21_000 / 1.1 ** 3)) ** 0.2 - 1,
      12,
    );
    expect(tvm.nper({ rate: 0.01, pmt: -100, pv: -1000, fv: 10_000, when: 1 })).toBeCloseTo(59.6738657, 7);
    expect(tvm.nper({ rate: 0.01, pmt: -100, pv: -1000, fv: 10_000 })).toBeCloseTo(60.0821229, 7);
    expect(tvm.mirr([-1, -2], 0.1, 0.1)).toBeUndefined();
  });

  // By the definition in sums of sixty digits (mpmath).
  test('keeps its digits for rates near zero and for terms whose powers overflow', () => {
    expect(tvm.nper({ rate: 1e-12, pmt: -332.14, pv: 0, fv: 10_000 })).toBeCloseTo(30.107785872988686, 9);
    expect(tvm.nper({ rate: -1e-9, pmt: -332.14, pv: 1000, fv: -500, when: 1 })).toBeCloseTo(1.5053892910247428, 9);
    expect(tvm.ipmt({ rate: -0.99, per: 13, nper: 240, pv: 0, fv: -51_174.144822712144, when: 1 })).toBeCloseTo(5_066_240.337448497, 5);
    expect(tvm.ppmt({ rate: 0.5, per: 101, nper: 5000, pv: 1000 })).toBeCloseTo(0, 9);
    expect(tvm.ppmt({ rate: 1.5, per: 360, nper: 360, pv: -250 })).toBeCloseTo(150, 9);
    expect(tvm.ppmt({ rate: 1, per: 2, nper: 3, pv: -70, when: 1 })).toBeCloseTo(10, 12);
    expect(tvm.ppmt({ rate: 1, per: 0, nper: 3, pv: -70 })).toBeNaN();
    expect(tvm.ipmt({ rate: 10, per: 411, nper: 480, pv: 1 })).toBeCloseTo(-10, 9);
    expect(tvm.pmt({ rate: -0.5, nper: 5000, pv: 1000, fv: 100 })).toBeCloseTo(-50, 9);
    expect(tvm.fv({ rate: -0.5, nper: 5000, pmt: -1, pv: 1000 })).toBeCloseTo(2, 12);
    expect(tvm.rate({ nper: 360, pmt: -360_351.9105766382, pv: 36_035.19105766382, fv: 10_000 })).toBeCloseTo(10, 9);
  });

  test('finds one of two rates that lie close together', () => {
    const terms = { nper: 2, pmt: -19_586.87920958421, pv: 29_178.024831879706, fv: 10_000, when: 1 } as const;
    const found = tvm.rate(terms) ?? Number.NaN;
    expect(tvm.fv({ ...terms, rate: found })).toBeCloseTo(10_000, 6);
  });

  test('NPV, IRR, MIRR, effective and nominal', () => {
    expect(tvm.npvFromNow(0.1, [-100, 110])).toBeCloseTo(0, 12);
    expect(tvm.npv(0.1, [110])).toBeCloseTo(100, 12);
    expect(rateOf(tvm.irr([-100, 60, 60]))).toBeCloseTo(0.1306623862918075, 12);
    expect(tvm.irr([1, 2])).toMatchObject({ kind: 'no-solution', reason: 'one-sided-flows' });
    expect(rateOf(tvm.irr([-5, 5]))).toBe(0);
    expect(tvm.mirr([-100, 60, 60], 0.1, 0.12)).toBeCloseTo((127.2 / 100) ** 0.5 - 1, 12);
    expect(tvm.mirr([100, 60], 0.1, 0.12)).toBeUndefined();
    expect(tvm.effect(0.12, 12)).toBeCloseTo(0.12682503, 8);
    expect(tvm.nominal(tvm.effect(0.12, 12), 12)).toBeCloseTo(0.12, 12);
  });
});
