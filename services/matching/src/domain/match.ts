/** Matching: price–time priority among offers, oldest listing first among requests. Plans are read off the book before anything moves. */
import type { Id } from '@mutua/kernel';
import { addFill, type Book, eachCell, type Offer, type Request } from './book.ts';
import { termRangeOf } from './cells.ts';
import { isEligible, mechanisms, sliceMinor } from './clearing.ts';
import type { BookEvent, Fill } from './event.ts';
import { completeRequest } from './request-end.ts';

/** One command at work: its number, the fills it made so far, what it has to tell. */
export type Turn = { readonly book: Book; readonly seq: number; fillCount: number; readonly events: BookEvent[] };

/** Fills an open request from the resting offers: directed ones first, then by minimum rate and age. */
export function matchRequest(turn: Turn, request: Request): void {
  const plan: { offer: Offer; amountMinor: bigint }[] = [];
  let roomMinor = request.terms.amountMinor - request.filledMinor;
  const take = (offer: Offer): boolean => {
    const amountMinor = noteMinor(request, roomMinor, offer);
    if (amountMinor > 0n) plan.push({ offer, amountMinor });
    roomMinor -= amountMinor;
    return roomMinor === 0n;
  };
  const { grade, termMonths, requestId } = request.terms;
  const limitPpm = mechanisms[request.terms.clearing].limitPpm(request.terms);
  const { book } = turn;
  const isFull = book.directed.get(requestId)?.someUpTo(limitPpm, take) ?? false;
  if (!isFull) book.offerCells.find(grade, termRangeOf(termMonths))?.someUpTo(limitPpm, take);
  record(
    turn,
    request,
    plan.map(({ offer, amountMinor }) => fillOf(turn, { request, offer, amountMinor })),
  );
}

/** Gives the money of a resting offer to open requests, the oldest listing first. */
export function matchOffer(turn: Turn, offer: Offer): void {
  if (!offer.isResting) return;
  const plan: { request: Request; amountMinor: bigint }[] = [];
  let remainingMinor = offer.remainingMinor;
  for (const request of openRequests(turn.book, offer)) {
    const roomMinor = request.terms.amountMinor - request.filledMinor;
    const amountMinor = noteMinor(request, roomMinor, { terms: offer.terms, remainingMinor });
    if (amountMinor > 0n) plan.push({ request, amountMinor });
    remainingMinor -= amountMinor;
    if (remainingMinor < turn.book.noteMinimumMinor) break;
  }
  for (const { request, amountMinor } of plan) record(turn, request, [fillOf(turn, { request, offer, amountMinor })]);
}

function noteMinor(request: Request, roomMinor: bigint, offer: Pick<Offer, 'terms' | 'remainingMinor'>): bigint {
  if (!isEligible(request.terms, offer.terms)) return 0n;
  return request.fillers.has(offer.terms.offerId) ? 0n : sliceMinor(request.terms, roomMinor, offer);
}

function fillOf(turn: Turn, part: { request: Request; offer: Offer; amountMinor: bigint }): Fill {
  const { request, offer, amountMinor } = part;
  const index = turn.fillCount;
  turn.fillCount += 1;
  const { offerId, lenderId } = offer.terms;
  const ratePpm = mechanisms[request.terms.clearing].rateOf(request.terms);
  return { seq: turn.seq, index, requestId: request.terms.requestId, offerId, lenderId, amountMinor, ratePpm };
}

function record(turn: Turn, request: Request, fills: readonly Fill[]): void {
  if (fills.length === 0) return;
  for (const fill of fills) addFill(turn.book, request, fill);
  const { requestId, borrowerId, amountMinor } = request.terms;
  const remainingMinor = amountMinor - request.filledMinor;
  turn.events.push({ type: 'fills-made', requestId, borrowerId, fills, filledMinor: request.filledMinor, remainingMinor });
  if (remainingMinor === 0n) completeRequest(turn, request);
}

/** Open requests in the cells of the offer by age: a merge of queues that are ordered already. */
function* openRequests(book: Book, offer: Offer): Generator<Request, undefined> {
  const only: Id<'loanRequest'> | null = offer.terms.requestId;
  if (only !== null) {
    const request = book.requests.get(only);
    if (request?.status === 'open') yield request;
    return;
  }
  const heads: { request: Request; rest: Iterator<Request, undefined> }[] = [];
  eachCell(offer.terms, (grade, range) => {
    const rest = book.requestCells.find(grade, range)?.values();
    const first = rest?.next().value;
    if (rest !== undefined && first !== undefined) heads.push({ request: first, rest });
  });
  while (heads.length > 0) {
    const oldest = heads.reduce((a, b) => (a.request.seq < b.request.seq ? a : b));
    yield oldest.request;
    const next = oldest.rest.next().value;
    if (next === undefined) heads.splice(heads.indexOf(oldest), 1);
    else oldest.request = next;
  }
}
