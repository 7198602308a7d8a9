/** What must hold after every command. Slow on purpose: it recomputes everything from the parts. */
import { type Book, emptyTwin, hashEndedIn, hashFillIn, hashOfferIn, hashRequestIn } from './book.ts';
import { rangeCount, termRangeOf } from './cells.ts';
import { comparePlaces } from './changes.ts';
import { accepts, hasNote, sliceOf, wantedBy, wholeOf } from './clearing.ts';
import { flag } from './offer-columns.ts';
import { capPerBorrowerOf, criteriaOf } from './offer-rows.ts';
import { type HeldFill, type RequestRow, requestFlag } from './request-columns.ts';
import { requestsInOrder, rowsOf } from './views.ts';

/** One line for each broken rule; empty when the book is sound. */
export function brokenInvariants(book: Book): string[] {
  const held = new Map<number, number>();
  const requests = requestsInOrder(book);
  for (const request of requests)
    for (const { row, amount } of book.requests.fillsOf(request)) held.set(row, (held.get(row) ?? 0) + amount);
  return [
    ...requests.flatMap((request) => brokenRequest(book, request)),
    ...rowsOf(book).flatMap((row) => brokenOffer(book, row, held.get(row) ?? 0)),
    ...brokenExposures(book),
    ...brokenCaps(book),
    ...brokenQueues(book),
    ...unmatched(book),
    ...brokenHash(book),
  ];
}

function broken(name: string, rules: readonly (readonly [boolean, string])[]): string[] {
  return rules.filter(([holds]) => !holds).map(([, rule]) => `${name} ${rule}`);
}

function brokenRequest(book: Book, request: RequestRow): string[] {
  const { requests: r } = book;
  const [amount, least, filled, status] = [r.amount(request), r.least(request), r.filled(request), r.status(request)];
  const fills = r.fillsOf(request);
  const odd = fills.filter((held) => held.amount !== wholeOf(held.amount, least)).length;
  return broken(`request ${r.text(request)}`, [
    [fills.reduce((sum, held) => sum + held.amount, 0) === filled, 'filled is not the sum of its fills'],
    [fills.every((held) => BigInt(held.amount) === held.fill.amountMinor), 'tells other fills than it holds'],
    [filled <= amount, 'is filled over its amount'],
    [status !== 'open' || filled < amount || r.isAuction(request), 'is open and full'],
    [status !== 'partial' || (filled >= r.minimum(request) && filled > 0), 'waits below its threshold'],
    [new Set(fills.map((held) => held.row)).size === fills.length, 'has two notes of one offer'],
    [odd === 0 || (odd === 1 && filled === amount), 'has an odd note that does not complete it'],
    [fills.every((held) => held.amount > 0 && isFair(book, request, held)), 'has a fill its offer does not allow'],
    [r.find(r.text(request)) === request, 'is not found by its id'],
    [r.hasFlag(request, requestFlag.queued) === (status === 'open'), 'is queued wrongly'],
  ]);
}

/** Terms that were amended after the fill are not looked at, nor members that were related after it. */
function isFair(book: Book, request: RequestRow, { row, amount, fill, bid }: HeldFill): boolean {
  const { offers: o, requests: r } = book;
  const isWithinRates = fill.ratePpm >= BigInt(bid) && fill.ratePpm <= BigInt(r.limit(request));
  if (!o.isLive(row) || !isWithinRates) return false;
  if ((o.flags(row) & flag.amended) !== 0) return true;
  return (
    accepts(book, { ...wantedBy(book, request), related: undefined }, row) &&
    (o.shape(row) & (1 << r.grade(request))) !== 0 &&
    amount <= o.capLoan(row) &&
    amount >= o.slice(row) &&
    (book.directedTo.get(row) ?? r.text(request)) === r.text(request)
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
    [!isOpen || held > 0 || o.isUsable(row, book.least), 'is open and of no use'],
    [((o.flags(row) & flag.resting) !== 0) === o.isUsable(row, book.least), 'rests wrongly'],
    [o.ids.find(o.ids.text(row)) === row, 'is not found by its id'],
  ]);
}

function brokenExposures(book: Book): string[] {
  const { offers: o } = book;
  return [...book.exposures].flatMap(([row, borrowers]) => {
    const cap = o.capBorrower(row);
    const isAmended = (o.flags(row) & flag.amended) !== 0;
    const held = new Map<number, number>();
    for (const request of book.requests.rows()) {
      const borrower = book.requests.borrower(request);
      for (const fill of book.requests.fillsOf(request))
        if (fill.row === row && fill.isCounted) held.set(borrower, (held.get(borrower) ?? 0) + fill.amount);
    }
    return broken(`offer ${o.ids.text(row)}`, [
      [o.isLive(row), 'is gone and still counts its fills'],
      [isAmended || [...borrowers.values()].every((amount) => amount <= cap), 'is over its cap for a borrower'],
      [[...held].every(([borrower, amount]) => amount <= (borrowers.get(borrower) ?? 0)), 'does not count its fills against its cap'],
    ]);
  });
}

/** What is kept aside of caps belongs to the offer that is in the row. */
function brokenCaps(book: Book): string[] {
  const { offers: o } = book;
  return [...book.portfolioCaps.keys()].flatMap((row) =>
    broken(`offer ${o.ids.text(row)}`, [
      [(o.flags(row) & (flag.live | flag.touched)) !== 0, 'is gone and its share of a portfolio is not'],
      [o.capBorrower(row) === capPerBorrowerOf(criteriaOf(book, row)), 'has the share of a portfolio of another'],
    ]),
  );
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
      for (let place = lists.firstOf(grade, range); place >= 0; place = lists.after(place, grade, range)) found.push(lists.rowAt(place));
      const isSame = expected.sort((a, b) => comparePlaces(book, a, b)).every((row, i) => found[i] === row);
      if (!isSame || found.length !== expected.length || lists.sizeOf(grade, range) !== found.length) {
        problems.push(`queue ${book.grades.text(grade)} ${range} is not the sorted list of its resting offers`);
      }
    }
  }
  const directed = [...book.directed.values()].flat();
  if (directed.length !== resting.filter((row) => book.directedTo.has(row)).length)
    problems.push('directed queues are not the resting offers');
  const batch = book.requests.rows().filter((request) => book.requests.isOpen(request) && book.requests.isBatch(request));
  if (batch.length !== book.batch.size) problems.push('the batch is not the open batch requests');
  return problems;
}

function isInCell(shape: number, grade: number, range: number): boolean {
  return (shape & (1 << grade)) !== 0 && range >= ((shape >>> 24) & 7) && range <= ((shape >>> 27) & 7);
}

/** No open request that is matched continuously and resting offer are left that could still be filled. */
function unmatched(book: Book): string[] {
  const { offers: o, requests: r } = book;
  const open = r.rows().filter((request) => r.isOpen(request) && !r.isBatch(request));
  const resting = rowsOf(book).filter((row) => (o.flags(row) & flag.resting) !== 0);
  return open.flatMap((request) => {
    const wanted = wantedBy(book, request);
    return resting
      .filter((row) => isInCell(o.shape(row), r.grade(request), termRangeOf(r.term(request))) && accepts(book, wanted, row))
      .filter((row) => (book.directedTo.get(row) ?? r.text(request)) === r.text(request) && !hasNote(book, wanted, row))
      .filter((row) => r.room(request) > 0 && sliceOf(book, wanted, row, r.room(request)) > 0)
      .map((row) => `request ${r.text(request)} and offer ${o.ids.text(row)} could be matched`);
  });
}

function brokenHash(book: Book): string[] {
  const twin = emptyTwin(book);
  for (const row of rowsOf(book)) hashOfferIn(twin, row);
  for (const request of book.requests.rows()) {
    hashRequestIn(twin, request);
    for (const held of book.requests.fillsOf(request)) hashFillIn(twin, request, held);
  }
  for (const [entry, day] of book.requests.ids.endedEntries()) hashEndedIn(twin, entry, day);
  return twin.sum.high === book.sum.high && twin.sum.low === book.sum.low ? [] : ['the running hash is not the hash of the parts'];
}
