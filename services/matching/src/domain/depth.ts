/** Reading the book: depth per cell and rate, and the place of an offer in its queues. */
import type { Id, RatePpm } from '@mutua/kernel';
import { type Book, eachCell, type Offer } from './book.ts';
import { termRangeOf, termRanges } from './cells.ts';
import type { RateLevels } from './rate-levels.ts';

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

/** Depth of all cells that hold something, optionally of one grade and of the range of one term. */
export function depthOf(book: Book, only: { grade?: string; termMonths?: number } = {}): DepthCell[] {
  const range = only.termMonths === undefined ? undefined : termRangeOf(only.termMonths);
  const isWanted = (cell: { grade: string; range: number }) =>
    (only.grade === undefined || cell.grade === only.grade) && (range === undefined || cell.range === range);
  const cells = new Map<string, { grade: string; range: number; offers: DepthLevel[]; requests: DepthLevel[] }>();
  const cellOf = (grade: string, at: number) => {
    const key = `${grade} ${at}`;
    const cell = cells.get(key) ?? { grade, range: at, offers: [], requests: [] };
    cells.set(key, cell);
    return cell;
  };
  for (const { grade, range: at, content } of book.offerCells.all().filter(isWanted)) {
    if (!content.isEmpty) cellOf(grade, at).offers.push(...offerLevels(content));
  }
  for (const { grade, range: at, content } of book.requestCells.all().filter(isWanted)) {
    if (content.size > 0) cellOf(grade, at).requests.push(...requestLevels([...content.values()]));
  }
  return [...cells.values()]
    .sort((a, b) => (a.grade === b.grade ? a.range - b.range : a.grade < b.grade ? -1 : 1))
    .map(({ range: at, ...cell }) => ({ ...rangeOf(at), ...cell }));
}

function rangeOf(range: number): { minTermMonths: number; maxTermMonths: number } {
  return termRanges[range] ?? { minTermMonths: 1, maxTermMonths: 480 };
}

function offerLevels(levels: RateLevels<Offer>): DepthLevel[] {
  return levels.levels.map(({ ratePpm, queue }) => {
    let amountMinor = 0n;
    for (const offer of queue.values()) amountMinor += offer.remainingMinor;
    return { ratePpm, amountMinor, count: queue.size };
  });
}

type Resting = { readonly terms: { readonly ratePpm: RatePpm; readonly amountMinor: bigint }; readonly filledMinor: bigint };

function requestLevels(requests: readonly Resting[]): DepthLevel[] {
  const levels = new Map<RatePpm, { ratePpm: RatePpm; amountMinor: bigint; count: number }>();
  for (const { terms, filledMinor } of requests) {
    const level = levels.get(terms.ratePpm) ?? { ratePpm: terms.ratePpm, amountMinor: 0n, count: 0 };
    levels.set(terms.ratePpm, level);
    level.amountMinor += terms.amountMinor - filledMinor;
    level.count += 1;
  }
  return [...levels.values()].sort((a, b) => (a.ratePpm > b.ratePpm ? -1 : 1));
}

type Place = { readonly rank: number; readonly aheadMinor: bigint };
export type OfferPlace = {
  readonly directed: ({ readonly requestId: Id<'loanRequest'> } & Place) | null;
  readonly cells: readonly (Place & { readonly grade: string; readonly minTermMonths: number; readonly maxTermMonths: number })[];
};

/** Where a resting offer stands: its rank (1 is next) and the money before it, in each of its queues. */
export function placeOf(book: Book, offer: Offer): OfferPlace {
  if (!offer.isResting) return { directed: null, cells: [] };
  const { requestId } = offer.terms;
  if (requestId !== null) {
    const levels = book.directed.get(requestId);
    return { directed: levels === undefined ? null : { requestId, ...ahead(levels, offer) }, cells: [] };
  }
  const cells: OfferPlace['cells'][number][] = [];
  eachCell(offer.terms, (grade, range) => {
    cells.push({ grade, ...rangeOf(range), ...ahead(book.offerCells.at(grade, range), offer) });
  });
  return { directed: null, cells };
}

function ahead(levels: RateLevels<Offer>, offer: Offer): Place {
  let rank = 1;
  let aheadMinor = 0n;
  levels.someUpTo(offer.minRatePpm, (other) => {
    if (other === offer) return true;
    rank += 1;
    aheadMinor += other.remainingMinor;
    return false;
  });
  return { rank, aheadMinor };
}
