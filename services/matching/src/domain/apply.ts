/**
 * The matching engine as a function: a book and a numbered command give events, and the same ones every time. The book is changed in
 * place; a refused command changes nothing.
 */
import { addDays, assertNever, err, ok, type Rejection, type Result } from '@mutua/kernel';
import { amendOffer } from './amend.ts';
import { type Book, dayOf, forgetEnded, setBusinessDate } from './book.ts';
import { beginTurn, comeBack, type OnClearing, rest, stopRequest, type Turn, tell } from './changes.ts';
import type { Command, DeclineCause, Draw, MarketRules, NumberedCommand, OfferTerms, RefusalCode, RequestTerms } from './command.ts';
import type { BookEvent, RequestOutcome } from './event.ts';
import { exact } from './exact.ts';
import { matchOffer, matchRequest, rematch } from './match.ts';
import { flag } from './offer-columns.ts';
import { addOffer } from './offer-rows.ts';
import { refusalOf } from './refusals.ts';
import type { RequestRow } from './request-columns.ts';
import { closeIfExhausted, closeOffer, closeRequest, completeRequest, offerPartial, settleRequest } from './request-end.ts';
import { addRequest, queueRequest, relateRequest } from './requests.ts';
import { rowsOf } from './views.ts';

export type Refusal = Rejection<RefusalCode>;

/** Business days an ended request is remembered, so that what arrives late for it is answered and not kept. */
const endedDays = 30;

/** Refusals look only. `onClearing` is for explanations; it must not change the book. */
export function apply(book: Book, { seq, command }: NumberedCommand, onClearing?: OnClearing): Result<readonly BookEvent[], Refusal> {
  const refusal = seq === book.seq + 1 ? refusalOf(book, command) : 'market.out_of_sequence';
  if (refusal !== undefined) return err({ code: refusal, details: { market: book.market, seq, type: command.type } });
  book.seq = seq;
  const turn = beginTurn(book, seq, onClearing);
  run(turn, command);
  if (turn.returned.length > 0) rematch(turn);
  return ok(turn.events);
}

function run(turn: Turn, command: Command): void {
  const { book } = turn;
  switch (command.type) {
    case 'place-offer':
      return placeOffer(turn, command.terms);
    case 'list-request':
      return list(turn, command.terms);
    case 'revoke-offer':
      return closeOffer(turn, book.offers.ids.find(command.offerId), 'revoked');
    case 'amend-offer':
      return amendOffer(turn, command.change);
    case 'configure':
      return configure(turn, command);
    case 'tick':
      return tick(turn, command.businessDate, command.draw);
    case 'clear':
      return clearBatch(turn, command.draw);
    case 'withdraw-request':
      return closeRequest(turn, book.requests.find(command.requestId), 'withdrawn');
    case 'relate-request':
      return relateRequest(book, book.requests.find(command.requestId), command.relatedIds);
    case 'accept-partial':
      return stopRequest(book, book.requests.find(command.requestId), 'filled');
    case 'decline-partial':
      return closeRequest(turn, book.requests.find(command.requestId), outcomeOf[command.cause]);
    case 'lapse-contract':
      return closeRequest(turn, book.requests.find(command.requestId), 'lapsed');
    case 'settle-request':
      return settleRequest(turn, book.requests.find(command.requestId));
    default:
      return assertNever(command);
  }
}

const outcomeOf: Readonly<Record<DeclineCause, RequestOutcome>> = { declined: 'declined', withdrawn: 'withdrawn', timeout: 'expired' };

type Configure = { readonly noteMinimumMinor: bigint; readonly rules?: MarketRules; readonly seedCommitment?: string };

function configure(turn: Turn, { noteMinimumMinor, rules, seedCommitment }: Configure): void {
  const { book } = turn;
  if (rules !== undefined) book.rules = rules;
  if (seedCommitment !== undefined) book.seedCommitment = seedCommitment;
  setLeast(turn, exact(noteMinimumMinor));
  rematch(turn);
  for (const row of rowsOf(book)) closeIfExhausted(turn, row);
}

/** A new note minimum moves offers into or out of the queues. Those that come in take part at once. */
function setLeast(turn: Turn, least: number): void {
  const { book } = turn;
  if (least === book.least) return;
  book.least = least;
  const { offers } = book;
  for (const row of rowsOf(book)) {
    const before = offers.flags(row);
    rest(book, row);
    if ((before & flag.resting) === 0 && (offers.flags(row) & flag.resting) !== 0) comeBack(turn, row);
  }
}

function list(turn: Turn, terms: RequestTerms): void {
  const { book } = turn;
  const least = exact(terms.noteMinimumMinor);
  if (least < book.least) {
    setLeast(turn, least);
    rematch(turn);
  }
  const { requests } = book;
  const request = addRequest(book, turn.seq, terms);
  if (book.day !== 0 && requests.closesOn(request) < book.day) return closeRequest(turn, request, 'expired');
  if (!requests.isBatch(request)) matchRequest(turn, request);
  // What is full at once never stands in a queue.
  if (requests.isOpen(request)) queueRequest(book, request);
}

function placeOffer(turn: Turn, terms: OfferTerms): void {
  const { book } = turn;
  const row = addOffer(book, { seq: turn.seq, terms });
  if (terms.requestId !== null && isOver(book, terms.requestId)) return closeOffer(turn, row, 'request-closed');
  const goodTill = book.offers.goodTill(row);
  if (goodTill !== 0 && goodTill < book.day) return closeOffer(turn, row, 'expired');
  matchOffer(turn, row);
  closeIfExhausted(turn, row);
}

/** Whether a request takes no offers any more; one that was never listed still may. */
function isOver(book: Book, requestId: string): boolean {
  const { requests } = book;
  const request = requests.find(requestId);
  return request < 0 ? requests.ids.hasEnded(requestId) : !requests.isOpen(request);
}

/** Clears what waits for a batch, oldest listing first. */
function clearBatch(turn: Turn, draw: Draw | undefined): void {
  const { book } = turn;
  if (draw !== undefined) {
    if (draw.seed !== null) book.lastSeed = draw.seed;
    if (draw.seed !== null || draw.nextCommitment !== null) book.seedCommitment = draw.nextCommitment;
  }
  if (book.batch.size === 0) return;
  const requests = [...book.batch];
  for (const request of requests) matchRequest(turn, request);
  rematch(turn);
  tell(turn, { type: 'batch-cleared', requests: requests.length, fills: turn.fillCount, seed: draw?.seed ?? null });
}

/** A new business date: offers past their last day close first, then requests past theirs; money that came back is matched at the end. */
function tick(turn: Turn, businessDate: NonNullable<Book['businessDate']>, draw: Draw | undefined): void {
  const { book } = turn;
  clearBatch(turn, draw);
  setBusinessDate(book, businessDate);
  forgetEnded(book, dayOf(addDays(businessDate, -endedDays)));
  for (const row of expiredOffers(book)) closeOffer(turn, row, 'expired');
  const { requests } = book;
  for (const request of expiredRequests(book)) {
    const filled = requests.filled(request);
    if (requests.room(request) === 0) completeRequest(turn, request);
    else if (filled > 0 && filled >= requests.minimum(request)) offerPartial(turn, request);
    else closeRequest(turn, request, 'expired');
  }
}

function expiredOffers({ offers, offersByDay, day }: Book): number[] {
  const rows = new Set<number>();
  for (const [lastDay, entries] of offersByDay) {
    if (lastDay >= day) continue;
    offersByDay.delete(lastDay);
    // What was amended or closed meanwhile is passed over; a row may be there twice, when it was used again.
    for (const row of entries) {
      if (offers.isLive(row) && offers.goodTill(row) === lastDay && offers.outcome(row) === 0) rows.add(row);
    }
  }
  return [...rows].sort((a, b) => offers.seq(a) - offers.seq(b));
}

/** Looks at every request: once a day that is cheaper than to keep them by day. */
function expiredRequests({ requests, day }: Book): RequestRow[] {
  const expired = requests.rows().filter((request) => requests.isOpen(request) && requests.closesOn(request) < day);
  return expired.sort((a, b) => requests.seq(a) - requests.seq(b));
}
