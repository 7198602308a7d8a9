import { describe, expect, test } from 'vitest';
import { DefectError, KernelError } from './assert.ts';
import * as m from './money.ts';
import { formatRate, ratePpmFromWire, ratePpmToWire } from './rate.ts';

const eur = m.currency('EUR');
const usd = m.currency('USD');
const euro = (amountMinor: bigint): m.Money => m.money(amountMinor, eur);

test('adds, subtracts, negates and sums within one currency', () => {
  expect(m.add(euro(1n), euro(2n))).toEqual(euro(3n));
  expect(m.subtract(euro(1n), euro(2n))).toEqual(euro(-1n));
  expect(m.negate(euro(5n))).toEqual(euro(-5n));
  expect(m.sum([euro(1n), euro(2n), euro(3n)], eur)).toEqual(euro(6n));
  expect(m.sum([], eur)).toEqual(m.zero(eur));
  expect(m.minimum(euro(1n), euro(2n))).toEqual(euro(1n));
  expect(m.minimum(euro(2n), euro(1n))).toEqual(euro(1n));
});

test('compares', () => {
  expect([m.compare(euro(1n), euro(2n)), m.compare(euro(2n), euro(2n)), m.compare(euro(3n), euro(2n))]).toEqual([-1, 0, 1]);
  expect([m.isGreater(euro(2n), euro(1n)), m.isGreater(euro(1n), euro(1n))]).toEqual([true, false]);
  expect([m.isEqual(euro(1n), euro(1n)), m.isEqual(euro(1n), euro(2n))]).toEqual([true, false]);
  expect([m.isZero(euro(0n)), m.isZero(euro(1n)), m.isPositive(euro(1n)), m.isPositive(euro(0n))]).toEqual([true, false, true, false]);
});

test.each([m.add, m.subtract, m.compare, m.isGreater, m.isEqual, m.minimum])('$name refuses two currencies', (operation) => {
  expect(() => operation(euro(1n), m.money(1n, usd))).toThrow(DefectError);
});

test('a sum refuses a stray currency', () => expect(() => m.sum([m.money(1n, usd)], eur)).toThrow(DefectError));

describe('on the wire', () => {
  test.each(['0', '1', '-1', '9999999999999999999', '-9999999999999999999'])('keeps %s', (amountMinor) => {
    expect(m.moneyToWire(m.moneyFromWire({ amountMinor, currency: 'EUR' }))).toEqual({ amountMinor, currency: 'EUR' });
  });

  test.each(['', '01', '+1', '1.0', '1e3', ' 1', '10000000000000000000', 'x', '--1'])('refuses the amount "%s"', (amountMinor) => {
    expect(() => m.moneyFromWire({ amountMinor, currency: 'EUR' })).toThrow(KernelError);
  });

  test('refuses a number, and a currency that is not one', () => {
    expect(() => m.moneyFromWire(JSON.parse('{"amountMinor":1,"currency":"EUR"}'))).toThrow(KernelError);
    for (const code of ['eur', 'EU', 'EURO', '', 'EU1']) expect(() => m.currency(code)).toThrow(KernelError);
  });
});

test.each<[bigint, string, string]>([
  [123_456n, 'EUR', '1,234.56 EUR'],
  [-5n, 'EUR', '-0.05 EUR'],
  [100_000_000_000n, 'USD', '1,000,000,000.00 USD'],
  [1234n, 'JPY', '1,234 JPY'],
  [0n, 'JPY', '0 JPY'],
  [1_234_567n, 'KWD', '1,234.567 KWD'],
  [12_345n, 'CLF', '1.2345 CLF'],
])('shows %s %s as %s', (amountMinor, code, text) => expect(m.formatMoney(m.money(amountMinor, m.currency(code)))).toBe(text));

test.each<[bigint, string]>([
  [120_000n, '12.00 %'],
  [99_900n, '9.99 %'],
  [94_822n, '9.4822 %'],
  [129_620n, '12.962 %'],
  [1n, '0.0001 %'],
  [-5000n, '-0.50 %'],
  [0n, '0.00 %'],
])('shows %s ppm as %s', (rate, text) => expect(formatRate(rate)).toBe(text));

test('rates cross the wire as whole numbers', () => {
  expect(ratePpmToWire(ratePpmFromWire(120_000))).toBe(120_000);
  for (const n of [0.5, Number.NaN, 2 ** 53]) expect(() => ratePpmFromWire(n)).toThrow(KernelError);
  expect(() => ratePpmToWire(2n ** 60n)).toThrow(KernelError);
});
