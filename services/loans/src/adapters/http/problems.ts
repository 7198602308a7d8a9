/** The one table of this service from rejection codes to HTTP. */
import type { ProblemTable } from '@mutua/http';
import type { AcceptRejection, ProductUnknown } from '../../app/borrow.ts';
import type { ChangeRejection } from '../../app/change-request.ts';
import type { OfferChangeRejection, PlaceRejection } from '../../app/lend.ts';
import type { ProductRejection } from '../../domain/product.ts';
import type { AskRejection } from '../../domain/quote.ts';
import type { RelationRejection } from '../../domain/related.ts';

export type LoansRejectionCode =
  | AcceptRejection['code']
  | AskRejection['code']
  | ChangeRejection['code']
  | OfferChangeRejection['code']
  | PlaceRejection['code']
  | ProductRejection['code']
  | ProductUnknown['code']
  | RelationRejection['code']
  | 'listing.not_found'
  | 'offer.needs_criteria';

export const problems: ProblemTable<LoansRejectionCode> = {
  'contract.lapsed': { status: 409, title: 'The time to accept this contract is over' },
  'contract.not_accepted': { status: 409, title: 'This contract is not accepted' },
  'contract.not_found': { status: 404, title: 'There is no such contract' },
  'contract.not_offered': { status: 409, title: 'This contract is not open for acceptance' },
  'contract.terms_changed': { status: 409, title: 'The hash is not that of the terms of this contract' },
  'listing.not_found': { status: 404, title: 'There is no such listing' },
  'loan_product.invalid': { status: 422, title: 'This product contradicts itself' },
  'loan_product.not_found': { status: 404, title: 'There is no such loan product' },
  'loan_request.fills_mismatch': { status: 409, title: 'The fills are not those of this request' },
  'loan_request.not_awaiting_consent': { status: 409, title: 'This request does not wait for consent to a partial amount' },
  'loan_request.not_awaiting_credit': { status: 409, title: 'This request does not wait for a credit decision' },
  'loan_request.not_contracting': { status: 409, title: 'This request has no contract to sign' },
  'loan_request.not_disbursing': { status: 409, title: 'This request does not wait for its payout' },
  'loan_request.not_draft': { status: 409, title: 'This request was already submitted' },
  'loan_request.not_found': { status: 404, title: 'There is no such loan request' },
  'loan_request.not_listed': { status: 409, title: 'This request is not open for funding' },
  'loan_request.not_open': { status: 409, title: 'This request is not open' },
  'loan_request.not_withdrawable': { status: 409, title: 'This request can no longer be withdrawn' },
  'loan_request.terms_not_offered': { status: 422, title: 'The product or the calendar does not allow this' },
  'market.unknown': { status: 422, title: 'There is no market in this currency' },
  'member.not_verified': { status: 409, title: 'Only verified members may borrow and lend' },
  'offer.amendment_pending': { status: 409, title: 'Matching has not answered the last amendment yet: try again in a moment' },
  'offer.invalid': { status: 422, title: 'The amounts or criteria of this offer are not possible' },
  'offer.needs_criteria': {
    status: 422,
    title: 'A standing offer needs criteria and no request; a directed one a request and no criteria',
  },
  'offer.no_amendment': { status: 409, title: 'No amendment of this offer waits for an answer' },
  'offer.not_active': { status: 409, title: 'This offer is not active: its money is still being held, or it was asked back' },
  'offer.not_found': { status: 404, title: 'There is no such offer' },
  'offer.not_open': { status: 409, title: 'This offer has ended' },
  'offer.not_placed': { status: 409, title: 'This offer does not wait for a hold' },
  'offer.own_request': { status: 409, title: 'Nobody funds their own request' },
  'offer.related_party': { status: 409, title: 'Nobody funds the request of a related member' },
  'related_member.exists': { status: 409, title: 'These members are declared as related already' },
  'related_member.not_declared': { status: 409, title: 'These members are not declared as related' },
  'related_member.self': { status: 422, title: 'Nobody is related to themselves: name another member' },
  'related_member.too_many': { status: 409, title: 'One of these members has as many relations as a member may have' },
  'related_member.unknown': { status: 422, title: 'There is no member with this id' },
};
