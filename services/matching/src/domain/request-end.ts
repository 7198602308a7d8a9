/** How a request stops taking offers: filled, partly filled at closing, closed with its fills given back, or settled. */

import type { Book } from './book.ts';
import { endOffer, endRequest, moveMoney, returnMoney, stopRequest, type Turn, tell } from './changes.ts';
import { settlePrice } from './clearing.ts';
import type { Fill, OfferOutcome, RequestOutcome } from './event.ts';
import { bigOf } from './exact.ts';
import { flag, outcomes } from './offer-columns.ts';
import { lenderOf } from './offer-rows.ts';
import type { RequestRow } from './request-columns.ts';
import { borrowerOf } from './requests.ts';

/** The whole amount is filled: the request waits for its contract, directed offers that are left over close. */
export function completeRequest(turn: Turn, request: RequestRow): void {
  const { book } = turn;
  const { ratePpm, interestBasis } = settlePrice(book, request);
  stopRequest(book, request, 'filled');
  const [requestId, borrowerId] = [book.requests.text(request), borrowerOf(book, request)];
  const amountMinor = bigOf(book.requests.amount(request));
  tell(turn, { type: 'request-filled', requestId, borrowerId, amountMinor, ratePpm, interestBasis, fills: fillsOf(book, request) });
  closeDirected(turn, request);
}

/** Closing date with enough filled: the request waits for the borrower. */
export function offerPartial(turn: Turn, request: RequestRow): void {
  const { book } = turn;
  const { ratePpm, interestBasis } = settlePrice(book, request);
  stopRequest(book, request, 'partial');
  const [requestId, borrowerId] = [book.requests.text(request), borrowerOf(book, request)];
  const [filledMinor, fills] = [bigOf(book.requests.filled(request)), fillsOf(book, request)];
  tell(turn, { type: 'request-partially-filled', requestId, borrowerId, filledMinor, ratePpm, interestBasis, fills });
  closeDirected(turn, request);
}

/**
 * Ends a request without a loan. Fills go back to open offers, which take their old place in the queues; money of closed offers is
 * freed. What came back is matched by the caller once all endings of the command are done.
 */
export function closeRequest(turn: Turn, request: RequestRow, outcome: RequestOutcome): void {
  const { book } = turn;
  const { requests, offers, directedTo } = book;
  const requestId = requests.text(request);
  endRequest(book, request);
  tell(turn, { type: 'request-closed', requestId, borrowerId: borrowerOf(book, request), outcome, released: fillsOf(book, request) });
  const fills = requests.fillsOf(request);
  for (const held of fills) returnMoney(turn, held, held.amount, requests.borrower(request));
  closeDirected(turn, request);
  for (const { row } of fills) {
    if ((offers.flags(row) & flag.directed) !== 0 && offers.outcome(row) === 0 && directedTo.get(row) === requestId)
      closeOffer(turn, row, 'request-closed');
  }
}

/** The loan is paid out: fills became notes elsewhere, the book forgets the request. Used-up offers close. */
export function settleRequest(turn: Turn, request: RequestRow): void {
  const { book } = turn;
  endRequest(book, request);
  tell(turn, { type: 'request-settled', requestId: book.requests.text(request), borrowerId: borrowerOf(book, request) });
  for (const { row, amount } of book.requests.fillsOf(request)) {
    moveMoney(book, row, 0, amount);
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
  // What rests can give a note, and what can give one rests.
  if ((offers.flags(row) & flag.resting) !== 0 || offers.outcome(row) !== 0 || offers.held(row) > 0) return;
  closeOffer(turn, row, 'exhausted');
}

function closeDirected(turn: Turn, request: RequestRow): void {
  const { directed, requests } = turn.book;
  if (directed.size === 0) return;
  for (const row of [...(directed.get(requests.text(request)) ?? [])]) closeOffer(turn, row, 'request-closed');
}

const noFills: readonly Fill[] = [];

function fillsOf({ requests }: Book, request: RequestRow): readonly Fill[] {
  const fills = requests.fillsOf(request);
  return fills.length === 0 ? noFills : fills.map((held) => held.fill);
}
