/**
 * New terms of an open offer. Who asks for no more than before keeps his place in time: less money, tighter caps, fewer grades. A new
 * rate, or anything wider, is a new arrival. Requests cannot be amended: their terms are frozen when they are listed.
 */
import { type Book, hashOfferIn, hashOfferOut, touchOffer } from './book.ts';
import { rest, type Turn, tell } from './changes.ts';
import type { OfferChange } from './command.ts';
import { exact } from './exact.ts';
import { matchOffer } from './match.ts';
import { flag } from './offer-columns.ts';
import { lenderOf, setBounds } from './offer-rows.ts';
import { closeIfExhausted, closeOffer } from './request-end.ts';

export function amendOffer(turn: Turn, change: OfferChange): void {
  const { book } = turn;
  const { offers: o } = book;
  const row = o.ids.find(change.offerId);
  takeOut(book, row);
  hashOfferOut(book, row);
  const before = sizeOf(book, row);
  book.portfolioCaps.delete(row);
  setBounds(book, row, change);
  const isPlaceKept = isWithin(before, sizeOf(book, row));
  if (!isPlaceKept) o.setRank(row, turn.seq);
  o.setRemaining(row, o.remaining(row) - exact(change.freeMinor));
  o.setFlags(row, o.flags(row) | flag.amended);
  hashOfferIn(book, row);
  touchOffer(book, row);
  rest(book, row);
  const { offerId, freeMinor: freedMinor } = change;
  tell(turn, { type: 'offer-amended', offerId, lenderId: lenderOf(book, row), freedMinor, isPlaceKept });
  const goodTill = o.goodTill(row);
  if (goodTill !== 0 && goodTill < book.day) return closeOffer(turn, row, 'expired');
  matchOffer(turn, row);
  closeIfExhausted(turn, row);
}

/** Out of the queues while its terms change. */
function takeOut(book: Book, row: number): void {
  const { offers: o } = book;
  if (!o.isUsable(row, book.least)) return;
  const remaining = o.remaining(row);
  o.setRemaining(row, 0);
  rest(book, row);
  o.setRemaining(row, remaining);
}

type Size = {
  readonly rate: number;
  readonly grades: number;
  readonly terms: readonly [number, number];
  readonly purposes: number;
  readonly caps: readonly [number, number];
  readonly slice: number;
};

function sizeOf({ offers: o }: Book, row: number): Size {
  return {
    rate: o.rate(row),
    grades: o.shape(row) & 0xffffff,
    terms: [o.termMin(row), o.termMax(row)],
    purposes: o.purposes(row) === 0 ? -1 : o.purposes(row),
    caps: [o.capLoan(row), o.capBorrower(row)],
    slice: o.slice(row),
  };
}

function isWithin(old: Size, now: Size): boolean {
  return (
    now.rate === old.rate &&
    (now.grades & ~old.grades) === 0 &&
    now.terms[0] >= old.terms[0] &&
    now.terms[1] <= old.terms[1] &&
    (now.purposes & ~old.purposes) === 0 &&
    now.caps[0] <= old.caps[0] &&
    now.caps[1] <= old.caps[1] &&
    now.slice >= old.slice
  );
}
