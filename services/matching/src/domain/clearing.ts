/** Eligibility, the size of a note, and the three ways to price a filled request. */
import { divide } from '@mutua/kernel';
import { type Book, exposureOf } from './book.ts';
import type { Fill } from './event.ts';
import { bigOf } from './exact.ts';
import { noCap } from './offer-columns.ts';
import type { Request } from './request.ts';

/** Whether the terms of both sides allow a fill at all; amounts are not looked at. */
export function accepts({ offers: o }: Book, request: Request, row: number): boolean {
  const lender = o.lender(row);
  const purposes = o.purposes(row);
  const { termMonths } = request.terms;
  return (
    o.rate(row) <= request.limit &&
    (o.shape(row) & (1 << request.grade)) !== 0 &&
    (purposes === 0 || (purposes & request.purposeBit) !== 0) &&
    termMonths >= o.termMin(row) &&
    termMonths <= o.termMax(row) &&
    lender !== request.borrower &&
    (request.related === null || !request.related.includes(lender))
  );
}

/** Whether the offer already gave a note to the request: it gives at most one. */
export function hasNote({ offers }: Book, request: Request, row: number): boolean {
  if (request.fills.length === 0 || offers.held(row) === 0) return false;
  request.fillers ??= new Set(request.fills.map((held) => held.row));
  return request.fillers.has(row);
}

/** The most the offer can put into the request: what it has left, within its caps. */
export function mostOf(book: Book, request: Request, row: number): number {
  const { offers } = book;
  const most = Math.min(offers.remaining(row), offers.capLoan(row));
  const cap = offers.capBorrower(row);
  return cap === noCap ? most : Math.min(most, cap - exposureOf(book, row, request.borrower));
}

/**
 * The note an eligible offer gives: a multiple of the note minimum within its caps and what it has left, or 0. The note that completes
 * the request takes what is left of the request, whatever that is. Both the note and the whole notes the offer could give reach its
 * minimum slice: so who is passed over now does not fit later, when less is left.
 */
export function sliceOf(book: Book, request: Request, row: number, room: number): number {
  const most = mostOf(book, request, row);
  if (most < request.least) return 0;
  const slice = most >= room ? room : wholeOf(most, request.least);
  const smallest = book.offers.slice(row);
  return smallest > 0 && (slice < smallest || wholeOf(most, request.least) < smallest) ? 0 : slice;
}

/** The largest multiple of `least` within an amount. Exact below 2^50: the quotient cannot round up to the next integer. */
export function wholeOf(amount: number, least: number): number {
  return least * Math.floor(amount / least);
}

/** The rate a fill is told with when it is made: for its own bid, and the dearest of the request with it. */
export function rateNow(request: Request, bid: number, dearest: number): bigint {
  const { clearing, ratePpm } = request.terms;
  if (clearing === 'posted-rate') return ratePpm;
  return bigOf(clearing === 'pay-your-bid' ? bid : dearest);
}

export type Price = { readonly ratePpm: bigint; readonly interestBasis: bigint };

/** Gives all fills their final rates, and the request its own. */
export function settlePrice(request: Request): Price {
  const { clearing, ratePpm } = request.terms;
  const filledMinor = bigOf(request.filled);
  if (clearing === 'posted-rate') return { ratePpm, interestBasis: filledMinor * ratePpm };
  if (clearing === 'uniform-price') {
    const marginal = bigOf(marginalBid(request) ?? 0);
    for (const held of request.fills) if (held.fill.ratePpm !== marginal) held.fill = { ...held.fill, ratePpm: marginal };
    return { ratePpm: marginal, interestBasis: filledMinor * marginal };
  }
  const interestBasis = basisOf(request.fills.map((held) => held.fill));
  return { ratePpm: divide(interestBasis, filledMinor, 'ceiling'), interestBasis };
}

/** Σ amount × rate: the weights by which the interest of a loan is split exactly, and over the amount the mean rate. */
export function basisOf(fills: readonly Pick<Fill, 'amountMinor' | 'ratePpm'>[]): bigint {
  return fills.reduce((sum, fill) => sum + fill.amountMinor * fill.ratePpm, 0n);
}

/** The highest minimum rate among the fills of a request; null while it has none. */
export function marginalBid({ fills }: Pick<Request, 'fills'>): number | null {
  let rate: number | null = null;
  for (const { bid } of fills) if (rate === null || bid > rate) rate = bid;
  return rate;
}
