/** An administrator names the date to which the business day runner shall work. */
import { addMonths, type CalendarDate, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { DayStore } from './ports.ts';

const monthsMax = 20 * 12;

export type AdvanceCode = 'business_date.not_ahead' | 'business_date.too_far';

/** Records the target; a new one replaces the old one. The days in between are worked one by one, by the runner. */
export const advanceBusinessDate = async (
  { days }: { readonly days: Pick<DayStore, 'setTarget'> },
  { from, to }: { readonly from: CalendarDate; readonly to: CalendarDate },
): Promise<Result<void, Rejection<AdvanceCode>>> => {
  if (to <= from) return reject('business_date.not_ahead', { businessDate: from, to });
  const latest = addMonths(from, monthsMax);
  if (to > latest) return reject('business_date.too_far', { to, latest });
  await days.setTarget(to);
  return ok(undefined);
};
