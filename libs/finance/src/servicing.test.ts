import { addDays, calendarDate, DefectError } from '@mutua/kernel';
import { describe, expect, test } from 'vitest';
import { schedule } from './schedule.ts';
import * as s from './servicing.ts';

const on = calendarDate;

describe('days past due', () => {
  const instalments = [
    { dueOn: on('2024-02-29'), openMinor: 5000n },
    { dueOn: on('2024-01-31'), openMinor: 100n },
    { dueOn: on('2024-04-30'), openMinor: 9000n },
  ];

  test.each([
    ['2024-01-31', 0n, 0],
    ['2024-02-01', 0n, 1],
    ['2024-03-31', 0n, 60],
    ['2024-03-31', 100n, 31],
    ['2024-01-01', 0n, 0],
  ])('on %s with a tolerance of %s: %i', (date, tolerance, dpd) => expect(s.daysPastDue(instalments, on(date), tolerance)).toBe(dpd));

  test('a paid loan is current', () => expect(s.daysPastDue([{ dueOn: on('2020-01-01'), openMinor: 0n }], on('2024-01-01'))).toBe(0));
});

test.each<[number, s.Bucket]>([
  [0, 'current'],
  [1, 'grace'],
  [15, 'grace'],
  [16, 'late_16_30'],
  [30, 'late_16_30'],
  [31, 'late_31_120'],
  [120, 'late_31_120'],
  [121, 'default'],
])('%i days are %s', (dpd, bucket) => expect(s.bucketOf(dpd)).toBe(bucket));

test('days past due are whole and not negative', () => {
  expect(() => s.bucketOf(-1)).toThrow(DefectError);
  expect(() => s.bucketOf(1.5)).toThrow(DefectError);
  expect(() => s.bucketOf(-1)).toThrow(expect.objectContaining({ message: 'days past due are a whole number', details: { dpd: -1 } }));
});

test.each([
  [33_214n, 1661n],
  [29_990n, 1500n],
  [10_000n, 1500n],
  [1n, 1500n],
  [0n, 0n],
])('the late fee on %s unpaid is %s', (unpaid, fee) => {
  expect(s.lateFee(unpaid, { ratePpm: 50_000n, floorMinor: 1500n, rounding: 'half-up' })).toBe(fee);
});

describe('service fee', () => {
  const terms: s.ServiceFeeTerms = { kind: 'of-receipts', ratePpm: 10_000n, graceDays: 15, cappedMonths: 12, rounding: 'half-up' };
  const facts: s.ServiceFeeFacts = {
    receivedMinor: 8350n,
    dpd: 0,
    isPrepayment: false,
    monthsHeld: 3,
    instalmentMinor: 8350n,
    outstandingMinor: 250_000n,
    fromOn: on('2024-01-01'),
    toOn: on('2024-01-31'),
  };

  test.each<[string, Partial<s.ServiceFeeFacts>, bigint]>([
    ['1 % of a payment on time', {}, 84n],
    ['still on the 15th day late', { dpd: 15 }, 84n],
    ['nothing on the 16th', { dpd: 16 }, 0n],
    ['a prepayment in the first year is capped at the instalment', { isPrepayment: true, receivedMinor: 250_000n }, 84n],
    ['a small prepayment is not raised to it', { isPrepayment: true, receivedMinor: 100n }, 1n],
    ['no cap after twelve months', { isPrepayment: true, receivedMinor: 250_000n, monthsHeld: 12 }, 2500n],
  ])('%s', (_, changes, fee) => expect(s.serviceFee(terms, { ...facts, ...changes })).toBe(fee));

  test('1 % a year on the outstanding principal, by day, rounded once', () => {
    const annual: s.ServiceFeeTerms = { kind: 'annual', ratePpm: 10_000n, dayCount: 'act/365f', rounding: 'half-up' };
    // 10,000.00 × 1 % × 30 / 365 = 8.2191…: 8.22, not the 8.40 of a daily amount rounded first.
    expect(s.serviceFee(annual, { ...facts, receivedMinor: 33_214n, outstandingMinor: 1_000_000n })).toBe(822n);
    expect(s.serviceFee(annual, { ...facts, receivedMinor: 100n, outstandingMinor: 1_000_000n })).toBe(100n);
  });
});

test('the collection fee is a part of what came in, never more', () => {
  expect(s.collectionFee(10_001n, 300_000n, 'half-up')).toBe(3000n);
  expect(s.collectionFee(0n, 300_000n, 'half-up')).toBe(0n);
  expect(s.collectionFee(100n, 1_000_000n, 'half-up')).toBe(100n);
  expect(() => s.collectionFee(100n, 1_000_001n, 'half-up')).toThrow(DefectError);
});

test('interest accrued by differences sums to the interest of the period', () => {
  const period = {
    balanceMinor: 1_000_000n,
    ratePpm: 94_822n,
    dayCount: 'act/365f',
    rounding: 'half-even',
    fromOn: on('2024-01-31'),
  } as const;
  const to = (n: number) => s.interestBetween({ ...period, toOn: addDays(period.fromOn, n) });
  let accrued = 0n;
  for (let day = 1; day <= 29; day += 1) accrued += to(day) - to(day - 1);
  expect(accrued).toBe(to(29));
  expect(to(0)).toBe(0n);
});

test('a collection fee is a part of what was recovered, and of nothing nothing', () => {
  const fee = (recoveredMinor: bigint, ratePpm: bigint) => s.collectionFee(recoveredMinor, ratePpm, 'half-up');
  expect([fee(1000n, 250_000n), fee(1000n, 0n), fee(1000n, 1_000_000n), fee(0n, 250_000n), fee(-1000n, 250_000n)]).toEqual([
    250n,
    0n,
    1000n,
    0n,
    0n,
  ]);
  const message = 'a collection fee is at most what was recovered';
  for (const ratePpm of [-1n, 1_000_001n])
    expect(() => fee(1n, ratePpm)).toThrow(expect.objectContaining({ message, details: { ratePpm } }));
});

describe('payoff', () => {
  const terms = { ratePpm: 120_000n, dayCount: 'act/365f', rounding: 'half-up' } as const;
  const made = schedule({
    ...terms,
    principalMinor: 1_000_000n,
    instalments: 12,
    method: 'annuity',
    frequency: 'monthly',
    instalmentRounding: 'half-up',
    disbursedOn: on('2024-01-15'),
  });
  const state: s.PayoffState = { ...terms, instalments: made.instalments.map((row) => ({ ...row, penaltyMinor: 0n, feeMinor: 0n })) };
  const [first, second] = made.instalments;
  const firstDue = { interest: first?.interestMinor ?? 0n, principal: first?.principalMinor ?? 0n };

  test('on the day of disbursement the principal alone is owed', () => {
    expect(s.payoffQuote(state, on('2024-01-15'))).toMatchObject({
      accruedInterestMinor: 0n,
      principalMinor: 1_000_000n,
      totalMinor: 1_000_000n,
    });
  });

  test('inside the first period interest runs by the day', () => {
    const quote = s.payoffQuote(state, on('2024-01-25'));
    expect(quote.accruedInterestMinor).toBe(3288n); // 10,000.00 × 12 % × 10 / 365
    expect(quote.totalMinor).toBe(1_003_288n);
  });

  test('on a due date the instalment is due in full and nothing runs', () => {
    const quote = s.payoffQuote(state, on('2024-02-15'));
    expect(quote.due).toEqual({ penaltyMinor: 0n, feeMinor: 0n, interestMinor: firstDue.interest, principalMinor: firstDue.principal });
    expect(quote.accruedInterestMinor).toBe(0n);
    expect(quote.totalMinor).toBe(1_000_000n + firstDue.interest);
  });

  test('what is overdue is added, and bears no further interest', () => {
    const late = state.instalments.map((row) => (row.nr === 1 ? { ...row, penaltyMinor: 1661n } : row));
    const quote = s.payoffQuote({ ...state, instalments: late }, on('2024-02-20'));
    const openMinor = 1_000_000n - firstDue.principal;
    const ran = s.interestBetween({ ...terms, balanceMinor: openMinor, fromOn: on('2024-02-15'), toOn: on('2024-02-20') });
    expect(quote).toMatchObject({ accruedInterestMinor: ran, principalMinor: openMinor, chargesMinor: 0n });
    expect(quote.totalMinor).toBe(1_000_000n + firstDue.interest + 1661n + ran);
  });

  test('interest paid in advance is not asked again, charges raised are', () => {
    const rows = state.instalments.slice(1).map((row) => (row.nr === 2 ? { ...row, feeMinor: 50n, interestPaidMinor: 100n } : row));
    const quote = s.payoffQuote({ ...state, instalments: rows }, on('2024-02-16'));
    const oneDay = s.interestBetween({
      ...terms,
      balanceMinor: 1_000_000n - firstDue.principal,
      fromOn: on('2024-02-15'),
      toOn: on('2024-02-16'),
    });
    expect(quote.accruedInterestMinor).toBe(oneDay - 100n);
    expect(quote.chargesMinor).toBe(50n);
    expect(quote.totalMinor).toBe(1_000_000n - firstDue.principal + 50n + oneDay - 100n);
    const backwards = { ...state, instalments: rows.toReversed() };
    expect(s.payoffQuote(backwards, on('2024-02-16'))).toEqual(quote);
    const paidAhead = rows.map((row) => (row.nr === 2 ? { ...row, interestPaidMinor: second?.interestMinor ?? 0n } : row));
    expect(s.payoffQuote({ ...state, instalments: paidAhead }, on('2024-02-16')).accruedInterestMinor).toBe(0n);
  });

  test('never asks more than the schedule does for the period', () => {
    const cheap = state.instalments.map((row) => (row.nr === 1 ? { ...row, interestMinor: 5n } : row));
    expect(s.payoffQuote({ ...state, instalments: cheap }, on('2024-02-14')).accruedInterestMinor).toBe(5n);
  });

  test('after the end everything is overdue', () => {
    const quote = s.payoffQuote(state, on('2026-01-01'));
    expect(quote).toMatchObject({ principalMinor: 0n, accruedInterestMinor: 0n });
    expect(quote.totalMinor).toBe(1_000_000n + made.totalInterestMinor);
  });
});
