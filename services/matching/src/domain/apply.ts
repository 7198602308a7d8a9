/**
 * The matching engine as a function: a book and a numbered command give events, and the same ones every time. The book is changed in
 * place; a refused command changes nothing.
 */
import { addDays, assertNever, err, ok, type Rejection, type Result } from '@mutua/kernel';
import { addOffer, addRequest, type Book, forgetEnded, type Offer, type Request, setNoteMinimum, stopRequest } from './book.ts';
import type { Command, DeclineCause, NumberedCommand, OfferTerms, RefusalCode, RequestTerms } from './command.ts';
import type { BookEvent, RequestOutcome } from './event.ts';
import { matchOffer, matchRequest, type Turn } from './match.ts';
import { closeIfExhausted, closeOffer, closeRequest, offerPartial, settleRequest } from './request-end.ts';

export type Refusal = Rejection<RefusalCode>;

/** Business days an ended request is remembered, so that what arrives late for it is answered and not kept. */
const endedDays = 30;

export function apply(book: Book, { seq, command }: NumberedCommand): Result<readonly BookEvent[], Refusal> {
  const refusal = seq === book.seq + 1 ? refusalOf(book, command) : 'market.out_of_sequence';
  if (refusal !== undefined) return err({ code: refusal, details: { market: book.market, seq, type: command.type } });
  book.seq = seq;
  const turn: Turn = { book, seq, fillCount: 0, events: [] };
  run(turn, command);
  return ok(turn.events);
}

/** The first rule the command breaks, or undefined. Looks only; nothing has moved when a command is refused. */
function refusalOf(book: Book, command: Command): RefusalCode | undefined {
  switch (command.type) {
    case 'configure':
      return command.noteMinimumMinor > 0n ? undefined : 'request.invalid_terms';
    case 'list-request':
      return listRefusal(book, command.terms);
    case 'place-offer':
      return placeRefusal(book, command.terms);
    case 'revoke-offer':
      return openRefusal(book.offers.get(command.offerId));
    case 'tick':
      return book.businessDate !== null && command.businessDate <= book.businessDate ? 'tick.not_later' : undefined;
    default:
      return transitionRefusal(book.requests.get(command.requestId), command.type);
  }
}

function listRefusal(book: Book, terms: RequestTerms): RefusalCode | undefined {
  if (book.requests.has(terms.requestId) || book.ended.has(terms.requestId)) return 'request.duplicate';
  const { amountMinor, minimumMinor, noteMinimumMinor } = terms;
  const isValid = amountMinor > 0n && noteMinimumMinor > 0n && minimumMinor >= 0n && minimumMinor <= amountMinor;
  return isValid && isTerm(terms.termMonths) ? undefined : 'request.invalid_terms';
}

function placeRefusal(book: Book, { offerId, totalMinor, criteria }: OfferTerms): RefusalCode | undefined {
  if (book.offers.has(offerId)) return 'offer.duplicate';
  const { grades, minTermMonths, maxTermMonths } = criteria;
  const isValid = totalMinor > 0n && criteria.capPerLoanMinor > 0n && grades.length > 0 && new Set(grades).size === grades.length;
  return isValid && isTerm(minTermMonths) && isTerm(maxTermMonths) && minTermMonths <= maxTermMonths ? undefined : 'offer.invalid_terms';
}

function isTerm(months: number): boolean {
  return Number.isInteger(months) && months >= 1 && months <= 480;
}

function openRefusal(offer: Offer | undefined): RefusalCode | undefined {
  if (offer === undefined) return 'offer.unknown';
  return offer.outcome === null ? undefined : 'offer.closed';
}

type Transition = 'withdraw-request' | 'accept-partial' | 'decline-partial' | 'lapse-contract' | 'settle-request';

function transitionRefusal(request: Request | undefined, type: Transition): RefusalCode | undefined {
  if (request === undefined) return 'request.unknown';
  const { status } = request;
  switch (type) {
    case 'withdraw-request':
      return status === 'filled' ? 'request.already_filled' : undefined;
    case 'accept-partial':
    case 'decline-partial':
      return status === 'partial' ? undefined : 'request.not_waiting';
    case 'lapse-contract':
      return status === 'filled' ? undefined : 'request.not_filled';
    case 'settle-request':
      // The payout may be seen before the consent to a partial amount: they come on different topics.
      return status === 'open' ? 'request.not_filled' : undefined;
    default:
      return assertNever(type);
  }
}

function run(turn: Turn, command: Command): void {
  const { book } = turn;
  switch (command.type) {
    case 'configure':
      return configure(turn, command.noteMinimumMinor);
    case 'list-request':
      return list(turn, command.terms);
    case 'place-offer':
      return placeOffer(turn, command.terms);
    case 'revoke-offer':
      return withOffer(book, command.offerId, (offer) => closeOffer(turn, offer, 'revoked'));
    case 'tick':
      return tick(turn, command.businessDate);
    case 'withdraw-request':
      return withRequest(book, command.requestId, (request) => rematch(turn, closeRequest(turn, request, 'withdrawn')));
    case 'accept-partial':
      return withRequest(book, command.requestId, (request) => stopRequest(book, request, 'filled'));
    case 'decline-partial':
      return withRequest(book, command.requestId, (request) => rematch(turn, closeRequest(turn, request, outcomeOf[command.cause])));
    case 'lapse-contract':
      return withRequest(book, command.requestId, (request) => rematch(turn, closeRequest(turn, request, 'lapsed')));
    case 'settle-request':
      return withRequest(book, command.requestId, (request) => settleRequest(turn, request));
    default:
      return assertNever(command);
  }
}

const outcomeOf: Readonly<Record<DeclineCause, RequestOutcome>> = { declined: 'declined', withdrawn: 'withdrawn', timeout: 'expired' };

function withRequest(book: Book, requestId: RequestTerms['requestId'], work: (request: Request) => void): void {
  const request = book.requests.get(requestId);
  if (request !== undefined) work(request);
}

function withOffer(book: Book, offerId: OfferTerms['offerId'], work: (offer: Offer) => void): void {
  const offer = book.offers.get(offerId);
  if (offer !== undefined) work(offer);
}

function configure(turn: Turn, noteMinimumMinor: bigint): void {
  const { book } = turn;
  rematch(turn, setNoteMinimum(book, noteMinimumMinor));
  for (const offer of [...book.offers.values()].sort((a, b) => a.seq - b.seq)) closeIfExhausted(turn, offer);
}

function list(turn: Turn, terms: RequestTerms): void {
  const { book } = turn;
  if (terms.noteMinimumMinor < book.noteMinimumMinor) rematch(turn, setNoteMinimum(book, terms.noteMinimumMinor));
  const request = addRequest(book, { seq: turn.seq, terms }, { status: 'open', fills: [] });
  if (book.businessDate !== null && terms.closesOn < book.businessDate) closeRequest(turn, request, 'expired');
  else matchRequest(turn, request);
}

function placeOffer(turn: Turn, terms: OfferTerms): void {
  const { book } = turn;
  const state = { remainingMinor: terms.totalMinor, heldMinor: 0n, settledMinor: 0n, freedMinor: 0n, outcome: null };
  const offer = addOffer(book, { seq: turn.seq, terms }, state);
  const target = terms.requestId === null ? undefined : book.requests.get(terms.requestId);
  const isTooLate = target !== undefined ? target.status !== 'open' : terms.requestId !== null && book.ended.has(terms.requestId);
  if (isTooLate) return closeOffer(turn, offer, 'request-closed');
  if (isPast(book, terms.goodTillOn)) return closeOffer(turn, offer, 'expired');
  matchOffer(turn, offer);
  closeIfExhausted(turn, offer);
}

function isPast(book: Book, lastDay: string | null): boolean {
  return lastDay !== null && book.businessDate !== null && lastDay < book.businessDate;
}

/** A new business date: offers past their last day close first, then requests past theirs; money that came back is matched at the end. */
function tick(turn: Turn, businessDate: NonNullable<Book['businessDate']>): void {
  const { book } = turn;
  book.businessDate = businessDate;
  forgetEnded(book, addDays(businessDate, -endedDays));
  for (const offer of past(book.offersByLastDay, businessDate)) closeOffer(turn, offer, 'expired');
  const returned: Offer[] = [];
  for (const request of past(book.requestsByLastDay, businessDate)) {
    if (request.filledMinor > 0n && request.filledMinor >= request.terms.minimumMinor) offerPartial(turn, request);
    else returned.push(...closeRequest(turn, request, 'expired'));
  }
  rematch(turn, returned);
}

function past<T extends { readonly seq: number }>(days: ReadonlyMap<string, ReadonlySet<T>>, today: string): T[] {
  const due = [...days].flatMap(([day, items]) => (day < today ? [...items] : []));
  return due.sort((a, b) => a.seq - b.seq);
}

/** Offers that got money back take part again, by minimum rate and age; what is of no more use closes. */
function rematch(turn: Turn, returned: readonly Offer[]): void {
  const offers = [...new Set(returned)].sort((a, b) => compareRates(a, b) || a.seq - b.seq);
  for (const offer of offers) {
    matchOffer(turn, offer);
    closeIfExhausted(turn, offer);
  }
}

function compareRates(a: Offer, b: Offer): number {
  if (a.minRatePpm === b.minRatePpm) return 0;
  return a.minRatePpm < b.minRatePpm ? -1 : 1;
}
