/**
 * Why an offer was filled or not: the first rule that stood in its way, request by request. Pure: the same book and command give the same
 * reasons, so they can be asked years later from a snapshot and the log.
 */
import type { Id, RatePpm } from '@mutua/kernel';
import { apply } from './apply.ts';
import { type Book, exposureOf } from './book.ts';
import { hasNote, marginalBid, sliceOf, wantedBy } from './clearing.ts';
import type { NumberedCommand } from './command.ts';
import { candidates } from './match.ts';
import { noCap } from './offer-columns.ts';
import type { RequestRow } from './request-columns.ts';
import { requestsInOrder } from './views.ts';

/**
 * The first rule that keeps an offer from a request, in this order. rank: it fits, and others came first. batch: it fits, and waits for the
 * next batch. closed: it takes part in nothing any more.
 */
export type Constraint =
  | 'closed'
  | 'own-or-related'
  | 'directed-elsewhere'
  | 'grade'
  | 'term'
  | 'purpose'
  | 'rate'
  | 'has-note'
  | 'cash'
  | 'cap'
  | 'minimum-slice'
  | 'rank'
  | 'batch';

export type OfferReason = {
  readonly requestId: Id<'loanRequest'>;
  readonly outcome: 'filled' | 'not-filled';
  /** Of this offer in this request: by the command for explainBatch, in all for explainOffer. */
  readonly filledMinor: bigint;
  /** Null when it was filled. */
  readonly constraint: Constraint | null;
  /** The offer's minimum rate. */
  readonly ownRatePpm: RatePpm;
  /** The posted or highest rate of the request. */
  readonly limitPpm: RatePpm;
  /** The highest minimum rate among the fills of the request; null while it has none. */
  readonly marginalRatePpm: RatePpm | null;
  /** Place among the offers that fit, 1 is first, with what those before could give; null when the offer does not fit. */
  readonly rank: number | null;
  readonly aheadMinor: bigint | null;
};

/** The first rule of terms or amounts between an offer and a request as both are now; null when it fits. */
export function constraintOf(book: Book, request: RequestRow, row: number): Constraint | null {
  const { offers, requests } = book;
  const terms = termsConstraint(book, request, row);
  if (terms !== null) return terms;
  return offers.rate(row) > requests.limit(request) ? 'rate' : amountConstraint(book, request, row);
}

/** The first rule that stands whatever the rate of the request is; null when a high enough rate would make the offer fit. */
export function constraintAtAnyRate(book: Book, request: RequestRow, row: number): Constraint | null {
  return termsConstraint(book, request, row) ?? amountConstraint(book, request, row);
}

/** All terms but the rate. */
function termsConstraint(book: Book, request: RequestRow, row: number): Constraint | null {
  const { offers: o, requests: r } = book;
  const lender = o.lender(row);
  const purposes = o.purposes(row);
  const term = r.term(request);
  const directedTo = book.directedTo.get(row);
  if (!o.isLive(row) || o.outcome(row) !== 0) return 'closed';
  if (lender === r.borrower(request) || r.relatedOf(request)?.includes(lender) === true) return 'own-or-related';
  if (directedTo !== undefined && directedTo !== r.text(request)) return 'directed-elsewhere';
  if ((o.shape(row) & (1 << r.grade(request))) === 0) return 'grade';
  if (term < o.termMin(row) || term > o.termMax(row)) return 'term';
  return purposes !== 0 && (purposes & (1 << r.purpose(request))) === 0 ? 'purpose' : null;
}

function amountConstraint(book: Book, request: RequestRow, row: number): Constraint | null {
  const { offers: o, requests: r } = book;
  const capBorrower = o.capBorrower(row);
  const wanted = wantedBy(book, request);
  const { least } = wanted;
  if (hasNote(book, wanted, row)) return 'has-note';
  if (o.remaining(row) < least) return 'cash';
  const free = capBorrower === noCap ? noCap : capBorrower - exposureOf(book, row, wanted.borrower);
  if (Math.min(o.capLoan(row), free) < least) return 'cap';
  // Against the whole amount: what is left of the request is a matter of rank.
  return sliceOf(book, wanted, row, r.amount(request)) === 0 ? 'minimum-slice' : null;
}

/** How the offer stands to every open request now, oldest listing first; empty for an offer that is not in the book. */
export function explainOffer(book: Book, offerId: string): OfferReason[] {
  const row = book.offers.ids.find(offerId);
  if (row < 0) return [];
  const { requests } = book;
  const open = requestsInOrder(book).filter((request) => requests.isOpen(request));
  return open.map((request) => {
    const filled = requests.fillsOf(request).reduce((sum, held) => (held.row === row ? sum + held.amount : sum), 0);
    const waiting = requests.isBatch(request) ? 'batch' : 'rank';
    return { ...reasonOf(book, request, row), ...outcomeOf(BigInt(filled), constraintOf(book, request, row) ?? waiting) };
  });
}

/**
 * What a command did for an offer: one reason for each request that was cleared with the offer in the book. `before` is the book just
 * before the command; it is used up. Empty when the command is refused or cleared nothing.
 */
export function explainBatch(before: Book, numbered: NumberedCommand, offerId: string): OfferReason[] {
  const seen = new Map<RequestRow, OfferReason>();
  const done = apply(before, numbered, (request, newcomer) => {
    const row = before.offers.ids.find(offerId);
    if (row < 0 || seen.has(request) || (newcomer !== null && newcomer !== row)) return;
    seen.set(request, { ...reasonOf(before, request, row), ...outcomeOf(0n, constraintOf(before, request, row) ?? 'rank') });
  });
  if (!done.ok) return [];
  const filled = new Map<string, bigint>();
  for (const event of done.value) {
    if (event.type !== 'fills-made') continue;
    for (const fill of event.fills)
      if (fill.offerId === offerId) filled.set(fill.requestId, (filled.get(fill.requestId) ?? 0n) + fill.amountMinor);
  }
  return [...seen].map(([request, reason]) => {
    const marginalRatePpm = marginalOf(before, request);
    return { ...reason, marginalRatePpm, ...outcomeOf(filled.get(reason.requestId) ?? 0n, reason.constraint) };
  });
}

function outcomeOf(filledMinor: bigint, constraint: Constraint | null): Pick<OfferReason, 'outcome' | 'filledMinor' | 'constraint'> {
  return filledMinor > 0n ? { outcome: 'filled', filledMinor, constraint: null } : { outcome: 'not-filled', filledMinor, constraint };
}

function marginalOf({ requests }: Book, request: RequestRow): bigint | null {
  const bid = marginalBid(requests.fillsOf(request));
  return bid === null ? null : BigInt(bid);
}

/** Everything but the outcome. */
function reasonOf(book: Book, request: RequestRow, row: number): OfferReason {
  const fitting = candidates(book, request);
  const place = fitting.indexOf(row);
  const wanted = wantedBy(book, request);
  const { requests } = book;
  const room = requests.room(request);
  const ahead = fitting.slice(0, Math.max(place, 0)).reduce((sum, other) => sum + sliceOf(book, wanted, other, Math.max(room, 1)), 0);
  return {
    requestId: requests.text(request),
    outcome: 'not-filled',
    filledMinor: 0n,
    constraint: null,
    ownRatePpm: BigInt(book.offers.rate(row)),
    limitPpm: BigInt(requests.limit(request)),
    marginalRatePpm: marginalOf(book, request),
    rank: place < 0 ? null : place + 1,
    aheadMinor: place < 0 ? null : BigInt(ahead),
  };
}
