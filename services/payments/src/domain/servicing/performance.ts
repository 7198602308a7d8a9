/** What a lender earned: the money-weighted return of dated flows with what is left as the last flow. Pure; a rate for statements only. */
import { xirrPpm } from '@mutua/finance';
import type { CalendarDate } from '@mutua/kernel';

/** Money on a day; positive when the lender receives it. */
export type Flow = { readonly on: CalendarDate; readonly amountMinor: bigint };
export type Return = {
  /** A year, in parts per million; null where the equation has no solution. */
  readonly ratePpm: bigint | null;
  /** Netted by day, in order, days of nothing left out. */
  readonly flows: readonly Flow[];
};

/** XIRR (act/365f) of the flows, with the terminal value received on its day. */
export const returnOf = (flows: readonly Flow[], terminal: Flow): Return => {
  const byDay = new Map<CalendarDate, bigint>();
  for (const { on, amountMinor } of [...flows, terminal]) byDay.set(on, (byDay.get(on) ?? 0n) + amountMinor);
  const netted = [...byDay]
    .filter(([, amountMinor]) => amountMinor !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([on, amountMinor]) => ({ on, amountMinor }));
  return { ratePpm: xirrPpm(netted) ?? null, flows: netted };
};
