/** The one table from rejection codes of servicing to answers; what it shares with the money part is in that table. */
import type { ProblemTable } from '@mutua/http';
import type { AdvanceCode } from '../../app/servicing/advance-business-date.ts';
import type { QuoteCode } from '../../app/servicing/quote-loan.ts';
import type { RecoverCode, RepayCode } from '../../app/servicing/repay-loan.ts';
import type { AutopayCode } from '../../app/servicing/set-autopay.ts';
import type { MoneyRejection } from './problems.ts';

type ServicingRejection = RepayCode | RecoverCode | AutopayCode | QuoteCode | AdvanceCode | 'note.not_found';

export const servicingProblems: ProblemTable<Exclude<ServicingRejection, MoneyRejection>> = {
  'loan.not_found': { status: 404, title: 'There is no such loan' },
  'note.not_found': { status: 404, title: 'There is no such note' },
  'loan.not_open': { status: 409, title: 'The loan takes no repayments any more' },
  'loan.not_charged_off': { status: 409, title: 'Only a charged-off loan has recoveries' },
  'money.currency_mismatch': { status: 422, title: 'The amount must be in the currency of the loan' },
  'repayment.exceeds_payoff': { status: 422, title: 'That is not less than what closes the loan; pay it off instead' },
  'recovery.exceeds_owed': { status: 422, title: 'That is more than what was charged off and not yet recovered' },
  'recovery.fee_out_of_range': { status: 422, title: 'The collection fee is from zero to the whole recovery' },
  'autopay.bank_account_missing': { status: 422, title: 'Autopay needs a bank account' },
  'payoff.date_past': { status: 422, title: 'A payoff is quoted for the present business date or a later one' },
  'business_date.not_ahead': { status: 422, title: 'The business date only moves forwards' },
  'business_date.too_far': { status: 422, title: 'The business date moves at most twenty years at once' },
};
