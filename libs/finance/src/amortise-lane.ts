/**
 * Amortisation in 64-bit integers: the usual schedules, many times faster than bigints of any size. `BigInt.asIntN(64, …)` around each
 * operation lets the engine compute in machine words; `fitsLane` proves beforehand that no product leaves 63 bits, so that nothing wraps.
 */
import type { Rounding } from '@mutua/kernel';
import { type Amortised, equalInstalmentOf, linearPrincipalOf } from './amortise-exact.ts';
import type { Fraction } from './day-count.ts';
import { provenInstalment } from './instalment-bound.ts';
import { hasEqualInstalments, type Plan, rateAt } from './schedule-plan.ts';
import type { ScheduleRow } from './schedule-terms.ts';

const mostInLane = 1n << 61n;

/** Whether a plan needs nothing but opening balances, one rate a period and one instalment, all within 61 bits. */
export function fitsLane(plan: Plan): boolean {
  const { terms, tranches, rates, startMinor } = plan;
  if (tranches.length > 0 || terms.method === 'flat' || (terms.interestGracePeriods ?? 0) > 0) return false;
  if (terms.lastInstalment === 'least-difference' || (terms.principalPerPeriodMinor ?? 0n) >= mostInLane) return false;
  if (startMinor >= mostInLane || (terms.instalmentMinor ?? 0n) >= mostInLane) return false;
  let known: Fraction | undefined;
  for (const rate of rates) {
    if (rate !== known && (startMinor * rate.numerator >= mostInLane || rate.denominator >= mostInLane)) return false;
    known = rate;
  }
  return true;
}

/** The rows of a plan that fits. */
export function amortiseInLane(plan: Plan): Amortised {
  const { graceCount, periods, startMinor } = plan;
  const equalMinor = hasEqualInstalments(plan, graceCount) ? instalmentInLane(plan) : undefined;
  const paidMinor = plan.terms.method === 'linear' ? linearPrincipalOf(plan) : (equalMinor ?? 0n);
  const isEqual = equalMinor !== undefined;
  const mode = modeOf(plan.terms.rounding);
  const rows = new Array<ScheduleRow>(periods.length);
  let balance = BigInt.asIntN(64, startMinor);
  for (let index = 0; index < periods.length; index += 1) {
    const { numerator, denominator } = rateAt(plan, index);
    const interest = quotient(BigInt.asIntN(64, balance * BigInt.asIntN(64, numerator)), BigInt.asIntN(64, denominator), mode);
    let principal = isEqual ? BigInt.asIntN(64, BigInt.asIntN(64, paidMinor) - interest) : BigInt.asIntN(64, paidMinor);
    if (index < graceCount || principal < 0n) principal = 0n;
    if (principal > balance || index === periods.length - 1) principal = balance;
    balance = BigInt.asIntN(64, balance - principal);
    rows[index] = row(plan, index, { principal, interest, balance });
  }
  return { rows, equalMinor };
}

type Amounts = { readonly principal: bigint; readonly interest: bigint; readonly balance: bigint };

function row({ periods }: Plan, index: number, { principal, interest, balance }: Amounts): ScheduleRow {
  const period = periods[index];
  if (period === undefined) throw new RangeError('a row has its period');
  const { nr, fromOn, toOn, dueOn } = period;
  const dueMinor = BigInt.asIntN(64, principal + interest);
  if (toOn === dueOn) return { nr, fromOn, dueOn, principalMinor: principal, interestMinor: interest, dueMinor, balanceMinor: balance };
  return { nr, fromOn, dueOn, accruesToOn: toOn, principalMinor: principal, interestMinor: interest, dueMinor, balanceMinor: balance };
}

function instalmentInLane(plan: Plan): bigint {
  const { terms, rates, graceCount: from, startMinor: balanceMinor } = plan;
  if (terms.instalmentMinor === undefined && terms.ratePpm > 0n) {
    const { balloonMinor = 0n, instalmentRounding: rounding, instalmentMultipleMinor: multipleMinor = 1n } = terms;
    const proven = provenInstalment({ balanceMinor, rates: rates.slice(from), balloonMinor, rounding, multipleMinor });
    if (proven !== undefined) return proven;
  }
  return equalInstalmentOf(plan, { index: from, balanceMinor, drawn: [] });
}

const up = 0;
const down = 1;
const halfUp = 2;
const halfEven = 3;
const halfDown = 4;

/** The rounding of amounts that are not negative, where up is ceiling and down is floor. */
function modeOf(rounding: Rounding): number {
  if (rounding === 'ceiling' || rounding === 'up') return up;
  if (rounding === 'floor' || rounding === 'down') return down;
  if (rounding === 'half-up') return halfUp;
  return rounding === 'half-even' ? halfEven : halfDown;
}

/** numerator / denominator of numbers that are not negative, rounded once, in 64 bits. */
function quotient(numerator: bigint, denominator: bigint, mode: number): bigint {
  const whole = BigInt.asIntN(64, numerator / denominator);
  const rest = BigInt.asIntN(64, numerator - BigInt.asIntN(64, whole * denominator));
  if (rest === 0n || mode === down) return whole;
  if (mode === up) return BigInt.asIntN(64, whole + 1n);
  const twice = BigInt.asIntN(64, rest + rest);
  const isUp =
    twice > denominator || (twice === denominator && (mode === halfUp || (mode === halfEven && BigInt.asIntN(64, whole & 1n) === 1n)));
  return isUp ? BigInt.asIntN(64, whole + 1n) : whole;
}
