/** Returns on dated cash flows. Numbers, for statements only: they never reach a posting. */
import type { CalendarDate } from '@mutua/kernel';
import { type AnyDayCount, dayFraction } from './day-count.ts';
import { discounted, type RateResult, rateOfFlows } from './solver.ts';

export type DatedFlow = { readonly on: CalendarDate; readonly amount: number };

/** The yearly rate x with Σ cf / (1 + x)^t = 0, t the year fraction from the earliest flow (act/365f as Excel and pyxirr do). */
export function xirr(flows: readonly DatedFlow[], dayCount: AnyDayCount = 'act/365f'): RateResult<DatedFlow> {
  return rateOfFlows(flows, discounted(timed(flows, dayCount)));
}

/**
 * The XIRR of flows in minor units, rounded to one part per million; undefined where the equation has no solution or one that no
 * statement could show.
 */
export function xirrPpm(flows: readonly { readonly on: CalendarDate; readonly amountMinor: bigint }[]): bigint | undefined {
  const solved = xirr(flows.map(({ on, amountMinor }) => ({ on, amount: Number(amountMinor) })));
  const ppm = solved.kind === 'rate' ? Math.round(solved.value * 1_000_000) : Number.NaN;
  return Number.isSafeInteger(ppm) ? BigInt(ppm) : undefined;
}

/** Σ cf / (1 + rate)^t, t from the earliest flow, which Excel wants listed first (pyxirr takes the earliest wherever it stands). */
export function xnpv(rate: number, flows: readonly DatedFlow[], dayCount: AnyDayCount = 'act/365f'): number {
  return timed(flows, dayCount).reduce((sum, { t, amount }) => sum + amount * (1 + rate) ** -t, 0);
}

function timed(flows: readonly DatedFlow[], dayCount: AnyDayCount): readonly { t: number; amount: number }[] {
  const [earliest] = flows.map(({ on }) => on).sort();
  return flows.map(({ on, amount }) => ({ t: years(earliest ?? on, on, dayCount), amount }));
}

function years(from: CalendarDate, to: CalendarDate, dayCount: AnyDayCount): number {
  const { numerator, denominator } = dayFraction(from, to, dayCount);
  return Number(numerator) / Number(denominator);
}
