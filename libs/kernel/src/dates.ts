/** Calendar days and instants as branded text whose string order is time order. Own integer arithmetic, years 0000 to 9999. */
import { assert, KernelError } from './assert.ts';

/** ISO 8601 UTC with milliseconds, always 24 characters: `2026-01-31T09:30:00.000Z`. */
export type Instant = string & { readonly __brand: 'Instant' };
/** A day of the proleptic Gregorian calendar, `YYYY-MM-DD`. */
export type CalendarDate = string & { readonly __brand: 'CalendarDate' };
export type Ymd = { readonly year: number; readonly month: number; readonly day: number };

const msPerDay = 86_400_000;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days in a month, month 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  const days = monthDays[month - 1];
  assert(days !== undefined, 'a month is 1 to 12', { month });
  return month === 2 && isLeapYear(year) ? 29 : days;
}

function isDay(year: number, month: number, day: number): boolean {
  const isInRange = year >= 0 && year <= 9999 && month >= 1 && month <= 12 && day >= 1;
  return isInRange && Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(day) && day <= daysInMonth(year, month);
}

/** The date, or undefined when the text is not a real day written `YYYY-MM-DD`. */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const { year, month, day } = split(text);
  return isDay(year, month, day) ? (text as CalendarDate) : undefined;
}

/** As parseCalendarDate, but throws KernelError `date.malformed`. */
export function calendarDate(text: string): CalendarDate {
  const date = parseCalendarDate(text);
  if (date === undefined) throw new KernelError('date.malformed', 'a date is a real day written YYYY-MM-DD', { text });
  return date;
}

export function ymd(date: CalendarDate): Ymd {
  return split(date);
}

function split(text: string): Ymd {
  return { year: digits(text, 0) * 100 + digits(text, 2), month: digits(text, 5), day: digits(text, 8) };
}

/** The two decimal digits at a position. */
function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** The date of a year, month (1 to 12) and day. Throws KernelError `date.malformed` when there is no such day. */
export function fromYmd(year: number, month: number, day: number): CalendarDate {
  const slot = ((year - internedFrom) * 12 + month - 1) * 31 + day - 1;
  if (isDay(year, month, day)) return interned[slot] ?? writtenDate({ year, month, day }, slot);
  throw new KernelError('date.malformed', 'there is no such day', { year, month, day });
}

// Days of these years are written once and shared: a schedule is mostly dates, and those of many loans are the same.
const internedFrom = 1950;
const interned = new Array<CalendarDate | undefined>(200 * 372).fill(undefined);

function writtenDate({ year, month, day }: Ymd, slot: number): CalendarDate {
  const century = Math.floor(year / 100);
  const date = `${twoDigits[century]}${twoDigits[year - century * 100]}-${twoDigits[month]}-${twoDigits[day]}` as CalendarDate;
  if (slot >= 0 && slot < interned.length) interned[slot] = date;
  return date;
}

const twoDigits: readonly string[] = Array.from({ length: 100 }, (_, n) => padded(n, 2));

function padded(n: number, width: number): string {
  return n.toString().padStart(width, '0');
}

/** Days since 1970-01-01 (negative before), by era of 400 years starting in March (H. Hinnant, days_from_civil). */
function dayNumber({ year, month, day }: Ymd): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of dayNumber (H. Hinnant, civil_from_days). */
function fromDayNumber(days: number): CalendarDate {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return fromYmd(year, month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1);
}

export function addDays(date: CalendarDate, n: number): CalendarDate {
  assert(Number.isSafeInteger(n), 'a count of days is an integer', { n });
  return fromDayNumber(dayNumber(ymd(date)) + n);
}

/**
 * The date n months on. The anchor day (by default the day of the date) is kept where the month has it and clamped to the month
 * end where not; pass the original anchor so that 31 Jan → 29 Feb → 31 Mar.
 */
export function addMonths(date: CalendarDate, n: number, anchorDay?: number): CalendarDate {
  assert(Number.isSafeInteger(n), 'a count of months is an integer', { n });
  const { year, month, day } = ymd(date);
  const anchor = anchorDay ?? day;
  assert(Number.isInteger(anchor) && anchor >= 1 && anchor <= 31, 'an anchor day is 1 to 31', { anchorDay });
  const months = year * 12 + month - 1 + n;
  const toYear = Math.floor(months / 12);
  const toMonth = months - toYear * 12 + 1;
  return fromYmd(toYear, toMonth, Math.min(anchor, daysInMonth(toYear, toMonth)));
}

/** `count` dates: one, two, … steps of months after a date, each with the anchor day or the month's last where it has none. */
export function monthlyDates(
  from: CalendarDate,
  { months, anchorDay, count }: { readonly months: number; readonly anchorDay: number; readonly count: number },
): CalendarDate[] {
  assert(Number.isInteger(anchorDay) && anchorDay >= 1 && anchorDay <= 31, 'an anchor day is 1 to 31', { anchorDay });
  const { year, month } = ymd(from);
  const dates = new Array<CalendarDate>(count);
  for (let nr = 0, index = year * 12 + month - 1 + months; nr < count; nr += 1, index += months) {
    const toYear = Math.floor(index / 12);
    const toMonth = index - toYear * 12 + 1;
    dates[nr] = fromYmd(toYear, toMonth, anchorDay < 29 ? anchorDay : Math.min(anchorDay, daysInMonth(toYear, toMonth)));
  }
  return dates;
}

/** Actual days from a to b; the first day counts, the last does not; negative when b is earlier. */
export function daysBetween(a: CalendarDate, b: CalendarDate): number {
  return dayNumber(ymd(b)) - dayNumber(ymd(a));
}

export function compareDates(a: CalendarDate, b: CalendarDate): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** ISO 8601 day of the week: Monday 1 to Sunday 7. */
export function dayOfWeek(date: CalendarDate): number {
  const sinceMonday = (dayNumber(ymd(date)) + 3) % 7; // 1970-01-01 was a Thursday
  return ((sinceMonday + 7) % 7) + 1;
}

/** The UTC day of an instant. */
export function dateOf(instant: Instant): CalendarDate {
  return instant.slice(0, 10) as CalendarDate;
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Any RFC 3339 date-time as an Instant: moved to UTC, cut to milliseconds. Undefined when it is not one (leap seconds included). */
export function parseInstant(text: string): Instant | undefined {
  const match = rfc3339.exec(text);
  const date = match?.[1] === undefined ? undefined : parseCalendarDate(match[1]);
  if (match === null || date === undefined) return undefined;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4])];
  const [offsetHour, offsetMinute] = [Number(match[7] ?? 0), Number(match[8] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const ms = Number((match[5] ?? '').padEnd(3, '0').slice(0, 3));
  const offsetMs = (match[6] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute) * 60_000;
  const epochMs = dayNumber(ymd(date)) * msPerDay + ((hour * 60 + minute) * 60 + second) * 1000 + ms - offsetMs;
  return isEpochMs(epochMs) ? instantFromEpochMs(epochMs) : undefined;
}

function isEpochMs(ms: number): boolean {
  return Number.isSafeInteger(ms) && ms >= -719_528 * msPerDay && ms < 2_932_897 * msPerDay;
}

/** The instant of whole milliseconds since 1970-01-01T00:00Z; outside the years 0000 to 9999 is a defect. */
export function instantFromEpochMs(ms: number): Instant {
  assert(isEpochMs(ms), 'epoch milliseconds are an integer in the years 0000 to 9999', { ms });
  const days = Math.floor(ms / msPerDay);
  const ofDay = ms - days * msPerDay;
  const hour = twoDigits[Math.floor(ofDay / 3_600_000)];
  const minute = twoDigits[Math.floor(ofDay / 60_000) % 60];
  const second = twoDigits[Math.floor(ofDay / 1000) % 60];
  return `${fromDayNumber(days)}T${hour}:${minute}:${second}.${padded(ofDay % 1000, 3)}Z` as Instant;
}

export function epochMsOf(instant: Instant): number {
  const ofMinute = digits(instant, 17) * 1000 + digits(instant, 20) * 10 + instant.charCodeAt(22) - 48;
  return dayNumber(split(instant)) * msPerDay + (digits(instant, 11) * 60 + digits(instant, 14)) * 60_000 + ofMinute;
}

export function addMs(instant: Instant, ms: number): Instant {
  return instantFromEpochMs(epochMsOf(instant) + ms);
}
