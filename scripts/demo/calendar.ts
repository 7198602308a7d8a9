/** The platform's business date as the demo's administrator drives it. */
import { addDays, addMonths, type CalendarDate, calendarDate, compareDates } from '@mutua/kernel';
import { type Market, waitFor } from './market.ts';

type BusinessDateView = {
  readonly businessDate: string;
  readonly status: string;
  readonly target: string | null;
  readonly progress: { readonly daysLeft: number; readonly setAside: number };
};

const read = (market: Market): Promise<BusinessDateView> => market.client.get(market.admin, '/v1/business-date');

export const businessDate = async (market: Market): Promise<CalendarDate> => {
  const { businessDate: date } = await waitFor(
    'opening the books',
    () => read(market),
    ({ businessDate: on }) => Boolean(on),
  );
  return calendarDate(date);
};

/** Works every day up to and including `to`; answers how many loans are set aside by then. */
export const advanceTo = async (market: Market, to: CalendarDate, onDay: (date: string) => void = () => {}): Promise<number> => {
  if (compareDates(await businessDate(market), to) >= 0) return 0;
  await market.client.send(market.admin, 'POST', '/v1/business-date/advance', { to });
  const reached = (seen: BusinessDateView): boolean => {
    onDay(seen.businessDate);
    return seen.businessDate >= to && seen.status === 'open' && seen.progress.daysLeft === 0;
  };
  let seen = await read(market);
  while (!reached(seen)) {
    const before = seen.businessDate;
    seen = await waitFor(
      `business day ${before}`,
      () => read(market),
      (now) => now.businessDate !== before || reached(now),
    );
  }
  return seen.progress.setAside;
};

export { addDays, addMonths, type CalendarDate };
