/**
 * Requests that stay open to their deadline: cheaper money displaces dearer. The dearest fill gives way first, and of equal ones the
 * latest; a fill shrinks from its top, but never below its offer's minimum slice. What is displaced is back in its offer at once.
 */

import { addFills, reduceFills, returnMoney, type Turn, tell } from './changes.ts';
import { accepts, hasNote, sliceOf, wantedBy } from './clearing.ts';
import { flag } from './offer-columns.ts';
import type { HeldFill, RequestRow } from './request-columns.ts';
import { borrowerOf } from './requests.ts';

/** Lets candidates take part one after the other, in the order given, while there is something dearer than they are. */
export function displace(turn: Turn, request: RequestRow, candidates: readonly number[]): void {
  const { book } = turn;
  const wanted = wantedBy(book, request);
  for (const row of candidates) {
    const isResting = (book.offers.flags(row) & flag.resting) !== 0;
    if (isResting && accepts(book, wanted, row) && !hasNote(book, wanted, row)) takeInAuction(turn, request, row);
  }
}

/** A note of an eligible offer, from the room that is left and from dearer fills. */
export function takeInAuction(turn: Turn, request: RequestRow, row: number): void {
  const { book } = turn;
  const { requests } = book;
  const bid = book.offers.rate(row);
  const room = requests.room(request);
  const dearer = requests.fillsOf(request).reduce((sum, held) => (held.bid > bid ? sum + held.amount : sum), 0);
  const wanted = sliceOf(book, wantedBy(book, request), row, room + dearer);
  if (wanted === 0) return;
  const cuts = wanted > room ? cutsFor(turn, request, bid, wanted - room) : new Map<HeldFill, number>();
  let amount = Math.min(wanted, room);
  for (const cut of cuts.values()) amount += cut;
  if (amount === 0 || amount < book.offers.slice(row)) return;
  if (cuts.size > 0) outbid(turn, request, cuts);
  const fills = addFills(turn, request, { rows: [row], amounts: [amount] });
  tell(turn, {
    ...{ type: 'fills-made', requestId: requests.text(request), borrowerId: borrowerOf(book, request), fills },
    ...{ filledMinor: BigInt(requests.filled(request)), remainingMinor: BigInt(requests.room(request)) },
  });
}

/** How much each dearer fill gives way, up to a need. */
function cutsFor({ book }: Turn, request: RequestRow, bid: number, need: number): Map<HeldFill, number> {
  const cuts = new Map<HeldFill, number>();
  let left = need;
  const dearer = book.requests
    .fillsOf(request)
    .filter((held) => held.bid > bid)
    .reverse();
  for (const held of dearer.sort((a, b) => b.bid - a.bid)) {
    if (left === 0) break;
    const rest = held.amount - left;
    if (rest > 0 && rest < book.offers.slice(held.row)) break;
    const cut = Math.min(held.amount, left);
    cuts.set(held, cut);
    left -= cut;
  }
  return cuts;
}

function outbid(turn: Turn, request: RequestRow, cuts: ReadonlyMap<HeldFill, number>): void {
  const { book } = turn;
  const outbids = [...cuts].map(([held, cut]) => ({
    fill: held.fill,
    releasedMinor: BigInt(cut),
    leftMinor: held.fill.amountMinor - BigInt(cut),
  }));
  reduceFills(turn, request, cuts);
  const requestId = book.requests.text(request);
  tell(turn, { type: 'fills-outbid', requestId, borrowerId: borrowerOf(book, request), outbid: outbids });
  for (const [held, cut] of cuts) returnMoney(turn, held, cut, book.requests.borrower(request));
}
