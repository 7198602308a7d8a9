/** The moves of money inside a book: fills made and taken back, offers in and out of the queues. Each keeps hash, queues and touched in step. */
import {
  addExposure,
  type Book,
  hashFillIn,
  hashFillOut,
  hashOfferIn,
  hashOfferOut,
  hashRequestIn,
  hashRequestOut,
  rememberEnded,
  touchOffer,
  touchRequest,
} from './book.ts';
import { marginalBid, rateNow } from './clearing.ts';
import type { BookEvent, Fill } from './event.ts';
import { bigOf } from './exact.ts';
import { flag, noCap } from './offer-columns.ts';
import type { HeldFill, Request, RequestStatus } from './request.ts';

/** Told just before a request is cleared: by all resting offers (null), or by one that has new money. */
export type OnClearing = (request: Request, newcomer: number | null) => void;

/** One command at work: its number, the fills it made so far, what it has to tell, and rows that got money back. */
export type Turn = {
  readonly book: Book;
  readonly seq: number;
  fillCount: number;
  events: BookEvent[];
  returned: number[];
  readonly onClearing: OnClearing | undefined;
};

/** Adds to what the command has to tell. Most tell one thing: the list begins at that length. */
export function tell(turn: Turn, event: BookEvent): void {
  if (turn.events.length === 0) turn.events = [event];
  else turn.events.push(event);
}

/** What moves in an offer's money. */
type Move = { readonly remaining: number; readonly held: number; readonly settled: number };

export function moveMoney(book: Book, row: number, { remaining, held, settled }: Move): void {
  const { offers: o } = book;
  hashOfferOut(book, row);
  o.setRemaining(row, o.remaining(row) + remaining);
  o.setHeld(row, o.held(row) + held);
  o.setSettled(row, o.settled(row) + settled);
  touchOffer(book, row);
  rest(book, row);
  stayOrLeave(book, row);
}

/** Closes an offer; answers what was unfilled. */
export function endOffer(book: Book, row: number, outcome: number): number {
  const { offers: o } = book;
  const freed = o.remaining(row);
  hashOfferOut(book, row);
  o.setRemaining(row, 0);
  o.setOutcome(row, outcome);
  touchOffer(book, row);
  rest(book, row);
  stayOrLeave(book, row);
  return freed;
}

/** Back into the hash; but a closed offer that holds nothing leaves the book. Its row lives until it was stored. */
function stayOrLeave(book: Book, row: number): void {
  const { offers: o } = book;
  if (o.outcome(row) === 0 || o.held(row) > 0) return hashOfferIn(book, row);
  o.setFlags(row, o.flags(row) & ~flag.live);
  o.ids.remove(row);
  if (book.exposures.size > 0) book.exposures.delete(row);
}

/** Whether the offer can give a note at all: what is left and its caps reach the note minimum and its own minimum slice. */
export function isUsable({ offers: o, least }: Book, row: number): boolean {
  const need = Math.max(least, o.slice(row));
  return o.outcome(row) === 0 && o.remaining(row) >= need && o.capLoan(row) >= need && o.capBorrower(row) >= need;
}

/** Puts the offer into its queues or takes it out, as its state demands. */
export function rest(book: Book, row: number): void {
  const { offers: o } = book;
  const flags = o.flags(row);
  const isResting = (flags & flag.resting) !== 0;
  if (isResting === isUsable(book, row)) return;
  o.setFlags(row, flags ^ flag.resting);
  if ((flags & flag.directed) !== 0) restDirected(book, row, !isResting);
  else if (isResting) book.lists.remove(row);
  else book.lists.insert(row);
}

function restDirected(book: Book, row: number, isComing: boolean): void {
  const requestId = book.directedTo.get(row) ?? '';
  const rows = book.directed.get(requestId) ?? [];
  if (isComing) {
    const at = rows.findIndex((other) => comparePlaces(book, other, row) > 0);
    rows.splice(at < 0 ? rows.length : at, 0, row);
  } else rows.splice(rows.indexOf(row), 1);
  if (rows.length === 0) book.directed.delete(requestId);
  else book.directed.set(requestId, rows);
}

/** By minimum rate, then by place in time. */
export function comparePlaces({ offers }: Book, a: number, b: number): number {
  return offers.rate(a) - offers.rate(b) || offers.rank(a) - offers.rank(b);
}

/** Moves amounts of offers into an open request. Answers the fills. */
export function addFills(
  turn: Turn,
  request: Request,
  plan: { readonly rows: readonly number[]; readonly amounts: readonly number[] },
): Fill[] {
  const { book } = turn;
  const { rows, amounts } = plan;
  const added = new Array<HeldFill>(rows.length);
  let dearest = marginalBid(request) ?? 0;
  hashRequestOut(book, request);
  for (let i = 0; i < added.length; i += 1) {
    const row = rows[i] ?? 0;
    dearest = Math.max(dearest, book.offers.rate(row));
    added[i] = addFill(turn, request, { row, amount: amounts[i] ?? 0, dearest });
  }
  if (request.fills.length === 0) request.fills = added;
  else request.fills.push(...added);
  hashRequestIn(book, request);
  touchRequest(book, request);
  return added.map(({ fill }) => fill);
}

type Taken = { readonly row: number; readonly amount: number; readonly dearest: number };

function addFill(turn: Turn, request: Request, { row, amount, dearest }: Taken): HeldFill {
  const { book, seq } = turn;
  const { offers: o } = book;
  const bid = o.rate(row);
  const fill: Fill = {
    seq,
    index: turn.fillCount,
    requestId: request.terms.requestId,
    offerId: o.ids.text(row),
    lenderId: book.members.text(o.lender(row)) as Fill['lenderId'],
    amountMinor: bigOf(amount),
    ratePpm: rateNow(request, bid, dearest),
  };
  turn.fillCount += 1;
  const held: HeldFill = { fill, row, amount, bid, isCounted: o.capBorrower(row) !== noCap };
  request.fillers?.add(row);
  request.filled += amount;
  hashFillIn(book, request, held);
  if (held.isCounted) addExposure(book, { row, borrower: request.borrower }, amount);
  moveMoney(book, row, { remaining: -amount, held: amount, settled: 0 });
  return held;
}

/** Hands an amount of a fill back: to the offer while it is open, else out of its hold. The request's own figures are the caller's. */
export function returnMoney(turn: Turn, held: HeldFill, amount: number, borrower: number): void {
  const { book } = turn;
  const { offers: o } = book;
  const { row } = held;
  if (held.isCounted) addExposure(book, { row, borrower }, -amount);
  if (o.outcome(row) === 0) {
    moveMoney(book, row, { remaining: amount, held: -amount, settled: 0 });
    turn.returned.push(row);
    return;
  }
  const { offerId, lenderId } = held.fill;
  moveMoney(book, row, { remaining: 0, held: -amount, settled: 0 });
  tell(turn, { type: 'offer-freed', offerId, lenderId, freedMinor: bigOf(amount) });
}

/** Takes amounts off fills of an open request: cheaper money comes in their place. */
export function reduceFills(turn: Turn, request: Request, cuts: ReadonlyMap<HeldFill, number>): void {
  const { book } = turn;
  hashRequestOut(book, request);
  for (const [held, amount] of cuts) {
    hashFillOut(book, request, held);
    held.amount -= amount;
    request.filled -= amount;
    if (held.amount > 0) {
      held.fill = { ...held.fill, amountMinor: bigOf(held.amount) };
      hashFillIn(book, request, held);
    } else request.fillers?.delete(held.row);
  }
  request.fills = request.fills.filter((held) => held.amount > 0);
  hashRequestIn(book, request);
  touchRequest(book, request);
}

/** A request that no longer takes offers, but still lives: `partial` or `filled`. */
export function stopRequest(book: Book, request: Request, status: RequestStatus): void {
  if (request.status === 'open') leaveOpen(book, request);
  hashRequestOut(book, request);
  request.status = status;
  hashRequestIn(book, request);
  touchRequest(book, request);
}

/** Takes an ended request out of the book; its fills must be given back or settled by the caller. */
export function endRequest(book: Book, request: Request): void {
  if (request.status === 'open') leaveOpen(book, request);
  for (const held of request.fills) hashFillOut(book, request, held);
  hashRequestOut(book, request);
  touchRequest(book, request);
  rememberEnded(book, request.terms.requestId, book.day);
}

function leaveOpen(book: Book, request: Request): void {
  if (request.isBatch) book.batch.delete(request);
  else book.queues.remove(request);
}
