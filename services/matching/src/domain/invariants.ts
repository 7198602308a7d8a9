/** What must hold after every command. Slow on purpose: it recomputes everything from the parts. */
import { type Book, emptyTwin, hashEndedIn, hashFillIn, hashOfferIn, hashRequestIn } from './book.ts';
import { rangeCount } from './cells.ts';
import { comparePlaces, isUsable } from './changes.ts';
import { accepts, hasNote, sliceOf, wholeOf } from './clearing.ts';
import { flag } from './offer-columns.ts';
import type { HeldFill, Request } from './request.ts';
import { rowsOf } from './views.ts';

/** One line for each broken rule; empty when the book is sound. */
export function brokenInvariants(book: Book): string[] {
  const held = new Map<number, number>();
  const requests = book.requests.values();
  for (const { fills } of requests) for (const { row, amount } of fills) held.set(row, (held.get(row) ?? 0) + amount);
  return [
    ...requests.flatMap((request) => brokenRequest(book, request)),
    ...rowsOf(book).flatMap((row) => brokenOffer(book, row, held.get(row) ?? 0)),
    ...brokenExposures(book),
    ...brokenQueues(book),
    ...unmatched(book),
    ...brokenHash(book),
  ];
}

function broken(name: string, rules: readonly (readonly [boolean, string])[]): string[] {
  return rules.filter(([holds]) => !holds).map(([, rule]) => `${name} ${rule}`);
}

function brokenRequest(book: Book, request: Request): string[] {
  const { terms, fills, filled, status, amount, least, isAuction } = request;
  const odd = fills.filter((held) => held.amount !== wholeOf(held.amount, least)).length;
  return broken(`request ${terms.requestId}`, [
    [fills.reduce((sum, held) => sum + held.amount, 0) === filled, 'filled is not the sum of its fills'],
    [fills.every((held) => BigInt(held.amount) === held.fill.amountMinor), 'tells other fills than it holds'],
    [filled <= amount, 'is filled over its amount'],
    [status !== 'open' || filled < amount || isAuction, 'is open and full'],
    [status !== 'partial' || (BigInt(filled) >= terms.minimumMinor && filled > 0), 'waits below its threshold'],
    [new Set(fills.map((held) => held.row)).size === fills.length, 'has two notes of one offer'],
    [odd === 0 || (odd === 1 && filled === amount), 'has an odd note that does not complete it'],
    [fills.every((held) => held.amount > 0 && isFair(book, request, held)), 'has a fill its offer does not allow'],
  ]);
}

/** Terms that were amended after the fill are not looked at. */
function isFair(book: Book, request: Request, { row, amount, fill, bid }: HeldFill): boolean {
  const { offers: o } = book;
  const isWithinRates = fill.ratePpm >= BigInt(bid) && fill.ratePpm <= request.terms.ratePpm;
  if (!o.isLive(row) || !isWithinRates) return false;
  if ((o.flags(row) & flag.amended) !== 0) return true;
  return (
    accepts(book, request, row) &&
    book.grades.text(request.grade) === request.terms.grade &&
    (o.shape(row) & (1 << request.grade)) !== 0 &&
    amount <= o.capLoan(row) &&
    amount >= o.slice(row) &&
    (book.directedTo.get(row) ?? request.terms.requestId) === request.terms.requestId
  );
}

function brokenOffer(book: Book, row: number, fills: number): string[] {
  const { offers: o } = book;
  const [total = 0, remaining = 0, held = 0, settled = 0] = [o.total(row), o.remaining(row), o.held(row), o.settled(row)];
  const isOpen = o.outcome(row) === 0;
  return broken(`offer ${o.ids.text(row)}`, [
    [remaining >= 0 && held >= 0 && settled >= 0, 'has a negative part'],
    [remaining + held + settled <= total, 'gives more than its total'],
    [held === fills, 'holds something else than its fills'],
    [isOpen || remaining === 0, 'is closed with money left'],
    [isOpen || held > 0, 'is closed, holds nothing and is still remembered'],
    [!isOpen || held > 0 || isUsable(book, row), 'is open and of no use'],
    [((o.flags(row) & flag.resting) !== 0) === isUsable(book, row), 'rests wrongly'],
    [o.ids.find(o.ids.text(row)) === row, 'is not found by its id'],
  ]);
}

function brokenExposures(book: Book): string[] {
  const { offers: o } = book;
  return [...book.exposures].flatMap(([row, borrowers]) => {
    const cap = o.capBorrower(row);
    const isAmended = (o.flags(row) & flag.amended) !== 0;
    const held = new Map<number, number>();
    for (const { borrower, fills } of book.requests.values()) {
      for (const fill of fills) if (fill.row === row && fill.isCounted) held.set(borrower, (held.get(borrower) ?? 0) + fill.amount);
    }
    return broken(`offer ${o.ids.text(row)}`, [
      [isAmended || [...borrowers.values()].every((amount) => amount <= cap), 'is over its cap for a borrower'],
      [[...held].every(([borrower, amount]) => amount <= (borrowers.get(borrower) ?? 0)), 'does not count its fills against its cap'],
    ]);
  });
}

/** The queues hold exactly the resting offers and the open requests, in order. */
function brokenQueues(book: Book): string[] {
  const { offers: o, lists } = book;
  const resting = rowsOf(book).filter((row) => (o.flags(row) & flag.resting) !== 0);
  const problems: string[] = [];
  for (let grade = 0; grade < book.grades.size; grade += 1) {
    for (let range = 0; range < rangeCount; range += 1) {
      const expected = resting.filter((row) => !book.directedTo.has(row) && isInCell(o.shape(row), grade, range));
      const found: number[] = [];
      for (let row = lists.firstOf(grade, range); row >= 0; row = lists.after(row, grade, range)) found.push(row);
      const isSame = expected.sort((a, b) => comparePlaces(book, a, b)).every((row, i) => found[i] === row);
      if (!isSame || found.length !== expected.length || lists.sizeOf(grade, range) !== found.length) {
        problems.push(`queue ${book.grades.text(grade)} ${range} is not the sorted list of its resting offers`);
      }
    }
  }
  const directed = [...book.directed.values()].flat();
  if (directed.length !== resting.filter((row) => book.directedTo.has(row)).length)
    problems.push('directed queues are not the resting offers');
  const batch = book.requests.values().filter((request) => request.status === 'open' && request.isBatch);
  if (batch.length !== book.batch.size) problems.push('the batch is not the open batch requests');
  return problems;
}

function isInCell(shape: number, grade: number, range: number): boolean {
  return (shape & (1 << grade)) !== 0 && range >= ((shape >>> 24) & 7) && range <= ((shape >>> 27) & 7);
}

/** No open request that is matched continuously and resting offer are left that could still be filled. */
function unmatched(book: Book): string[] {
  const { offers: o } = book;
  const open = book.requests.values().filter((request) => request.status === 'open' && !request.isBatch);
  const resting = rowsOf(book).filter((row) => (o.flags(row) & flag.resting) !== 0);
  return open.flatMap((request) =>
    resting
      .filter((row) => isInCell(o.shape(row), request.grade, request.range) && accepts(book, request, row))
      .filter((row) => (book.directedTo.get(row) ?? request.terms.requestId) === request.terms.requestId && !hasNote(book, request, row))
      .filter((row) => request.filled < request.amount && sliceOf(book, request, row, request.amount - request.filled) > 0)
      .map((row) => `request ${request.terms.requestId} and offer ${o.ids.text(row)} could be matched`),
  );
}

function brokenHash(book: Book): string[] {
  const twin = emptyTwin(book);
  for (const row of rowsOf(book)) hashOfferIn(twin, row);
  for (const request of book.requests.values()) {
    hashRequestIn(twin, request);
    for (const held of request.fills) hashFillIn(twin, request, held);
  }
  for (const [requestId, day] of book.requests.ended()) hashEndedIn(twin, requestId, day);
  return twin.sum.high === book.sum.high && twin.sum.low === book.sum.low ? [] : ['the running hash is not the hash of the parts'];
}
