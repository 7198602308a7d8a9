/** The rules of eligibility, note sizes, margins and prices, each written as it is said, for the reference engine. */
import { createHash } from 'node:crypto';
import type { Criteria, OfferTerms, RequestTerms } from '../../src/domain/command.ts';
import type { Fill } from '../../src/domain/event.ts';

export type ROffer = {
  seq: number;
  /** Place in time: where it was placed, or amended to ask for more. */
  rank: number;
  terms: OfferTerms;
  left: bigint;
  held: bigint;
  isOpen: boolean;
  inLoansOf: Map<string, bigint>;
};
export type RFill = { fill: Fill; offer: ROffer; bid: bigint; isCounted: boolean };
export type RRequest = {
  seq: number;
  terms: RequestTerms;
  fills: RFill[];
  status: 'open' | 'partial' | 'filled' | 'ended';
  endedOn?: string;
};

const boundless = 2n ** 60n;

export const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export function sumOf(fills: readonly RFill[]): bigint {
  return fills.reduce((sum, { fill }) => sum + fill.amountMinor, 0n);
}

export function byPriority(a: ROffer, b: ROffer): number {
  const [x, y] = [a.terms.criteria.minRatePpm, b.terms.criteria.minRatePpm];
  return x === y ? a.rank - b.rank : x < y ? -1 : 1;
}

export function capForBorrower({ capPerBorrowerMinor = boundless, capOfPortfolio }: Criteria): bigint {
  if (capOfPortfolio === undefined) return capPerBorrowerMinor;
  return min(capPerBorrowerMinor, (capOfPortfolio.portfolioMinor * capOfPortfolio.sharePpm) / 1_000_000n);
}

export function hasNote(request: RRequest, offer: ROffer): boolean {
  return request.fills.some((held) => held.offer === offer);
}

export function isEligible(r: RequestTerms, o: OfferTerms): boolean {
  const c = o.criteria;
  return (
    c.minRatePpm <= r.ratePpm &&
    c.grades.includes(r.grade) &&
    c.minTermMonths <= r.termMonths &&
    r.termMonths <= c.maxTermMonths &&
    (c.purposes?.includes(r.purpose) ?? true) &&
    o.lenderId !== r.borrowerId &&
    !(r.relatedIds ?? []).includes(o.lenderId) &&
    (o.requestId === null || o.requestId === r.requestId)
  );
}

/** What the offer could put into the request: the least of its money and its caps. */
function mostOf(request: RRequest, offer: ROffer): bigint {
  const { criteria } = offer.terms;
  const used = offer.inLoansOf.get(request.terms.borrowerId) ?? 0n;
  return min(offer.left, min(criteria.capPerLoanMinor, capForBorrower(criteria) - used));
}

/** Whole notes only, but the note that completes the request takes exactly what is left of it. Never below the offer's minimum slice. */
export function noteOf(request: RRequest, offer: ROffer, room: bigint): bigint {
  const least = request.terms.noteMinimumMinor;
  const most = mostOf(request, offer);
  if (most < least || room === 0n) return 0n;
  const whole = most - (most % least);
  const note = most >= room ? room : whole;
  const smallest = offer.terms.criteria.minimumSliceMinor ?? 0n;
  return note < smallest || whole < smallest ? 0n : note;
}

/** The order in which offers of one rate are served when they want more than there is. */
export function marginalOrder(request: RRequest, group: readonly ROffer[], seed: string): ROffer[] {
  const ticket = (o: ROffer) => createHash('sha256').update(`${seed}:${request.terms.requestId}:${o.terms.offerId}`).digest('hex');
  const compared = (a: ROffer, b: ROffer): number => {
    if (request.terms.allocation === 'random') return ticket(a) < ticket(b) ? -1 : 1;
    if (request.terms.allocation !== 'idle-share') return a.rank - b.rank;
    const [x, y] = [a.left * b.terms.totalMinor, b.left * a.terms.totalMinor];
    return x === y ? a.rank - b.rank : x > y ? -1 : 1;
  };
  return [...group].sort(compared);
}

/** Shares in proportion, in whole notes; too small ones are none. What is left goes by time, and an odd note comes last. */
export function proRata(request: RRequest, group: readonly ROffer[], room: bigint): { offer: ROffer; amount: bigint }[] {
  const least = request.terms.noteMinimumMinor;
  const members = group.filter((o) => noteOf(request, o, room) > 0n);
  const want = (o: ROffer) => {
    const most = min(mostOf(request, o), room);
    return most - (most % least);
  };
  const wanted = members.reduce((sum, o) => sum + want(o), 0n);
  const slice = (o: ROffer) => o.terms.criteria.minimumSliceMinor ?? 0n;
  const plan = members.map((offer) => {
    const exact = wanted === 0n ? 0n : (room * want(offer)) / wanted;
    const share = exact - (exact % least);
    return { offer, amount: share < slice(offer) ? 0n : share };
  });
  let left = room - plan.reduce((sum, { amount }) => sum + amount, 0n);
  for (const part of plan) {
    const free = mostOf(request, part.offer) - part.amount;
    const extra = free >= left ? left : free - (free % least);
    if (part.amount + extra < slice(part.offer)) continue;
    part.amount += extra;
    left -= extra;
  }
  const isOdd = (amount: bigint) => amount % least !== 0n;
  return [...plan.filter(({ amount }) => !isOdd(amount)), ...plan.filter(({ amount }) => isOdd(amount))];
}

/** Dearest first, of equal ones the latest; whole, or from the top as long as the rest is a note its offer would take. */
export function cutsFor(request: RRequest, bid: bigint, need: bigint): { held: RFill; cut: bigint }[] {
  const dearer = request.fills.filter((held) => held.bid > bid).reverse();
  dearer.sort((a, b) => (a.bid === b.bid ? 0 : a.bid > b.bid ? -1 : 1));
  const cuts: { held: RFill; cut: bigint }[] = [];
  let left = need;
  for (const held of dearer) {
    const cut = min(held.fill.amountMinor, left);
    const rest = held.fill.amountMinor - cut;
    if (cut === 0n || (rest > 0n && rest < (held.offer.terms.criteria.minimumSliceMinor ?? 0n))) break;
    cuts.push({ held, cut });
    left -= cut;
  }
  return cuts;
}

/** What the last of the bids gets as things stand. */
export function rateOf({ terms }: RRequest, bids: readonly bigint[]): bigint {
  if (terms.clearing === 'posted-rate') return terms.ratePpm;
  return terms.clearing === 'pay-your-bid' ? (bids.at(-1) ?? 0n) : bids.reduce(max, 0n);
}

/** Final rates of all fills, what the borrower pays, and the basis by which interest is split. */
export function finalPrice(request: RRequest): { fills: Fill[]; ratePpm: bigint; interestBasis: bigint } {
  const bids = request.fills.map(({ bid }) => bid);
  for (const held of request.fills) {
    const ratePpm = request.terms.clearing === 'pay-your-bid' ? held.bid : rateOf(request, bids);
    held.fill = { ...held.fill, ratePpm };
  }
  const fills = request.fills.map(({ fill }) => fill);
  const filled = sumOf(request.fills);
  const interestBasis = fills.reduce((sum, fill) => sum + fill.amountMinor * fill.ratePpm, 0n);
  return { fills, ratePpm: (interestBasis + filled - 1n) / filled, interestBasis };
}

/** Whether an amendment keeps its place: the same rate, and nothing wider than before. */
export function asksForNoMore(old: Criteria, now: Criteria): boolean {
  const isPart = (part: readonly string[] | null, whole: readonly string[] | null) =>
    whole === null || (part?.every((text) => whole.includes(text)) ?? false);
  return (
    now.minRatePpm === old.minRatePpm &&
    isPart(now.grades, old.grades) &&
    isPart(now.purposes, old.purposes) &&
    now.minTermMonths >= old.minTermMonths &&
    now.maxTermMonths <= old.maxTermMonths &&
    now.capPerLoanMinor <= old.capPerLoanMinor &&
    capForBorrower(now) <= capForBorrower(old) &&
    (now.minimumSliceMinor ?? 0n) >= (old.minimumSliceMinor ?? 0n)
  );
}
