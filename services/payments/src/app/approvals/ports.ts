/** What four eyes do here, inside the transaction that the edge opened. */
import type { Rejection, Result } from '@mutua/kernel';
import type { PayoutAccount } from '../ports.ts';

/** What moves money without its owner, or the books themselves. */
export type ApprovalAction =
  | 'loan.write-off'
  | 'loan.change-schedule'
  | 'loan.accelerate'
  | 'loan.undo-charge-off'
  | 'recovery.reverse'
  | 'repayment.reverse'
  | 'repayment.back-date'
  | 'payout-account.change'
  | 'journal.post'
  | 'ledger-book.close'
  | 'ledger-book.reopen'
  | 'provision-rules.change';

/** Does what was approved, in the transaction of the approval; a rejection undoes the approval too. */
export type Executor = (payload: string) => Promise<Result<void, Rejection>>;
export type Executors = { readonly [Action in ApprovalAction]: Executor };

export type PayoutAccountView = PayoutAccount & { readonly maskedIban: string };
