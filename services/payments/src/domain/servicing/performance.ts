/** What a lender earned: the money-weighted return of dated flows with what is left as the last flow. Pure; a rate for statements only. */
import { xirr } from '@mutua/finance';
import type { CalendarDate } from '@mutua/kernel';

/** Money on a day; positive when the lender receives it. */
export type Flow = { readonly on: CalendarDate; readonly amountMinor: bigint };
export type Return = {
  /** A year, in parts per million; null where the equation has no solution. */
  readonly ratePpm: number | null;
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
  const rate = xirr(netted.map(({ on, amountMinor }) => ({ on, amount: Number(amountMinor) })));
  const ratePpm = rate.kind === 'rate' ? Math.round(rate.value * 1_000_000) : Number.NaN;
  return { ratePpm: Number.isSafeInteger(ratePpm) ? ratePpm : null, flows: netted };
};
