/** The equal instalment by what it promises: paid on every due date, it leaves exactly the balloon; whatever way it was computed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../test/property-runs.ts';
import type { Fraction } from './day-count.ts';
import { equalInstalment } from './instalment.ts';

/** What is open after the last payment, less the balloon, times a denominator that is not zero. */
function leftOver(paid: Fraction, owed: Fraction, { rates, balloonMinor }: { rates: readonly Fraction[]; balloonMinor: bigint }): bigint {
  let [open, scale] = [owed.numerator * paid.denominator - paid.numerator * owed.denominator, owed.denominator * paid.denominator];
  for (const { numerator, denominator } of rates) {
    open = open * (numerator + denominator) * paid.denominator - paid.numerator * scale * denominator;
    scale *= denominator * paid.denominator;
  }
  return open - balloonMinor * scale;
}

const rate = fc.record({ numerator: fc.bigInt({ min: 0n, max: 400_000n }), denominator: fc.bigInt({ min: 1n, max: 12_000_000n }) });
const amounts = fc.record({ owed: rate, balloonMinor: fc.bigInt({ min: 0n, max: 10n ** 9n }) });

test('different rates: what is paid leaves the balloon to the last fraction', () => {
  fc.assert(
    fc.property(amounts, fc.array(rate, { maxLength: 25 }), ({ owed, balloonMinor }, laterRates) => {
      expect(leftOver(equalInstalment({ owed, laterRates, balloonMinor }), owed, { rates: laterRates, balloonMinor })).toBe(0n);
    }),
    propertyRuns(200),
  );
});

test('one rate in every period: the same, and the same instalment as if each period had a rate of its own', () => {
  fc.assert(
    fc.property(amounts, rate, fc.integer({ min: 0, max: 60 }), ({ owed, balloonMinor }, each, count) => {
      const laterRates = Array.from({ length: count }, () => each);
      const paid = equalInstalment({ owed, laterRates, balloonMinor });
      const own = equalInstalment({ owed, laterRates: laterRates.map((one) => ({ ...one })), balloonMinor });
      expect(paid.numerator * own.denominator).toBe(own.numerator * paid.denominator);
      if (count <= 20) expect(leftOver(paid, owed, { rates: laterRates, balloonMinor })).toBe(0n);
    }),
    propertyRuns(200),
  );
});
