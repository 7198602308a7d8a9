/** Day counts: what part of a year lies between two days, as an exact fraction. The first day counts, the last does not. */
import { assert, assertNever, type CalendarDate, daysBetween, daysInMonth, fromYmd, isLeapYear, type Ymd, ymd } from '@mutua/kernel';

/**
 * `act/act-fineract` is actual/actual with the last day counted instead of the first, so that 31 December belongs to the new year;
 * it exists to reproduce Apache Fineract's schedules. Everything else follows the ISDA 2006 definitions, section 4.16.
 */
export type DayCount = '30/360-us' | '30e/360' | 'act/360' | 'act/364' | 'act/365f' | 'act/act-isda' | 'act/act-fineract';

export const dayCounts: readonly DayCount[] = [
  '30/360-us',
  '30e/360',
  'act/360',
  'act/364',
  'act/365f',
  'act/act-isda',
  'act/act-fineract',
];

export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

/** The year fraction from one day to a later (or the same) day. Not reduced; `from` after `to` is a defect. */
export function dayFraction(from: CalendarDate, to: CalendarDate, convention: DayCount): Fraction {
  assert(from <= to, 'a day fraction runs forwards', { from, to });
  switch (convention) {
    case '30/360-us':
      return { numerator: BigInt(days30Us(ymd(from), ymd(to))), denominator: 360n };
    case '30e/360':
      return { numerator: BigInt(days30E(ymd(from), ymd(to))), denominator: 360n };
    case 'act/360':
      return { numerator: BigInt(daysBetween(from, to)), denominator: 360n };
    case 'act/364':
      return { numerator: BigInt(daysBetween(from, to)), denominator: 364n };
    case 'act/365f':
      return { numerator: BigInt(daysBetween(from, to)), denominator: 365n };
    case 'act/act-isda':
      return actualActual(from, to, 0);
    case 'act/act-fineract':
      return actualActual(from, to, 1);
    default:
      return assertNever(convention);
  }
}

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

function thirtyDayMonths(from: Ymd, to: Ymd): number {
  return (to.year - from.year) * 360 + (to.month - from.month) * 30;
}

function isFebruaryEnd({ year, month, day }: Ymd): boolean {
  return month === 2 && day === daysInMonth(year, 2);
}

/** Days in leap years over 366 plus the other days over 365; the new year begins `shift` days early for the split. */
function actualActual(from: CalendarDate, to: CalendarDate, shift: 0 | 1): Fraction {
  const [first, last] = [ymd(from).year, ymd(to).year];
  const days = daysBetween(from, to);
  if (first === last && shift === 0) return oneKind(days, isLeapYear(first));
  let leapDays = 0;
  for (let year = first; year <= last + shift; year += 1) {
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
