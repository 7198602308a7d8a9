/** Snapshots as the first engine wrote them: JSON of offers, requests and ended requests. Read only. */
import { assert } from '@mutua/kernel';
import { type Book, clearTouched, createBook, dayOf, hashEndedIn, setBusinessDate } from './book.ts';
import { decode } from './codec.ts';
import type { OfferTerms, RequestTerms } from './command.ts';
import type { Fill, OfferOutcome } from './event.ts';
import { exact } from './exact.ts';
import { outcomes } from './offer-columns.ts';
import { addOffer } from './offer-rows.ts';
import type { RequestStatus } from './request-columns.ts';
import { restoreRequest } from './requests.ts';

type TextSnapshot = {
  readonly version: 1;
  readonly market: string;
  readonly seq: number;
  readonly businessDate: Book['businessDate'];
  readonly noteMinimumMinor: bigint;
  readonly offers: readonly {
    readonly seq: number;
    readonly terms: OfferTerms;
    readonly remainingMinor: bigint;
    readonly heldMinor: bigint;
    readonly settledMinor: bigint;
    readonly outcome: OfferOutcome | null;
  }[];
  readonly requests: readonly {
    readonly seq: number;
    readonly terms: RequestTerms;
    readonly status: RequestStatus;
    readonly fills: Fill[];
  }[];
  readonly ended: readonly (readonly [string, Book['businessDate']])[];
};

export function restoreText(text: string): Book {
  const snapshot = decode<TextSnapshot>(text);
  assert(snapshot.version === 1, 'the text is a snapshot of the first engine', { version: snapshot.version });
  const book = createBook(snapshot.market);
  book.seq = snapshot.seq;
  book.least = exact(snapshot.noteMinimumMinor);
  setBusinessDate(book, snapshot.businessDate);
  for (const { seq, terms, remainingMinor, heldMinor, settledMinor, outcome } of snapshot.offers) {
    book.offers.ids.find(terms.offerId);
    const money = { remaining: exact(remainingMinor), held: exact(heldMinor), settled: exact(settledMinor) };
    addOffer(book, { seq, terms }, { ...money, outcome: outcomes.indexOf(outcome) });
  }
  for (const { seq, terms, status, fills } of snapshot.requests) {
    const held = fills.map((fill) => {
      const row = book.offers.ids.find(fill.offerId);
      return { fill, row, amount: exact(fill.amountMinor), bid: book.offers.rate(row), isCounted: false };
    });
    restoreRequest(book, { seq, terms }, { status, fills: held });
  }
  for (const [requestId, on] of snapshot.ended) {
    const day = dayOf(on);
    hashEndedIn(book, book.requests.ids.addEnded(requestId, day), day);
  }
  clearTouched(book);
  return book;
}
