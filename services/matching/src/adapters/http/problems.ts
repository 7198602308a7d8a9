/** The one table from rejection codes to HTTP. */
import type { ProblemTable } from '@mutua/http';
import type { HistoryRejection } from '../../app/history.ts';
import type { QueryRejection } from '../../app/queries.ts';
import type { RefusalCode } from '../../domain/command.ts';

/** What can be wrong with an offer that is only tried. */
type OfferRefusal = Extract<RefusalCode, `offer.${string}` | 'market.too_many_grades' | 'market.too_many_purposes'>;
type Code =
  | QueryRejection
  | HistoryRejection
  | OfferRefusal
  | 'market.invalid_rules'
  | 'offer.not_found'
  | 'loan_request.not_found'
  | 'matching_batch.not_found'
  | 'dry_run.currency_mismatch';

export const problems: ProblemTable<Code> = {
  'market.not_found': { status: 404, title: 'There is no such market' },
  'market.not_active': { status: 503, title: 'The market has not begun yet' },
  'market.invalid_rules': { status: 422, title: 'These rules would take nothing' },
  'market.too_many_grades': { status: 422, title: 'The market knows as many grades as it can: name one of them' },
  'market.too_many_purposes': { status: 422, title: 'The market knows as many purposes as it can: name one of them' },
  'offer.not_found': { status: 404, title: 'There is no such offer' },
  'loan_request.not_found': { status: 404, title: 'There is no such request in the market' },
  'matching_batch.not_found': { status: 404, title: 'There is no such batch' },
  'history.too_far': {
    status: 422,
    title: 'This goes further back than one question may: ask for fewer batches or days, or replay an export',
  },
  'history.busy': { status: 503, title: 'Other questions about the past are being answered: ask again in a moment' },
  'dry_run.currency_mismatch': { status: 422, title: 'All amounts are in the currency of the market' },
  'offer.unknown': { status: 422, title: 'There is no such offer in the book' },
  'offer.closed': { status: 422, title: 'The offer is closed' },
  'offer.amend_over_unfilled': { status: 422, title: 'At most what is unfilled can be freed' },
  'offer.duplicate': { status: 422, title: 'The offer exists' },
  'offer.malformed_id': { status: 422, title: 'The id of the offer is not one' },
  'offer.amount_out_of_range': { status: 422, title: 'The amount must be above zero and within what the market can hold' },
  'offer.cap_not_positive': { status: 422, title: 'Every cap must be above zero' },
  'offer.cap_below_slice': {
    status: 422,
    title: 'A cap below the smallest note the offer takes can never be filled: raise the cap or lower the note',
  },
  'offer.rate_off_grid': { status: 422, title: 'The rate must be one of the rates of the market' },
  'offer.matches_nothing': { status: 422, title: 'No loan of this market can meet these criteria: check grades, terms and purposes' },
};
