/** The calendar of a schedule: accrual periods and due dates, each derived from the anchor and never from the date before it. */
import { addDays, addMonths, assert, type CalendarDate, compareDates, daysBetween, ymd } from '@mutua/kernel';
import { type DayCount, dayFraction, type Fraction } from './day-count.ts';

export type Frequency =
  | 'weekly'
  | 'biweekly'
  | 'monthly'
  | 'quarterly'
  | { readonly every: number; readonly unit: 'days' | 'weeks' | 'months' };

/** A whole number of months or of days; one of the two is zero. */
export type Step = { readonly months: number; readonly days: number };

/** `isRegular` says the period is exactly one step long, month ends included. */
export type Period = {
  readonly nr: number;
  readonly fromOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly isRegular: boolean;
};

export type PeriodTerms = {
  readonly instalments: number;
  readonly frequency: Frequency;
  readonly disbursedOn: CalendarDate;
  /** Makes the first period longer or shorter than the others. */
  readonly firstDueOn?: CalendarDate;
  /** Day of the month to fall due on, 1 to 31; by default that of the first due date, or of the disbursement when regular. */
  readonly anchorDay?: number;
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
  const step = stepOf(terms.frequency);
  const disbursedDay = ymd(disbursedOn).day;
  const regularOn = stepped(disbursedOn, step, { count: 1, anchorDay: terms.anchorDay ?? disbursedDay });
  const firstDueOn = terms.firstDueOn ?? regularOn;
  assert(compareDates(firstDueOn, disbursedOn) > 0, 'the first instalment falls due after the disbursement', { firstDueOn });
  const isRegular = firstDueOn === regularOn;
  const anchorDay = terms.anchorDay ?? (isRegular ? disbursedDay : ymd(firstDueOn).day);
  const periods: Period[] = [{ nr: 1, fromOn: disbursedOn, dueOn: firstDueOn, isRegular }];
  let fromOn = firstDueOn;
  for (let count = 1; count < instalments; count += 1) {
    const dueOn = stepped(firstDueOn, step, { count, anchorDay });
    periods.push({ nr: count + 1, fromOn, dueOn, isRegular: true });
    fromOn = dueOn;
  }
  return periods;
}

function stepped(from: CalendarDate, step: Step, { count, anchorDay }: { count: number; anchorDay: number }): CalendarDate {
  return step.months === 0 ? addDays(from, step.days * count) : addMonths(from, step.months * count, anchorDay);
}

/**
 * The year fraction of a whole period. Under 30/360 a regular period of m months is m × 30 days even where a month end was
 * clamped, so that equal instalments carry equal interest periods; a regular period of days counts its days.
 */
export function periodFraction(period: Period, step: Step, dayCount: DayCount): Fraction {
  if (period.isRegular && (dayCount === '30/360-us' || dayCount === '30e/360')) {
    return { numerator: BigInt(step.months === 0 ? daysBetween(period.fromOn, period.dueOn) : step.months * 30), denominator: 360n };
  }
  return dayFraction(period.fromOn, period.dueOn, dayCount);
}
