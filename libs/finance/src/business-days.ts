/** Business days: holiday calendars built from their rules or given as data, and the conventions that move a due date. */
import { addDays, type CalendarDate, dayOfWeek, fromYmd, ymd } from '@mutua/kernel';

/**
 * `target2`: the euro payment system (closed on 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December; ECB since 2002).
 * `us-federal`: 5 U.S.C. 6103, as the Federal Reserve observes it: a holiday on a Sunday is kept on Monday, one on a Saturday is not moved.
 * `weekends`: Saturdays and Sundays only. Or a calendar as data; its weekend is Saturday and Sunday unless it names other ISO weekdays.
 */
export type HolidayCalendar =
  | 'target2'
  | 'us-federal'
  | 'weekends'
  | { readonly holidays: readonly CalendarDate[]; readonly weekend?: readonly number[] };

export type RollConvention = 'following' | 'modified-following' | 'preceding' | 'modified-preceding';

/** How due dates move. `accrual` says whether the interest periods move too; for loans they usually stay. */
export type BusinessDays = {
  readonly calendar: HolidayCalendar;
  readonly roll: RollConvention;
  readonly accrual: 'stays' | 'moves';
};

export function isBusinessDay(date: CalendarDate, calendar: HolidayCalendar): boolean {
  const weekday = dayOfWeek(date);
  if (typeof calendar === 'object') return !(calendar.weekend ?? [6, 7]).includes(weekday) && !calendar.holidays.includes(date);
  if (weekday > 5) return false;
  if (calendar === 'weekends') return true;
  return !(calendar === 'target2' ? isTarget2Holiday(date) : isUsFederalHoliday(date, weekday));
}

/** The date itself when it is a business day, otherwise the one the convention names; `modified` never leaves the month. */
export function rollToBusinessDay(date: CalendarDate, { calendar, roll }: Pick<BusinessDays, 'calendar' | 'roll'>): CalendarDate {
  const isForward = roll === 'following' || roll === 'modified-following';
  const moved = nextBusinessDay(date, calendar, isForward ? 1 : -1);
  const isModified = roll === 'modified-following' || roll === 'modified-preceding';
  return isModified && moved.slice(0, 7) !== date.slice(0, 7) ? nextBusinessDay(date, calendar, isForward ? -1 : 1) : moved;
}

function nextBusinessDay(date: CalendarDate, calendar: HolidayCalendar, step: 1 | -1): CalendarDate {
  let day = date;
  // A calendar given as data may close for long; it must open within a year.
  for (let tried = 0; tried < 366 && !isBusinessDay(day, calendar); tried += 1) day = addDays(day, step);
  return day;
}

function isTarget2Holiday(date: CalendarDate): boolean {
  const { year, month, day } = ymd(date);
  const fixed = month * 100 + day;
  if (fixed === 101 || fixed === 501 || fixed === 1225 || fixed === 1226) return true;
  const easter = easterSunday(year);
  return date === addDays(easter, -2) || date === addDays(easter, 1);
}

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm: J. Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): CalendarDate {
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const leapCenturies = Math.floor(century / 4);
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const golden = year % 19;
  const epact = (19 * golden + century - leapCenturies - moonShift + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const correction = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const march = epact + weekday - 7 * correction + 114;
  return fromYmd(year, Math.floor(march / 31), (march % 31) + 1);
}

/** Fixed holidays as MMDD, each with its first year (that of 2021 fell on a Saturday); Monday and Thursday holidays as month, weekday and which of the month (5: the last). */
const usFixed: ReadonlyMap<number, number> = new Map([
  [101, 0],
  [619, 2022],
  [704, 0],
  [1111, 0],
  [1225, 0],
]);
const usWeekdays: readonly (readonly [month: number, weekday: number, nth: number, since: number])[] = [
  [1, 1, 3, 1986],
  [2, 1, 3, 1971],
  [5, 1, 5, 1971],
  [9, 1, 1, 0],
  [10, 1, 2, 1971],
  [11, 4, 4, 1942],
];

function isUsFederalHoliday(date: CalendarDate, weekday: number): boolean {
  const { year, month, day } = ymd(date);
  if (isFixedUsHoliday(year, month * 100 + day)) return true;
  if (weekday === 1) {
    const sunday = ymd(addDays(date, -1));
    if (isFixedUsHoliday(sunday.year, sunday.month * 100 + sunday.day)) return true;
  }
  return usWeekdays.some(([inMonth, onWeekday, nth, since]) => {
    if (month !== inMonth || weekday !== onWeekday || year < since) return false;
    return nth === 5 ? ymd(addDays(date, 7)).month !== month : Math.ceil(day / 7) === nth;
  });
}

function isFixedUsHoliday(year: number, monthDay: number): boolean {
  return year >= (usFixed.get(monthDay) ?? Number.POSITIVE_INFINITY);
}
