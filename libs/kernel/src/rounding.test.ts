import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DefectError } from './assert.ts';
import { allocate, divide, mulDiv, type Rounding } from './rounding.ts';

// Quotients as java.math.RoundingMode documents them, for 5.5, 2.5, 1.6, 1.1, 1.0 and their negatives (numerators over 10).
const table: Record<Rounding, readonly bigint[]> = {
  up: [6n, 3n, 2n, 2n, 1n, -1n, -2n, -2n, -3n, -6n],
  down: [5n, 2n, 1n, 1n, 1n, -1n, -1n, -1n, -2n, -5n],
  ceiling: [6n, 3n, 2n, 2n, 1n, -1n, -1n, -1n, -2n, -5n],
  floor: [5n, 2n, 1n, 1n, 1n, -1n, -2n, -2n, -3n, -6n],
  'half-up': [6n, 3n, 2n, 1n, 1n, -1n, -1n, -2n, -3n, -6n],
  'half-down': [5n, 2n, 2n, 1n, 1n, -1n, -1n, -2n, -2n, -5n],
  'half-even': [6n, 2n, 2n, 1n, 1n, -1n, -1n, -2n, -2n, -6n],
};
const tenths = [55n, 25n, 16n, 11n, 10n, -10n, -11n, -16n, -25n, -55n];
const roundings = Object.keys(table) as Rounding[];

describe('divide', () => {
  test.each(roundings)('%s', (rounding) => {
    expect(tenths.map((n) => divide(n, 10n, rounding))).toEqual(table[rounding]);
    expect(tenths.map((n) => divide(-n, -10n, rounding))).toEqual(table[rounding]);
  });

  test('zero is a defect', () => expect(() => divide(1n, 0n, 'floor')).toThrow(DefectError));

  test('stays within one of the exact quotient, and is exact when it can be', () => {
    const denominators = fc.bigInt({ min: -1000n, max: 1000n }).filter((n) => n !== 0n);
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), denominators, fc.constantFrom(...roundings), (n, d, rounding) => {
        const error = divide(n, d, rounding) * d - n;
        expect((error < 0n ? -error : error) < (d < 0n ? -d : d)).toBe(true);
        expect(mulDiv(n, d, d, rounding)).toBe(n);
      }),
    );
  });
});

describe('allocate', () => {
  test.each<[bigint, bigint[], bigint[]]>([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [5n, [3n, 7n], [2n, 3n]],
    [1n, [1n, 2n], [0n, 1n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [7n, [0n, 1n, 0n], [0n, 7n, 0n]],
    [0n, [1n, 2n], [0n, 0n]],
  ])('%s by %s', (amount, weights, parts) => expect(allocate(amount, weights)).toEqual(parts));

  test('refuses weights without a sum', () => {
    expect(() => allocate(1n, [0n])).toThrow(DefectError);
    expect(() => allocate(1n, [])).toThrow(DefectError);
    expect(() => allocate(1n, [2n, -1n])).toThrow(DefectError);
  });

  test('conserves the amount and keeps every part within one of its share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 }).filter((w) => w.some((x) => x > 0n));
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), weights, (amount, parts) => {
        const total = parts.reduce((a, b) => a + b, 0n);
        const allocated = allocate(amount, parts);
        expect(allocated.reduce((a, b) => a + b, 0n)).toBe(amount);
        for (const [i, part] of allocated.entries()) {
          const error = part * total - amount * (parts[i] ?? 0n);
          expect((error < 0n ? -error : error) < total).toBe(true);
        }
      }),
    );
  });
});
