/** A listed request as the book keeps it. */
import { type Book, dayOf, hashFillIn, hashRequestIn, touchRequest } from './book.ts';
import { termRangeOf } from './cells.ts';
import type { Clearing, RequestTerms } from './command.ts';
import { exact } from './exact.ts';
import { begin, foldNumber, foldText, foldWord } from './hash.ts';
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
  const named: Named = {
    amount: exact(terms.amountMinor),
    least: exact(terms.noteMinimumMinor),
    limit: exact(terms.ratePpm),
    grade: book.grades.of(terms.grade),
    purpose: book.purposes.of(terms.purpose),
    borrower: book.members.of(terms.borrowerId),
    closesDay: dayOf(terms.closesOn),
  };
  digestRequest(book, { seq, terms, named });
  return {
    seq,
    terms,
    amount: named.amount,
    least: named.least,
    limit: named.limit,
    grade: named.grade,
    range: termRangeOf(terms.termMonths),
    purposeBit: 1 << named.purpose,
    borrower: named.borrower,
    related: relatedIds === undefined || relatedIds.length === 0 ? null : relatedIds.map((id) => book.members.of(id)),
    isBatch: terms.timing === 'batch',
    isAuction: terms.closing === 'at-deadline',
    closesDay: named.closesDay,
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

/** Terms as numbers. */
type Named = { readonly [K in 'amount' | 'least' | 'limit' | 'grade' | 'purpose' | 'borrower' | 'closesDay']: number };

type Listing = { readonly seq: number; readonly terms: RequestTerms; readonly named: Named };

function digestRequest({ lanes, members, grades, purposes }: Book, { seq, terms, named }: Listing): void {
  begin(lanes, 3);
  foldText(lanes, terms.requestId);
  foldWord(lanes, seq);
  foldWord(lanes, members.digest(named.borrower));
  foldNumber(lanes, named.amount);
  foldNumber(lanes, exact(terms.minimumMinor));
  foldNumber(lanes, named.least);
  foldWord(lanes, terms.termMonths);
  foldWord(lanes, grades.digest(named.grade));
  foldWord(lanes, purposes.digest(named.purpose));
  foldNumber(lanes, named.limit);
  foldWord(lanes, dayOf(terms.listedOn));
  foldWord(lanes, named.closesDay);
  foldWord(lanes, clearingWord[terms.clearing]);
  if (terms.timing !== undefined) foldText(lanes, terms.timing);
  if (terms.allocation !== undefined) foldText(lanes, terms.allocation);
  if (terms.closing !== undefined) foldText(lanes, terms.closing);
  for (const id of terms.relatedIds ?? []) foldText(lanes, id);
}
