/** A listed request as the book keeps it. */
import { type Book, dayOf, hashFillIn, hashRequestIn, touchRequest } from './book.ts';
import { termRangeOf } from './cells.ts';
import type { Clearing, RequestTerms } from './command.ts';
import { begin, foldNumber, foldText, foldWord } from './hash.ts';
import { exact } from './offer-rows.ts';
import type { HeldFill, Request, RequestStatus } from './request.ts';

export function addRequest(
  book: Book,
  at: { readonly seq: number; readonly terms: RequestTerms },
  state: { readonly status: RequestStatus; readonly fills: HeldFill[] } = { status: 'open', fills: [] },
): Request {
  const request = requestOf(book, at, state);
  book.requests.add(request);
  hashRequestIn(book, request);
  for (const held of request.fills) hashFillIn(book, request, held);
  touchRequest(book, request);
  if (request.status !== 'open') return request;
  if (request.isBatch) book.batch.add(request);
  else book.queues.insert(request);
  return request;
}

function requestOf(
  book: Book,
  { seq, terms }: { readonly seq: number; readonly terms: RequestTerms },
  { status, fills }: { readonly status: RequestStatus; readonly fills: HeldFill[] },
): Request {
  const { relatedIds } = terms;
  digestRequest(book, seq, terms);
  return {
    seq,
    terms,
    amount: exact(terms.amountMinor),
    least: exact(terms.noteMinimumMinor),
    limit: exact(terms.ratePpm),
    grade: book.grades.of(terms.grade),
    range: termRangeOf(terms.termMonths),
    purposeBit: 1 << book.purposes.of(terms.purpose),
    borrower: book.members.of(terms.borrowerId),
    related: relatedIds === undefined || relatedIds.length === 0 ? null : relatedIds.map((id) => book.members.of(id)),
    isBatch: terms.timing === 'batch',
    isAuction: terms.closing === 'at-deadline',
    closesDay: dayOf(terms.closesOn),
    digestHigh: book.lanes.high,
    digestLow: book.lanes.low,
    status,
    filled: fills.reduce((sum, { amount }) => sum + amount, 0),
    fills,
    fillers: null,
    isTouched: false,
    previous: null,
    next: null,
  };
}

const clearingWord: Readonly<Record<Clearing, number>> = { 'posted-rate': 1, 'uniform-price': 2, 'pay-your-bid': 3 };

function digestRequest({ lanes, members, grades, purposes }: Book, seq: number, terms: RequestTerms): void {
  begin(lanes, 3);
  foldText(lanes, terms.requestId);
  foldWord(lanes, seq);
  foldWord(lanes, members.digest(members.of(terms.borrowerId)));
  foldNumber(lanes, exact(terms.amountMinor));
  foldNumber(lanes, exact(terms.minimumMinor));
  foldNumber(lanes, exact(terms.noteMinimumMinor));
  foldWord(lanes, terms.termMonths);
  foldWord(lanes, grades.digest(grades.of(terms.grade)));
  foldWord(lanes, purposes.digest(purposes.of(terms.purpose)));
  foldNumber(lanes, exact(terms.ratePpm));
  foldWord(lanes, dayOf(terms.listedOn));
  foldWord(lanes, dayOf(terms.closesOn));
  foldWord(lanes, clearingWord[terms.clearing]);
  if (terms.timing !== undefined) foldText(lanes, terms.timing);
  if (terms.allocation !== undefined) foldText(lanes, terms.allocation);
  if (terms.closing !== undefined) foldText(lanes, terms.closing);
  for (const id of terms.relatedIds ?? []) foldText(lanes, id);
}
