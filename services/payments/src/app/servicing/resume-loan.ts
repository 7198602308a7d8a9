/** A loan that was set aside is given its days again, once its cause is gone. */
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { LoanStore } from './ports.ts';

export type ResumeCode = 'loan.not_found' | 'loan.not_set_aside';

/** The next close works everything that it missed at once, returned collections first; if it fails again it is set aside again. */
export const resumeLoan = async (
  { loans }: { readonly loans: LoanStore },
  loanId: string,
): Promise<Result<void, Rejection<ResumeCode>>> => {
  if ((await loans.lock(loanId)) === undefined) return reject('loan.not_found', { loanId });
  return (await loans.resume(loanId)) ? ok(undefined) : reject('loan.not_set_aside', { loanId });
};
