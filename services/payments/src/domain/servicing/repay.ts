/** A borrower repays by hand: an amount, or everything. Pure deciders; the money comes from the borrower's wallet. */
import { payoffQuote } from '@mutua/finance';
import { type CalendarDate, ok, type Result, reject } from '@mutua/kernel';
import { standAt } from './arrears.ts';
import { afterReceipt, type DayOutcome } from './close-of-business.ts';
import {
  type Components,
  daysPastDueOn,
  type Instalment,
  isOpen,
  isSettled,
  type Loan,
  minus,
  paidInstalment,
  plus,
  policyOf,
  sumOf,
  unpaidOf,
} from './loan.ts';
import { waterfallFor } from './policy.ts';
import { openOf, payInstalments } from './receipt.ts';

/** What settles the loan on a date, by component. */
export type Payoff = { readonly on: CalendarDate; readonly components: Components; readonly totalMinor: bigint };
/** `unsettled`: every instalment with something open, in order. */
export type RepayInput = { readonly loan: Loan; readonly unsettled: readonly Instalment[]; readonly on: CalendarDate };
export type RepayRejection = 'loan.not_open' | 'repayment.exceeds_payoff' | 'repayment.nothing_due';

/** The quote is valid on its date only: overdue, due, interest of the running period to the date, and the principal not yet due. */
export const quotePayoff = ({ loan, unsettled, on }: RepayInput): Payoff => {
  const instalments = unsettled.map((instalment) => ({
    ...openOf(instalment),
    fromOn: instalment.fromOn,
    interestPaidMinor: instalment.paid.interestMinor,
    carriedInterestMinor: instalment.carriedInterestMinor,
  }));
  const quote = payoffQuote({ instalments, ratePpm: loan.ratePpm, dayCount: loan.terms.dayCount, rounding: loan.terms.rounding }, on);
  const components = {
    principalMinor: quote.due.principalMinor + quote.principalMinor,
    interestMinor: quote.due.interestMinor + quote.accruedInterestMinor,
    lateFeeMinor: quote.due.penaltyMinor + quote.chargesMinor,
  };
  return { on, components, totalMinor: quote.totalMinor };
};

/** Pays an amount: what is late and due first, then the next instalments in advance. At most the payoff is taken. */
export const repayAmount = (
  input: RepayInput,
  amountMinor: bigint,
): Result<DayOutcome, { code: RepayRejection; details: Readonly<Record<string, unknown>> }> => {
  const { loan, unsettled, on } = input;
  if (!isOpen(loan)) return reject('loan.not_open', { loanId: loan.loanId, status: loan.status });
  const payoff = quotePayoff(input);
  if (amountMinor >= payoff.totalMinor)
    return reject('repayment.exceeds_payoff', { loanId: loan.loanId, payoffMinor: payoff.totalMinor.toString() });
  const { instalments, receipt } = payInstalments(unsettled, {
    amountMinor,
    source: 'manual',
    on,
    waterfall: waterfallFor(policyOf(loan), 'manual', loan.status === 'defaulted'),
  });
  if (receipt.amountMinor === 0n) return reject('repayment.nothing_due', { loanId: loan.loanId });
  const due = instalments.filter(({ dueOn, status }) => dueOn <= on && status !== 'pending');
  const ahead = instalments.filter((instalment) => !due.includes(instalment));
  const nextDueOn = ahead.find((instalment) => !isSettled(instalment))?.dueOn ?? null;
  const standing = standAt(afterReceipt(loan, receipt), due, { on, nextDueOn, isClose: false });
  return ok({
    ...standing,
    instalments: [...standing.instalments, ...ahead],
    receipt,
    daysPastDue: daysPastDueOn(loan.oldestUnpaidDueOn, on),
  });
};

export type PayoffOutcome = DayOutcome & { readonly finalInstalment: Instalment | null };
type Whole = { readonly loan: Loan; readonly instalments: readonly Instalment[]; readonly on: CalendarDate };

/** The one instalment of the date that stands for everything not yet due, paid; with what was paid on it in advance before. */
const finalInstalmentOf = ({ loan, instalments, on }: Whole): Instalment | null => {
  const unsettled = instalments.filter((instalment) => !isSettled(instalment));
  const { components } = quotePayoff({ loan, unsettled, on });
  const owed = unsettled.filter(({ dueOn }) => dueOn <= on);
  const first = unsettled.find(({ dueOn }) => dueOn > on);
  if (!first) return null;
  // With what was paid on it in advance, so that the instalments in force say everything the borrower paid.
  const whole = plus(minus(components, sumOf(owed.map(unpaidOf))), first.paid);
  return paidInstalment({ nr: first.nr, fromOn: first.fromOn, dueOn: on, paid: whole, balanceMinor: 0n });
};

const paidInFull = (instalment: Instalment, on: CalendarDate): Instalment =>
  isSettled(instalment) ? instalment : { ...instalment, paid: instalment.scheduled, status: instalment.dueOn < on ? 'paid-late' : 'paid' };

/** The whole schedule once everything is paid on the date: due instalments as they are, one of the date for the rest. */
export const settleAll = (whole: Whole): readonly Instalment[] => {
  const final = finalInstalmentOf(whole);
  const kept = whole.instalments.filter(({ nr }) => final === null || nr < final.nr).map((each) => paidInFull(each, whole.on));
  return final === null ? kept : [...kept, final];
};

/**
 * Pays everything. Instalments already due are settled as they are; what is not yet due is replaced by one instalment of today in a
 * new schedule version, so that the schedule says what really was owed.
 */
export const payOff = (input: RepayInput): Result<PayoffOutcome, { code: RepayRejection; details: Readonly<Record<string, unknown>> }> => {
  const { loan, unsettled, on } = input;
  if (!isOpen(loan)) return reject('loan.not_open', { loanId: loan.loanId, status: loan.status });
  const { components, totalMinor } = quotePayoff(input);
  const finalInstalment = finalInstalmentOf({ loan, instalments: unsettled, on });
  const receipt = { amountMinor: totalMinor, components, source: 'payoff' } as const;
  const settled = unsettled.filter(({ dueOn }) => dueOn <= on).map((instalment) => paidInFull(instalment, on));
  const version = { ...afterReceipt(loan, receipt), scheduleVersion: loan.scheduleVersion + (finalInstalment ? 1 : 0) };
  const standing = standAt(version, settled, { on, nextDueOn: null, isClose: false });
  return ok({ ...standing, receipt, daysPastDue: daysPastDueOn(loan.oldestUnpaidDueOn, on), finalInstalment });
};
