/**
 * How one loan on the platform goes, folded from the events of its stream in their order. An instalment is finished when the next one falls
 * due, or the loan ends, with nothing overdue, or when arrears are cured. What never fell due never counts.
 */
import { addDays, type CalendarDate, daysBetween } from '@mutua/kernel';

/** `days` after the due date; zero is on time, null is never. */
export type Finished = { readonly nr: number; readonly dueOn: CalendarDate; readonly dueMinor: bigint; readonly daysLate: number | null };
export type Receipt = { readonly repaymentId: string; readonly principalMinor: bigint };
type Open = Omit<Finished, 'daysLate'>;

export type LoanHistory = {
  readonly loanId: string;
  readonly borrowerId: string;
  readonly requestId: string;
  readonly currency: string;
  readonly principalMinor: bigint;
  /** Principal of each repayment that stands. */
  readonly receipts: readonly Receipt[];
  readonly disbursedOn: CalendarDate;
  readonly status: 'active' | 'in-arrears' | 'charged-off' | 'closed';
  readonly wasDefaulted: boolean;
  /** Payments that the bank took back. */
  readonly returnedPayments: number;
  readonly closedOn: CalendarDate | null;
  readonly open: readonly Open[];
  readonly finished: readonly Finished[];
};

export type LoanFact =
  | { readonly type: 'InstalmentDue'; readonly nr: number; readonly dueOn: CalendarDate; readonly dueMinor: bigint }
  | ({ readonly type: 'Received' } & Receipt)
  /** `isReturned`: the bank took it back; otherwise it was booked anew or by mistake, and says nothing about the borrower. */
  | { readonly type: 'Reversed'; readonly repaymentId: string; readonly isReturned: boolean }
  | { readonly type: 'InArrears'; readonly daysPastDue: number; readonly on: CalendarDate }
  | { readonly type: 'Cured'; readonly on: CalendarDate }
  | { readonly type: 'Defaulted' }
  | { readonly type: 'ChargedOff' }
  | { readonly type: 'Closed'; readonly on: CalendarDate }
  | { readonly type: 'Reopened' };

export type NewLoan = Pick<LoanHistory, 'loanId' | 'borrowerId' | 'requestId' | 'currency' | 'principalMinor' | 'disbursedOn'>;

export const openLoan = (loan: NewLoan): LoanHistory => ({
  ...loan,
  receipts: [],
  status: 'active',
  wasDefaulted: false,
  returnedPayments: 0,
  closedOn: null,
  open: [],
  finished: [],
});

/** Principal that is still owed. */
export const outstandingOf = ({ principalMinor, receipts }: LoanHistory): bigint =>
  receipts.reduce((left, receipt) => left - receipt.principalMinor, principalMinor);

export function evolveLoan(loan: LoanHistory, fact: LoanFact): LoanHistory {
  switch (fact.type) {
    case 'InstalmentDue': {
      const { nr, dueOn, dueMinor } = fact;
      const settled = loan.status === 'active' ? finish(loan, null) : loan;
      return { ...settled, open: [...settled.open, { nr, dueOn, dueMinor }] };
    }
    case 'Received': {
      const { repaymentId, principalMinor } = fact;
      return { ...loan, receipts: [...loan.receipts, { repaymentId, principalMinor }] };
    }
    case 'Reversed': {
      const receipts = loan.receipts.filter(({ repaymentId }) => repaymentId !== fact.repaymentId);
      return { ...loan, receipts, returnedPayments: loan.returnedPayments + (fact.isReturned ? 1 : 0) };
    }
    case 'InArrears':
      return { ...reopenFrom(loan, addDays(fact.on, -fact.daysPastDue)), status: 'in-arrears' };
    case 'Cured':
      return { ...finish(loan, fact.on), status: 'active' };
    case 'Defaulted':
      return { ...loan, wasDefaulted: true };
    case 'ChargedOff':
      return { ...loan, status: 'charged-off', open: [], finished: [...loan.finished, ...loan.open.map(neverPaid)] };
    case 'Closed':
      return { ...finish(loan, loan.status === 'in-arrears' ? fact.on : null), status: 'closed', closedOn: fact.on };
    case 'Reopened':
      return { ...loan, status: 'active', closedOn: null };
  }
}

const neverPaid = (open: Open): Finished => ({ ...open, daysLate: null });

/** Everything open is finished: on time, or on the day that cured it. An instalment that was not overdue then is on time. */
function finish(loan: LoanHistory, curedOn: CalendarDate | null): LoanHistory {
  const finished = loan.open.map((open) => ({ ...open, daysLate: curedOn === null ? 0 : Math.max(0, daysBetween(open.dueOn, curedOn)) }));
  return { ...loan, open: [], finished: [...loan.finished, ...finished] };
}

/** A payment that was taken back makes instalments overdue that had counted as paid. */
function reopenFrom(loan: LoanHistory, oldestUnpaidOn: CalendarDate): LoanHistory {
  const undone = loan.finished.filter(({ dueOn }) => dueOn >= oldestUnpaidOn);
  if (undone.length === 0) return loan;
  return {
    ...loan,
    finished: loan.finished.filter(({ dueOn }) => dueOn < oldestUnpaidOn),
    open: [...undone.map(({ nr, dueOn, dueMinor }) => ({ nr, dueOn, dueMinor })), ...loan.open],
  };
}
