/** Flat interest: charged on the original principal throughout, whatever was repaid. Its nominal rate understates its cost. */
import { divide } from '@mutua/kernel';
import type { Fraction } from './day-count.ts';
import { reduced, roundedTo } from './instalment.ts';
import type { Plan } from './schedule-plan.ts';

/** Flat interest by period; the last one closes the rounded total. */
export function flatInterestOf(plan: Plan): readonly bigint[] {
  return plan.equalParts === undefined ? byPeriod(plan) : inEqualParts(plan);
}

function byPeriod(plan: Plan): readonly bigint[] {
  const { principalMinor, rounding } = plan.terms;
  const parts = plan.rates.map((rate) => divide(principalMinor * rate.numerator, rate.denominator, rounding));
  const exact = flatTotalOf(plan, 0);
  const earlier = parts.slice(0, -1).reduce((sum, part) => sum + part, 0n);
  const last = divide(exact.numerator, exact.denominator, rounding) - earlier;
  return [...parts.slice(0, -1), last < 0n ? 0n : last];
}

/**
 * The total over the number of periods, each rounded. Interest-free periods take their parts out of the total, and what is left is
 * shared by the periods that pay (Apache Fineract, LoanApplicationTerms).
 */
function inEqualParts(plan: Plan): readonly bigint[] {
  const { rounding, interestFreePeriods: free = 0, interestGracePeriods = 0 } = plan.terms;
  const count = plan.periods.length;
  const putOff = plan.equalParts === 'spread' ? interestGracePeriods : 0;
  const exact = flatTotalOf(plan, 0);
  const totalMinor = divide(exact.numerator, exact.denominator, rounding);
  const leftMinor = totalMinor - divide(totalMinor, BigInt(count), rounding) * BigInt(free);
  const skipped = Math.max(free, putOff);
  const each = divide(leftMinor, BigInt(Math.max(1, count - skipped)), rounding);
  const parts = Array.from({ length: count - 1 }, (_, index) => (index < skipped ? 0n : each));
  const last = leftMinor - parts.reduce((sum, part) => sum + part, 0n);
  return [...parts, last < 0n ? 0n : last];
}

/** The principal of a period that repays equal parts: principal and instalment land on the multiple together. */
export function flatPrincipalOf(plan: Plan, interestMinor: bigint): bigint {
  const { terms, startMinor, graceCount } = plan;
  const shared = startMinor - (terms.balloonMinor ?? 0n);
  const each = divide(shared, BigInt(plan.periods.length - graceCount), terms.principalRounding ?? 'floor');
  const { instalmentMultipleMinor: multiple, instalmentRounding } = terms;
  const rounded = (amount: bigint): bigint => roundedTo({ numerator: amount, denominator: 1n }, instalmentRounding, multiple);
  return rounded(each) + rounded(interestMinor) - interestMinor;
}

/** Flat interest from a period to the end, before rounding. */
export function flatTotalOf({ terms, rates }: Pick<Plan, 'terms' | 'rates'>, fromIndex: number): Fraction {
  let total: Fraction = { numerator: 0n, denominator: 1n };
  for (const { numerator, denominator } of rates.slice(fromIndex)) {
    total = reduced(total.numerator * denominator + numerator * total.denominator, total.denominator * denominator);
  }
  return { numerator: terms.principalMinor * total.numerator, denominator: total.denominator };
}
