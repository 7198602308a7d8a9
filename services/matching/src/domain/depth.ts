/** Reading the book: depth and rate curve per cell, the place of an offer in its queues, money that waits. */
import type { Id, RatePpm } from '@mutua/kernel';
import type { Book } from './book.ts';
import { cellOf, rangeCount, termRangeOf, termRanges } from './cells.ts';
import { flag } from './offer-columns.ts';
import { lenderOf } from './offer-rows.ts';

export type DepthLevel = { readonly ratePpm: RatePpm; readonly amountMinor: bigint; readonly count: number };
export type DepthCell = {
  readonly grade: string;
  readonly minTermMonths: number;
  readonly maxTermMonths: number;
  /** By minimum rate, lowest first. */
  readonly offers: readonly DepthLevel[];
  /** By rate, highest first. */
  readonly requests: readonly DepthLevel[];
};

type Only = { readonly grade?: string; readonly termMonths?: number };

/** Depth of all cells that hold something, optionally of one grade and of the range of one term. Looks at every offer of the cells. */
export function depthOf(book: Book, only: Only = {}): DepthCell[] {
  const requests = requestLevels(book);
  const wanted = only.termMonths === undefined ? undefined : termRangeOf(only.termMonths);
  const cells: (DepthCell & { range: number })[] = [];
  for (let grade = 0; grade < book.grades.size; grade += 1) {
    const name = book.grades.text(grade);
    if (only.grade !== undefined && only.grade !== name) continue;
    for (let range = 0; range < rangeCount; range += 1) {
      if (wanted !== undefined && wanted !== range) continue;
      const offers = offerLevels(book, grade, range);
      const asked = requests.get(grade * rangeCount + range) ?? [];
      if (offers.length + asked.length > 0) cells.push({ range, grade: name, ...rangeOf(range), offers, requests: asked });
    }
  }
  return cells
    .sort((a, b) => (a.grade === b.grade ? a.range - b.range : a.grade < b.grade ? -1 : 1))
    .map(({ range: _range, ...cell }) => cell);
}

function rangeOf(range: number): { minTermMonths: number; maxTermMonths: number } {
  return termRanges[range] ?? { minTermMonths: 1, maxTermMonths: 480 };
}

function offerLevels({ lists, offers }: Book, grade: number, range: number): DepthLevel[] {
  const levels: DepthLevel[] = [];
  let [rate, amount, count] = [-1, 0, 0];
  const close = () => count > 0 && levels.push({ ratePpm: BigInt(rate), amountMinor: BigInt(amount), count });
  for (let row = lists.firstOf(grade, range); row >= 0; row = lists.after(row, grade, range)) {
    if (offers.rate(row) !== rate) {
      close();
      [rate, amount, count] = [offers.rate(row), 0, 0];
    }
    amount += offers.remaining(row);
    count += 1;
  }
  close();
  return levels;
}

/** By cell. */
function requestLevels(book: Book): Map<number, DepthLevel[]> {
  const cells = new Map<number, Map<number, { amount: number; count: number }>>();
  const { requests } = book;
  for (const request of requests.rows()) {
    if (!requests.isOpen(request) || requests.room(request) === 0) continue;
    const cell = cellOf(requests.grade(request), termRangeOf(requests.term(request)));
    const limit = requests.limit(request);
    const levels = cells.get(cell) ?? new Map<number, { amount: number; count: number }>();
    cells.set(cell, levels);
    const level = levels.get(limit) ?? { amount: 0, count: 0 };
    levels.set(limit, { amount: level.amount + requests.room(request), count: level.count + 1 });
  }
  const sorted = (levels: Map<number, { amount: number; count: number }>) =>
    [...levels]
      .sort(([a], [b]) => b - a)
      .map(([rate, { amount, count }]) => ({ ratePpm: BigInt(rate), amountMinor: BigInt(amount), count }));
  return new Map([...cells].map(([cell, levels]) => [cell, sorted(levels)]));
}

/** How much the offers of a cell put up at a rate or less. Caps and purposes are not looked at. */
export type CurvePoint = { readonly ratePpm: RatePpm; readonly availableMinor: bigint; readonly count: number };

export function rateCurve(book: Book, at: { readonly grade: string; readonly termMonths: number }): CurvePoint[] {
  const grade = book.grades.find(at.grade);
  if (grade < 0) return [];
  let [availableMinor, count] = [0n, 0];
  return offerLevels(book, grade, termRangeOf(at.termMonths)).map((level) => {
    availableMinor += level.amountMinor;
    count += level.count;
    return { ratePpm: level.ratePpm, availableMinor, count };
  });
}

type Place = { readonly rank: number; readonly aheadMinor: bigint };
export type OfferPlace = {
  readonly directed: ({ readonly requestId: Id<'loanRequest'> } & Place) | null;
  readonly cells: readonly (Place & { readonly grade: string; readonly minTermMonths: number; readonly maxTermMonths: number })[];
};

/** Where a resting offer stands: its rank (1 is next) and the money before it, in each of its queues. Nowhere for one that does not rest. */
export function placeOf(book: Book, offerId: string): OfferPlace {
  const { offers: o } = book;
  const row = o.ids.find(offerId);
  const flags = row < 0 ? 0 : o.flags(row);
  if ((flags & flag.resting) === 0) return { directed: null, cells: [] };
  const requestId = book.directedTo.get(row);
  if (requestId !== undefined) {
    const rows = book.directed.get(requestId) ?? [];
    const ahead = rows.slice(0, rows.indexOf(row));
    const aheadMinor = BigInt(ahead.reduce((sum, other) => sum + o.remaining(other), 0));
    return { directed: { requestId: requestId as Id<'loanRequest'>, rank: ahead.length + 1, aheadMinor }, cells: [] };
  }
  const shape = o.shape(row);
  const cells: OfferPlace['cells'][number][] = [];
  for (let grade = 0; grade < book.grades.size; grade += 1) {
    if ((shape & (1 << grade)) === 0) continue;
    for (let range = (shape >>> 24) & 7; range <= ((shape >>> 27) & 7); range += 1) {
      cells.push({ grade: book.grades.text(grade), ...rangeOf(range), ...aheadIn(book, { row, grade, range }) });
    }
  }
  return { directed: null, cells };
}

function aheadIn({ lists, offers }: Book, { row, grade, range }: { row: number; grade: number; range: number }): Place {
  let rank = 1;
  let ahead = 0;
  for (let other = lists.firstOf(grade, range); other >= 0 && other !== row; other = lists.after(other, grade, range)) {
    rank += 1;
    ahead += offers.remaining(other);
  }
  return { rank, aheadMinor: BigInt(ahead) };
}

export type IdleMoney = {
  readonly lenderId: Id<'member'>;
  readonly offerId: Id<'offer'>;
  readonly remainingMinor: bigint;
  /** The command since which it waits: its placing, or the amendment that gave up its place. */
  readonly sinceSeq: number;
};

/** Unfilled money of open offers, the longest waiting first; optionally of one lender. */
export function idleMoney(book: Book, lenderId?: string): IdleMoney[] {
  const { offers: o } = book;
  const idle: IdleMoney[] = [];
  for (let row = 0; row < o.high; row += 1) {
    if (!o.isLive(row) || o.outcome(row) !== 0 || o.remaining(row) === 0) continue;
    const lender = lenderOf(book, row);
    if (lenderId !== undefined && lender !== lenderId) continue;
    idle.push({ lenderId: lender, offerId: o.ids.text(row), remainingMinor: BigInt(o.remaining(row)), sinceSeq: o.rank(row) });
  }
  return idle.sort((a, b) => a.sinceSeq - b.sinceSeq);
}
