/**
 * Acceleration: what is not yet due falls due at once, in one instalment with the interest earned to the day. What was due before stays as
 * it is. The accelerated instalment bears no late fee, and autopay draws nothing any more. Pure.
 */
import { addDays, type CalendarDate, ok, type Result, reject } from '@mutua/kernel';
import { standAt } from './arrears.ts';
import type { LoanFact } from './facts.ts';
import { daysPastDueOn, type Instalment, isOpen, isSettled, type Loan, minus, policyOf, sumOf, totalOf, unpaidOf } from './loan.ts';
import { quotePayoff } from './repay.ts';

export type Accelerated = { readonly loan: Loan; readonly instalments: readonly Instalment[]; readonly facts: readonly LoanFact[] };
export type AccelerationCode = 'loan.not_open' | 'acceleration.done' | 'acceleration.nothing_ahead';
type Whole = { readonly loan: Loan; readonly instalments: readonly Instalment[]; readonly on: CalendarDate };

/** Whether the close of the day accelerates the loan by the policy of its product. */
export const isToAccelerate = (loan: Loan, on: CalendarDate): boolean => {
  const { acceleration } = policyOf(loan);
  if (acceleration === undefined || loan.acceleratedOn !== null || !isOpen(loan)) return false;
  return daysPastDueOn(loan.oldestUnpaidDueOn, on) >= acceleration.afterDays;
};

/** The instalments with everything due; as they are when nothing is ahead. What was paid ahead stays paid. */
export const allDue = ({ loan, instalments, on }: Whole): readonly Instalment[] => {
  const unsettled = instalments.filter((each) => !isSettled(each));
  const ahead = unsettled.filter(({ dueOn }) => dueOn > on);
  const [first] = ahead;
  if (first === undefined) return instalments;
  const { components } = quotePayoff({ loan, unsettled, on });
  const rest = minus(components, sumOf(unsettled.filter(({ dueOn }) => dueOn <= on).map(unpaidOf)));
  const paid = sumOf(ahead.map((each) => each.paid));
  const { nr, fromOn } = first;
  const whole: Instalment = {
    ...{ nr, fromOn, dueOn: on, scheduled: sumOf([rest, paid]), paid, carriedInterestMinor: 0n, carriedLateFeeMinor: 0n },
    ...{ balanceMinor: 0n, status: totalOf(paid) > 0n ? 'partially-paid' : 'due', lateFeeOn: null },
  };
  return [...instalments.filter((each) => !ahead.includes(each) && each.nr < nr), whole];
};

/** `through`: the last receipt before it, by the id of its first booking, where receipts of the day may follow; null at the close. */
export const accelerate = (whole: Whole, through: string | null): Result<Accelerated, { code: AccelerationCode; details: object }> => {
  const { loan, on } = whole;
  const { loanId, acceleratedOn } = loan;
  if (!isOpen(loan)) return reject('loan.not_open', { loanId, status: loan.status });
  if (acceleratedOn !== null) return reject('acceleration.done', { loanId, acceleratedOn });
  const instalments = allDue(whole);
  if (instalments === whole.instalments) return reject('acceleration.nothing_ahead', { loanId });
  const dueMinor = totalOf(sumOf(instalments.filter((each) => !isSettled(each)).map(unpaidOf)));
  const accelerated = { ...loan, acceleratedOn: on, acceleratedThrough: through, scheduleVersion: loan.scheduleVersion + 1, maturesOn: on };
  const stood = standAt(accelerated, instalments, { on, nextDueOn: null, isClose: through === null });
  return ok({ loan: stood.loan, instalments: stood.instalments, facts: [{ type: 'accelerated', dueMinor }] });
};

/**
 * Whether a payment of the amount puts the old schedule back in force: the policy allows it on the day, and all arrears of before are paid
 * by it. An acceleration by hand is not cured.
 */
export const isCuredBy = ({ loan, instalments, on }: Whole, amountMinor: bigint): boolean => {
  const { acceleratedOn, acceleratedThrough } = loan;
  const { cureDays = 0 } = policyOf(loan).acceleration ?? {};
  if (acceleratedOn === null || acceleratedThrough !== null || cureDays === 0 || on > addDays(acceleratedOn, cureDays)) return false;
  const arrears = instalments.filter(({ dueOn }) => dueOn < acceleratedOn);
  return amountMinor >= totalOf(sumOf(arrears.map(unpaidOf)));
};
