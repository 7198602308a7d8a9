/** What lives in a book, as plain values for those who store and show it. */
import type { Book } from './book.ts';
import type { OfferTerms, RequestTerms } from './command.ts';
import type { Fill, OfferOutcome } from './event.ts';
import { flag, outcomes } from './offer-columns.ts';
import { offerTermsOf } from './offer-rows.ts';
import type { RequestRow, RequestStatus } from './request-columns.ts';
import { requestTermsOf } from './requests.ts';

/** total = remaining + held + settled + freed at all times. */
export type OfferView = {
  /** Number of the command that placed it. */
  readonly seq: number;
  readonly terms: OfferTerms;
  /** May still be filled; 0 when closed. */
  readonly remainingMinor: bigint;
  /** Filled into requests that are not paid out yet. */
  readonly heldMinor: bigint;
  readonly settledMinor: bigint;
  readonly freedMinor: bigint;
  /** Null while it is open. */
  readonly outcome: OfferOutcome | null;
  /** In the queues: open, with enough left for a note. */
  readonly isResting: boolean;
};

export type RequestView = {
  readonly seq: number;
  readonly terms: RequestTerms;
  readonly status: RequestStatus;
  readonly filledMinor: bigint;
  readonly fills: readonly Fill[];
};

export function offerView(book: Book, row: number): OfferView {
  const { offers: o } = book;
  const [total = 0, remaining = 0, held = 0, settled = 0] = [o.total(row), o.remaining(row), o.held(row), o.settled(row)];
  return {
    seq: o.seq(row),
    terms: offerTermsOf(book, row),
    remainingMinor: BigInt(remaining),
    heldMinor: BigInt(held),
    settledMinor: BigInt(settled),
    freedMinor: BigInt(total - remaining - held - settled),
    outcome: outcomes[o.outcome(row)] ?? null,
    isResting: (o.flags(row) & flag.resting) !== 0,
  };
}

function requestView(book: Book, request: RequestRow): RequestView {
  const { requests: r } = book;
  return {
    seq: r.seq(request),
    terms: requestTermsOf(book, request),
    status: r.status(request),
    filledMinor: BigInt(r.filled(request)),
    fills: r.fillsOf(request).map((held) => held.fill),
  };
}

/** An open offer, or a closed one that still has fills on hold. */
export function findOffer(book: Book, offerId: string): OfferView | undefined {
  const row = book.offers.ids.find(offerId);
  return row < 0 ? undefined : offerView(book, row);
}

export function findRequest(book: Book, requestId: string): RequestView | undefined {
  const request = book.requests.find(requestId);
  return request < 0 ? undefined : requestView(book, request);
}

/** All offers in the book, oldest first. */
export function offersOf(book: Book): OfferView[] {
  return rowsOf(book).map((row) => offerView(book, row));
}

/** Rows of all offers in the book, oldest first. */
export function rowsOf({ offers }: Book): number[] {
  const rows: number[] = [];
  for (let row = 0; row < offers.high; row += 1) if (offers.isLive(row)) rows.push(row);
  return rows.sort((a, b) => offers.seq(a) - offers.seq(b));
}

/** All requests in the book, oldest first. */
export function requestsOf(book: Book): RequestView[] {
  return requestsInOrder(book).map((request) => requestView(book, request));
}

/** Rows of all requests in the book, oldest first. */
export function requestsInOrder({ requests }: Book): RequestRow[] {
  return requests.rows().sort((a, b) => requests.seq(a) - requests.seq(b));
}

/** Offers that changed since clearTouched; those that left the book meanwhile included, with their last state. */
export function touchedOffers(book: Book): OfferView[] {
  return book.touchedRows.map((row) => offerView(book, row));
}

export function touchedRequests(book: Book): RequestView[] {
  return book.touchedRequests.map((request) => requestView(book, request));
}

export type Counts = { readonly openRequests: number; readonly waitingRequests: number; readonly openOffers: number };

export function countsOf(book: Book): Counts {
  const { offers, requests } = book;
  const openRequests = requests.rows().filter((request) => requests.isOpen(request)).length;
  let openOffers = 0;
  for (let row = 0; row < offers.high; row += 1) if (offers.isLive(row) && offers.outcome(row) === 0) openOffers += 1;
  return { openRequests, waitingRequests: requests.size - openRequests, openOffers };
}
