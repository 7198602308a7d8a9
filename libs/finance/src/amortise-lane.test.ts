import { calendarDate as on, type Rounding } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../test/property-runs.ts';
import { fitsLane } from './amortise-lane.ts';
import { dayCounts } from './day-count.ts';
import { equalInstalment, roundedTo } from './instalment.ts';
import { provenInstalment } from './instalment-bound.ts';
import type { Frequency } from './periods.ts';
import { schedule, scheduleExact } from './schedule.ts';
import { planOf } from './schedule-plan.ts';
import type { ScheduleMethod, ScheduleTerms } from './schedule-terms.ts';

const roundings: Rounding[] = ['half-up', 'half-even', 'half-down', 'ceiling', 'floor', 'up', 'down'];
const methods: ScheduleMethod[] = ['annuity', 'linear', 'bullet', 'interest-only-then-annuity'];
const frequencies: Frequency[] = ['weekly', 'biweekly', 'monthly', 'quarterly', { every: 10, unit: 'days' }];

const terms: fc.Arbitrary<ScheduleTerms> = fc
  .record({
    principalMinor: fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 8n }), fc.bigInt({ min: 1n, max: 10n ** 17n })),
    ratePpm: fc.oneof(fc.bigInt({ min: 0n, max: 400_000n }), fc.constantFrom(0n, 1n, 120_000n, 1_000_000n, 25_000_000n)),
    instalments: fc.integer({ min: 1, max: 84 }),
    method: fc.constantFrom(...methods),
    frequency: fc.constantFrom(...frequencies),
    dayCount: fc.constantFrom(...dayCounts),
    rounding: fc.constantFrom(...roundings),
    instalmentRounding: fc.constantFrom(...roundings),
    disbursedOn: fc.integer({ min: 0, max: 30_000 }).map((n) => on(new Date(n * 86_400_000).toISOString().slice(0, 10))),
    grace: fc.nat(12),
    free: fc.nat(3),
    balloonParts: fc.nat(100),
    multiple: fc.constantFrom(1n, 5n, 100n),
  })
  .map(({ grace, free, balloonParts, multiple, ...given }) => ({
    ...given,
    interestOnlyPeriods: Math.min(grace, given.instalments - 1),
    interestFreePeriods: Math.min(free, given.instalments),
    balloonMinor: balloonParts > 70 ? (given.principalMinor * BigInt(balloonParts)) / 100n : 0n,
    ...(multiple === 1n ? {} : { instalmentMultipleMinor: multiple }),
  }));

test('the 64-bit lane makes the rows that bigints of any size make', () => {
  fc.assert(
    fc.property(terms, (given) => {
      expect(schedule(given)).toEqual(scheduleExact(given));
    }),
    propertyRuns(400),
  );
});

test('an instalment that doubles prove is the exact one', () => {
  const runs = propertyRuns(400);
  let proven = 0;
  fc.assert(
    fc.property(terms, (given) => {
      const { rates } = planOf(given);
      const { principalMinor: balanceMinor, balloonMinor = 0n, instalmentRounding: rounding, instalmentMultipleMinor } = given;
      const multipleMinor = instalmentMultipleMinor ?? 1n;
      const answer = provenInstalment({ balanceMinor, rates, balloonMinor, rounding, multipleMinor });
      if (answer === undefined) return;
      proven += 1;
      const [first, ...laterRates] = rates;
      if (first === undefined) throw new Error('a schedule has a period');
      const owed = { numerator: balanceMinor * (first.numerator + first.denominator), denominator: first.denominator };
      expect(answer).toBe(roundedTo(equalInstalment({ owed, laterRates, balloonMinor }), rounding, multipleMinor));
    }),
    runs,
  );
  expect(proven).toBeGreaterThan(runs.numRuns / 4);
});

describe('doubles prove nothing', () => {
  const rates = [{ numerator: 1n, denominator: 100n }];
  const one = { balanceMinor: 10_000n, rates, balloonMinor: 0n, rounding: 'half-up', multipleMinor: 1n } as const;

  test('where the rounding boundary lies within their error', () => {
    // 100.50 + 1 % is 101.505 exactly: a tie of half-up, and clear for the others.
    const tie = { ...one, balanceMinor: 10_050n };
    for (const rounding of ['half-up', 'half-even', 'half-down'] as const) {
      expect(provenInstalment({ ...tie, rounding })).toBeUndefined();
      expect(provenInstalment({ ...one, rounding })).toBe(10_100n);
    }
    // 101.00 exactly: clear for the halves, a boundary of the others.
    for (const rounding of ['ceiling', 'up'] as const) {
      expect(provenInstalment({ ...tie, rounding })).toBe(10_151n);
      expect(provenInstalment({ ...one, rounding })).toBeUndefined();
    }
    for (const rounding of ['floor', 'down'] as const) {
      expect(provenInstalment({ ...tie, rounding })).toBe(10_150n);
      expect(provenInstalment({ ...one, rounding })).toBeUndefined();
    }
  });

  test('about numbers too large for their error, or for them', () => {
    expect(provenInstalment({ ...one, balanceMinor: 2n ** 44n + 7n })).toBe(17_768_107_904_867n);
    expect(provenInstalment({ ...one, balanceMinor: 2n ** 50n + 7n })).toBeUndefined();
    expect(provenInstalment({ ...one, balanceMinor: 10n ** 400n })).toBeUndefined();
    expect(provenInstalment({ ...one, rates: [{ numerator: 10n ** 400n, denominator: 1n }] })).toBeUndefined();
    expect(provenInstalment({ ...one, rates: [{ numerator: 10n ** 400n, denominator: 1n }], rounding: 'ceiling' })).toBeUndefined();
    expect(provenInstalment({ ...one, balloonMinor: 10n ** 400n, rounding: 'ceiling' })).toBeUndefined();
  });

  test('unless the error, which grows with the periods and with what is lent, leaves one whole number', () => {
    const months = { ...one, rates: Array.from({ length: 36 }, () => ({ numerator: 1n, denominator: 100n })) };
    expect(provenInstalment({ ...months, balanceMinor: 10n ** 11n })).toBe(3_321_430_981n);
    // 3,321,430,981,285.45: an error of 0.33 reaches the half, one of a single period would not.
    expect(provenInstalment({ ...months, balanceMinor: 10n ** 14n + 10n })).toBeUndefined();
    // The difference is 1 % of them, the error that of both.
    expect(provenInstalment({ ...one, balanceMinor: 10n ** 14n, balloonMinor: 10n ** 14n })).toBeUndefined();
    // 35,350,000,000,090.9, off by up to 0.22: that may be 91 and more.
    const near = { ...one, balanceMinor: 35_000_000_000_090n };
    expect(provenInstalment({ ...near, rounding: 'ceiling' })).toBeUndefined();
    expect(provenInstalment({ ...near, rounding: 'half-up' })).toBe(35_350_000_000_091n);
  });

  test('about more than is owed', () => {
    expect(provenInstalment({ ...one, balloonMinor: 20_000n })).toBeUndefined();
    expect(provenInstalment({ ...one, balloonMinor: 10_101n })).toBeUndefined();
    expect(provenInstalment({ ...one, balloonMinor: 10_100n })).toBe(0n);
  });

  test('rounds to the multiple', () => {
    expect(provenInstalment({ ...one, multipleMinor: 1_000n })).toBe(10_000n);
    expect(provenInstalment({ ...one, multipleMinor: 1_000n, rounding: 'ceiling' })).toBe(11_000n);
  });
});

describe('the lane is refused', () => {
  const usual: ScheduleTerms = {
    principalMinor: 1_000_000n,
    ratePpm: 120_000n,
    instalments: 36,
    method: 'annuity',
    frequency: 'monthly',
    dayCount: '30e/360',
    rounding: 'half-up',
    instalmentRounding: 'half-up',
    disbursedOn: on('2024-01-15'),
  };

  test.each<[boolean, Partial<ScheduleTerms>]>([
    [true, {}],
    [true, { principalMinor: (1n << 61n) - 1n, ratePpm: 12n }],
    [false, { principalMinor: 1n << 61n, ratePpm: 12n }],
    [false, { principalMinor: 1n << 60n, ratePpm: 99_999n }],
    [true, { principalMinor: (1n << 61n) - 1n, ratePpm: 0n }],
    [false, { principalMinor: 1n << 61n, ratePpm: 0n }],
    // 24 / 12 over an odd number of parts: what is lent times two.
    [true, { principalMinor: (1n << 60n) - 1n, ratePpm: 24n, rateParts: 1_000_001n }],
    [false, { principalMinor: 1n << 60n, ratePpm: 24n, rateParts: 1_000_001n }],
    [true, { ratePpm: 12n, rateParts: (1n << 61n) - 1n }],
    [false, { ratePpm: 12n, rateParts: 1n << 61n }],
    [true, { instalmentMinor: (1n << 61n) - 1n }],
    [false, { instalmentMinor: 1n << 61n }],
    [true, { method: 'linear', principalPerPeriodMinor: (1n << 61n) - 1n }],
    [false, { method: 'flat' }],
    [false, { interestGracePeriods: 1 }],
    [false, { lastInstalment: 'least-difference' }],
    [false, { method: 'linear', principalPerPeriodMinor: 1n << 61n }],
    [false, { tranches: [{ on: on('2024-03-01'), amountMinor: 1n }] }],
  ])('fits: %s, %o', (fits, changes) => expect(fitsLane(planOf({ ...usual, ...changes }))).toBe(fits));

  test('an instalment beyond it goes to the exact path', () => {
    const made = schedule({ ...usual, instalmentMinor: 1n << 62n });
    expect(made.instalments[0]?.principalMinor).toBe(1_000_000n);
    expect(made.totalInterestMinor).toBe(10_000n);
  });
});
