/** Eligibility, the size of a note, and the three ways to price a filled request. */
import { divide } from '@mutua/kernel';
import { type Book, exposureOf } from './book.ts';
import type { Fill } from './event.ts';
import { bigOf } from './exact.ts';
import { noCap } from './offer-columns.ts';
import type { HeldFill, RequestRow } from './request-columns.ts';

/** What a request asks of an offer, read once for all that are looked at. */
export type Wanted = {
  readonly request: RequestRow;
  readonly limit: number;
  readonly grade: number;
  readonly purpose: number;
  readonly term: number;
  readonly least: number;
  readonly borrower: number;
  readonly related: readonly number[] | undefined;
};

export function wantedBy({ requests: r }: Book, request: RequestRow): Wanted {
  return {
    request,
    limit: r.limit(request),
    grade: r.grade(request),
    purpose: r.purpose(request),
    term: r.term(request),
    least: r.least(request),
    borrower: r.borrower(request),
    related: r.relatedOf(request),
  };
}

/** Whether the terms of both sides allow a fill at all; amounts are not looked at. */
export function accepts({ offers: o }: Book, { limit, grade, purpose, term, borrower, related }: Wanted, row: number): boolean {
  const lender = o.lender(row);
  const purposes = o.purposes(row);
  return (
    o.rate(row) <= limit &&
    (o.shape(row) & (1 << grade)) !== 0 &&
    (purposes === 0 || (purposes & (1 << purpose)) !== 0) &&
    term >= o.termMin(row) &&
    term <= o.termMax(row) &&
    lender !== borrower &&
    related?.includes(lender) !== true
  );
}

/** Whether the offer already gave a note to the request: it gives at most one. */
export function hasNote({ offers, requests }: Book, { request }: Wanted, row: number): boolean {
  return requests.filled(request) > 0 && offers.held(row) > 0 && requests.hasFiller(request, row);
}

/** The most the offer can put into the request: what it has left, within its caps. */
export function mostOf(book: Book, { borrower }: Wanted, row: number): number {
  const { offers } = book;
  const most = Math.min(offers.remaining(row), offers.capLoan(row));
  const cap = offers.capBorrower(row);
  return cap === noCap ? most : Math.min(most, cap - exposureOf(book, row, borrower));
}

/**
 * The note an eligible offer gives: a multiple of the note minimum within its caps and what it has left, or 0. The note that completes
 * the request takes what is left of the request, whatever that is. Both the note and the whole notes the offer could give reach its
 * minimum slice: so who is passed over now does not fit later, when less is left.
 */
export function sliceOf(book: Book, wanted: Wanted, row: number, room: number): number {
  const most = mostOf(book, wanted, row);
  const { least } = wanted;
  if (most < least) return 0;
  const slice = most >= room ? room : wholeOf(most, least);
  const smallest = book.offers.slice(row);
  return smallest > 0 && (slice < smallest || wholeOf(most, least) < smallest) ? 0 : slice;
}

/** The largest multiple of `least` within an amount. Exact below 2^50: the quotient cannot round up to the next integer. */
export function wholeOf(amount: number, least: number): number {
  return least * Math.floor(amount / least);
}

/** The rate a fill is told with when it is made: for its own bid, and the dearest of the request with it. */
export function rateNow({ requests }: Book, request: RequestRow, bid: number, dearest: number): number {
  const clearing = requests.clearing(request);
  if (clearing === 'posted-rate') return requests.limit(request);
  return clearing === 'pay-your-bid' ? bid : dearest;
}

export type Price = { readonly ratePpm: bigint; readonly interestBasis: bigint };

/** Gives all fills their final rates, and the request its own. */
export function settlePrice({ requests }: Book, request: RequestRow): Price {
  const fills = requests.fillsOf(request);
  const filled = requests.filled(request);
  const clearing = requests.clearing(request);
  if (clearing === 'pay-your-bid') {
    const interestBasis = basisOf(fills.map((held) => held.fill));
    return { ratePpm: divide(interestBasis, bigOf(filled), 'ceiling'), interestBasis };
  }
  const rate = clearing === 'posted-rate' ? requests.limit(request) : (marginalBid(fills) ?? 0);
  const ratePpm = bigOf(rate);
  if (clearing === 'uniform-price') for (const held of fills) if (held.fill.ratePpm !== ratePpm) held.fill = { ...held.fill, ratePpm };
  return { ratePpm, interestBasis: productOf(filled, rate) };
}

/** Of two whole numbers below 2^53; through bigint only where a double would not be exact. */
function productOf(a: number, b: number): bigint {
  const product = a * b;
  return product <= Number.MAX_SAFE_INTEGER ? bigOf(product) : bigOf(a) * bigOf(b);
}

/** Σ amount × rate: the weights by which the interest of a loan is split exactly, and over the amount the mean rate. */
export function basisOf(fills: readonly Pick<Fill, 'amountMinor' | 'ratePpm'>[]): bigint {
  return fills.reduce((sum, fill) => sum + fill.amountMinor * fill.ratePpm, 0n);
}

/** The highest minimum rate among fills; null when there are none. */
export function marginalBid(fills: readonly Pick<HeldFill, 'bid'>[]): number | null {
  let rate: number | null = null;
  for (const { bid } of fills) if (rate === null || bid > rate) rate = bid;
  return rate;
}
