import { calendarDate as on } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { feeRefund } from './fee-refund.ts';

const loan = { by: 'time', feeMinor: 36_500n, rounding: 'half-up', disbursedOn: on('2023-01-01'), maturesOn: on('2024-01-01') } as const;

test.each([
  ['2023-01-01', 36_500n],
  ['2022-12-01', 36_500n],
  ['2023-01-02', 36_400n],
  ['2023-12-31', 100n],
  ['2024-01-01', 0n],
  ['2024-06-01', 0n],
])('by time: repaid on %s, refunded %s', (day, expected) => expect(feeRefund({ ...loan, repaidOn: on(day) })).toBe(expected));

test('by interest: the share of scheduled interest that is saved, rounded as said', () => {
  const given = { by: 'interest', feeMinor: 100n, totalInterestMinor: 3n, rounding: 'floor' } as const;
  expect(feeRefund({ ...given, savedInterestMinor: 2n })).toBe(66n);
  expect(feeRefund({ ...given, savedInterestMinor: 2n, rounding: 'ceiling' })).toBe(67n);
  expect([0n, -1n, 3n, 4n].map((savedInterestMinor) => feeRefund({ ...given, savedInterestMinor }))).toEqual([0n, 0n, 100n, 100n]);
  expect(feeRefund({ ...given, totalInterestMinor: 0n, savedInterestMinor: 1n })).toBe(0n);
});

test('refuses a negative fee and a loan that ends before it begins', () => {
  expect(() => feeRefund({ ...loan, repaidOn: on('2023-02-01'), feeMinor: -1n })).toThrow('a fee is not negative');
  expect(feeRefund({ ...loan, repaidOn: on('2023-02-01'), feeMinor: 0n })).toBe(0n);
  expect(() => feeRefund({ ...loan, repaidOn: on('2023-02-01'), maturesOn: on('2023-01-01') })).toThrow('a loan matures after');
});
