/** What payments tells about a loan becomes the history that exposure and reputation are read from. */
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { evolveLoan, type LoanFact, type NewLoan, openLoan } from '../domain/loan-history.ts';
import type { Ports } from './ports.ts';

type Loans = Pick<Ports, 'loans' | 'borrowers'>;

export async function recordLoan({ loans, borrowers }: Loans, loan: NewLoan): Promise<void> {
  const { requestId, borrowerId, currency, principalMinor: amountMinor } = loan;
  borrowers.payOut({ requestId, borrowerId, currency, amountMinor });
  if ((await loans.lock(loan.loanId)) === undefined) loans.save(openLoan(loan));
}

export async function followLoan({ loans }: Loans, loanId: string, fact: LoanFact): Promise<Result<void, Rejection<'loan.not_found'>>> {
  const loan = await loans.lock(loanId);
  if (loan === undefined) return reject('loan.not_found', { loanId });
  loans.save(evolveLoan(loan, fact));
  return ok(undefined);
}
