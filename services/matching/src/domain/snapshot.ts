/**
 * A book as bytes and back: a restored book gives the same hash and goes on exactly like the one it was taken of. A head of JSON (requests,
 * names, what is rare) and the rows of the offers as they are, little-endian. Text is the form of the first engine, still read.
 */
import { assert } from '@mutua/kernel';
import { type Book, clearTouched, createBook, hashEndedIn, hashOfferIn, type PortfolioCap, setBusinessDate } from './book.ts';
import { rest } from './changes.ts';
import { decode, encode } from './codec.ts';
import type { MarketRules, PortfolioShare, RequestTerms } from './command.ts';
import type { Fill } from './event.ts';
import { exact } from './exact.ts';
import { engineVersion } from './hash.ts';
import { type OfferColumns, rowInts } from './offer-columns.ts';
import { expireOn, portfolioCapOf } from './offer-rows.ts';
import type { HeldFill, RequestStatus } from './request-columns.ts';
import { requestTermsOf, restoreRequest } from './requests.ts';
import { restoreText } from './snapshot-text.ts';
import { requestsInOrder, rowsOf } from './views.ts';

type Head = {
  /** Of the engine that took it. */
  readonly version: number;
  readonly market: string;
  readonly seq: number;
  readonly businessDate: Book['businessDate'];
  readonly least: number;
  readonly rules: MarketRules | null;
  readonly seedCommitment: string | null;
  readonly lastSeed: string | null;
  readonly count: number;
  readonly members: readonly string[];
  readonly grades: readonly string[];
  readonly purposes: readonly string[];
  /** By place in the columns. */
  readonly directedTo: readonly (readonly [number, string])[];
  readonly portfolioCaps: readonly (readonly [number, PortfolioCap])[];
  readonly exposures: readonly (readonly [number, readonly (readonly [number, number])[]])[];
  readonly requests: readonly {
    readonly seq: number;
    readonly terms: RequestTerms;
    readonly status: RequestStatus;
    readonly fills: readonly { fill: Fill; row: number; bid: number; isCounted: boolean }[];
  }[];
  readonly ended: readonly (readonly [string, number])[];
};

const magic = 'MUTUABK2';

/** The bytes of a snapshot; offers in the order they were placed, so equal books give equal bytes. */
export function takeSnapshot(book: Book): Uint8Array {
  const rows = rowsOf(book);
  const head = new TextEncoder().encode(encode(headOf(book, rows)));
  const pad = (8 - ((magic.length + 8 + head.length) & 7)) & 7;
  const start = magic.length + 8 + head.length + pad;
  const bytes = new Uint8Array(start + rows.length * rowInts * 4);
  bytes.set(new TextEncoder().encode(magic));
  new DataView(bytes.buffer).setFloat64(magic.length, head.length, true);
  bytes.set(head, magic.length + 8);
  const ints = new Int32Array(bytes.buffer, start, rows.length * rowInts);
  for (const [place, row] of rows.entries()) book.offers.writeRow(row, ints, place * rowInts);
  return bytes;
}

function padded(length: number): number {
  return (length + 7) & ~7;
}

function headOf(book: Book, rows: readonly number[]): Head {
  const { market, seq, businessDate, least, rules, seedCommitment, lastSeed, members, grades, purposes, requests } = book;
  const placeOf = new Map(rows.map((row, place) => [row, place]));
  const placed = <T>(map: ReadonlyMap<number, T>): [number, T][] =>
    [...map].flatMap(([row, value]): [number, T][] => {
      const place = placeOf.get(row);
      return place === undefined ? [] : [[place, value]];
    });
  const inOrder = <T>(map: ReadonlyMap<number, T>): [number, T][] => placed(map).sort(([a], [b]) => a - b);
  return {
    ...{ version: engineVersion, market, seq, businessDate, least, rules, seedCommitment, lastSeed, count: rows.length },
    members: members.all(),
    grades: grades.all(),
    purposes: purposes.all(),
    directedTo: inOrder(book.directedTo),
    portfolioCaps: inOrder(book.portfolioCaps),
    exposures: inOrder(book.exposures).map(([row, borrowers]) => [row, [...borrowers].sort(([a], [b]) => a - b)]),
    requests: requestsInOrder(book).map((request) => ({
      ...{ seq: requests.seq(request), terms: requestTermsOf(book, request), status: requests.status(request) },
      fills: requests.fillsOf(request).map(({ fill, row, bid, isCounted }) => ({ fill, row: placeOf.get(row) ?? -1, bid, isCounted })),
    })),
    ended: requests.ids.ended(),
  };
}

/** A fresh book in the state of the snapshot. Indexes are rebuilt, nothing is matched. */
export function restoreBook(snapshot: Uint8Array | string): Book {
  if (typeof snapshot === 'string') return restoreText(snapshot);
  // A copy begins at an offset that columns of any width can be read from; what `slice` of a Buffer gives would not.
  const bytes = (snapshot.byteOffset & 7) === 0 ? snapshot : new Uint8Array(snapshot);
  assert(new TextDecoder().decode(bytes.subarray(0, magic.length)) === magic, 'the bytes are a snapshot of this engine');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(magic.length, true);
  const head = decode<Head>(new TextDecoder().decode(bytes.subarray(magic.length + 8, magic.length + 8 + length)));
  const book = createBook(head.market);
  Object.assign(book, {
    seq: head.seq,
    least: head.least,
    rules: head.rules,
    seedCommitment: head.seedCommitment,
    lastSeed: head.lastSeed,
  });
  setBusinessDate(book, head.businessDate);
  for (const text of head.members) book.members.of(text);
  for (const text of head.grades) book.grades.of(text);
  for (const text of head.purposes) book.purposes.of(text);
  const at = padded(magic.length + 8 + length);
  readRows(book.offers, head, new Int32Array(bytes.buffer, bytes.byteOffset + at, (bytes.byteLength - at) >> 2));
  for (const [row, requestId] of head.directedTo) book.directedTo.set(row, requestId);
  for (const [row, cap] of head.version > 2 ? head.portfolioCaps : capsOfSecondEngine(head)) book.portfolioCaps.set(row, cap);
  for (const [row, borrowers] of head.exposures) book.exposures.set(row, new Map(borrowers));
  for (let row = 0; row < head.count; row += 1) indexOffer(book, row);
  for (const { fills, status, seq, terms } of head.requests) restoreRequest(book, { seq, terms }, { status, fills: fills.map(heldOf) });
  for (const [requestId, day] of head.ended) hashEndedIn(book, book.requests.ids.addEnded(requestId, day), day);
  clearTouched(book);
  return book;
}

function heldOf({ fill, row, bid, isCounted }: { fill: Fill; row: number; bid: number; isCounted: boolean }): HeldFill {
  return { fill, row, bid, isCounted, amount: exact(fill.amountMinor) };
}

function readRows(offers: OfferColumns, { version, count }: Head, written: Int32Array): void {
  offers.reserve(count);
  offers.high = count;
  offers.count = count;
  if (version === 2) return readRowsOfSecondEngine(offers, count, written);
  offers.readRows(0, written.subarray(0, count * rowInts));
}

function indexOffer(book: Book, row: number): void {
  const { offers } = book;
  offers.ids.index(row);
  hashOfferIn(book, row);
  rest(book, row);
  const day = offers.goodTill(row);
  if (day !== 0 && offers.outcome(row) === 0) expireOn(book, row, day);
}

/** It wrote the integers of all rows, among them two of a digest, then the amounts of all rows. */
function readRowsOfSecondEngine(offers: OfferColumns, count: number, written: Int32Array): void {
  const stored = new Int32Array(rowInts);
  for (let row = 0; row < count; row += 1) {
    const [from, amounts] = [row * 16, count * 16 + row * 14];
    stored.set(written.subarray(from, from + 13));
    stored[13] = written[from + 15] ?? 0;
    stored.set(written.subarray(amounts, amounts + 14), 14);
    offers.readRows(row, stored);
  }
}

function capsOfSecondEngine({ portfolioCaps }: Head): (readonly [number, PortfolioCap])[] {
  type Written = PortfolioShare & { readonly capPerBorrowerMinor?: bigint };
  return portfolioCaps.map(([row, cap]) => {
    const written = cap as unknown as Written;
    return [row, portfolioCapOf(written, written.capPerBorrowerMinor)];
  });
}
