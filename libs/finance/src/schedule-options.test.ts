/** Each option of a schedule by its exact rows: small loans, worked by hand. */
import { DefectError, calendarDate as on, type Rounding } from '@mutua/kernel';
import { describe, expect, test } from 'vitest';
import { isRegularSpan, periodsOf, stepOf, wholeMonthsBetween } from './periods.ts';
import { schedule, scheduleExact } from './schedule.ts';
import type { ScheduleTerms } from './schedule-terms.ts';

/** 1,200.00 at 12 % over four months. */
function rowsOf(changes: Partial<ScheduleTerms>): (readonly [principal: number, interest: number])[] {
  const terms = baseOf(changes);
  const made = schedule(terms);
  expect(made).toEqual(scheduleExact(terms));
  return made.instalments.map((row) => [Number(row.principalMinor), Number(row.interestMinor)]);
}

const principals = (changes: Partial<ScheduleTerms>): number[] => rowsOf(changes).map(([principal]) => principal);
const interests = (changes: Partial<ScheduleTerms>): number[] => rowsOf(changes).map(([, interest]) => interest);

test.each<[Rounding, number, number]>([
  ['half-up', 1, 2],
  ['half-even', 0, 2],
  ['half-down', 0, 1],
  ['ceiling', 1, 2],
  ['up', 1, 2],
  ['floor', 0, 1],
  ['down', 0, 1],
])('interest of half a cent and of a cent and a half, %s', (rounding, half, oneAndHalf) => {
  const bullet = { method: 'bullet', instalments: 1, rounding } as const;
  expect(interests({ ...bullet, principalMinor: 50n })).toEqual([half]);
  expect(interests({ ...bullet, principalMinor: 150n })).toEqual([oneAndHalf]);
  expect(interests({ ...bullet, principalMinor: 100n })).toEqual([1]);
  expect(interests({ ...bullet, principalMinor: 149n })).toEqual([rounding === 'ceiling' || rounding === 'up' ? 2 : 1]);
  expect(interests({ ...bullet, principalMinor: 151n })).toEqual([rounding === 'floor' || rounding === 'down' ? 1 : 2]);
});

describe('without interest', () => {
  const zero = { ratePpm: 0n, principalMinor: 1_000n, instalments: 3 };
  test('floor, or as said', () => {
    expect(principals(zero)).toEqual([333, 333, 334]);
    expect(principals({ ...zero, principalRounding: 'ceiling' })).toEqual([334, 334, 332]);
  });
  test('less a balloon', () => expect(principals({ ...zero, balloonMinor: 100n })).toEqual([300, 300, 400]));
  test('in multiples', () => {
    expect(principals({ ...zero, instalmentMultipleMinor: 100n })).toEqual([300, 300, 400]);
    expect(principals({ ...zero, instalmentMultipleMinor: 100n, instalmentRounding: 'ceiling' })).toEqual([400, 400, 200]);
  });
  test('with a tranche inside a period', () => {
    expect(principals({ ...zero, tranches: [{ on: on('2024-01-20'), amountMinor: 200n }] })).toEqual([400, 400, 400]);
  });
});

describe('linear', () => {
  const linear = { method: 'linear', principalMinor: 1_000n, instalments: 3 } as const;
  test('less a balloon, after a grace', () => {
    expect(principals({ ...linear, balloonMinor: 100n })).toEqual([300, 300, 400]);
    expect(principals({ ...linear, interestOnlyPeriods: 1 })).toEqual([0, 500, 500]);
    expect(principals({ ...linear, principalRounding: 'ceiling' })).toEqual([334, 334, 332]);
  });
  test('by a principal outright, until nothing is open', () => {
    expect(principals({ ...linear, principalPerPeriodMinor: 600n })).toEqual([600, 400, 0]);
    expect(principals({ ...linear, principalPerPeriodMinor: 0n })).toEqual([0, 0, 1_000]);
  });
});

test('an agreed instalment is kept, and the last one closes', () => {
  expect(rowsOf({ instalmentMinor: 31_200n })).toEqual([
    [30_000, 1_200],
    [30_300, 900],
    [30_603, 597],
    [29_097, 291],
  ]);
});

test('interest put off falls due at once with the first instalment after it', () => {
  expect(interests({ method: 'bullet', interestGracePeriods: 2 })).toEqual([0, 0, 3_600, 1_200]);
});

test('interest-free periods count in the equal instalment', () => {
  const rows = rowsOf({ interestFreePeriods: 2 });
  expect(rows.slice(0, 2).map(([, interest]) => interest)).toEqual([0, 0]);
  const dues = rows.map(([principal, interest]) => principal + interest);
  expect(Math.max(...dues) - Math.min(...dues)).toBeLessThanOrEqual(2);
});

describe('flat', () => {
  const flat = { method: 'flat' } as const;
  test('by period: the instalment less its interest, a balloon at the end', () => {
    expect(rowsOf(flat)).toEqual(Array(4).fill([30_000, 1_200]));
    expect(rowsOf({ ...flat, balloonMinor: 20_000n })).toEqual([...Array(3).fill([25_000, 1_200]), [45_000, 1_200]]);
    expect(interests({ ...flat, principalMinor: 150n })).toEqual([2, 2, 2, 0]);
    expect(interests({ ...flat, interestFreePeriods: 1 })).toEqual([0, 1_200, 1_200, 1_200]);
    expect(rowsOf({ ...flat, interestOnlyPeriods: 2 }).slice(0, 2)).toEqual(Array(2).fill([0, 1_200]));
  });
  test('in equal parts: principal and interest land on the multiple together', () => {
    const parts = { ...flat, flatParts: 'spread', principalMinor: 125_000n, ratePpm: 150_000n } as const;
    expect(rowsOf({ ...parts, rounding: 'half-even' })).toEqual([...Array(3).fill([31_250, 1_562]), [31_250, 1_564]]);
    const whole = { ...parts, rounding: 'half-even', instalmentRounding: 'half-even', instalmentMultipleMinor: 100n } as const;
    expect(rowsOf(whole)).toEqual([...Array(3).fill([31_238, 1_562]), [31_286, 1_564]]);
    expect(principals({ ...parts, principalMinor: 1_000n, instalments: 3 })).toEqual([333, 333, 334]);
    expect(principals({ ...parts, principalMinor: 1_000n, instalments: 3, principalRounding: 'ceiling' })).toEqual([334, 334, 332]);
    expect(principals({ ...parts, principalMinor: 1_000n, instalments: 3, interestOnlyPeriods: 1 })).toEqual([0, 500, 500]);
    expect(principals({ ...parts, principalMinor: 1_000n, instalments: 3, balloonMinor: 100n })).toEqual([300, 300, 400]);
  });
});

// Apache Fineract, EMICalculation.feature C3164: 331.77 at 10.65 % over five months from 12 December 2023.
test('the last instalment moved towards the others', () => {
  const fineract = {
    principalMinor: 33_177n,
    ratePpm: 106_500n,
    instalments: 5,
    dayCount: 'act/act-fineract',
    disbursedOn: on('2023-12-12'),
  } as const;
  const half = { rounding: 'half-even', instalmentRounding: 'half-even' } as const;
  const moved = schedule({ ...baseOf(fineract), ...half, lastInstalment: 'least-difference' });
  expect(moved.instalments.map((row) => row.dueMinor)).toEqual([6_814n, 6_814n, 6_814n, 6_814n, 6_812n]);
  const differences = [36, 60, 84].map((instalments) => {
    const terms = {
      ...baseOf({ instalments, principalMinor: 3_333_333n, ratePpm: 99_900n, dayCount: 'act/365f' }),
      instalmentMultipleMinor: 10n,
    };
    const spread = (lastInstalment: 'absorb' | 'least-difference'): number => {
      const made = schedule({ ...terms, lastInstalment });
      return Math.abs(Number((made.instalments.at(-1)?.dueMinor ?? 0n) - made.instalmentMinor));
    };
    return [spread('absorb'), spread('least-difference')];
  });
  for (const [absorbed = 0, moved = 0] of differences) expect(moved).toBeLessThanOrEqual(absorbed);
});

function baseOf(changes: Partial<ScheduleTerms>): ScheduleTerms {
  return {
    principalMinor: 120_000n,
    ratePpm: 120_000n,
    instalments: 4,
    method: 'annuity',
    frequency: 'monthly',
    dayCount: '30/360-us',
    rounding: 'half-up',
    instalmentRounding: 'half-up',
    disbursedOn: on('2024-01-15'),
    ...changes,
  };
}

describe('tranches', () => {
  const bullet = { method: 'bullet' } as const;
  const of = (day: string) => [{ on: on(day), amountMinor: 10_000n }];
  test('of a due date join after its instalment', () => {
    expect(interests({ ...bullet, tranches: of('2024-02-15') })).toEqual([1_200, 1_300, 1_300, 1_300]);
  });
  test('raise the equal instalment of the period they are drawn in, and only of later ones', () => {
    const equal = (day: string): number[] => rowsOf({ tranches: of(day) }).map(([principal, interest]) => principal + interest);
    const plain = rowsOf({}).map(([principal, interest]) => principal + interest);
    expect(equal('2024-02-15')[0]).toBe(plain[0]);
    expect(equal('2024-02-15')[1]).toBeGreaterThan(plain[1] ?? 0);
    expect(equal('2024-02-14')[0]).toBeGreaterThan(plain[0] ?? 0);
    expect(new Set(equal('2024-02-14').slice(0, 3)).size).toBe(1);
  });
  test('are refused from the last due date on, each of them', () => {
    const late = [...of('2024-02-20'), ...of('2024-05-15')];
    expect(() => rowsOf({ tranches: late })).toThrow('a tranche is drawn before the last due date');
    expect(rowsOf({ ...bullet, tranches: of('2024-05-14') })[3]).toEqual([130_000, 1_203]);
  });
});

describe('the calendar', () => {
  test.each([0, -1, 1.5, Number.NaN])('a frequency of every %s is a defect', (every) => {
    expect(() => stepOf({ every, unit: 'weeks' })).toThrow('a frequency repeats every positive number of units');
  });
  test('instalments and a first due date that cannot be', () => {
    const terms = { instalments: 2, frequency: 'monthly', disbursedOn: on('2024-01-15') } as const;
    expect(() => periodsOf({ ...terms, instalments: 0 })).toThrow('a schedule has at least one instalment');
    expect(() => periodsOf({ ...terms, instalments: 1.5 })).toThrow('a schedule has at least one instalment');
    expect(() => periodsOf({ ...terms, firstDueOn: on('2024-01-15') })).toThrow('the first instalment falls due after the disbursement');
    expect(() => periodsOf({ ...terms, firstDueOn: on('2024-01-14') })).toThrow('the first instalment falls due after the disbursement');
    expect(periodsOf({ ...terms, firstDueOn: on('2024-01-16') }).map(({ dueOn, isRegular }) => [dueOn, isRegular])).toEqual([
      ['2024-01-16', false],
      ['2024-02-16', true],
    ]);
    expect(periodsOf({ ...terms, firstDueOn: on('2024-02-15') }).map(({ isRegular }) => isRegular)).toEqual([true, true]);
  });
  test('anchors of 29 to 31 roll, and 28 does not', () => {
    const dues = (day: string) =>
      periodsOf({ instalments: 2, frequency: 'monthly', disbursedOn: on(`2025-01-${day}`), monthEnd: 'roll' }).map(({ dueOn }) => dueOn);
    expect(dues('28')).toEqual(['2025-02-28', '2025-03-28']);
    expect(dues('29')).toEqual(['2025-03-01', '2025-03-29']);
    expect(dues('31')).toEqual(['2025-03-01', '2025-03-31']);
  });
  test.each([
    ['2024-01-31', '2024-02-29', true],
    ['2024-02-29', '2024-03-31', true],
    ['2024-02-29', '2024-03-29', true],
    ['2024-02-28', '2024-03-31', false],
    ['2024-01-31', '2024-02-28', false],
    ['2024-01-15', '2024-02-16', false],
    ['2024-01-15', '2024-03-15', false],
    ['2024-01-15', '2024-01-15', false],
  ])('%s to %s is a month: %s', (from, to, expected) => expect(isRegularSpan(on(from), on(to), { frequency: 'monthly' })).toBe(expected));
  test('two weeks are fourteen days', () => {
    expect([13, 14, 15].map((days) => isRegularSpan(on('2024-01-01'), on(`2024-01-${days + 1}`), { frequency: 'biweekly' }))).toEqual([
      false,
      true,
      false,
    ]);
  });
});

test.each<[string, string, number | undefined]>([
  ['2024-01-31', '2024-02-29', 1],
  ['2024-02-29', '2024-03-31', 1],
  ['2024-01-30', '2024-02-28', undefined],
  ['2024-01-15', '2025-03-15', 14],
  ['2024-01-15', '2024-02-16', undefined],
  ['2024-01-15', '2024-01-15', undefined],
  ['2024-02-15', '2024-01-15', undefined],
])('whole months from %s to %s: %s', (from, to, months) => expect(wholeMonthsBetween(on(from), on(to))).toBe(months));

test.each([
  ['2024-01-31', '2024-03-01', true, false],
  ['2024-03-01', '2024-03-31', true, false],
  ['2024-05-01', '2024-05-31', true, false],
  ['2024-05-01', '2024-05-28', false, false],
  ['2024-05-02', '2024-05-31', false, false],
  ['2024-05-01', '2024-06-01', true, true],
  ['2024-03-31', '2024-04-30', true, true],
  ['2023-03-01', '2023-03-29', true, false],
  ['2025-03-01', '2025-03-28', false, false],
])('%s to %s is a month where month ends roll: %s, where not: %s', (from, to, rolls, clamps) => {
  const isMonth = (monthEnd: 'roll' | 'clamp') => isRegularSpan(on(from), on(to), { frequency: 'monthly', monthEnd });
  expect([isMonth('roll'), isMonth('clamp')]).toEqual([rolls, clamps]);
});

test('an irregular first due date is the anchor of the others, also under the rule that rolls', () => {
  const terms = { instalments: 3, frequency: 'monthly', disbursedOn: on('2025-01-10'), firstDueOn: on('2025-03-31') } as const;
  const dates = (changes: object) => periodsOf({ ...terms, ...changes }).map(({ toOn, isRegular }) => [toOn, isRegular]);
  expect(dates({})).toEqual([
    ['2025-03-31', false],
    ['2025-04-30', true],
    ['2025-05-31', true],
  ]);
  expect(dates({ monthEnd: 'roll' })[1]).toEqual(['2025-05-01', true]);
  expect(dates({ firstDueOn: on('2025-02-10') })[0]).toEqual(['2025-02-10', true]);
  expect(dates({ firstDueOn: on('2025-02-10'), anchorDay: 31 }).map(([day]) => day)).toEqual(['2025-02-10', '2025-03-31', '2025-04-30']);
});

test('a defect of the terms says what was asked', () => {
  const terms = { instalments: 1, frequency: 'monthly', disbursedOn: on('2025-01-10') } as const;
  const details = (make: () => unknown): object => {
    try {
      make();
    } catch (error) {
      if (error instanceof DefectError) return error.details;
    }
    return {};
  };
  expect(details(() => stepOf({ every: 0, unit: 'days' }))).toEqual({ every: 0 });
  expect(details(() => periodsOf({ ...terms, instalments: 0 }))).toEqual({ instalments: 0 });
  expect(details(() => periodsOf({ ...terms, firstDueOn: on('2025-01-10') }))).toEqual({ firstDueOn: '2025-01-10' });
});
