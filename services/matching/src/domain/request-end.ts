/** How a request stops taking offers: filled, partly filled at closing, closed with its fills given back, or settled. */

import { endOffer, endRequest, isUsable, moveMoney, returnMoney, stopRequest, type Turn, tell } from './changes.ts';
import { settlePrice } from './clearing.ts';
import type { Fill, OfferOutcome, RequestOutcome } from './event.ts';
import { bigOf } from './exact.ts';
import { flag, outcomes } from './offer-columns.ts';
import { lenderOf } from './offer-rows.ts';
import type { Request } from './request.ts';

/** The whole amount is filled: the request waits for its contract, directed offers that are left over close. */
export function completeRequest(turn: Turn, request: Request): void {
  const { requestId, borrowerId, amountMinor } = request.terms;
  const { ratePpm, interestBasis } = settlePrice(request);
  stopRequest(turn.book, request, 'filled');
  tell(turn, { type: 'request-filled', requestId, borrowerId, amountMinor, ratePpm, interestBasis, fills: fillsOf(request) });
  closeDirected(turn, request);
}

/** Closing date with enough filled: the request waits for the borrower. */
export function offerPartial(turn: Turn, request: Request): void {
  const { requestId, borrowerId } = request.terms;
  const { ratePpm, interestBasis } = settlePrice(request);
  stopRequest(turn.book, request, 'partial');
  const filledMinor = bigOf(request.filled);
  tell(turn, { type: 'request-partially-filled', requestId, borrowerId, filledMinor, ratePpm, interestBasis, fills: fillsOf(request) });
  closeDirected(turn, request);
}

/**
 * Ends a request without a loan. Fills go back to open offers, which take their old place in the queues; money of closed offers is
 * freed. What came back is matched by the caller once all endings of the command are done.
 */
export function closeRequest(turn: Turn, request: Request, outcome: RequestOutcome): void {
  const { book } = turn;
  const { requestId, borrowerId } = request.terms;
  endRequest(book, request);
  tell(turn, { type: 'request-closed', requestId, borrowerId, outcome, released: fillsOf(request) });
  for (const held of request.fills) returnMoney(turn, held, held.amount, request.borrower);
  closeDirected(turn, request);
  for (const { row } of request.fills) {
    if ((book.offers.flags(row) & flag.directed) !== 0 && book.offers.outcome(row) === 0 && book.directedTo.get(row) === requestId)
      closeOffer(turn, row, 'request-closed');
  }
}

/** The loan is paid out: fills became notes elsewhere, the book forgets the request. Used-up offers close. */
export function settleRequest(turn: Turn, request: Request): void {
  const { book } = turn;
  const { requestId, borrowerId } = request.terms;
  endRequest(book, request);
  tell(turn, { type: 'request-settled', requestId, borrowerId });
  for (const { row, amount } of request.fills) {
    moveMoney(book, row, { remaining: 0, held: -amount, settled: amount });
    closeIfExhausted(turn, row);
  }
}

/** What is unfilled leaves the hold; fills stand. */
export function closeOffer(turn: Turn, row: number, outcome: OfferOutcome): void {
  const { book } = turn;
  const { ids } = book.offers;
  const offerId = ids.text(row);
  const lenderId = lenderOf(book, row);
  const freedMinor = bigOf(endOffer(book, row, outcomes.indexOf(outcome)));
  tell(turn, { type: 'offer-closed', offerId, lenderId, outcome, freedMinor });
}

/** An open offer that can give no note now, and that no fill can come back to, has nothing to wait for. */
export function closeIfExhausted(turn: Turn, row: number): void {
  const { offers } = turn.book;
  if (offers.outcome(row) !== 0 || offers.held(row) > 0 || isUsable(turn.book, row)) return;
  closeOffer(turn, row, 'exhausted');
}

function closeDirected(turn: Turn, request: Request): void {
  const { directed } = turn.book;
  if (directed.size === 0) return;
  for (const row of [...(directed.get(request.terms.requestId) ?? [])]) closeOffer(turn, row, 'request-closed');
}

function fillsOf(request: Request): Fill[] {
  return request.fills.map((held) => held.fill);
}
