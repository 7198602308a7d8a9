/** The moves of money inside a book: fills made and taken back, offers in and out of the queues. Each keeps hash, queues and touched in step. */
import type { Slices } from './allocation.ts';
import {
  addExposure,
  type Book,
  hashFillIn,
  hashFillOut,
  hashMoneyIn,
  hashMoneyOut,
  hashRequestIn,
  hashRequestOut,
  hashTermsOut,
  rememberEnded,
  touchOffer,
  touchRequest,
} from './book.ts';
import { marginalBid, rateNow } from './clearing.ts';
import type { BookEvent, Fill } from './event.ts';
import { bigOf } from './exact.ts';
import { flag, noCap } from './offer-columns.ts';
import type { HeldFill, RequestRow, RequestStatus } from './request-columns.ts';
import { leaveQueue } from './requests.ts';

/** Told just before a request is cleared: by all resting offers (null), or by one that has new money. */
export type OnClearing = (request: RequestRow, newcomer: number | null) => void;

/** One command at work: its number, the fills it made so far, what it has to tell, and rows that got money back. */
export type Turn = {
  readonly book: Book;
  readonly seq: number;
  fillCount: number;
  events: readonly BookEvent[];
  returned: readonly number[];
  readonly onClearing: OnClearing | undefined;
};

/** What a command begins with: most neither tell much nor give anything back. */
export const nothing: readonly never[] = [];

export function beginTurn(book: Book, seq: number, onClearing: OnClearing | undefined): Turn {
  return { book, seq, fillCount: 0, events: nothing, returned: nothing, onClearing };
}

/** Adds to what the command has to tell. Most tell one thing: the list begins at that length. */
export function tell(turn: Turn, event: BookEvent): void {
  if (turn.events.length === 0) turn.events = [event];
  else (turn.events as BookEvent[]).push(event);
}

/** A row that takes part again at the end of the command. */
export function comeBack(turn: Turn, row: number): void {
  if (turn.returned.length === 0) turn.returned = [row];
  else (turn.returned as number[]).push(row);
}

/** An amount into what is unfilled of an offer, out of what it holds; negative the other way. `settled` leaves what it holds as paid out. */
export function moveMoney(book: Book, row: number, amount: number, settled: number): void {
  const { offers: o } = book;
  hashMoneyOut(book, row);
  o.moveMoney(row, amount, settled);
  touchOffer(book, row);
  rest(book, row);
  stayOrLeave(book, row);
}

/** An amount of a closed offer leaves its hold. */
function dropHeld(book: Book, row: number, amount: number): void {
  const { offers: o } = book;
  hashMoneyOut(book, row);
  o.setHeld(row, o.held(row) - amount);
  touchOffer(book, row);
  stayOrLeave(book, row);
}

/** Closes an offer; answers what was unfilled. */
export function endOffer(book: Book, row: number, outcome: number): number {
  const { offers: o } = book;
  const freed = o.remaining(row);
  hashMoneyOut(book, row);
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
  if (o.outcome(row) === 0 || o.held(row) > 0) return hashMoneyIn(book, row);
  hashTermsOut(book, row);
  o.setFlags(row, o.flags(row) & ~flag.live);
  o.ids.remove(row);
  if (o.isCapped(row)) book.exposures.delete(row);
}

/** Puts the offer into its queues or takes it out, as its state demands. */
export function rest(book: Book, row: number): void {
  const { offers: o } = book;
  const flags = o.flags(row);
  const isResting = (flags & flag.resting) !== 0;
  if (isResting === o.isUsable(row, book.least)) return;
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
export function addFills(turn: Turn, request: RequestRow, { rows, amounts }: Slices): Fill[] {
  const { book, seq } = turn;
  const { requests, offers, members } = book;
  const added = new Array<HeldFill>(rows.length);
  const requestId = requests.text(request);
  let dearest = marginalBid(requests.fillsOf(request)) ?? 0;
  let rate = -1;
  let ratePpm = 0n;
  hashRequestOut(book, request);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] ?? 0;
    const amount = amounts[i] ?? 0;
    const bid = offers.rate(row);
    if (bid > dearest) dearest = bid;
    const now = rateNow(book, request, bid, dearest);
    if (now !== rate) {
      rate = now;
      ratePpm = bigOf(rate);
    }
    const lenderId = members.text(offers.lender(row)) as Fill['lenderId'];
    const fill = { seq, index: turn.fillCount, requestId, offerId: offers.ids.text(row), lenderId, amountMinor: bigOf(amount), ratePpm };
    const held: HeldFill = { fill, row, amount, bid, isCounted: offers.capBorrower(row) !== noCap };
    added[i] = held;
    turn.fillCount += 1;
    hashFillIn(book, request, held);
    if (held.isCounted) addExposure(book, { row, borrower: requests.borrower(request) }, amount);
    moveMoney(book, row, -amount, 0);
  }
  requests.addFills(request, added);
  hashRequestIn(book, request);
  touchRequest(book, request);
  return added.map(({ fill }) => fill);
}

/** Hands an amount of a fill back: to the offer while it is open, else out of its hold. The request's own figures are the caller's. */
export function returnMoney(turn: Turn, held: HeldFill, amount: number, borrower: number): void {
  const { book } = turn;
  const { offers: o } = book;
  const { row } = held;
  if (held.isCounted) addExposure(book, { row, borrower }, -amount);
  if (o.outcome(row) === 0) {
    moveMoney(book, row, amount, 0);
    return comeBack(turn, row);
  }
  const { offerId, lenderId } = held.fill;
  dropHeld(book, row, amount);
  tell(turn, { type: 'offer-freed', offerId, lenderId, freedMinor: bigOf(amount) });
}

/** Takes amounts off fills of an open request: cheaper money comes in their place. */
export function reduceFills(turn: Turn, request: RequestRow, cuts: ReadonlyMap<HeldFill, number>): void {
  const { book } = turn;
  const { requests } = book;
  const before = requests.fillsOf(request);
  hashRequestOut(book, request);
  for (const [held, amount] of cuts) {
    hashFillOut(book, request, held);
    held.amount -= amount;
    requests.setFilled(request, requests.filled(request) - amount);
    if (held.amount === 0) continue;
    held.fill = { ...held.fill, amountMinor: bigOf(held.amount) };
    hashFillIn(book, request, held);
  }
  requests.setFills(
    request,
    before.filter((held) => held.amount > 0),
  );
  hashRequestIn(book, request);
  touchRequest(book, request);
}

/** A request that no longer takes offers, but still lives: `partial` or `filled`. */
export function stopRequest(book: Book, request: RequestRow, status: RequestStatus): void {
  leaveQueue(book, request);
  hashRequestOut(book, request);
  book.requests.setStatus(request, status);
  hashRequestIn(book, request);
  touchRequest(book, request);
}

/** Takes an ended request out of the book; its fills must be given back or settled by the caller. */
export function endRequest(book: Book, request: RequestRow): void {
  leaveQueue(book, request);
  for (const held of book.requests.fillsOf(request)) hashFillOut(book, request, held);
  hashRequestOut(book, request);
  touchRequest(book, request);
  rememberEnded(book, request);
}
