/** How a request stops taking offers: filled, partly filled at closing, closed with its fills given back, or settled. */
import { assert } from '@mutua/kernel';
import { type Book, changeOffer, endRequest, isUsable, type Offer, type Request, stopRequest } from './book.ts';
import type { BookEvent, OfferOutcome, RequestOutcome } from './event.ts';

type Telling = { readonly book: Book; readonly events: BookEvent[] };

/** The whole amount is filled: the request waits for its contract, directed offers that are left over close. */
export function completeRequest({ book, events }: Telling, request: Request): void {
  stopRequest(book, request, 'filled');
  const { requestId, borrowerId, amountMinor, ratePpm } = request.terms;
  events.push({ type: 'request-filled', requestId, borrowerId, amountMinor, ratePpm, fills: [...request.fills] });
  closeDirected({ book, events }, request);
}

/** Closing date with enough filled: the request waits for the borrower. */
export function offerPartial({ book, events }: Telling, request: Request): void {
  stopRequest(book, request, 'partial');
  const { requestId, borrowerId, ratePpm } = request.terms;
  events.push({
    type: 'request-partially-filled',
    requestId,
    borrowerId,
    filledMinor: request.filledMinor,
    ratePpm,
    fills: [...request.fills],
  });
  closeDirected({ book, events }, request);
}

/**
 * Ends a request without a loan. Fills go back to open offers, which take their old place in the queues; money of closed offers is
 * freed. Answers the standing offers that have money again; the caller matches them once all endings of the command are done.
 */
export function closeRequest({ book, events }: Telling, request: Request, outcome: RequestOutcome): Offer[] {
  endRequest(book, request);
  const { requestId, borrowerId } = request.terms;
  events.push({ type: 'request-closed', requestId, borrowerId, outcome, released: [...request.fills] });
  const returned: Offer[] = [];
  for (const fill of request.fills) {
    const offer = offerOf(book, fill.offerId);
    const heldMinor = offer.heldMinor - fill.amountMinor;
    if (offer.outcome === null) {
      changeOffer(book, offer, { heldMinor, remainingMinor: offer.remainingMinor + fill.amountMinor });
      returned.push(offer);
    } else {
      const { offerId, lenderId } = offer.terms;
      changeOffer(book, offer, { heldMinor, freedMinor: offer.freedMinor + fill.amountMinor });
      events.push({ type: 'offer-freed', offerId, lenderId, freedMinor: fill.amountMinor });
    }
  }
  closeDirected({ book, events }, request);
  for (const offer of returned) {
    if (offer.terms.requestId !== null && offer.outcome === null) closeOffer({ book, events }, offer, 'request-closed');
  }
  return returned.filter((offer) => offer.outcome === null);
}

/** The loan is paid out: fills became notes elsewhere, the book forgets the request. Used-up offers close. */
export function settleRequest({ book, events }: Telling, request: Request): void {
  endRequest(book, request);
  const { requestId, borrowerId } = request.terms;
  events.push({ type: 'request-settled', requestId, borrowerId });
  for (const fill of request.fills) {
    const offer = offerOf(book, fill.offerId);
    const heldMinor = offer.heldMinor - fill.amountMinor;
    changeOffer(book, offer, { heldMinor, settledMinor: offer.settledMinor + fill.amountMinor });
    closeIfExhausted({ book, events }, offer);
  }
}

/** What is unfilled leaves the hold; fills stand. */
export function closeOffer({ book, events }: Telling, offer: Offer, outcome: OfferOutcome): void {
  const freedMinor = offer.remainingMinor;
  changeOffer(book, offer, { outcome, remainingMinor: 0n, freedMinor: offer.freedMinor + freedMinor });
  events.push({ type: 'offer-closed', offerId: offer.terms.offerId, lenderId: offer.terms.lenderId, outcome, freedMinor });
}

/** An open offer that can give no note now, and that no fill can come back to, has nothing to wait for. */
export function closeIfExhausted(telling: Telling, offer: Offer): void {
  if (offer.outcome !== null || offer.heldMinor > 0n || isUsable(telling.book, offer)) return;
  closeOffer(telling, offer, 'exhausted');
}

function closeDirected(telling: Telling, request: Request): void {
  const resting = [...(telling.book.directed.get(request.terms.requestId)?.values() ?? [])];
  for (const offer of resting) closeOffer(telling, offer, 'request-closed');
}

function offerOf(book: Book, offerId: Offer['terms']['offerId']): Offer {
  const offer = book.offers.get(offerId);
  assert(offer !== undefined, 'an offer with a held fill is in the book', { offerId });
  return offer;
}
