/** The kernel: money, rates, rounding, ids, calendar, results. Pure, no dependencies; the only place where money is divided. */
export { assert, assertNever, DefectError, KernelError } from './assert.ts';
export type { CalendarDate, Instant, Ymd } from './dates.ts';
export {
  addDays,
  addMonths,
  addMs,
  calendarDate,
  compareDates,
  dateOf,
  dayOfWeek,
  daysBetween,
  daysInMonth,
  epochMsOf,
  fromYmd,
  instantFromEpochMs,
  isLeapYear,
  monthlyDates,
  parseCalendarDate,
  parseInstant,
  ymd,
} from './dates.ts';
export { canonicalJson, fnv1a64 } from './hash.ts';
export type { Clock, Id, IdKind, Ids } from './ids.ts';
export { derivedId, idFromBytes, idPrefixes, isId, parseId } from './ids.ts';
export type { Currency, Money, MoneyWire } from './money.ts';
export {
  add,
  compare,
  currency,
  formatMoney,
  isEqual,
  isGreater,
  isPositive,
  isZero,
  minimum,
  money,
  moneyFromWire,
  moneyToWire,
  negate,
  subtract,
  sum,
  zero,
} from './money.ts';
export type { RatePpm } from './rate.ts';
export { formatRate, onePpm, ratePpmFromWire, ratePpmToWire } from './rate.ts';
export type { Err, Ok, Rejection, Result } from './result.ts';
export { err, ok, reject } from './result.ts';
export type { Rounding } from './rounding.ts';
export { allocate, divide, mulDiv } from './rounding.ts';
