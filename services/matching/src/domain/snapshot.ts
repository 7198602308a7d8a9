/** A book as plain values and back: a restored book gives the same hash and goes on exactly like the one it was taken of. */
import { addOffer, addRequest, type Book, createBook, type Offer, type RequestStatus, rememberEnded, setNoteMinimum } from './book.ts';
import { decode, encode } from './codec.ts';
import type { OfferTerms, RequestTerms } from './command.ts';
import type { Fill, OfferOutcome } from './event.ts';

type Snapshot = {
  readonly version: 1;
  readonly market: string;
  readonly seq: number;
  readonly businessDate: Book['businessDate'];
  readonly noteMinimumMinor: bigint;
  readonly offers: readonly (Pick<Offer, 'remainingMinor' | 'heldMinor' | 'settledMinor' | 'freedMinor'> & {
    readonly seq: number;
    readonly terms: OfferTerms;
    readonly outcome: OfferOutcome | null;
  })[];
  readonly requests: readonly {
    readonly seq: number;
    readonly terms: RequestTerms;
    readonly status: RequestStatus;
    readonly fills: Fill[];
  }[];
  readonly ended: readonly (readonly [RequestTerms['requestId'], Book['businessDate']])[];
};

/** The text of a snapshot; equal books in equal order of life give equal text. */
export function takeSnapshot(book: Book): string {
  const { market, seq, businessDate, noteMinimumMinor } = book;
  const snapshot: Snapshot = {
    version: 1,
    market,
    seq,
    businessDate,
    noteMinimumMinor,
    offers: bySeq(book.offers.values()).map((offer) => ({
      seq: offer.seq,
      terms: offer.terms,
      remainingMinor: offer.remainingMinor,
      heldMinor: offer.heldMinor,
      settledMinor: offer.settledMinor,
      freedMinor: offer.freedMinor,
      outcome: offer.outcome,
    })),
    requests: bySeq(book.requests.values()).map(({ seq: listed, terms, status, fills }) => ({ seq: listed, terms, status, fills })),
    ended: [...book.ended],
  };
  return encode(snapshot);
}

/** A fresh book in the state of the snapshot. Indexes are rebuilt, nothing is matched. */
export function restoreBook(text: string): Book {
  const snapshot = decode<Snapshot>(text);
  const book = createBook(snapshot.market);
  book.seq = snapshot.seq;
  book.businessDate = snapshot.businessDate;
  setNoteMinimum(book, snapshot.noteMinimumMinor);
  for (const { seq, terms, ...state } of snapshot.offers) addOffer(book, { seq, terms }, state);
  for (const { seq, terms, ...state } of snapshot.requests) addRequest(book, { seq, terms }, state);
  for (const [requestId, on] of snapshot.ended) rememberEnded(book, requestId, on);
  clearTouched(book);
  return book;
}

/** Forgets what was touched; called once what moved has been stored. */
export function clearTouched(book: Book): void {
  book.touchedOffers.clear();
  book.touchedRequests.clear();
}

function bySeq<T extends { readonly seq: number }>(items: Iterable<T>): T[] {
  return [...items].sort((a, b) => a.seq - b.seq);
}
