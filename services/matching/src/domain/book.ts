/**
 * The order book of one market: what lives in it, and the only functions that change it. Every change goes through the state hash and
 * is remembered as touched, so that a caller can store exactly what moved.
 */
import { assert, type CalendarDate, canonicalJson, type Id } from '@mutua/kernel';
import { Cells, termRangeOf } from './cells.ts';
import type { OfferTerms, RequestTerms } from './command.ts';
import type { Fill, OfferOutcome } from './event.ts';
import { addText, digestOf, emptyHash, hashText, removeText, type StateHash } from './hash.ts';
import { RateLevels } from './rate-levels.ts';
import { SeqQueue } from './seq-queue.ts';

/** total = remaining + held + settled + freed at all times. */
export type Offer = {
  readonly seq: number;
  readonly terms: OfferTerms;
  readonly minRatePpm: bigint;
  readonly digest: string;
  /** May still be filled; 0 when closed. */
  remainingMinor: bigint;
  /** Filled into requests that are not paid out yet. */
  heldMinor: bigint;
  settledMinor: bigint;
  freedMinor: bigint;
  /** Null while it is open. */
  outcome: OfferOutcome | null;
  /** In the queues: open, with at least the note minimum left. */
  isResting: boolean;
};

/** partial: closed to offers above the threshold, the borrower decides. filled: waits for the contract. */
export type RequestStatus = 'open' | 'partial' | 'filled';

export type Request = {
  readonly seq: number;
  readonly terms: RequestTerms;
  readonly digest: string;
  status: RequestStatus;
  filledMinor: bigint;
  readonly fills: Fill[];
  /** Offers that have a fill here: an offer gives at most one note to a loan. */
  readonly fillers: Set<Id<'offer'>>;
};

export type OfferCells = Cells<RateLevels<Offer>>;
export type RequestCells = Cells<SeqQueue<Request>>;

export type Book = {
  readonly market: string;
  /** Number of the last command. */
  seq: number;
  businessDate: CalendarDate | null;
  /** The smallest note of the market: less than this left in an offer is of no use. */
  noteMinimumMinor: bigint;
  readonly offers: Map<Id<'offer'>, Offer>;
  readonly requests: Map<Id<'loanRequest'>, Request>;
  /** Requests that ended lately, by the business date they ended on, oldest first: late offers and duplicates are recognised. */
  readonly ended: Map<Id<'loanRequest'>, CalendarDate | null>;
  readonly offerCells: OfferCells;
  readonly requestCells: RequestCells;
  /** Resting offers for one request, whether it is listed yet or not. */
  readonly directed: Map<Id<'loanRequest'>, RateLevels<Offer>>;
  readonly offersByLastDay: Map<CalendarDate, Set<Offer>>;
  readonly requestsByLastDay: Map<CalendarDate, Set<Request>>;
  readonly sum: StateHash;
  readonly touchedOffers: Set<Offer>;
  readonly touchedRequests: Set<Request>;
};

/** An empty book. The note minimum is set by the first configure command, or by the first request that has a smaller one. */
export function createBook(market: string): Book {
  return {
    market,
    seq: 0,
    businessDate: null,
    noteMinimumMinor: 1n,
    offers: new Map(),
    requests: new Map(),
    ended: new Map(),
    offerCells: new Cells(() => new RateLevels<Offer>()),
    requestCells: new Cells(() => new SeqQueue<Request>()),
    directed: new Map(),
    offersByLastDay: new Map(),
    requestsByLastDay: new Map(),
    sum: emptyHash(),
    touchedOffers: new Set(),
    touchedRequests: new Set(),
  };
}

/** 16 hexadecimal digits over everything that decides the future of the book. */
export function stateHash(book: Book): string {
  return hashText(book.sum, `${book.market}|${book.seq}|${book.businessDate ?? ''}|${book.noteMinimumMinor}`);
}

export function offerText(offer: Offer): string {
  const { digest, remainingMinor, heldMinor, settledMinor, freedMinor, outcome } = offer;
  return `o|${digest}|${remainingMinor}|${heldMinor}|${settledMinor}|${freedMinor}|${outcome ?? ''}`;
}

export function requestText(request: Request): string {
  return `r|${request.digest}|${request.filledMinor}|${request.status}`;
}

export function fillText(fill: Fill): string {
  return `f|${fill.seq}|${fill.index}|${fill.requestId}|${fill.offerId}|${fill.amountMinor}|${fill.ratePpm}`;
}

export function endedText(requestId: string, on: CalendarDate | null): string {
  return `e|${requestId}|${on ?? ''}`;
}

type OfferState = Pick<Offer, 'remainingMinor' | 'heldMinor' | 'settledMinor' | 'freedMinor' | 'outcome'>;

export function addOffer(book: Book, at: { seq: number; terms: OfferTerms }, state: OfferState): Offer {
  const digest = digestOf(canonicalJson(at));
  const offer: Offer = { ...at, minRatePpm: at.terms.criteria.minRatePpm, digest, ...state, isResting: false };
  book.offers.set(at.terms.offerId, offer);
  if (at.terms.goodTillOn !== null && offer.outcome === null) addTo(book.offersByLastDay, at.terms.goodTillOn, offer);
  addText(book.sum, offerText(offer));
  book.touchedOffers.add(offer);
  rest(book, offer);
  return offer;
}

/** Changes the money or the outcome of an offer and puts it into, or takes it out of, the queues as that demands. */
export function changeOffer(book: Book, offer: Offer, change: Partial<OfferState>): void {
  removeText(book.sum, offerText(offer));
  Object.assign(offer, change);
  addText(book.sum, offerText(offer));
  book.touchedOffers.add(offer);
  rest(book, offer);
  if (offer.outcome === null) return;
  if (offer.terms.goodTillOn !== null) removeFrom(book.offersByLastDay, offer.terms.goodTillOn, offer);
  if (offer.heldMinor === 0n) {
    removeText(book.sum, offerText(offer));
    book.offers.delete(offer.terms.offerId);
  }
}

export function addRequest(book: Book, at: { seq: number; terms: RequestTerms }, state: { status: RequestStatus; fills: Fill[] }): Request {
  const { status, fills } = state;
  const request: Request = {
    ...at,
    digest: digestOf(canonicalJson(at)),
    status,
    filledMinor: fills.reduce((sum, fill) => sum + fill.amountMinor, 0n),
    fills,
    fillers: new Set(fills.map((fill) => fill.offerId)),
  };
  book.requests.set(at.terms.requestId, request);
  addText(book.sum, requestText(request));
  for (const fill of fills) addText(book.sum, fillText(fill));
  book.touchedRequests.add(request);
  if (status === 'open') {
    requestQueue(book, request).insert(request);
    addTo(book.requestsByLastDay, at.terms.closesOn, request);
  }
  return request;
}

/** A request that no longer takes offers, but still lives: `partial` or `filled`. */
export function stopRequest(book: Book, request: Request, status: RequestStatus): void {
  if (request.status === 'open') leaveOpen(book, request);
  removeText(book.sum, requestText(request));
  request.status = status;
  addText(book.sum, requestText(request));
  book.touchedRequests.add(request);
}

/** Moves the amount of a fill from what the offer has left to what the request has. */
export function addFill(book: Book, request: Request, fill: Fill): void {
  const offer = book.offers.get(fill.offerId);
  assert(offer !== undefined && request.status === 'open', 'a fill joins a live offer and an open request', { fill });
  removeText(book.sum, requestText(request));
  request.filledMinor += fill.amountMinor;
  request.fills.push(fill);
  request.fillers.add(fill.offerId);
  addText(book.sum, requestText(request));
  addText(book.sum, fillText(fill));
  book.touchedRequests.add(request);
  changeOffer(book, offer, { remainingMinor: offer.remainingMinor - fill.amountMinor, heldMinor: offer.heldMinor + fill.amountMinor });
}

/** Takes an ended request out of the book; its fills must be given back or settled by the caller. */
export function endRequest(book: Book, request: Request): void {
  if (request.status === 'open') leaveOpen(book, request);
  removeText(book.sum, requestText(request));
  for (const fill of request.fills) removeText(book.sum, fillText(fill));
  book.requests.delete(request.terms.requestId);
  book.touchedRequests.add(request);
  rememberEnded(book, request.terms.requestId, book.businessDate);
}

export function rememberEnded(book: Book, requestId: Id<'loanRequest'>, on: CalendarDate | null): void {
  book.ended.set(requestId, on);
  addText(book.sum, endedText(requestId, on));
}

/** Forgets requests that ended before the date. */
export function forgetEnded(book: Book, before: CalendarDate): void {
  for (const [requestId, on] of book.ended) {
    if (on !== null && on >= before) return;
    book.ended.delete(requestId);
    removeText(book.sum, endedText(requestId, on));
  }
}

/** A new note minimum moves offers into or out of the queues. Answers those that are in them now and were not. */
export function setNoteMinimum(book: Book, noteMinimumMinor: bigint): Offer[] {
  book.noteMinimumMinor = noteMinimumMinor;
  const began: Offer[] = [];
  for (const offer of book.offers.values()) {
    const wasResting = offer.isResting;
    rest(book, offer);
    if (offer.isResting && !wasResting) began.push(offer);
  }
  return began;
}

function leaveOpen(book: Book, request: Request): void {
  requestQueue(book, request).remove(request);
  removeFrom(book.requestsByLastDay, request.terms.closesOn, request);
}

function requestQueue(book: Book, { terms }: Request): SeqQueue<Request> {
  return book.requestCells.at(terms.grade, termRangeOf(terms.termMonths));
}

/** Whether the offer can give a note at all: what is left and its cap per loan reach the note minimum. */
export function isUsable(book: Book, offer: Pick<Offer, 'outcome' | 'remainingMinor' | 'terms'>): boolean {
  const least = book.noteMinimumMinor;
  return offer.outcome === null && offer.remainingMinor >= least && offer.terms.criteria.capPerLoanMinor >= least;
}

function rest(book: Book, offer: Offer): void {
  const shouldRest = isUsable(book, offer);
  if (shouldRest === offer.isResting) return;
  offer.isResting = shouldRest;
  if (offer.terms.requestId !== null) restDirected(book, offer, offer.terms.requestId);
  else eachCell(offer.terms, (grade, range) => place(book.offerCells.at(grade, range), offer));
}

function place(levels: RateLevels<Offer>, offer: Offer): void {
  if (offer.isResting) levels.insert(offer);
  else levels.remove(offer);
}

function restDirected(book: Book, offer: Offer, requestId: Id<'loanRequest'>): void {
  const levels = book.directed.get(requestId) ?? new RateLevels<Offer>();
  place(levels, offer);
  if (levels.isEmpty) book.directed.delete(requestId);
  else book.directed.set(requestId, levels);
}

/** The cells a standing offer accepts. */
export function eachCell({ criteria }: OfferTerms, visit: (grade: string, range: number) => void): void {
  const last = termRangeOf(criteria.maxTermMonths);
  for (const grade of criteria.grades) {
    for (let range = termRangeOf(criteria.minTermMonths); range <= last; range += 1) visit(grade, range);
  }
}

function addTo<T>(days: Map<CalendarDate, Set<T>>, day: CalendarDate, item: T): void {
  const items = days.get(day);
  if (items === undefined) days.set(day, new Set([item]));
  else items.add(item);
}

function removeFrom<T>(days: Map<CalendarDate, Set<T>>, day: CalendarDate, item: T): void {
  const items = days.get(day);
  items?.delete(item);
  if (items?.size === 0) days.delete(day);
}
