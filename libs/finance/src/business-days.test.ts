import { addDays, type CalendarDate, dayOfWeek, calendarDate as on } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../test/property-runs.ts';
import { easterSunday, type HolidayCalendar, isBusinessDay, type RollConvention, rollToBusinessDay } from './business-days.ts';
import { periodsOf } from './periods.ts';

const closedOn = (calendar: HolidayCalendar, year: number): CalendarDate[] => {
  const closed: CalendarDate[] = [];
  for (let day = on(`${year}-01-01`); day.startsWith(String(year)); day = addDays(day, 1)) {
    if (dayOfWeek(day) < 6 && !isBusinessDay(day, calendar)) closed.push(day);
  }
  return closed;
};

// Published: US Naval Observatory, Dates of Easter.
test.each([
  '1818-03-22',
  '1943-04-25',
  '1954-04-18',
  '1981-04-19',
  '2014-04-20',
  '2049-04-18',
  '2076-04-19',
  '2000-04-23',
  '2008-03-23',
  '2024-03-31',
  '2025-04-20',
  '2026-04-05',
  '2038-04-25',
  '2285-03-22',
])('Easter %s', (date) => expect(easterSunday(Number(date.slice(0, 4)))).toBe(date));

describe('holidays on weekdays', () => {
  // ECB, TARGET closing days.
  test.each([
    [2024, '01-01 03-29 04-01 05-01 12-25 12-26'],
    [2025, '01-01 04-18 04-21 05-01 12-25 12-26'],
    [2027, '01-01 03-26 03-29'],
  ])('TARGET2 %s', (year, days) => expect(closedOn('target2', year)).toEqual(days.split(' ').map((day) => `${year}-${day}`)));

  // Federal Reserve, holidays observed: a Saturday holiday is not moved, a Sunday one is kept on Monday.
  test.each([
    [2024, '01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25'],
    [2021, '01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25'],
    [2022, '01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26'],
    [2023, '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-23 12-25'],
    [2020, '01-01 01-20 02-17 05-25 09-07 10-12 11-11 11-26 12-25'],
    // The birthday of Martin Luther King since 1986 (Public Law 98-144).
    [1985, '01-01 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25'],
    [1986, '01-01 01-20 02-17 05-26 07-04 09-01 10-13 11-11 11-27 12-25'],
  ])('US Federal %s', (year, days) => expect(closedOn('us-federal', year)).toEqual(days.split(' ').map((day) => `${year}-${day}`)));

  test('weekends only', () => expect(closedOn('weekends', 2024)).toEqual([]));

  test('as data, with its own weekend', () => {
    const calendar = { holidays: [on('2024-06-17')], weekend: [5, 6] };
    expect(['2024-06-14', '2024-06-15', '2024-06-16', '2024-06-17', '2024-06-18'].map((day) => isBusinessDay(on(day), calendar))).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(isBusinessDay(on('2024-06-16'), { holidays: [] })).toBe(false);
  });
});

describe('rolling', () => {
  test.each<[RollConvention, string, string]>([
    ['following', '2024-06-29', '2024-07-01'],
    ['modified-following', '2024-06-29', '2024-06-28'],
    ['modified-following', '2024-06-15', '2024-06-17'],
    ['preceding', '2024-06-01', '2024-05-31'],
    ['modified-preceding', '2024-06-01', '2024-06-03'],
    ['modified-preceding', '2024-06-15', '2024-06-14'],
    ['following', '2024-06-28', '2024-06-28'],
    ['following', '2024-03-29', '2024-04-02'],
    ['modified-following', '2024-03-30', '2024-03-28'],
  ])('%s: %s → %s', (roll, from, to) => expect(rollToBusinessDay(on(from), { calendar: 'target2', roll })).toBe(to));

  test('always lands on a business day, a modified roll in the same month', () => {
    const conventions: RollConvention[] = ['following', 'modified-following', 'preceding', 'modified-preceding'];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 }),
        fc.constantFrom(...conventions),
        fc.constantFrom<HolidayCalendar>('target2', 'us-federal', 'weekends'),
        (days, roll, calendar) => {
          const date = addDays(on('1990-01-01'), days);
          const rolled = rollToBusinessDay(date, { calendar, roll });
          expect(isBusinessDay(rolled, calendar)).toBe(true);
          if (isBusinessDay(date, calendar)) expect(rolled).toBe(date);
          if (roll.startsWith('modified')) expect(rolled.slice(0, 7)).toBe(date.slice(0, 7));
          if (roll === 'following') expect(rolled >= date).toBe(true);
          if (roll === 'preceding') expect(rolled <= date).toBe(true);
        },
      ),
      propertyRuns(300),
    );
  });
});

test('a calendar that never opens moves a day by a year and gives up', () => {
  const calendar = { holidays: [], weekend: [1, 2, 3, 4, 5, 6, 7] };
  expect(rollToBusinessDay(on('2023-01-01'), { calendar, roll: 'following' })).toBe('2024-01-02');
  expect(rollToBusinessDay(on('2023-01-01'), { calendar, roll: 'preceding' })).toBe('2021-12-31');
});

describe('due dates on business days', () => {
  const terms = { instalments: 4, frequency: 'monthly', disbursedOn: on('2024-02-29') } as const;
  const businessDays = { calendar: 'target2', roll: 'following' } as const;

  test('move alone: interest accrues to the unmoved day', () => {
    const periods = periodsOf({ ...terms, businessDays: { ...businessDays, accrual: 'stays' } });
    expect(periods.map(({ fromOn, toOn, dueOn, isRegular }) => [fromOn, toOn, dueOn, isRegular])).toEqual([
      ['2024-02-29', '2024-03-29', '2024-04-02', true],
      ['2024-03-29', '2024-04-29', '2024-04-29', true],
      ['2024-04-29', '2024-05-29', '2024-05-29', true],
      ['2024-05-29', '2024-06-29', '2024-07-01', true],
    ]);
  });

  test('move with the accrual: neither the moved period nor the one after it is regular', () => {
    const periods = periodsOf({ ...terms, businessDays: { ...businessDays, accrual: 'moves' } });
    expect(periods.map(({ fromOn, toOn, dueOn, isRegular }) => [fromOn, toOn, dueOn, isRegular])).toEqual([
      ['2024-02-29', '2024-04-02', '2024-04-02', false],
      ['2024-04-02', '2024-04-29', '2024-04-29', false],
      ['2024-04-29', '2024-05-29', '2024-05-29', true],
      ['2024-05-29', '2024-07-01', '2024-07-01', false],
    ]);
  });

  test('roll back, though not to the day of the disbursement', () => {
    const businessDays = { calendar: 'weekends', roll: 'preceding', accrual: 'stays' } as const;
    const monthly = periodsOf({ instalments: 2, frequency: 'monthly', disbursedOn: on('2025-05-15'), businessDays });
    expect(monthly.map(({ dueOn }) => dueOn)).toEqual(['2025-06-13', '2025-07-15']);
    const daily = periodsOf({ instalments: 1, frequency: { every: 1, unit: 'days' }, disbursedOn: on('2025-08-29'), businessDays });
    expect(daily.map(({ dueOn }) => dueOn)).toEqual(['2025-09-01']);
  });

  test('never fall due by the day of the disbursement', () => {
    const daily = { instalments: 2, frequency: { every: 1, unit: 'days' }, disbursedOn: on('2025-08-30') } as const;
    const periods = periodsOf({ ...daily, businessDays: { calendar: 'weekends', roll: 'preceding', accrual: 'stays' } });
    expect(periods.map(({ toOn, dueOn }) => [toOn, dueOn])).toEqual([
      ['2025-08-31', '2025-09-01'],
      ['2025-09-01', '2025-09-01'],
    ]);
  });
});
