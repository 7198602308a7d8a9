/**
 * Why an offer was filled or not: the first rule that stood in its way, request by request. Pure: the same book and command give the same
 * reasons, so they can be asked years later from a snapshot and the log.
 */
import type { Id, RatePpm } from '@mutua/kernel';
import { apply } from './apply.ts';
import { type Book, exposureOf } from './book.ts';
import { hasNote, marginalBid, sliceOf } from './clearing.ts';
import type { NumberedCommand } from './command.ts';
import { candidates } from './match.ts';
import { noCap } from './offer-columns.ts';
import type { Request } from './request.ts';

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
export function constraintOf(book: Book, request: Request, row: number): Constraint | null {
  return termsConstraint(book, request, row) ?? amountConstraint(book, request, row);
}

function termsConstraint(book: Book, request: Request, row: number): Constraint | null {
  const { offers: o } = book;
  const lender = o.lender(row);
  const purposes = o.purposes(row);
  const { termMonths, requestId } = request.terms;
  if (!o.isLive(row) || o.outcome(row) !== 0) return 'closed';
  if (lender === request.borrower || request.related?.includes(lender) === true) return 'own-or-related';
  if ((book.directedTo.get(row) ?? requestId) !== requestId) return 'directed-elsewhere';
  if ((o.shape(row) & (1 << request.grade)) === 0) return 'grade';
  if (termMonths < o.termMin(row) || termMonths > o.termMax(row)) return 'term';
  if (purposes !== 0 && (purposes & request.purposeBit) === 0) return 'purpose';
  return o.rate(row) > request.limit ? 'rate' : null;
}

function amountConstraint(book: Book, request: Request, row: number): Constraint | null {
  const { offers: o } = book;
  const capBorrower = o.capBorrower(row);
  if (hasNote(book, request, row)) return 'has-note';
  if (o.remaining(row) < request.least) return 'cash';
  const free = capBorrower === noCap ? noCap : capBorrower - exposureOf(book, row, request.borrower);
  if (Math.min(o.capLoan(row), free) < request.least) return 'cap';
  // Against the whole amount: what is left of the request is a matter of rank.
  return sliceOf(book, request, row, request.amount) === 0 ? 'minimum-slice' : null;
}

/** How the offer stands to every open request now, oldest listing first; empty for an offer that is not in the book. */
export function explainOffer(book: Book, offerId: string): OfferReason[] {
  const row = book.offers.ids.find(offerId);
  if (row < 0) return [];
  const open = book.requests
    .values()
    .filter((request) => request.status === 'open')
    .sort((a, b) => a.seq - b.seq);
  return open.map((request) => {
    const filled = request.fills.reduce((sum, held) => (held.row === row ? sum + held.amount : sum), 0);
    const waiting = request.isBatch ? 'batch' : 'rank';
    return { ...reasonOf(book, request, row), ...outcomeOf(BigInt(filled), constraintOf(book, request, row) ?? waiting) };
  });
}

/**
 * What a command did for an offer: one reason for each request that was cleared with the offer in the book. `before` is the book just
 * before the command; it is used up. Empty when the command is refused or cleared nothing.
 */
export function explainBatch(before: Book, numbered: NumberedCommand, offerId: string): OfferReason[] {
  const seen = new Map<Request, OfferReason>();
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
    const marginalRatePpm = marginalOf(request);
    return { ...reason, marginalRatePpm, ...outcomeOf(filled.get(reason.requestId) ?? 0n, reason.constraint) };
  });
}

function outcomeOf(filledMinor: bigint, constraint: Constraint | null): Pick<OfferReason, 'outcome' | 'filledMinor' | 'constraint'> {
  return filledMinor > 0n ? { outcome: 'filled', filledMinor, constraint: null } : { outcome: 'not-filled', filledMinor, constraint };
}

function marginalOf(request: Request): bigint | null {
  const bid = marginalBid(request);
  return bid === null ? null : BigInt(bid);
}

/** Everything but the outcome. */
function reasonOf(book: Book, request: Request, row: number): OfferReason {
  const fitting = candidates(book, request);
  const place = fitting.indexOf(row);
  const room = request.amount - request.filled;
  const ahead = fitting.slice(0, Math.max(place, 0)).reduce((sum, other) => sum + sliceOf(book, request, other, Math.max(room, 1)), 0);
  return {
    requestId: request.terms.requestId,
    outcome: 'not-filled',
    filledMinor: 0n,
    constraint: null,
    ownRatePpm: BigInt(book.offers.rate(row)),
    limitPpm: request.terms.ratePpm,
    marginalRatePpm: marginalOf(request),
    rank: place < 0 ? null : place + 1,
    aheadMinor: place < 0 ? null : BigInt(ahead),
  };
}
