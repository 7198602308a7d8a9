/**
 * Time value of money as spreadsheets define it: pv (1+r)^n + pmt (1 + r·when) ((1+r)^n − 1)/r + fv = 0.
 * Numbers, for analysis only: they never reach a posting. Signs: money received is positive, money paid negative.
 */
import { discounted, type RateResult, rateOfFlows, solveRate } from './solver.ts';

/** 0: payments at the end of a period; 1: at its beginning. */
export type When = 0 | 1;

export type PmtInput = { rate: number; nper: number; pv: number; fv?: number; when?: When };
export type PartInput = PmtInput & { per: number };
export type PvInput = { rate: number; nper: number; pmt: number; fv?: number; when?: When };
export type FvInput = { rate: number; nper: number; pmt: number; pv: number; when?: When };
export type NperInput = { rate: number; pmt: number; pv: number; fv?: number; when?: When };
export type RateInput = { nper: number; pmt: number; pv: number; fv?: number; when?: When };
export type CumulativeInput = { rate: number; nper: number; pv: number; start: number; end: number; when?: When };

/** e^a − e^b without the cancellation of nearly equal terms. */
function expDifference(a: number, b: number): number {
  return Math.sign(a - b) * Math.exp(Math.max(a, b)) * -Math.expm1(-Math.abs(a - b));
}

/** The factors of pv, pmt and fv in the equation above, all divided by the larger of (1+r)^n and 1 so that nothing overflows. */
function factors({ rate, nper, when = 0 }: { rate: number; nper: number; when?: When }): { now: number; payments: number; later: number } {
  const { end, most } = growth(rate, nper);
  const annuity = rate === 0 ? nper : expDifference(end - most, -most) / rate;
  return { now: Math.exp(end - most), payments: (1 + rate * when) * annuity, later: Math.exp(-most) };
}

/** The logarithm of (1+r)^n, exact for tiny rates, and that of what the factors are divided by. */
function growth(rate: number, nper: number): { end: number; most: number } {
  const end = nper * Math.log1p(rate);
  return { end, most: Math.max(end, 0) };
}

export function fv({ pmt, pv, ...terms }: FvInput): number {
  const { now, payments, later } = factors(terms);
  return -(pv * now + pmt * payments) / later;
}

export function pv({ pmt, fv = 0, ...terms }: PvInput): number {
  const { now, payments, later } = factors(terms);
  return -(pmt * payments + fv * later) / now;
}

export function pmt({ pv, fv = 0, ...terms }: PmtInput): number {
  const { now, payments, later } = factors(terms);
  return -(pv * now + fv * later) / payments;
}

/** Interest part of payment `per` (from 1); the first of payments in advance has none. */
export function ipmt({ per, pv, fv = 0, ...terms }: PartInput): number {
  if (per < 1) return Number.NaN;
  if (terms.when === 1 && per === 1) return 0;
  const { end, most } = growth(terms.rate, terms.nper);
  const paid = growth(terms.rate, per - 1).end - most;
  return (pv * expDifference(paid, end - most) + fv * expDifference(paid, -most)) / factors(terms).payments;
}

/** Principal part of payment `per` (from 1): that of the first, grown; as a difference to the interest it would cancel in long terms. */
export function ppmt(input: PartInput): number {
  const { per, pv, fv = 0, ...terms } = input;
  if (per < 1) return Number.NaN;
  if (terms.when === 1 && per === 1) return pmt(input);
  const paid = growth(terms.rate, per - 1).end - growth(terms.rate, terms.nper).most;
  return (-(pv + fv) * Math.exp(paid)) / factors(terms).payments;
}

/** Interest of period `per` on a balance that falls by the same principal each period (Excel's ISPMT counts periods from 0). */
export function ispmt({ per, rate, nper, pv }: Pick<PartInput, 'per' | 'rate' | 'nper' | 'pv'>): number {
  return pv * rate * (per / nper - 1);
}

/** Periods until a value at a rate has grown to another. */
export function pduration(rate: number, pv: number, fv: number): number {
  return Math.log(fv / pv) / Math.log1p(rate);
}

/** The rate at which a value grows to another over some periods. */
export function rri(nper: number, pv: number, fv: number): number {
  return Math.expm1(Math.log(fv / pv) / nper);
}

/** Interest paid in payments `start` to `end`, both included. */
export function cumipmt({ start, end, ...terms }: CumulativeInput): number {
  let total = 0;
  for (let per = start; per <= end; per += 1) total += ipmt({ ...terms, per });
  return total;
}

/** Principal paid in payments `start` to `end`, both included. */
export function cumprinc({ start, end, ...terms }: CumulativeInput): number {
  let total = 0;
  for (let per = start; per <= end; per += 1) total += ppmt({ ...terms, per });
  return total;
}

/** Number of periods, or undefined when no number of payments gets there. */
export function nper({ rate, pmt, pv, fv = 0, when = 0 }: NperInput): number | undefined {
  // The logarithm of (pmt − fv·r) / (pmt + pv·r), payments in advance grown by a period; as log1p it is exact for tiny rates.
  const due = pmt * (1 + rate * when);
  const periods = rate === 0 ? -(fv + pv) / pmt : Math.log1p((-(fv + pv) * rate) / (due + pv * rate)) / Math.log1p(rate);
  return Number.isFinite(periods) ? periods : undefined;
}

/** The rate per period, bracketed; undefined when none balances the flows. */
export function rate({ nper, pmt, pv, fv = 0, when = 0 }: RateInput): number | undefined {
  const solved = solveRate((u) => {
    const { now, payments, later } = factors({ rate: Math.expm1(u), nper, when });
    return pv * now + pmt * payments + fv * later;
  });
  return typeof solved === 'number' ? solved : undefined;
}

/** Present value of values one period apart, the first at the end of period one (Excel's NPV). */
export function npv(rate: number, values: readonly number[]): number {
  return npvFromNow(rate, values) / (1 + rate);
}

/** As npv, with the first value now (numpy-financial's npv). */
export function npvFromNow(rate: number, values: readonly number[]): number {
  return values.reduce((sum, value, t) => sum + value * (1 + rate) ** -t, 0);
}

export type PeriodicFlow = { readonly t: number; readonly amount: number };

/** The rate per period at which the values, one period apart, are worth nothing. */
export function irr(values: readonly number[]): RateResult<PeriodicFlow> {
  const flows = values.map((amount, t) => ({ t, amount }));
  return rateOfFlows(flows, discounted(flows), 'nearest');
}

/** Modified IRR: outflows discounted at the finance rate, inflows compounded at the reinvestment rate. */
export function mirr(values: readonly number[], financeRate: number, reinvestRate: number): number | undefined {
  const last = values.length - 1;
  const outflow = values.reduce((sum, value, t) => sum - Math.min(value, 0) * (1 + financeRate) ** -t, 0);
  const inflow = values.reduce((sum, value, t) => sum + Math.max(value, 0) * (1 + reinvestRate) ** (last - t), 0);
  return outflow > 0 && inflow > 0 ? (inflow / outflow) ** (1 / last) - 1 : undefined;
}

/** The effective yearly rate of a nominal one compounded `npery` times. */
export function effect(nominal: number, npery: number): number {
  return Math.expm1(npery * Math.log1p(nominal / npery));
}

/** The nominal yearly rate, compounded `npery` times, of an effective one. */
export function nominal(effective: number, npery: number): number {
  return npery * Math.expm1(Math.log1p(effective) / npery);
}
