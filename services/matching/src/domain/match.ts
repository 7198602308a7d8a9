/** Matching: by minimum rate and place in time among offers, oldest listing first among requests. */
import { planGroup, planInOrder } from './allocation.ts';
import { displace, takeInAuction } from './auction.ts';
import type { Book } from './book.ts';
import { cellOf, lowest } from './cells.ts';
import { addFills, comparePlaces, type Turn, tell } from './changes.ts';
import { accepts, hasNote, sliceOf } from './clearing.ts';
import { bigOf } from './exact.ts';
import { flag } from './offer-columns.ts';
import type { Request } from './request.ts';
import { closeIfExhausted, completeRequest } from './request-end.ts';

/** Fills an open request from the resting offers: directed ones first, then by minimum rate. In an auction cheaper ones then displace. */
export function matchRequest(turn: Turn, request: Request): void {
  const { book } = turn;
  turn.onClearing?.(request, null);
  const room = request.amount - request.filled;
  if (room > 0) {
    book.plan.rows.length = 0;
    book.plan.amounts.length = 0;
    const { allocation } = request.terms;
    if (allocation === undefined || allocation === 'time') planByTime(book, request, room);
    else planByGroups(book, request, room);
    record(turn, request);
  }
  if (request.isAuction && request.status === 'open') displace(turn, request, candidates(book, request));
}

function planByTime(book: Book, request: Request, room: number): void {
  const directed = book.directed.size === 0 ? undefined : book.directed.get(request.terms.requestId);
  let left =
    directed === undefined
      ? room
      : planInOrder(
          book,
          request,
          directed.filter((row) => isCandidate(book, request, row)),
          room,
        );
  const { offers, lists, plan } = book;
  const { grade, range, limit } = request;
  for (let row = left === 0 ? -1 : lists.firstOf(grade, range); row >= 0; row = lists.after(row, grade, range)) {
    if (offers.rate(row) > limit) return;
    if (!isCandidate(book, request, row)) continue;
    const amount = sliceOf(book, request, row, left);
    if (amount === 0) continue;
    plan.rows.push(row);
    plan.amounts.push(amount);
    left -= amount;
    if (left === 0) return;
  }
}

function planByGroups(book: Book, request: Request, room: number): void {
  const { offers } = book;
  let left = room;
  let group: number[] = [];
  for (const row of candidates(book, request)) {
    const [before] = group;
    const isSame =
      before !== undefined &&
      offers.rate(before) === offers.rate(row) &&
      ((offers.flags(before) ^ offers.flags(row)) & flag.directed) === 0;
    if (!isSame && before !== undefined) {
      left = planGroup(book, request, group, left);
      group = [];
      if (left === 0) return;
    }
    group.push(row);
  }
  planGroup(book, request, group, left);
}

/** All resting offers that may give a note now, in order of priority. */
export function candidates(book: Book, request: Request): number[] {
  const directed = book.directed.get(request.terms.requestId) ?? [];
  const rows = directed.filter((row) => isCandidate(book, request, row));
  const { grade, range, limit } = request;
  for (let row = book.lists.firstOf(grade, range); row >= 0; row = book.lists.after(row, grade, range)) {
    if (book.offers.rate(row) > limit) break;
    if (isCandidate(book, request, row)) rows.push(row);
  }
  return rows;
}

function isCandidate(book: Book, request: Request, row: number): boolean {
  return accepts(book, request, row) && !hasNote(book, request, row);
}

/** Turns the plan into fills. */
function record(turn: Turn, request: Request): void {
  const { plan } = turn.book;
  if (plan.rows.length === 0) return;
  const fills = addFills(turn, request, plan);
  const { requestId, borrowerId } = request.terms;
  const filledMinor = bigOf(request.filled);
  const remainingMinor = bigOf(request.amount - request.filled);
  tell(turn, { type: 'fills-made', requestId, borrowerId, fills, filledMinor, remainingMinor });
  if (request.filled === request.amount && !request.isAuction) completeRequest(turn, request);
}

/** Gives the money of a resting offer to open requests that are matched continuously, the oldest listing first. */
export function matchOffer(turn: Turn, row: number): void {
  const { book } = turn;
  const flags = book.offers.flags(row);
  if ((flags & flag.resting) === 0) return;
  if ((flags & flag.directed) !== 0) {
    const request = book.requests.get(book.directedTo.get(row) ?? '');
    if (request?.status === 'open' && !request.isBatch) give(turn, request, row);
    return;
  }
  for (let request = oldestFor(book, row); request !== null; request = oldestFor(book, row)) {
    give(turn, request, row);
    if ((book.offers.flags(row) & flag.resting) === 0) return;
    // It stays where it was, whether it took something or not: on to those behind it.
    if (request.status === 'open') return matchBehind(turn, request, row);
  }
}

/** The oldest request that an offer may meet, by cell and rate. */
function oldestFor({ offers, queues }: Book, row: number): Request | null {
  const shape = offers.shape(row);
  const rate = offers.rate(row);
  const last = (shape >>> 27) & 7;
  let oldest: Request | null = null;
  for (let grades = shape & 0xffffff; grades !== 0; grades &= grades - 1) {
    const grade = lowest(grades);
    for (let range = (shape >>> 24) & 7; range <= last; range += 1) {
      const request = queues.oldest(cellOf(grade, range), rate);
      if (request !== null && (oldest === null || request.seq < oldest.seq)) oldest = request;
    }
  }
  return oldest;
}

/** The requests behind the oldest one, which was asked before. */
function matchBehind(turn: Turn, asked: Request, row: number): void {
  const { book } = turn;
  const heads = headsFor(book, row);
  while (heads.length > 0 && (book.offers.flags(row) & flag.resting) !== 0) {
    const request = takeOldest(heads);
    if (request !== undefined && request !== asked) give(turn, request, row);
  }
}

function headsFor(book: Book, row: number): Request[] {
  const { heads, offers, queues } = book;
  heads.length = 0;
  const shape = offers.shape(row);
  const rate = offers.rate(row);
  const last = (shape >>> 27) & 7;
  for (let grades = shape & 0xffffff; grades !== 0; grades &= grades - 1) {
    const grade = lowest(grades);
    for (let range = (shape >>> 24) & 7; range <= last; range += 1) queues.heads(cellOf(grade, range), rate, heads);
  }
  return heads;
}

/** The oldest of the heads; the one behind it takes its place. */
function takeOldest(heads: Request[]): Request | undefined {
  let at = 0;
  for (let i = 1; i < heads.length; i += 1) if ((heads[i]?.seq ?? 0) < (heads[at]?.seq ?? 0)) at = i;
  const oldest = heads[at];
  const next = oldest?.next ?? heads.pop();
  if (next !== undefined && at < heads.length) heads[at] = next;
  return oldest;
}

function give(turn: Turn, request: Request, row: number): void {
  const { book } = turn;
  turn.onClearing?.(request, row);
  if (!isCandidate(book, request, row)) return;
  if (request.isAuction) return takeInAuction(turn, request, row);
  const amount = sliceOf(book, request, row, request.amount - request.filled);
  if (amount === 0) return;
  book.plan.rows.length = 1;
  book.plan.amounts.length = 1;
  book.plan.rows[0] = row;
  book.plan.amounts[0] = amount;
  record(turn, request);
}

/** Offers that got money back take part again, by minimum rate and place; what is of no more use closes. Until nothing comes back. */
export function rematch(turn: Turn): void {
  const { book } = turn;
  while (turn.returned.length > 0) {
    const rows = [...new Set(turn.returned)].filter((row) => book.offers.outcome(row) === 0);
    turn.returned = [];
    for (const row of rows.sort((a, b) => comparePlaces(book, a, b))) {
      matchOffer(turn, row);
      closeIfExhausted(turn, row);
    }
  }
}
