/** The one table from rejection codes of servicing to answers; what it shares with the money part is in that table. */
import { type ApprovalCode, approvalProblems } from '@mutua/approvals';
import type { ProblemTable } from '@mutua/http';
import type { ManualJournalCode } from '../../app/approvals/manual-journal.ts';
import type { AccelerateCode } from '../../app/servicing/accelerate-loan.ts';
import type { AdvanceCode } from '../../app/servicing/advance-business-date.ts';
import type { ChangeScheduleCode } from '../../app/servicing/change-schedule.ts';
import type { SetRulesCode } from '../../app/servicing/provision-fund.ts';
import type { QuoteCode } from '../../app/servicing/quote-loan.ts';
import type { RecoverCode, RepayCode } from '../../app/servicing/repay-loan.ts';
import type { BackDateCode, ReverseCode } from '../../app/servicing/restate-loan.ts';
import type { ResumeCode } from '../../app/servicing/resume-loan.ts';
import type { AutopayCode } from '../../app/servicing/set-autopay.ts';
import type { UndoChargeOffCode } from '../../app/servicing/undo-charge-off.ts';
import type { ReverseRecoveryCode } from '../../app/servicing/undo-recovery.ts';
import type { PolicyCode } from '../../domain/servicing/policy.ts';
import type { MoneyRejection } from './problems.ts';

type ServicingRejection =
  | RepayCode
  | RecoverCode
  | AutopayCode
  | QuoteCode
  | AdvanceCode
  | ApprovalCode
  | ManualJournalCode
  | ReverseCode
  | ResumeCode
  | PolicyCode
  | ChangeScheduleCode
  | BackDateCode
  | SetRulesCode
  | AccelerateCode
  | UndoChargeOffCode
  | ReverseRecoveryCode
  | 'note.not_found';

export const servicingProblems: ProblemTable<Exclude<ServicingRejection, MoneyRejection>> = {
  'loan.not_found': { status: 404, title: 'There is no such loan' },
  'note.not_found': { status: 404, title: 'There is no such note' },
  'loan.not_open': { status: 409, title: 'The loan takes no repayments any more' },
  'repayment.nothing_due': { status: 422, title: 'Nothing is due, and this product takes nothing in advance' },
  'repayment.before_schedule_change': { status: 409, title: 'The schedule agreed since is built on this repayment' },
  'schedule.due_first': { status: 409, title: 'What is due must be paid before the schedule changes' },
  'schedule.late_fee_first': { status: 409, title: 'Late fees must be paid before the schedule changes' },
  'acceleration.done': { status: 409, title: 'Everything of the loan is due already' },
  'acceleration.nothing_ahead': { status: 409, title: 'Nothing of the schedule is left to fall due' },
  'reschedule.nothing_ahead': { status: 409, title: 'Nothing of the schedule is left to change' },
  'reschedule.flat_interest': { status: 422, title: 'A schedule of flat interest is not changed' },
  'reschedule.rate_raised': { status: 422, title: 'An agreed change leaves the rate as it is or lowers it' },
  'reschedule.terms_invalid': { status: 422, title: 'The loan cannot go on like that' },
  'prepayment.not_positive': { status: 422, title: 'That is no more than the interest of the running period' },
  'prepayment.settles_loan': { status: 422, title: 'That settles the loan; pay it off instead' },
  'policy.waterfall_incomplete': { status: 422, title: 'An own order names every component that is past due and due' },
  'policy.waterfall_repeats': { status: 422, title: 'An own order names a step once' },
  'provision.fund_not_found': { status: 404, title: 'There is no fund in this currency' },
  'provision.loss_decreases': { status: 422, title: 'A later loan is never expected to lose less' },
  'policy.dunning_not_ascending': { status: 422, title: 'The days of reminders follow one another' },
  'loan.not_set_aside': { status: 409, title: 'The loan is not set aside' },
  'loan.not_charged_off': { status: 409, title: 'The loan is not charged off' },
  'charge_off.has_recoveries': { status: 409, title: 'Recoveries of the loan must be reversed before' },
  'recovery.not_found': { status: 404, title: 'There is no such recovery in force' },
  'money.currency_mismatch': { status: 422, title: 'The amount must be in the currency of the loan' },
  'repayment.exceeds_payoff': { status: 422, title: 'That is not less than what closes the loan; pay it off instead' },
  'recovery.exceeds_owed': { status: 422, title: 'That is more than what was charged off and not yet recovered' },
  'recovery.fee_out_of_range': { status: 422, title: 'The collection fee is from zero to the whole recovery' },
  'autopay.bank_account_missing': { status: 422, title: 'Autopay needs a bank account' },
  'payoff.date_past': { status: 422, title: 'A payoff is quoted for the present business date or a later one' },
  'repayment.not_found': { status: 404, title: 'There is no such repayment in force' },
  'repayment.already_reversed': { status: 409, title: 'The repayment is not in force any more' },
  'repayment.not_back_dated': { status: 422, title: 'A back-dated repayment counts before the present business date' },
  'repayment.before_disbursement': { status: 422, title: 'Nothing was owed before the loan was paid out' },
  ...approvalProblems,
  'journal.reference_taken': { status: 409, title: 'A journal of that reference is in the books already' },
  'business_date.not_ahead': { status: 422, title: 'The business date only moves forwards' },
  'business_date.too_far': { status: 422, title: 'The business date moves at most twenty years at once' },
};
