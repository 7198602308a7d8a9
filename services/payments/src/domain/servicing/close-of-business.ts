/**
 * The close of one business date for one loan: instalments fall due, autopay's money is allocated, late fees are charged, the loan
 * is aged. Pure: the same loan, date and collected amount give the same outcome.
 */
import { assert, type CalendarDate } from '@mutua/kernel';
import { chargeLateFees, isCollectionDay, standAt } from './arrears.ts';
import type { LoanFact, Receipt } from './facts.ts';
import { daysPastDueOn, type Instalment, type Loan, plus, policyOf, totalOf, unpaidOf } from './loan.ts';
import { waterfallFor } from './policy.ts';
import { payInstalments } from './receipt.ts';

/** What the close needs to see: the unsettled instalments due on or before the date, and the first due date after it. */
export type DayInput = {
  readonly loan: Loan;
  readonly due: readonly Instalment[];
  readonly on: CalendarDate;
  readonly nextDueOn: CalendarDate | null;
};

export type DayOutcome = {
  readonly loan: Loan;
  readonly instalments: readonly Instalment[];
  readonly receipt: Receipt | null;
  readonly daysPastDue: number;
  readonly facts: readonly LoanFact[];
};

/** What autopay asks the bank for at the close of the date: everything due, or 0 when it is no day to ask. */
export const amountToCollect = ({ loan, due, on }: DayInput): bigint =>
  isCollectionDay(loan, due, on) ? due.reduce((sum, instalment) => sum + totalOf(unpaidOf(instalment)), 0n) : 0n;

/** Closes the date for the loan; `collectedMinor` is what the bank paid of what was asked. */
export const closeDay = (input: DayInput, collectedMinor: bigint): DayOutcome => {
  const { loan, due, on, nextDueOn } = input;
  const announced = due.filter(({ status, scheduled }) => status === 'pending' && totalOf(scheduled) > 0n);
  const facts: LoanFact[] = announced.map(({ nr, dueOn, ...instalment }) => ({
    type: 'instalment-due',
    nr,
    dueOn,
    dueMinor: totalOf(instalment.scheduled),
  }));
  const fallen = due.map((instalment): Instalment => (instalment.status === 'pending' ? { ...instalment, status: 'due' } : instalment));
  const paid =
    collectedMinor > 0n
      ? payInstalments(fallen, {
          amountMinor: collectedMinor,
          source: 'autopay',
          on,
          waterfall: waterfallFor(policyOf(loan), 'autopay', loan.status === 'defaulted'),
        })
      : null;
  assert(paid === null || paid.unallocatedMinor === 0n, 'never more is collected than is due', { loanId: loan.loanId, collectedMinor });
  const received = paid === null ? loan : afterReceipt(loan, paid.receipt);
  const charged = chargeLateFees(received, paid?.instalments ?? fallen, on);
  const standing = standAt(charged.loan, charged.instalments, { on, nextDueOn, isClose: true });
  facts.push(...charged.facts, ...standing.facts);
  return {
    loan: standing.loan,
    instalments: standing.instalments,
    receipt: paid?.receipt ?? null,
    daysPastDue: daysPastDueOn(loan.oldestUnpaidDueOn, on),
    facts,
  };
};

/** The loan's half of the distribution: what its notes have been paid in all. */
export const afterReceipt = (loan: Loan, { components }: Receipt): Loan => ({
  ...loan,
  distributed: { ...plus(loan.distributed, components), recoveryMinor: loan.distributed.recoveryMinor },
});
