/** Annual percentage rates of the EU and the US. Numbers, for disclosure only: an APR never reaches a posting. */
import { discounted, type RateResult, rateOfFlows } from './solver.ts';

/** Positive amounts reach the borrower, negative ones are paid; `tYears` counts from the first drawdown. */
export type EuFlow = { readonly amount: number; readonly tYears: number };

/**
 * The EU APR as a fraction (0.1677 for 16.77 %): the X with Σ C (1+X)^−t = Σ D (1+X)^−s
 * (Directive 2008/48/EC Annex I, 2014/17/EU Annex I). Disclosed with at least one decimal, half-up.
 */
export function aprEu(flows: readonly EuFlow[]): RateResult<EuFlow> {
  // The lender's side: the same roots, and the one preferred is that of an investment.
  return rateOfFlows(flows, discounted(flows.map(({ amount, tYears }) => ({ amount: -amount, t: tYears }))));
}

/** Positive amounts are advances, negative ones payments; `t` full unit periods and the fraction `f` of one from the first advance. */
export type UsFlow = { readonly amount: number; readonly t: number; readonly f: number };

/**
 * The US APR as a fraction: the unit-period rate of the actuarial method times the unit periods in a year
 * (12 CFR 1026 Appendix J (b)(8): each flow is discounted by (1 + f·i)(1 + i)^t).
 */
export function aprUs(flows: readonly UsFlow[], unitPeriodsPerYear: number): RateResult<UsFlow> {
  const result = rateOfFlows(flows, discounted(flows.map((flow) => ({ ...flow, amount: -flow.amount }))));
  return result.kind === 'rate' ? { ...result, value: result.value * unitPeriodsPerYear } : result;
}
