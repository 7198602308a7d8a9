/** Reading the book: depth and rate curve per cell, the place of an offer in its queues, money that waits. */
import type { Id, RatePpm } from '@mutua/kernel';
import { type Book, clearTouched } from './book.ts';
import { cellOf, rangeCount, termRangeOf, termRanges } from './cells.ts';
import { flag, grown } from './offer-columns.ts';
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

/**
 * Depth of all cells that hold something, optionally of one grade and of the range of one term. The first question looks at every offer;
 * from then on the book's depth is kept: nothing is done when nothing moved, and otherwise what is touched is counted anew.
 */
export function depthOf(book: Book, only: Only = {}): DepthCell[] {
  const wanted = only.termMonths === undefined ? undefined : rangeOf(termRangeOf(only.termMonths)).minTermMonths;
  return keptDepth(book)
    .cells(book)
    .filter(({ grade, minTermMonths }) => (only.grade ?? grade) === grade && (wanted ?? minTermMonths) === minTermMonths);
}

/** As clearTouched, for a book whose depth people watch: what moved is counted before it is forgotten. */
export function forgetTouched(book: Book): void {
  kept.get(book)?.note(book);
  clearTouched(book);
}

const kept = new WeakMap<Book, Depth>();

function keptDepth(book: Book): Depth {
  const known = kept.get(book);
  if (known?.isOf(book)) return known;
  const depth = new Depth(book);
  kept.set(book, depth);
  return depth;
}

type Level = { amount: number; count: number };
type Side = { readonly levels: Map<number, Level>; sorted: readonly DepthLevel[] | undefined };

/** What rests, by cell and rate. Each row is remembered as it was counted, so that counting it anew takes the old out first. */
class Depth {
  #shapes = new Int32Array(0);
  #rates = new Int32Array(0);
  #amounts = new Float64Array(0);
  readonly #sides = new Map<number, Side>();
  readonly #least: number;
  /** Another note minimum moves offers in and out of the queues that are not touched. */
  #isWhole = true;
  /** The command up to which all touched rows are counted. */
  #noted: number;
  #cells: { readonly seq: number; readonly cells: readonly DepthCell[] } | undefined;

  constructor(book: Book) {
    this.#least = book.least;
    this.#noted = book.seq;
    for (let row = 0; row < book.offers.high; row += 1) this.#count(book, row);
  }

  /** False when it does not know of everything that moved. */
  isOf({ least, seq, touchedRows }: Book): boolean {
    return this.#isWhole && least === this.#least && (seq === this.#noted || touchedRows.length > 0);
  }

  note(book: Book): void {
    for (const row of book.touchedRows) this.#count(book, row);
    this.#noted = book.seq;
    this.#isWhole &&= book.least === this.#least;
  }

  cells(book: Book): readonly DepthCell[] {
    if (this.#cells?.seq === book.seq) return this.#cells.cells;
    this.note(book);
    const cells = this.#cellsOf(book, requestLevels(book));
    this.#cells = { seq: book.seq, cells };
    return cells;
  }

  #count({ offers: o }: Book, row: number): void {
    this.#reserve(o.high);
    const isCounted = (o.flags(row) & (flag.resting | flag.directed)) === flag.resting;
    const shape = isCounted ? o.shape(row) : 0;
    const [rate, amount] = [o.rate(row), o.remaining(row)];
    if (shape === 0 && this.#shapes[row] === 0) return;
    if (shape === this.#shapes[row] && rate === this.#rates[row] && amount === this.#amounts[row]) return;
    this.#add(row, -1);
    this.#shapes[row] = shape;
    this.#rates[row] = rate;
    this.#amounts[row] = amount;
    this.#add(row, 1);
  }

  #reserve(rows: number): void {
    const { length } = this.#shapes;
    if (rows <= length) return;
    const room = Math.max(rows, length * 2);
    this.#shapes = grown(this.#shapes, room);
    this.#rates = grown(this.#rates, room);
    this.#amounts = grown(this.#amounts, room);
  }

  #add(row: number, sign: 1 | -1): void {
    const shape = this.#shapes[row] ?? 0;
    const [rate, amount] = [this.#rates[row] ?? 0, this.#amounts[row] ?? 0];
    for (let grades = shape & 0xffffff; grades !== 0; grades &= grades - 1) {
      const grade = 31 - Math.clz32(grades & -grades);
      for (let range = (shape >>> 24) & 7; range <= ((shape >>> 27) & 7); range += 1) {
        const side = this.#sideOf(cellOf(grade, range));
        const level = side.levels.get(rate) ?? { amount: 0, count: 0 };
        level.amount += sign * amount;
        level.count += sign;
        if (level.count === 0) side.levels.delete(rate);
        else side.levels.set(rate, level);
        side.sorted = undefined;
      }
    }
  }

  #sideOf(cell: number): Side {
    const known = this.#sides.get(cell);
    if (known !== undefined) return known;
    const side: Side = { levels: new Map(), sorted: undefined };
    this.#sides.set(cell, side);
    return side;
  }

  #cellsOf({ grades }: Book, requests: ReadonlyMap<number, readonly DepthLevel[]>): readonly DepthCell[] {
    const cells = [...new Set([...this.#sides.keys(), ...requests.keys()])].map((cell) => {
      const side = this.#sideOf(cell);
      side.sorted ??= sortedLevels(side.levels, (a, b) => a - b);
      const grade = grades.text(Math.floor(cell / rangeCount));
      return { grade, ...rangeOf(cell % rangeCount), offers: side.sorted, requests: requests.get(cell) ?? [] };
    });
    return cells
      .filter(({ offers, requests: asked }) => offers.length + asked.length > 0)
      .sort((a, b) => (a.grade === b.grade ? a.minTermMonths - b.minTermMonths : a.grade < b.grade ? -1 : 1));
  }
}

function sortedLevels(levels: ReadonlyMap<number, Level>, order: (a: number, b: number) => number): DepthLevel[] {
  return [...levels]
    .sort(([a], [b]) => order(a, b))
    .map(([rate, { amount, count }]) => ({ ratePpm: BigInt(rate), amountMinor: BigInt(amount), count }));
}

function rangeOf(range: number): { minTermMonths: number; maxTermMonths: number } {
  return termRanges[range] ?? { minTermMonths: 1, maxTermMonths: 480 };
}

function offerLevels({ lists, offers }: Book, grade: number, range: number): DepthLevel[] {
  const levels: DepthLevel[] = [];
  let [rate, amount, count] = [-1, 0, 0];
  const close = () => count > 0 && levels.push({ ratePpm: BigInt(rate), amountMinor: BigInt(amount), count });
  for (let place = lists.firstOf(grade, range); place >= 0; place = lists.after(place, grade, range)) {
    const row = lists.rowAt(place);
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
  const cells = new Map<number, Map<number, Level>>();
  const { requests } = book;
  for (const request of requests.rows()) {
    if (!requests.isOpen(request) || requests.room(request) === 0) continue;
    const cell = cellOf(requests.grade(request), termRangeOf(requests.term(request)));
    const limit = requests.limit(request);
    const levels = cells.get(cell) ?? new Map<number, Level>();
    cells.set(cell, levels);
    const level = levels.get(limit) ?? { amount: 0, count: 0 };
    levels.set(limit, { amount: level.amount + requests.room(request), count: level.count + 1 });
  }
  return new Map([...cells].map(([cell, levels]) => [cell, sortedLevels(levels, (a, b) => b - a)]));
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
  for (let place = lists.firstOf(grade, range); place >= 0; place = lists.after(place, grade, range)) {
    const other = lists.rowAt(place);
    if (other === row) break;
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
