/** Servicing facts as the events of `payments.loan.v1`. */
import { assertNever, type CalendarDate } from '@mutua/kernel';
import type { LoanFact } from '../../domain/servicing/facts.ts';
import type { Instalment, Loan } from '../../domain/servicing/loan.ts';
import type { PaymentsFact } from '../ports.ts';

export const moneyOf = (loan: Pick<Loan, 'market'>, amountMinor: bigint): { amountMinor: string; currency: string } => ({
  amountMinor: amountMinor.toString(),
  currency: loan.market,
});

const event = (loan: Loan, name: PaymentsFact['name'], data: object): PaymentsFact => ({
  name,
  aggregateId: loan.loanId,
  data: { loanId: loan.loanId, ...data },
  subjects: [loan.borrowerId],
});

export type ClaimDecision = { readonly paidMinor: bigint; readonly rulesVersion: number };

/** What the provision fund pays on a charged-off loan, and by which of its rules; also when that is nothing. */
export const claimDecided = (loan: Loan, { paidMinor, rulesVersion }: ClaimDecision, on: CalendarDate): PaymentsFact =>
  event(loan, 'payments.provision-claim-decided.v1', {
    claim: moneyOf(loan, loan.chargedOffMinor),
    paid: moneyOf(loan, paidMinor),
    rulesVersion,
    on,
  });

type Undone = { readonly principalMinor: bigint; readonly toFundMinor: bigint };

/** The loan is in service again, with all its principal; what the provision fund paid went back to it. */
export const chargeOffUndone = (loan: Loan, { principalMinor, toFundMinor }: Undone, on: CalendarDate): PaymentsFact =>
  event(loan, 'payments.charge-off-undone.v1', {
    principal: moneyOf(loan, principalMinor),
    ...(toFundMinor > 0n && { toProvisionFund: moneyOf(loan, toFundMinor) }),
    on,
  });

export type NewVersion = { readonly reason: string; readonly hash: string; readonly instalments: readonly Instalment[] };

/** Another schedule is in force, and why; `instalments` are all of it. */
export const scheduleChanged = (loan: Loan, { reason, hash, instalments }: NewVersion, on: CalendarDate): PaymentsFact =>
  event(loan, 'payments.schedule-changed.v1', {
    version: loan.scheduleVersion,
    reason,
    scheduleHash: hash,
    maturesOn: instalments.at(-1)?.dueOn ?? on,
    on,
  });

/** One fact as one event; only the borrower sees it live. */
export const eventOf = (loan: Loan, fact: LoanFact, on: CalendarDate): PaymentsFact => {
  switch (fact.type) {
    case 'instalment-due':
      return event(loan, 'payments.instalment-due.v1', { nr: fact.nr, due: moneyOf(loan, fact.dueMinor), dueOn: fact.dueOn });
    case 'late-fee-charged':
      return event(loan, 'payments.late-fee-charged.v1', { nr: fact.nr, amount: moneyOf(loan, fact.amountMinor), on });
    case 'in-arrears':
      return event(loan, 'payments.loan-in-arrears.v1', { daysPastDue: fact.daysPastDue, bucket: fact.bucket });
    case 'cured':
      return event(loan, 'payments.loan-cured.v1', { on });
    case 'defaulted':
      return event(loan, 'payments.loan-defaulted.v1', { daysPastDue: fact.daysPastDue, on });
    case 'dunning-due': {
      const { level, daysPastDue, overdueMinor } = fact;
      return event(loan, 'payments.dunning-due.v1', { level, daysPastDue, overdue: moneyOf(loan, overdueMinor), on });
    }
    case 'non-accrual':
      return event(loan, 'payments.loan-non-accrual.v1', { daysPastDue: fact.daysPastDue, on });
    case 'accrual-resumed':
      return event(loan, 'payments.loan-accrual-resumed.v1', { on });
    case 'accelerated':
      return event(loan, 'payments.loan-accelerated.v1', { due: moneyOf(loan, fact.dueMinor), on });
    case 'charged-off':
      return event(loan, 'payments.loan-charged-off.v1', { principal: moneyOf(loan, fact.principalMinor), on });
    case 'reopened':
      return event(loan, 'payments.loan-reopened.v1', { on });
    case 'closed':
      return event(loan, 'payments.loan-closed.v1', { outcome: fact.outcome, closedOn: loan.closedOn });
    default:
      return assertNever(fact);
  }
};
