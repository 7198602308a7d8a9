/**
 * The repayment schedule, exact: every amount is a bigint of minor units and every quotient is rounded once, by name.
 * Promises: principal sums to the loan, no principal is negative, the closing balance is zero, the last row absorbs the cents.
 */
import { assert } from '@mutua/kernel';
import { type Amortised, amortiseExact } from './amortise-exact.ts';
import { amortiseInLane, fitsLane } from './amortise-lane.ts';
import { type Plan, planOf } from './schedule-plan.ts';
import { assertTerms, type Schedule, type ScheduleRow, type ScheduleTerms } from './schedule-terms.ts';

/** Builds the schedule of the terms. Terms that `termsProblem` names are a defect. */
export function schedule(terms: ScheduleTerms): Schedule {
  assertTerms(terms);
  const plan = planOf(terms);
  return finished(plan, fitsLane(plan) ? amortiseInLane(plan) : amortiseExact(plan));
}

/** The same without the 64-bit lane: what proves it. */
export function scheduleExact(terms: ScheduleTerms): Schedule {
  assertTerms(terms);
  const plan = planOf(terms);
  return finished(plan, amortiseExact(plan));
}

function finished(plan: Plan, { rows, equalMinor }: Amortised): Schedule {
  const down = downPaymentRows(plan.terms);
  const instalments = down.length === 0 ? rows : [...down, ...rows.map((row) => ({ ...row, nr: row.nr + 1 }))];
  const lentMinor = plan.tranches.reduce((sum, tranche) => sum + tranche.amountMinor, plan.terms.principalMinor);
  return { instalments, ...totalsOf(instalments, lentMinor), instalmentMinor: equalMinor ?? rows[0]?.dueMinor ?? 0n };
}

/** The totals of rows that keep the promises above; rows that break one are a defect, whatever made them. */
export function totalsOf(rows: readonly ScheduleRow[], lentMinor: bigint): Pick<Schedule, 'totalInterestMinor' | 'totalPrincipalMinor'> {
  let [totalInterestMinor, totalPrincipalMinor] = [0n, 0n];
  for (const row of rows) {
    assert(row.principalMinor >= 0n && row.interestMinor >= 0n, 'a row of a schedule is not negative', row);
    totalInterestMinor += row.interestMinor;
    totalPrincipalMinor += row.principalMinor;
  }
  assert(totalPrincipalMinor === lentMinor, 'principal of a schedule sums to the loan', { totalPrincipalMinor, lentMinor });
  assert(rows.at(-1)?.balanceMinor === 0n, 'a schedule ends at zero', { rows: rows.length });
  return { totalInterestMinor, totalPrincipalMinor };
}

function downPaymentRows(terms: ScheduleTerms): readonly ScheduleRow[] {
  const amountMinor = terms.downPaymentMinor ?? 0n;
  if (amountMinor === 0n) return [];
  const on = terms.disbursedOn;
  const balanceMinor = terms.principalMinor - amountMinor;
  return [{ nr: 1, fromOn: on, dueOn: on, principalMinor: amountMinor, interestMinor: 0n, dueMinor: amountMinor, balanceMinor }];
}
