/** What closes a loan on a business date, the present one or a later one; valid on that date only. */
import { type CalendarDate, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { isOpen } from '../../domain/servicing/loan.ts';
import { type Payoff, quotePayoff } from '../../domain/servicing/repay.ts';
import type { Owed } from './views.ts';

export type QuoteCode = 'loan.not_open' | 'payoff.date_past';

/** A later date supposes that nothing is paid until then and no late fee is charged. */
export const quoteLoan = (
  { loan, unsettled }: Owed,
  { on, businessDate }: { readonly on: CalendarDate; readonly businessDate: CalendarDate },
): Result<Payoff, Rejection<QuoteCode>> => {
  if (!isOpen(loan)) return reject('loan.not_open', { loanId: loan.loanId, status: loan.status });
  if (on < businessDate) return reject('payoff.date_past', { on, businessDate });
  return ok(quotePayoff({ loan, unsettled, on }));
};
