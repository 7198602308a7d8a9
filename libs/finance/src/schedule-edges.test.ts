/** The edges of schedules, worked by hand: tranches and the days they join, moved due dates, flat interest by days and in parts. */
import { DefectError, calendarDate as on } from '@mutua/kernel';
import { describe, expect, test } from 'vitest';
import { terms } from '../test/in-force.ts';
import { roundedTo } from './instalment.ts';
import { schedule, scheduleExact, totalsOf } from './schedule.ts';
import { planOf, rateAt } from './schedule-plan.ts';
import type { Schedule, ScheduleTerms } from './schedule-terms.ts';

/** 1,200.00 at 12 % over four months from 15 January 2024, changed; in the 64-bit lane and out of it. */
function made(changes: Partial<ScheduleTerms>): Schedule {
  const given = { ...terms, ...changes };
  expect(schedule(given)).toEqual(scheduleExact(given));
  return schedule(given);
}

/** Each row as principal+interest. */
const rows = (changes: Partial<ScheduleTerms>): string =>
  made(changes)
    .instalments.map((row) => `${row.principalMinor}+${row.interestMinor}`)
    .join(' ');

const drawn = (day: string, amountMinor: bigint) => ({ on: on(day), amountMinor });
const weekends = { calendar: 'weekends', roll: 'following' } as const;

function thrownBy(make: () => unknown): { message: string; details: object } {
  try {
    make();
  } catch (error) {
    if (error instanceof DefectError) return { message: error.message, details: error.details };
  }
  return { message: 'nothing was thrown', details: {} };
}

test('a due date on a weekend moves, and interest accrues to its own day where that stays', () => {
  const businessDays = { ...weekends, accrual: 'stays' } as const;
  for (const method of ['annuity', 'bullet'] as const) {
    const days = made({ method, disbursedOn: on('2024-01-17'), businessDays }).instalments;
    expect(days.map((row) => [row.fromOn, row.accruesToOn, row.dueOn])).toEqual([
      ['2024-01-17', '2024-02-17', '2024-02-19'],
      ['2024-02-17', '2024-03-17', '2024-03-18'],
      ['2024-03-17', undefined, '2024-04-17'],
      ['2024-04-17', undefined, '2024-05-17'],
    ]);
  }
});

describe('parts of a principal without interest are cut down to the cent', () => {
  const free = { ratePpm: 0n, principalMinor: 1_100n, instalments: 3 };
  test.each(['annuity', 'linear'] as const)('%s', (method) => {
    expect(rows({ ...free, method })).toBe('366+0 366+0 368+0');
    expect(rows({ ...free, method, instalments: 4, interestOnlyPeriods: 1 })).toBe('0+0 366+0 366+0 368+0');
  });
  test('flat in equal parts', () => expect(rows({ ...free, method: 'flat', flatParts: 'carried' })).toBe('366+0 366+0 368+0'));
});

describe('the last instalment moved towards the others', () => {
  const late = { principalMinor: 1_000n, lastInstalment: 'least-difference' } as const;
  test('in three steps, though a fourth would come nearer', () => {
    // 430 leaves a last one of 232, 430 − 50 one of 340, 380 − 10 one of 361, 370 − 2 one of 365; 367 would leave 368.
    expect(rows({ ...late, ratePpm: 600_000n, firstDueOn: on('2025-01-15') })).toBe('0+600 318+50 334+34 348+17');
    expect(rows({ ...late, ratePpm: 600_000n, firstDueOn: on('2025-01-15'), lastInstalment: 'absorb' })).toBe('0+600 380+50 399+31 221+11');
  });
  test('by half-even: 6 cents over 4 instalments are 2 each', () => {
    // 459 leaves 271, 412 leaves 380, 404 leaves 398, 402 leaves 403.
    expect(rows({ ...late, ratePpm: 1_200_000n, firstDueOn: on('2024-07-15') })).toBe('0+600 302+100 332+70 366+37');
  });
  test('by its part of the instalments that are equal, not of those before', () => {
    // Cut down to 307.53 the last one is 307.56: 3 cents over 4 instalments are 1 each.
    const grace = { instalments: 8, interestOnlyPeriods: 4, instalmentRounding: 'floor' } as const;
    const before = '0+1200 0+1200 0+1200 0+1200';
    expect(rows({ ...grace, lastInstalment: 'least-difference' })).toBe(`${before} 29554+1200 29850+904 30148+606 30448+304`);
    expect(rows(grace)).toBe(`${before} 29553+1200 29849+904 30147+606 30451+305`);
  });
});

describe('tranches', () => {
  const free = { ratePpm: 0n, principalMinor: 1_100n };
  test('of a due date leave the instalment of that day as it was', () => {
    // 1,100 / 3 is 366, of what is left after the first one 367.
    expect(rows({ ...free, instalments: 3, tranches: [drawn('2024-03-15', 10n)] })).toBe('366+0 366+0 378+0');
  });
  test('change the instalments once', () => {
    // 1,103 / 4 is 275, of what is left after the first one 276.
    expect(rows({ ...free, tranches: [drawn('2024-01-20', 3n)] })).toBe('275+0 275+0 275+0 278+0');
  });
  test('change them each in its own period', () => {
    // 1,104 / 4, and 836 / 2 after two of them and a second draw.
    const tranches = [drawn('2024-01-20', 4n), drawn('2024-03-20', 284n)];
    expect(rows({ ...free, tranches })).toBe('276+0 276+0 418+0 418+0');
  });
  test('of a day on which several periods end join once, after the last of them', () => {
    const daily = { frequency: { every: 1, unit: 'days' }, businessDays: { ...weekends, accrual: 'moves' } } as const;
    const tranches = [drawn('2024-01-08', 50n)];
    const loan = {
      ...daily,
      method: 'linear',
      ratePpm: 0n,
      principalMinor: 1_000n,
      instalments: 5,
      disbursedOn: on('2024-01-04'),
    } as const;
    expect(
      made({ ...loan, tranches }).instalments.map((row) => `${row.dueOn.slice(8)}: ${row.principalMinor} of ${row.balanceMinor}`),
    ).toEqual(['05: 200 of 800', '08: 200 of 600', '08: 200 of 400', '08: 200 of 250', '09: 250 of 0']);
  });
  test('in a period that is not regular, and under actual days, bear interest for their own days', () => {
    const bullet = { method: 'bullet', instalments: 1 } as const;
    // 46 days of 360 on the loan, and 31 from 31 January, of which 30/360 makes the 30th.
    const odd = { ...bullet, firstDueOn: on('2024-03-01'), tranches: [drawn('2024-01-31', 120_000n)] };
    expect(rows(odd)).toBe(`240000+${1_840 + 1_240}`);
    // Of 100,000.00: 7 days of 366 and 14 of 365 (229.51 + 460.27), on 0.01 for the whole month nothing.
    const year = { ...bullet, principalMinor: 1n, dayCount: 'act/act-isda', disbursedOn: on('2024-12-15') } as const;
    expect(rows({ ...year, tranches: [drawn('2024-12-25', 10_000_000n)] })).toBe('10000001+68978');
  });
  test('after the end are a defect that names the last day', () => {
    expect(thrownBy(() => planOf({ ...terms, tranches: [drawn('2024-05-15', 1n)] }))).toEqual({
      message: 'a tranche is drawn before the last due date',
      details: { lastOn: '2024-05-15' },
    });
  });
});

describe('flat interest', () => {
  const flat = { method: 'flat' } as const;
  test('of actual days differs by period under one instalment', () => {
    // 31, 29 and 31 days: 12.23 + 11.44 + 12.23; (1,200.00 + 35.90) / 3 is 411.97.
    const days = { ...flat, dayCount: 'act/365f', instalments: 3 } as const;
    expect(rows(days)).toBe('39974+1223 40053+1144 39973+1223');
    expect(rows({ ...days, flatParts: 'by-period' })).toBe(rows(days));
  });
  test('counts only what is still to come in the instalment after a grace', () => {
    expect(rows({ ...flat, interestOnlyPeriods: 2 })).toBe('0+1200 0+1200 60000+1200 60000+1200');
  });
  test('rounded up in each period ends at nothing', () => {
    // 2 for 1.50 five times are more than the 9 in all; (150 + 9) / 6 is 27, and a sixth of the principal 25.
    const small = { ...flat, principalMinor: 150n, instalments: 6 };
    expect(rows(small)).toBe('25+2 25+2 25+2 25+2 25+2 25+0');
    expect(rows({ ...small, flatParts: 'carried' })).toBe('25+2 25+2 25+2 25+2 25+2 25+0');
  });
  test('in equal parts takes free periods out of the total, and spreads or carries what is put off', () => {
    const inParts = (changes: Partial<ScheduleTerms>) => made({ ...flat, ...changes }).instalments.map((row) => Number(row.interestMinor));
    expect(inParts({ flatParts: 'spread', interestFreePeriods: 1 })).toEqual([0, 1_200, 1_200, 1_200]);
    expect(inParts({ flatParts: 'spread', interestGracePeriods: 1 })).toEqual([0, 1_600, 1_600, 1_600]);
    expect(inParts({ flatParts: 'carried', interestGracePeriods: 1 })).toEqual([0, 2_400, 1_200, 1_200]);
  });
  test('and its parts mean nothing to other methods', () => {
    const options = { interestFreePeriods: 1, interestGracePeriods: 2 };
    expect(rows({ ...options, flatParts: 'spread' })).toBe(rows(options));
  });
});

describe('what a schedule promises is checked, whatever made the rows', () => {
  const row = { nr: 1, fromOn: on('2024-01-15'), dueOn: on('2024-02-15'), interestMinor: 3n, dueMinor: 103n };
  const sound = { ...row, principalMinor: 100n, balanceMinor: 0n };

  test('sound rows are summed', () => {
    const first = { ...sound, principalMinor: 0n, interestMinor: 0n, balanceMinor: 100n };
    expect(totalsOf([first, sound], 100n)).toEqual({ totalInterestMinor: 3n, totalPrincipalMinor: 100n });
  });
  test.each([
    ['a row of a schedule is not negative', { ...sound, principalMinor: -1n }, 'principalMinor'],
    ['a row of a schedule is not negative', { ...sound, interestMinor: -1n }, 'interestMinor'],
    ['principal of a schedule sums to the loan', { ...sound, principalMinor: 99n }, 'lentMinor'],
    ['a schedule ends at zero', { ...sound, balanceMinor: 1n }, 'rows'],
  ])('%s: %o', (message, bad, detail) => {
    const thrown = thrownBy(() => totalsOf([bad], 100n));
    expect(thrown.message).toBe(message);
    expect(thrown.details).toHaveProperty(detail);
  });
  test('no rows, no schedule', () => expect(() => totalsOf([], 0n)).toThrow('a schedule ends at zero'));
  test('unsound terms are refused out of the lane too', () => {
    expect(() => scheduleExact({ ...terms, principalMinor: 0n })).toThrow('the principal is positive');
  });
  test('a period has a rate, and amounts land on positive multiples', () => {
    const plan = planOf(terms);
    expect(rateAt(plan, 3)).toEqual({ numerator: 1n, denominator: 100n });
    expect(() => rateAt(plan, 4)).toThrow('a period has a rate');
    expect(thrownBy(() => roundedTo({ numerator: 1n, denominator: 1n }, 'floor', 0n))).toEqual({
      message: 'amounts are rounded to a positive multiple',
      details: { multipleMinor: 0n },
    });
  });
});
