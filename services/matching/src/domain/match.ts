/** Matching: by minimum rate and place in time among offers, oldest listing first among requests. */
import { emptyPlan, give, type Plan, planGroup, planInOrder, type Slices } from './allocation.ts';
import { displace, takeInAuction } from './auction.ts';
import type { Book } from './book.ts';
import { cellOf, lowest, termRangeOf } from './cells.ts';
import { addFills, comparePlaces, nothing, type Turn, tell } from './changes.ts';
import { accepts, hasNote, sliceOf, type Wanted, wantedBy } from './clearing.ts';
import { bigOf } from './exact.ts';
import { flag } from './offer-columns.ts';
import type { RequestRow } from './request-columns.ts';
import { closeIfExhausted, completeRequest } from './request-end.ts';
import { borrowerOf } from './requests.ts';

/** Fills an open request from the resting offers: directed ones first, then by minimum rate. In an auction cheaper ones then displace. */
export function matchRequest(turn: Turn, request: RequestRow): void {
  const { book } = turn;
  turn.onClearing?.(request, null);
  const { requests } = book;
  const room = requests.room(request);
  if (room > 0) {
    const plan = emptyPlan(room);
    const wanted = wantedBy(book, request);
    if (requests.isByTime(request)) planByTime(book, wanted, plan);
    else planByGroups(book, wanted, plan);
    record(turn, request, plan);
  }
  if (requests.isAuction(request) && requests.isOpen(request)) displace(turn, request, candidates(book, request));
}

function planByTime(book: Book, wanted: Wanted, plan: Plan): void {
  if (book.directed.size > 0) {
    const directed = book.directed.get(book.requests.text(wanted.request)) ?? [];
    const rows = directed.filter((row) => isCandidate(book, wanted, row));
    planInOrder(book, wanted, rows, plan);
    if (plan.left === 0) return;
  }
  const { offers, lists } = book;
  const { limit, grade, term } = wanted;
  const range = termRangeOf(term);
  for (let place = lists.firstOf(grade, range); place >= 0; place = lists.after(place, grade, range)) {
    const row = lists.rowAt(place);
    if (offers.rate(row) > limit) return;
    if (!isCandidate(book, wanted, row)) continue;
    const amount = sliceOf(book, wanted, row, plan.left);
    if (amount === 0) continue;
    give(plan, row, amount);
    if (plan.left === 0) return;
  }
}

function planByGroups(book: Book, wanted: Wanted, plan: Plan): void {
  const { offers } = book;
  let group: number[] = [];
  for (const row of candidatesFor(book, wanted)) {
    const [before] = group;
    const isSame =
      before !== undefined &&
      offers.rate(before) === offers.rate(row) &&
      ((offers.flags(before) ^ offers.flags(row)) & flag.directed) === 0;
    if (!isSame && before !== undefined) {
      planGroup(book, wanted, group, plan);
      group = [];
      if (plan.left === 0) return;
    }
    group.push(row);
  }
  planGroup(book, wanted, group, plan);
}

/** All resting offers that may give a note now, in order of priority. */
export function candidates(book: Book, request: RequestRow): number[] {
  return candidatesFor(book, wantedBy(book, request));
}

function candidatesFor(book: Book, wanted: Wanted): number[] {
  const directed = book.directed.get(book.requests.text(wanted.request)) ?? [];
  const rows = directed.filter((row) => isCandidate(book, wanted, row));
  const { limit, grade, term } = wanted;
  const { lists } = book;
  const range = termRangeOf(term);
  for (let place = lists.firstOf(grade, range); place >= 0; place = lists.after(place, grade, range)) {
    const row = lists.rowAt(place);
    if (book.offers.rate(row) > limit) break;
    if (isCandidate(book, wanted, row)) rows.push(row);
  }
  return rows;
}

function isCandidate(book: Book, wanted: Wanted, row: number): boolean {
  return accepts(book, wanted, row) && !hasNote(book, wanted, row);
}

/** Turns the plan into fills. */
function record(turn: Turn, request: RequestRow, slices: Slices): void {
  const { book } = turn;
  const { requests } = book;
  if (slices.rows.length === 0) return;
  const fills = addFills(turn, request, slices);
  tell(turn, {
    type: 'fills-made',
    requestId: requests.text(request),
    borrowerId: borrowerOf(book, request),
    fills,
    filledMinor: bigOf(requests.filled(request)),
    remainingMinor: bigOf(requests.room(request)),
  });
  if (requests.room(request) === 0 && !requests.isAuction(request)) completeRequest(turn, request);
}

/** Gives the money of a resting offer to open requests that are matched continuously, the oldest listing first. */
export function matchOffer(turn: Turn, row: number): void {
  const { book } = turn;
  const flags = book.offers.flags(row);
  if ((flags & flag.resting) === 0) return;
  if ((flags & flag.directed) !== 0) {
    const request = book.requests.find(book.directedTo.get(row) ?? '');
    if (request >= 0 && book.requests.isOpen(request) && !book.requests.isBatch(request)) meet(turn, request, row);
    return;
  }
  for (let request = oldestFor(book, row); request >= 0; request = oldestFor(book, row)) {
    meet(turn, request, row);
    if ((book.offers.flags(row) & flag.resting) === 0) return;
    // It stays where it was, whether it took something or not: on to those behind it.
    if (book.requests.isOpen(request)) return matchBehind(turn, request, row);
  }
}

/** The oldest request that an offer may meet, by cell and rate; -1 when there is none. */
function oldestFor({ offers, queues, requests }: Book, row: number): RequestRow {
  const shape = offers.shape(row);
  const rate = offers.rate(row);
  const last = (shape >>> 27) & 7;
  let oldest = -1;
  for (let grades = shape & 0xffffff; grades !== 0; grades &= grades - 1) {
    const grade = lowest(grades);
    for (let range = (shape >>> 24) & 7; range <= last; range += 1) {
      const request = queues.oldest(cellOf(grade, range), rate);
      if (request >= 0 && (oldest < 0 || requests.seq(request) < requests.seq(oldest))) oldest = request;
    }
  }
  return oldest;
}

/** The requests behind the oldest one, which was asked before. */
function matchBehind(turn: Turn, asked: RequestRow, row: number): void {
  const { book } = turn;
  const heads = headsFor(book, row);
  while (heads.length > 0 && (book.offers.flags(row) & flag.resting) !== 0) {
    const request = takeOldest(book, heads);
    if (request !== asked) meet(turn, request, row);
  }
}

function headsFor(book: Book, row: number): RequestRow[] {
  const { offers, queues } = book;
  const heads: RequestRow[] = [];
  const shape = offers.shape(row);
  const rate = offers.rate(row);
  const last = (shape >>> 27) & 7;
  for (let grades = shape & 0xffffff; grades !== 0; grades &= grades - 1) {
    const grade = lowest(grades);
    for (let range = (shape >>> 24) & 7; range <= last; range += 1) queues.heads(cellOf(grade, range), rate, heads);
  }
  return heads;
}

/** The oldest of the heads, of which there is one; the one behind it takes its place. */
function takeOldest({ requests }: Book, heads: RequestRow[]): RequestRow {
  let at = 0;
  let oldest = heads[0] ?? -1;
  for (let i = 1; i < heads.length; i += 1) {
    const head = heads[i] ?? -1;
    if (requests.seq(head) > requests.seq(oldest)) continue;
    at = i;
    oldest = head;
  }
  const behind = requests.next(oldest);
  const next = behind >= 0 ? behind : heads.pop();
  if (next !== undefined && at < heads.length) heads[at] = next;
  return oldest;
}

/** Lets an offer give what it can to a request. */
function meet(turn: Turn, request: RequestRow, row: number): void {
  const { book } = turn;
  turn.onClearing?.(request, row);
  const wanted = wantedBy(book, request);
  if (!isCandidate(book, wanted, row)) return;
  if (book.requests.isAuction(request)) return takeInAuction(turn, request, row);
  const amount = sliceOf(book, wanted, row, book.requests.room(request));
  if (amount === 0) return;
  record(turn, request, { rows: [row], amounts: [amount] });
}

/** Offers that got money back take part again, by minimum rate and place; what is of no more use closes. Until nothing comes back. */
export function rematch(turn: Turn): void {
  const { book } = turn;
  while (turn.returned.length > 0) {
    const rows = [...new Set(turn.returned)].filter((row) => book.offers.outcome(row) === 0);
    turn.returned = nothing;
    for (const row of rows.sort((a, b) => comparePlaces(book, a, b))) {
      matchOffer(turn, row);
      closeIfExhausted(turn, row);
    }
  }
}
