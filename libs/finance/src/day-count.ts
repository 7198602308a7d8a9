/** Day counts: what part of a year lies between two days, as an exact fraction. The first day counts, the last does not. */
import { assert, type CalendarDate, daysBetween, daysInMonth, fromYmd, isLeapYear, type Ymd, ymd } from '@mutua/kernel';

/**
 * `act/act-fineract` is actual/actual with the last day counted instead of the first, so that the night of 31 December belongs to the new year;
 * it exists to reproduce Apache Fineract's schedules. `30/360-us` is NASD's with its February rules, `30/360-isda` the bond basis without
 * them; `nl` leaves 29 February out. Everything else follows the ISDA 2006 definitions, section 4.16.
 */
export type AnyDayCount = DayCount | '30/360-isda' | '30e/360-isda' | '30e+/360' | 'act/365.25' | 'nl/360' | 'nl/365';

/** What loans are offered with. */
export type DayCount = '30/360-us' | '30e/360' | 'act/360' | 'act/364' | 'act/365f' | 'act/act-isda' | 'act/act-fineract';

export const dayCounts: readonly AnyDayCount[] = [
  '30/360-us',
  '30/360-isda',
  '30e/360',
  '30e/360-isda',
  '30e+/360',
  'act/360',
  'act/364',
  'act/365f',
  'act/365.25',
  'act/act-isda',
  'act/act-fineract',
  'nl/360',
  'nl/365',
];

/** Whether months have 30 days, so that a whole month is a twelfth of a year. */
export function isThirtyDays(dayCount: AnyDayCount): boolean {
  return dayCount.startsWith('30');
}

export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

/** The year fraction from one day to a later (or the same) day. Not reduced; `from` after `to` is a defect. */
export function dayFraction(from: CalendarDate, to: CalendarDate, convention: AnyDayCount): Fraction {
  assert(from <= to, 'a day fraction runs forwards', { from, to });
  return fractions[convention](from, to);
}

const thirty =
  (days: (from: Ymd, to: Ymd) => number) =>
  (from: CalendarDate, to: CalendarDate): Fraction => ({ numerator: BigInt(days(ymd(from), ymd(to))), denominator: 360n });
const actual =
  (denominator: bigint) =>
  (from: CalendarDate, to: CalendarDate): Fraction => ({ numerator: BigInt(daysBetween(from, to)), denominator });
const noLeap =
  (denominator: bigint) =>
  (from: CalendarDate, to: CalendarDate): Fraction => ({
    numerator: BigInt(daysBetween(from, to) - leapDaysWithin(from, to)),
    denominator,
  });

const fractions: Readonly<Record<AnyDayCount, (from: CalendarDate, to: CalendarDate) => Fraction>> = {
  '30/360-us': thirty(days30Us),
  '30/360-isda': thirty(days30Isda),
  '30e/360': thirty(days30E),
  '30e/360-isda': thirty(days30EIsda),
  '30e+/360': thirty(days30EPlus),
  'act/360': actual(360n),
  'act/364': actual(364n),
  'act/365f': actual(365n),
  'act/365.25': (from, to) => ({ numerator: BigInt(daysBetween(from, to) * 4), denominator: 1461n }),
  'act/act-isda': (from, to) => actualActual(from, to, 0),
  'act/act-fineract': (from, to) => actualActual(from, to, 1),
  'nl/360': noLeap(360n),
  'nl/365': noLeap(365n),
};

/** 30/360 US (NASD): 30-day months with the February and 31st-day rules in the order they are published. */
function days30Us(from: Ymd, to: Ymd): number {
  let startDay = from.day;
  let endDay = to.day;
  if (isFebruaryEnd(from) && isFebruaryEnd(to)) endDay = 30;
  if (isFebruaryEnd(from)) startDay = 30;
  if (endDay === 31 && startDay >= 30) endDay = 30;
  if (startDay === 31) startDay = 30;
  return thirtyDayMonths(from, to) + endDay - startDay;
}

/** 30E/360 (Eurobond basis): the 31st is the 30th at both ends; February is left alone. */
function days30E(from: Ymd, to: Ymd): number {
  return thirtyDayMonths(from, to) + Math.min(to.day, 30) - Math.min(from.day, 30);
}

/** 30/360 ISDA (bond basis): the last day is the 30th only after a first day of 30. */
function days30Isda(from: Ymd, to: Ymd): number {
  const startDay = Math.min(from.day, 30);
  return thirtyDayMonths(from, to) + (startDay === 30 ? Math.min(to.day, 30) : to.day) - startDay;
}

/** 30E/360 ISDA (German): the last day of February is a 30th at both ends, as if the maturity were elsewhere. */
function days30EIsda(from: Ymd, to: Ymd): number {
  const dayOf = (date: Ymd): number => (isFebruaryEnd(date) ? 30 : Math.min(date.day, 30));
  return thirtyDayMonths(from, to) + dayOf(to) - dayOf(from);
}

/** 30E+/360: a last day of 31 is the first of the next month. */
function days30EPlus(from: Ymd, to: Ymd): number {
  return thirtyDayMonths(from, to) + to.day - Math.min(from.day, 30);
}

function thirtyDayMonths(from: Ymd, to: Ymd): number {
  return (to.year - from.year) * 360 + (to.month - from.month) * 30;
}

function isFebruaryEnd({ year, month, day }: Ymd): boolean {
  return month === 2 && day === daysInMonth(year, 2);
}

/** How many days 29 February lie after the first day and not after the last. */
function leapDaysWithin(from: CalendarDate, to: CalendarDate): number {
  let count = 0;
  for (let { year } = ymd(from); year <= ymd(to).year; year += 1) {
    if (!isLeapYear(year)) continue;
    const leapDay = fromYmd(year, 2, 29);
    if (leapDay > from && leapDay <= to) count += 1;
  }
  return count;
}

/** Days in leap years over 366 plus the other days over 365; the new year begins `shift` days early for the split. */
function actualActual(from: CalendarDate, to: CalendarDate, shift: 0 | 1): Fraction {
  const [first, last] = [ymd(from).year, ymd(to).year];
  const days = daysBetween(from, to);
  if (first === last) return oneKind(days, isLeapYear(first));
  let leapDays = 0;
  for (let year = first; year <= last; year += 1) {
    if (isLeapYear(year)) leapDays += overlap(from, to, { year, shift });
  }
  if (leapDays === 0 || leapDays === days) return oneKind(days, leapDays > 0);
  return { numerator: BigInt(leapDays * 365 + (days - leapDays) * 366), denominator: 133_590n };
}

function oneKind(days: number, isLeap: boolean): Fraction {
  return { numerator: BigInt(days), denominator: isLeap ? 366n : 365n };
}

function overlap(from: CalendarDate, to: CalendarDate, { year, shift }: { year: number; shift: 0 | 1 }): number {
  const opens = fromYmd(year, 1, 1);
  const starts = daysBetween(opens, from) + shift;
  const ends = daysBetween(opens, to) + shift;
  return Math.max(0, Math.min(ends, 366) - Math.max(starts, 0));
}
