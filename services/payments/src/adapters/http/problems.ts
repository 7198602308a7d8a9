/** The one table from rejection codes of the money part to answers. */
import type { ProblemTable } from '@mutua/http';
import type { TransferRejection } from '../../app/make-transfer.ts';
import type { MovementRejection } from '../../app/request-movement.ts';
import type { BookCode } from '../../domain/ledger-book.ts';
import type { PeriodCode } from '../../domain/lender-statement.ts';

export type MoneyRejection =
  | TransferRejection
  | MovementRejection
  | 'ledger_account.not_found'
  | 'statement.range_invalid'
  | PeriodCode
  | 'balance.moment_ambiguous'
  | BookCode
  | 'journal.invalid'
  | 'journal.not_found'
  | 'journal.not_reversible'
  | 'deposit.not_found'
  | 'withdrawal.not_found'
  | 'bank_account.behaviour_invalid'
  | 'bank_account.currency_unknown'
  | 'bank_account.iban_invalid';

export const moneyProblems: ProblemTable<MoneyRejection> = {
  'wallet.not_found': { status: 404, title: 'There is no such wallet' },
  'wallet.insufficient_funds': { status: 422, title: 'The wallet does not hold that much' },
  'transfer.same_wallet': { status: 422, title: 'A transfer goes from one wallet to another' },
  'transfer.currency_mismatch': { status: 422, title: 'Both wallets and the amount must have one currency' },
  'bank_account.not_found': { status: 404, title: 'There is no such bank account' },
  'bank_account.currency_mismatch': { status: 422, title: 'The bank account has another currency' },
  'bank_account.behaviour_invalid': { status: 422, title: 'stopsOn goes with the behaviour stops-on and with no other' },
  'bank_account.currency_unknown': { status: 422, title: 'The platform does not keep this currency' },
  'bank_account.iban_invalid': { status: 422, title: 'The check digits of the IBAN do not fit' },
  'ledger_account.not_found': { status: 404, title: 'There is no such account' },
  'statement.range_invalid': { status: 422, title: 'A statement runs from a day to the same or a later one' },
  'statement.period_invalid': { status: 422, title: 'A period is a month written YYYY-MM or a year written YYYY' },
  'statement.period_ahead': { status: 422, title: 'The period has not begun' },
  'balance.moment_ambiguous': { status: 422, title: 'A balance is asked for an instant or for a business date' },
  'ledger_book.not_ahead': { status: 422, title: 'The books close forwards' },
  'ledger_book.not_back': { status: 422, title: 'The books reopen backwards, to a day of theirs' },
  'ledger_book.day_open': { status: 422, title: 'Only days before the present business date can be closed' },
  'journal.invalid': { status: 422, title: 'The journal cannot be posted as it is written' },
  'journal.not_found': { status: 404, title: 'There is no such journal' },
  'journal.not_reversible': { status: 422, title: 'A journal of this kind is not taken back by hand' },
  'deposit.not_found': { status: 404, title: 'There is no such deposit' },
  'withdrawal.not_payout_account': { status: 422, title: 'Money in this currency is paid out to the approved bank account only' },
  'withdrawal.not_found': { status: 404, title: 'There is no such withdrawal' },
  'ledger.insufficient_funds': { status: 422, title: 'An account does not hold that much' },
  'ledger.account_unknown': { status: 422, title: 'There is no such account' },
  'ledger.currency_mismatch': { status: 422, title: 'Both sides of a transfer have one currency' },
  'ledger.pending_unknown': { status: 422, title: 'There is no such reservation' },
  'ledger.pending_exists': { status: 409, title: 'The reservation exists already' },
  'ledger.pending_exhausted': { status: 422, title: 'That is more than is left of the reservation' },
  'ledger.reference_reused': { status: 409, title: 'A journal of that reference with other content is in the books already' },
  'ledger.before_opening': { status: 422, title: 'The books were not open on that date' },
  'ledger.period_closed': { status: 422, title: 'The books are closed for that date' },
  'ledger.journal_unknown': { status: 422, title: 'There is no such journal' },
  'ledger.already_reversed': { status: 409, title: 'The journal was reversed already' },
  'ledger.amount_out_of_range': { status: 422, title: 'A balance would not fit the books' },
};
