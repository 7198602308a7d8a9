/**
 * The order book of one market: what lives in it, and the only functions that change it. Every change goes through the state hash and
 * is remembered as touched, so that a caller can store exactly what moved. Offers are rows of columns, texts exist only at the edge.
 */
import type { CalendarDate } from '@mutua/kernel';
import type { MarketRules } from './command.ts';
import { addTo, begin, emptyLanes, foldText, foldWords, hashText, type Lanes, putNumber, takeFrom } from './hash.ts';
import { Names } from './names.ts';
import { flag, OfferColumns } from './offer-columns.ts';
import { OfferLists } from './offer-lists.ts';
import { type HeldFill, RequestColumns, type RequestRow, requestFlag } from './request-columns.ts';
import { RequestQueues } from './request-queues.ts';

/** A share of a portfolio and a cap for a borrower, which is noCap where there is none, as they were asked for. */
export type PortfolioCap = { readonly share: number; readonly portfolio: number; readonly borrower: number };

export type Book = {
  readonly market: string;
  /** Number of the last command. */
  seq: number;
  businessDate: CalendarDate | null;
  /** The business date as a number that sorts; 0 before the first tick. */
  day: number;
  /** The smallest note of the market: less than this left in an offer is of no use. */
  least: number;
  rules: MarketRules | null;
  seedCommitment: string | null;
  /** The last seed that was revealed. */
  lastSeed: string | null;
  readonly offers: OfferColumns;
  readonly lists: OfferLists;
  readonly members: Names;
  readonly grades: Names;
  readonly purposes: Names;
  /** The request of a directed offer, by row. */
  readonly directedTo: Map<number, string>;
  /** Resting offers for one request, whether it is listed yet or not, by rate and place. */
  readonly directed: Map<string, number[]>;
  /** Criteria of rows that cannot be given back from the columns. */
  readonly portfolioCaps: Map<number, PortfolioCap>;
  /** What a row has in loans of a borrower, where it has a cap on that. */
  readonly exposures: Map<number, Map<number, number>>;
  /** Those that ended lately are known to its ids too. */
  readonly requests: RequestColumns;
  readonly queues: RequestQueues;
  /** Open requests that wait for a batch, oldest first. */
  readonly batch: Set<RequestRow>;
  /** Rows by last day; what is gone or has another last day meanwhile is passed over. */
  readonly offersByDay: Map<number, number[]>;
  readonly sum: Lanes;
  /** Scratch of one hash at a time. */
  readonly lanes: Lanes;
  readonly touchedRows: number[];
  readonly touchedRequests: RequestRow[];
};

/** An empty book. The note minimum is set by the first configure command, or by the first request that has a smaller one. */
export function createBook(market: string): Book {
  const offers = new OfferColumns();
  const requests = new RequestColumns();
  return {
    market,
    seq: 0,
    businessDate: null,
    day: 0,
    least: 1,
    rules: null,
    seedCommitment: null,
    lastSeed: null,
    offers,
    lists: new OfferLists(offers),
    members: new Names(),
    grades: new Names(),
    purposes: new Names(),
    directedTo: new Map(),
    directed: new Map(),
    portfolioCaps: new Map(),
    exposures: new Map(),
    requests,
    queues: new RequestQueues(requests),
    batch: new Set(),
    offersByDay: new Map(),
    sum: emptyLanes(),
    lanes: emptyLanes(),
    touchedRows: [],
    touchedRequests: [],
  };
}

/** The version of the engine and 16 hexadecimal digits over everything that decides the future of the book. */
export function stateHash(book: Book): string {
  const { market, seq, businessDate, least, rules, seedCommitment, lastSeed } = book;
  return hashText(
    book.sum,
    `${market}|${seq}|${businessDate ?? ''}|${least}|${rulesText(rules)}|${seedCommitment ?? ''}|${lastSeed ?? ''}`,
  );
}

function rulesText(rules: MarketRules | null): string {
  if (rules === null) return '';
  const { rateStepPpm, rateMinPpm, rateMaxPpm, grades, minTermMonths, maxTermMonths, purposes } = rules;
  return [rateStepPpm, rateMinPpm, rateMaxPpm, minTermMonths, maxTermMonths, grades?.join() ?? '*', purposes?.join() ?? '*'].join(' ');
}

/** Places of words in a hash: what identifies a thing and its terms comes first, its state behind. */
const words = new Int32Array(32);
const state = 24;

/** What identifies an offer, and its terms. */
function foldTerms(book: Book, row: number): void {
  const { offers: o, lanes } = book;
  o.putTerms(row, words);
  words[6] = book.members.digest(o.lender(row));
  words[8] = book.grades.maskDigest(o.shape(row) & 0xffffff);
  words[10] = book.purposes.maskDigest(o.purposes(row));
  begin(lanes, 2);
  foldWords(lanes, words, 0, 20);
  if ((o.flags(row) & flag.directed) !== 0) foldText(lanes, book.directedTo.get(row) ?? '');
}

/** Where the money of an offer is. It is known by the command that placed it, so that a change of money need not look at the terms. */
function foldMoney({ offers: o, lanes }: Book, row: number): void {
  o.putMoney(row, words);
  begin(lanes, 6);
  foldWords(lanes, words, 0, 8);
}

export function hashOfferIn(book: Book, row: number): void {
  foldTerms(book, row);
  addTo(book.sum, book.lanes);
  hashMoneyIn(book, row);
}

export function hashOfferOut(book: Book, row: number): void {
  hashTermsOut(book, row);
  hashMoneyOut(book, row);
}

export function hashTermsOut(book: Book, row: number): void {
  foldTerms(book, row);
  takeFrom(book.sum, book.lanes);
}

export function hashMoneyIn(book: Book, row: number): void {
  foldMoney(book, row);
  addTo(book.sum, book.lanes);
}

export function hashMoneyOut(book: Book, row: number): void {
  foldMoney(book, row);
  takeFrom(book.sum, book.lanes);
}

function foldRequest({ requests: r, lanes }: Book, request: RequestRow): void {
  lanes.high = r.digestHigh(request);
  lanes.low = r.digestLow(request);
  putNumber(words, state, r.filled(request));
  words[state + 2] = r.statusNumber(request) + 1;
  foldWords(lanes, words, state, state + 3);
}

export function hashRequestIn(book: Book, request: RequestRow): void {
  foldRequest(book, request);
  addTo(book.sum, book.lanes);
}

export function hashRequestOut(book: Book, request: RequestRow): void {
  foldRequest(book, request);
  takeFrom(book.sum, book.lanes);
}

function foldFill({ lanes, offers, requests }: Book, request: RequestRow, held: HeldFill): void {
  words[0] = held.fill.seq;
  words[1] = held.fill.index;
  words[2] = requests.digestHigh(request);
  words[3] = offers.lastWord(held.row);
  words[4] = offers.seq(held.row);
  putNumber(words, 5, held.amount);
  words[7] = held.bid;
  begin(lanes, 4);
  foldWords(lanes, words, 0, 8);
}

export function hashFillIn(book: Book, request: RequestRow, held: HeldFill): void {
  foldFill(book, request, held);
  addTo(book.sum, book.lanes);
}

export function hashFillOut(book: Book, request: RequestRow, held: HeldFill): void {
  foldFill(book, request, held);
  takeFrom(book.sum, book.lanes);
}

function foldEnded({ lanes, requests }: Book, entry: number, day: number): void {
  requests.ids.putWords(entry, words);
  words[4] = day;
  begin(lanes, 5);
  foldWords(lanes, words, 0, 5);
}

/** A request is over: only its id stays, with the day. */
export function rememberEnded(book: Book, request: RequestRow): void {
  book.requests.end(request, book.day);
  hashEndedIn(book, book.requests.entry(request), book.day);
}

export function hashEndedIn(book: Book, entry: number, day: number): void {
  foldEnded(book, entry, day);
  addTo(book.sum, book.lanes);
}

/** Forgets requests that ended before the day. */
export function forgetEnded(book: Book, before: number): void {
  book.requests.ids.forgetEnded(before, (entry, day) => {
    foldEnded(book, entry, day);
    takeFrom(book.sum, book.lanes);
  });
}

export function touchOffer({ offers, touchedRows }: Book, row: number): void {
  const flags = offers.flags(row);
  if ((flags & flag.touched) !== 0) return;
  offers.setFlags(row, flags | flag.touched);
  touchedRows.push(row);
}

export function touchRequest({ requests, touchedRequests }: Book, request: RequestRow): void {
  if (requests.hasFlag(request, requestFlag.touched)) return;
  requests.raise(request, requestFlag.touched);
  touchedRequests.push(request);
}

/** Forgets what was touched; called once what moved has been stored. Rows of what is gone are free from here. */
export function clearTouched(book: Book): void {
  const { offers, touchedRows } = book;
  for (const row of touchedRows) {
    const flags = offers.flags(row);
    offers.setFlags(row, flags & ~flag.touched);
    if ((flags & flag.live) !== 0) continue;
    if ((flags & flag.directed) !== 0) book.directedTo.delete(row);
    if (offers.isCapped(row)) book.portfolioCaps.delete(row);
    offers.release(row);
  }
  touchedRows.length = 0;
  const { requests, touchedRequests } = book;
  for (const request of touchedRequests) {
    requests.lower(request, requestFlag.touched);
    if (!requests.hasFlag(request, requestFlag.live)) requests.release(request);
  }
  touchedRequests.length = 0;
  requests.ids.freeForgotten();
}

/** What the row has in loans of the borrower, where that is counted. */
export function exposureOf(book: Book, row: number, borrower: number): number {
  return book.exposures.get(row)?.get(borrower) ?? 0;
}

export function addExposure(book: Book, at: { readonly row: number; readonly borrower: number }, amount: number): void {
  let borrowers = book.exposures.get(at.row);
  if (borrowers === undefined) {
    borrowers = new Map();
    book.exposures.set(at.row, borrowers);
  }
  const sum = (borrowers.get(at.borrower) ?? 0) + amount;
  if (sum > 0) borrowers.set(at.borrower, sum);
  else borrowers.delete(at.borrower);
}

/** A calendar date as an integer that sorts: 20260131. */
export function dayOf(date: CalendarDate | null): number {
  if (date === null) return 0;
  return twoDigits(date, 0) * 1_000_000 + twoDigits(date, 2) * 10_000 + twoDigits(date, 5) * 100 + twoDigits(date, 8);
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

export function dateOfDay(day: number): CalendarDate | null {
  if (day === 0) return null;
  const text = String(day).padStart(8, '0');
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` as CalendarDate;
}

export function setBusinessDate(book: Book, date: CalendarDate | null): void {
  book.businessDate = date;
  book.day = dayOf(date);
}

/** The same book with nothing in its hash, to compute it anew. */
export function emptyTwin(book: Book): Book {
  return { ...book, sum: emptyLanes(), lanes: emptyLanes() };
}

/** Bytes of columns, links and indexes. */
export function bytesOf({ offers, lists }: Book): number {
  return offers.bytes + offers.ids.bytes + lists.bytes;
}
