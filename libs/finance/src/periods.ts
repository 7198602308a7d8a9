/** The calendar of a schedule: accrual periods and due dates, each derived from the anchor and never from the date before it. */
import { addDays, assert, type CalendarDate, daysBetween, daysInMonth, monthlyDates, type Ymd, ymd } from '@mutua/kernel';
import { type BusinessDays, rollToBusinessDay } from './business-days.ts';
import { type AnyDayCount, dayFraction, type Fraction, isThirtyDays } from './day-count.ts';

export type Frequency =
  | 'weekly'
  | 'biweekly'
  | 'monthly'
  | 'quarterly'
  | { readonly every: number; readonly unit: 'days' | 'weeks' | 'months' };

/** A whole number of months or of days; one of the two is zero. */
export type Step = { readonly months: number; readonly days: number };

/**
 * Interest accrues from `fromOn` to `toOn`; payment is due on `dueOn`, a later or earlier business day where due dates roll.
 * `isRegular` says the period is exactly one step long, month ends included.
 */
export type Period = {
  readonly nr: number;
  readonly fromOn: CalendarDate;
  readonly toOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly isRegular: boolean;
};

export type PeriodTerms = {
  readonly instalments: number;
  readonly frequency: Frequency;
  readonly disbursedOn: CalendarDate;
  /** Makes the first period longer or shorter than the others. */
  readonly firstDueOn?: CalendarDate | undefined;
  /** Day of the month to fall due on, 1 to 31; by default that of the first due date, or of the disbursement when regular. */
  readonly anchorDay?: number | undefined;
  /** Where a month lacks the anchor day: its last day (`clamp`, the default) or the first of the next month (`roll`). */
  readonly monthEnd?: 'clamp' | 'roll' | undefined;
  /** Moves due dates to business days; the accrual periods move with them only when it says so. */
  readonly businessDays?: BusinessDays | undefined;
};

export function stepOf(frequency: Frequency): Step {
  if (frequency === 'weekly') return { months: 0, days: 7 };
  if (frequency === 'biweekly') return { months: 0, days: 14 };
  if (frequency === 'monthly') return { months: 1, days: 0 };
  if (frequency === 'quarterly') return { months: 3, days: 0 };
  const { every, unit } = frequency;
  assert(Number.isSafeInteger(every) && every > 0, 'a frequency repeats every positive number of units', { every });
  if (unit === 'months') return { months: every, days: 0 };
  return { months: 0, days: unit === 'weeks' ? every * 7 : every };
}

/** All periods of the terms, in order. A first due date that is not after the disbursement is a defect. */
export function periodsOf(terms: PeriodTerms): readonly Period[] {
  const { disbursedOn, instalments } = terms;
  assert(Number.isSafeInteger(instalments) && instalments > 0, 'a schedule has at least one instalment', { instalments });
  const { dates, isRegular } = datesOf(terms);
  const roll = terms.businessDays;
  const periods = new Array<Period>(instalments);
  let fromOn = disbursedOn;
  let isStartMoved = false;
  for (let index = 0; index < instalments; index += 1) {
    const date = dates[index] ?? disbursedOn;
    const dueOn = roll === undefined ? date : rolledAfter(disbursedOn, date, roll);
    // Where periods are shorter than a weekend, those inside it are empty: rolling never changes the order of days.
    const toOn = roll?.accrual === 'moves' ? dueOn : date;
    periods[index] = { nr: index + 1, fromOn, toOn, dueOn, isRegular: (isRegular || index > 0) && !isStartMoved && toOn === date };
    isStartMoved = toOn !== date;
    fromOn = toOn;
  }
  return periods;
}

/** The business day of a due date; nothing falls due by the day of the disbursement, so a roll back to it goes forwards instead. */
function rolledAfter(disbursedOn: CalendarDate, date: CalendarDate, days: BusinessDays): CalendarDate {
  const rolled = rollToBusinessDay(date, days);
  return rolled > disbursedOn ? rolled : rollToBusinessDay(date, { calendar: days.calendar, roll: 'following' });
}

/** The unmoved due dates, and whether the first lies one regular step from the disbursement. */
function datesOf(terms: PeriodTerms): { dates: readonly CalendarDate[]; isRegular: boolean } {
  const { disbursedOn, instalments, firstDueOn } = terms;
  const step = stepOf(terms.frequency);
  const regular = datesFrom(disbursedOn, step, { terms, anchorDay: terms.anchorDay ?? ymd(disbursedOn).day, count: instalments });
  if (firstDueOn === undefined || firstDueOn === regular[0]) return { dates: regular, isRegular: true };
  assert(firstDueOn > disbursedOn, 'the first instalment falls due after the disbursement', { firstDueOn });
  const anchorDay = terms.anchorDay ?? ymd(firstDueOn).day;
  return { dates: [firstDueOn, ...datesFrom(firstDueOn, step, { terms, anchorDay, count: instalments - 1 })], isRegular: false };
}

type Series = { readonly terms: PeriodTerms; readonly anchorDay: number; readonly count: number };

function datesFrom(from: CalendarDate, step: Step, { terms, anchorDay, count }: Series): readonly CalendarDate[] {
  if (step.months === 0) return Array.from({ length: count }, (_, index) => addDays(from, step.days * (index + 1)));
  const dates = monthlyDates(from, { months: step.months, anchorDay, count });
  if (terms.monthEnd !== 'roll') return dates;
  return dates.map((date) => (ymd(date).day < anchorDay ? addDays(date, 1) : date));
}

/** Whole months from a to b, also when one of them is a clamped month end; undefined when there are odd days. */
export function wholeMonthsBetween(a: CalendarDate, b: CalendarDate): number | undefined {
  const [from, to] = [ymd(a), ymd(b)];
  const months = (to.year - from.year) * 12 + to.month - from.month;
  const anchorDay = Math.max(from.day, to.day);
  const isAnchored = ({ year, month, day }: Ymd): boolean => day === Math.min(anchorDay, daysInMonth(year, month));
  return months > 0 && isAnchored(from) && isAnchored(to) ? months : undefined;
}

/** Whether a span is one step of the frequency long, month ends included, be they clamped or rolled to the first. */
export function isRegularSpan(
  fromOn: CalendarDate,
  toOn: CalendarDate,
  { frequency, monthEnd }: Pick<PeriodTerms, 'frequency' | 'monthEnd'>,
): boolean {
  const step = stepOf(frequency);
  if (step.months === 0) return daysBetween(fromOn, toOn) === step.days;
  const months =
    monthEnd === 'roll' ? wholeMonthsBetween(unrolled(fromOn, toOn), unrolled(toOn, fromOn)) : wholeMonthsBetween(fromOn, toOn);
  return months === step.months;
}

/** The month end that a first stands for, where the other end of the period is a 29th to 31st. */
function unrolled(date: CalendarDate, other: CalendarDate): CalendarDate {
  return ymd(date).day === 1 && ymd(other).day >= 29 ? addDays(date, -1) : date;
}

/**
 * The year fraction of a whole period. Under 30/360 a regular period of m months is m × 30 days even where a month end was
 * clamped, so that equal instalments carry equal interest periods; a regular period of days counts its days.
 */
export function periodFraction(period: Pick<Period, 'fromOn' | 'toOn' | 'isRegular'>, step: Step, dayCount: AnyDayCount): Fraction {
  if (period.isRegular && isThirtyDays(dayCount)) {
    return { numerator: BigInt(step.months === 0 ? daysBetween(period.fromOn, period.toOn) : step.months * 30), denominator: 360n };
  }
  return dayFraction(period.fromOn, period.toOn, dayCount);
}
