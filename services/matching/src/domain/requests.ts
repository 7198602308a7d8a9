/** Terms of a request into its row and back. */
import { type Book, dateOfDay, dayOf, hashFillIn, hashFillOut, hashRequestIn, hashRequestOut, touchRequest } from './book.ts';
import type { RequestTerms } from './command.ts';
import { bigOf, exact } from './exact.ts';
import { begin, foldText, foldWords, putNumber } from './hash.ts';
import { type HeldFill, type Listed, type RequestRow, type RequestStatus, requestFlag } from './request-columns.ts';

/** A new open request, in no queue. Its id was looked for just before, and not found. */
export function addRequest(book: Book, seq: number, terms: RequestTerms): RequestRow {
  const { requests, members } = book;
  const listed: Listed = {
    terms,
    grade: book.grades.of(terms.grade),
    purpose: book.purposes.of(terms.purpose),
    amount: exact(terms.amountMinor),
    minimum: exact(terms.minimumMinor),
    least: exact(terms.noteMinimumMinor),
    limit: exact(terms.ratePpm),
    borrower: members.of(terms.borrowerId),
    listedOn: dayOf(terms.listedOn),
    closesOn: dayOf(terms.closesOn),
  };
  const request = requests.add(seq, listed);
  if (terms.relatedIds !== undefined) {
    requests.setRelated(
      request,
      terms.relatedIds.map((id) => members.of(id)),
    );
  }
  digestRequest(book, request);
  hashRequestIn(book, request);
  touchRequest(book, request);
  return request;
}

/** Adds members who may not lend here. The hash of a fill begins with what its request is, so fills go out and in again. */
export function relateRequest(book: Book, request: RequestRow, relatedIds: NonNullable<RequestTerms['relatedIds']>): void {
  const { requests, members } = book;
  const fills = requests.fillsOf(request);
  for (const held of fills) hashFillOut(book, request, held);
  hashRequestOut(book, request);
  requests.setRelated(request, [...new Set([...(requests.relatedOf(request) ?? []), ...relatedIds.map((id) => members.of(id))])]);
  digestRequest(book, request);
  hashRequestIn(book, request);
  for (const held of fills) hashFillIn(book, request, held);
}

/** A request of a snapshot, with its fills and in its queue. */
export function restoreRequest(
  book: Book,
  at: { readonly seq: number; readonly terms: RequestTerms },
  state: { readonly status: RequestStatus; readonly fills: HeldFill[] },
): void {
  const { requests } = book;
  requests.ids.find(at.terms.requestId);
  const request = addRequest(book, at.seq, at.terms);
  hashRequestOut(book, request);
  requests.addFills(request, state.fills);
  for (const held of state.fills) hashFillIn(book, request, held);
  requests.setStatus(request, state.status);
  hashRequestIn(book, request);
  if (state.status === 'open') queueRequest(book, request);
}

/** From here offers may meet it: at once, or in the next batch. */
export function queueRequest({ requests, queues, batch }: Book, request: RequestRow): void {
  requests.raise(request, requestFlag.queued);
  if (requests.isBatch(request)) batch.add(request);
  else queues.insert(request);
}

export function leaveQueue({ requests, queues, batch }: Book, request: RequestRow): void {
  if (!requests.hasFlag(request, requestFlag.queued)) return;
  requests.lower(request, requestFlag.queued);
  if (requests.isBatch(request)) batch.delete(request);
  else queues.remove(request);
}

/** Four words of id, then the terms. */
const words = new Int32Array(20);

/** Folds what identifies a request and its terms; kept in the row. */
function digestRequest({ lanes, members, grades, purposes, requests: r }: Book, request: RequestRow): void {
  r.ids.putWords(r.entry(request), words);
  words[4] = r.seq(request);
  words[5] = members.digest(r.borrower(request));
  putNumber(words, 6, r.amount(request));
  putNumber(words, 8, r.minimum(request));
  putNumber(words, 10, r.least(request));
  words[12] = r.term(request);
  words[13] = grades.digest(r.grade(request));
  words[14] = purposes.digest(r.purpose(request));
  putNumber(words, 15, r.limit(request));
  words[17] = r.listedOn(request);
  words[18] = r.closesOn(request);
  words[19] = r.mechanisms(request);
  begin(lanes, 3);
  foldWords(lanes, words, 0, words.length);
  const related = r.relatedOf(request);
  if (related !== undefined) for (const member of related) foldText(lanes, members.text(member));
  r.setDigest(request, lanes.high, lanes.low);
}

/** The terms as they were listed. */
export function requestTermsOf(book: Book, request: RequestRow): RequestTerms {
  const { requests: r, members } = book;
  const [timing, allocation, closing] = [r.timing(request), r.allocation(request), r.closing(request)];
  const related = r.relatedOf(request);
  const day = (of: number) => dateOfDay(of) as RequestTerms['listedOn'];
  return {
    requestId: r.text(request),
    borrowerId: borrowerOf(book, request),
    amountMinor: bigOf(r.amount(request)),
    minimumMinor: bigOf(r.minimum(request)),
    noteMinimumMinor: bigOf(r.least(request)),
    termMonths: r.term(request),
    purpose: book.purposes.text(r.purpose(request)),
    grade: book.grades.text(r.grade(request)),
    ratePpm: bigOf(r.limit(request)),
    listedOn: day(r.listedOn(request)),
    closesOn: day(r.closesOn(request)),
    clearing: r.clearing(request),
    ...(timing !== undefined && { timing }),
    ...(allocation !== undefined && { allocation }),
    ...(closing !== undefined && { closing }),
    ...(related !== undefined && { relatedIds: related.map((member) => members.text(member) as RequestTerms['borrowerId']) }),
  };
}

export function borrowerOf({ members, requests }: Book, request: RequestRow): RequestTerms['borrowerId'] {
  return members.text(requests.borrower(request)) as RequestTerms['borrowerId'];
}
