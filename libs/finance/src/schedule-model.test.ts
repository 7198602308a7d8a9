/** The formulas once more, in the plainest way there is: whatever the terms, the schedule is what they give. */
import { divide, calendarDate as on, type Rounding } from '@mutua/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../test/property-runs.ts';
import { dayCounts, dayFraction, type Fraction } from './day-count.ts';
import { type Frequency, periodsOf } from './periods.ts';
import { schedule, scheduleExact } from './schedule.ts';
import type { ScheduleTerms } from './schedule-terms.ts';

type Row = readonly [principalMinor: bigint, interestMinor: bigint, balanceMinor: bigint];

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const distance = (n: bigint): bigint => most(n, -n);
const rounded = ({ numerator, denominator }: Fraction, rounding: Rounding, multipleMinor = 1n): bigint =>
  divide(numerator, denominator * multipleMinor, rounding) * multipleMinor;

/** Interest per unit of balance of each period: months of 30 days are whole whatever their days. */
function ratesOf(terms: ScheduleTerms): readonly Fraction[] {
  const months = new Map<unknown, number>([
    ['monthly', 1],
    ['quarterly', 3],
  ]).get(terms.frequency);
  return periodsOf(terms).map(({ fromOn, toOn, isRegular }) => {
    const isThirty = terms.dayCount.startsWith('30') && isRegular;
    const actual = dayFraction(fromOn, toOn, isThirty ? 'act/360' : terms.dayCount);
    const { numerator, denominator } = isThirty && months !== undefined ? { numerator: BigInt(months) * 30n, denominator: 360n } : actual;
    return { numerator: terms.ratePpm * numerator, denominator: 1_000_000n * denominator };
  });
}

/** A = (V·Π f − B) / Σ Π f, with f = 1 + rate. */
function annuityOf(terms: ScheduleTerms, rates: readonly Fraction[]): bigint {
  let [grown, paid, scale] = [1n, 0n, 1n];
  for (const { numerator, denominator } of rates) {
    grown *= denominator + numerator;
    paid = paid * (denominator + numerator) + scale * denominator;
    scale *= denominator;
  }
  const value = { numerator: terms.principalMinor * grown - (terms.balloonMinor ?? 0n) * scale, denominator: paid };
  const amount = rounded(value, terms.instalmentRounding, terms.instalmentMultipleMinor);
  return terms.lastInstalment === 'least-difference' ? movedTowardsLast(terms, rates, amount) : amount;
}

/** Fineract: while the last instalment is off by more than half a cent a period, the others move by their part of it. */
function movedTowardsLast(terms: ScheduleTerms, rates: readonly Fraction[], startMinor: bigint): bigint {
  const count = BigInt(rates.length);
  const offBy = (amount: bigint): bigint => {
    const rows = amortised(terms, rates, (interest) => amount - interest);
    const [principal = 0n, interest = 0n] = rows.at(-1) ?? [];
    return principal + interest - (terms.balloonMinor ?? 0n) - amount;
  };
  let amount = startMinor;
  for (let round = 0; round < 3 && distance(offBy(amount)) > divide(count, 2n, 'floor'); round += 1) {
    const moved = { numerator: amount + divide(offBy(amount), count, 'half-even'), denominator: 1n };
    const candidate = rounded(moved, terms.instalmentRounding, terms.instalmentMultipleMinor);
    if (distance(offBy(candidate)) >= distance(offBy(amount))) break;
    amount = candidate;
  }
  return amount;
}

function amortised(
  terms: ScheduleTerms,
  rates: readonly Fraction[],
  principalOf: (interest: bigint, index: number) => bigint,
): readonly Row[] {
  let openMinor = terms.principalMinor;
  return rates.map(({ numerator, denominator }, index) => {
    const interest = divide(openMinor * numerator, denominator, terms.rounding);
    const principal = index === rates.length - 1 ? openMinor : least(most(principalOf(interest, index), 0n), openMinor);
    openMinor -= principal;
    return [principal, interest, openMinor];
  });
}

function modelOf(terms: ScheduleTerms): readonly Row[] {
  const rates = ratesOf(terms);
  const grace = terms.interestOnlyPeriods ?? 0;
  const part = { numerator: terms.principalMinor - (terms.balloonMinor ?? 0n), denominator: BigInt(terms.instalments - grace) };
  const each = rounded(part, 'floor');
  const { instalmentMultipleMinor: multiple, instalmentRounding } = terms;
  const free = multiple === undefined ? each : rounded(part, instalmentRounding, multiple);
  const equal = terms.ratePpm === 0n ? free : annuityOf(terms, rates.slice(grace));
  return amortised(terms, rates, (interest, index) => {
    if (index < grace || terms.method === 'bullet') return 0n;
    return terms.method === 'linear' ? each : equal - interest;
  });
}

const roundings: readonly Rounding[] = ['half-up', 'half-even', 'half-down', 'ceiling', 'floor', 'up', 'down'];
const frequencies: readonly Frequency[] = ['weekly', 'biweekly', 'monthly', 'quarterly', { every: 11, unit: 'days' }];
const anyTerms = fc.record(
  {
    principalMinor: fc.oneof(
      fc.bigInt({ min: 1n, max: 1000n }),
      fc.bigInt({ min: 1n, max: 10n ** 11n }),
      fc.bigInt({ min: 1n, max: 10n ** 20n }),
    ),
    ratePpm: fc.oneof(fc.constant(0n), fc.constant(120_000n), fc.bigInt({ min: 0n, max: 2_000_000n })),
    instalments: fc.integer({ min: 1, max: 30 }),
    method: fc.constantFrom('annuity' as const, 'linear' as const, 'bullet' as const, 'interest-only-then-annuity' as const),
    frequency: fc.constantFrom(...frequencies),
    dayCount: fc.constantFrom(...dayCounts),
    rounding: fc.constantFrom(...roundings),
    instalmentRounding: fc.constantFrom(...roundings),
    disbursedOn: fc.constantFrom(on('2023-12-12'), on('2024-01-31'), on('2024-02-29'), on('2025-06-15')),
    firstDueOn: fc.constantFrom(on('2025-07-31'), on('2025-08-29')),
    interestOnlyPeriods: fc.nat(5),
    balloonMinor: fc.bigInt({ min: 0n, max: 2000n }),
    instalmentMultipleMinor: fc.constantFrom(1n, 5n, 100n),
    lastInstalment: fc.constantFrom('absorb' as const, 'least-difference' as const),
  },
  {
    requiredKeys: [
      ...(['principalMinor', 'ratePpm', 'instalments', 'method', 'frequency', 'dayCount'] as const),
      ...(['rounding', 'instalmentRounding', 'disbursedOn'] as const),
    ],
  },
);

/** The same with no more grace than instalments and no more balloon than principal. */
function sound({ interestOnlyPeriods = 0, balloonMinor = 0n, ...terms }: ScheduleTerms): ScheduleTerms {
  const grace = Math.min(interestOnlyPeriods, terms.instalments - 1);
  return { ...terms, interestOnlyPeriods: grace, balloonMinor: least(balloonMinor, terms.principalMinor) };
}

test('every schedule is what the formulas give, in the 64-bit lane and out of it', () => {
  fc.assert(
    fc.property(anyTerms.map(sound), (terms) => {
      const expected = modelOf(terms);
      for (const make of [schedule, scheduleExact]) {
        const rows = make(terms).instalments.map((row): Row => [row.principalMinor, row.interestMinor, row.balanceMinor]);
        expect(rows).toEqual(expected);
      }
    }),
    propertyRuns(300),
  );
});
