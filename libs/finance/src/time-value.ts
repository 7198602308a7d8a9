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

/** (1+r)^n by way of logarithms, exact to double precision for tiny rates. */
function grown(rate: number, periods: number): number {
  return Math.exp(periods * Math.log1p(rate));
}

/** Σ_{k<n} (1+r)^k, the value at the end of n payments of one. */
function annuity(rate: number, periods: number): number {
  return rate === 0 ? periods : Math.expm1(periods * Math.log1p(rate)) / rate;
}

/** Σ_{k=1..n} (1+r)^−k, the value now of n payments of one. */
function discountedAnnuity(rate: number, periods: number): number {
  return rate === 0 ? periods : -Math.expm1(-periods * Math.log1p(rate)) / rate;
}

export function fv({ rate, nper, pmt, pv, when = 0 }: FvInput): number {
  return -(pv * grown(rate, nper) + pmt * (1 + rate * when) * annuity(rate, nper));
}

export function pv({ rate, nper, pmt, fv = 0, when = 0 }: PvInput): number {
  return -(fv * grown(rate, -nper) + pmt * (1 + rate * when) * discountedAnnuity(rate, nper));
}

export function pmt({ rate, nper, pv, fv = 0, when = 0 }: PmtInput): number {
  // Whichever of (1+r)^n and (1+r)^−n is small: the other one overflows in long terms.
  if (rate > 0) return -(pv + fv * grown(rate, -nper)) / ((1 + rate * when) * discountedAnnuity(rate, nper));
  return -(pv * grown(rate, nper) + fv) / ((1 + rate * when) * annuity(rate, nper));
}

/** Interest part of payment `per` (from 1); the first of payments in advance has none. */
export function ipmt({ per, rate, nper, pv, fv = 0, when = 0 }: PartInput): number {
  if (per < 1) return Number.NaN;
  if (rate === 0 || (when === 1 && per === 1)) return 0;
  const growth = Math.log1p(rate);
  const paid = per - 1;
  // What is open after the payments before, written with expm1: the difference of two grown sums would cancel late in long terms.
  const open =
    (pv * Math.expm1((paid - nper) * growth) + fv * (Math.exp((paid - nper) * growth) - Math.exp(-nper * growth))) /
    Math.expm1(-nper * growth);
  return when === 1 ? (-open * rate) / (1 + rate) : -open * rate;
}

/** Principal part of payment `per` (from 1). */
export function ppmt(input: PartInput): number {
  return pmt(input) - ipmt(input);
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
  const periods = rate === 0 ? -(fv + pv) / pmt : nperAtRate({ rate, fv, pv, due: (pmt * (1 + rate * when)) / rate });
  return Number.isFinite(periods) ? periods : undefined;
}

function nperAtRate({ rate, fv, pv, due }: { rate: number; fv: number; pv: number; due: number }): number {
  return Math.log((due - fv) / (due + pv)) / Math.log1p(rate);
}

/** The rate per period, bracketed; undefined when none balances the flows. */
export function rate({ nper, pmt, pv, fv: future = 0, when = 0 }: RateInput): number | undefined {
  const solved = solveRate((u) => {
    const r = Math.expm1(u);
    // Divided by (1+r)^n for positive rates, so that neither side overflows.
    return (fv({ rate: r, nper, pmt, pv, when }) - future) * (u > 0 ? Math.exp(-u * nper) : 1);
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
  const outflow = values.reduce((sum, value, t) => (value < 0 ? sum - value * (1 + financeRate) ** -t : sum), 0);
  const inflow = values.reduce((sum, value, t) => (value > 0 ? sum + value * (1 + reinvestRate) ** (last - t) : sum), 0);
  return outflow > 0 && inflow > 0 && last > 0 ? (inflow / outflow) ** (1 / last) - 1 : undefined;
}

/** The effective yearly rate of a nominal one compounded `npery` times. */
export function effect(nominal: number, npery: number): number {
  return Math.expm1(npery * Math.log1p(nominal / npery));
}

/** The nominal yearly rate, compounded `npery` times, of an effective one. */
export function nominal(effective: number, npery: number): number {
  return npery * Math.expm1(Math.log1p(effective) / npery);
}
