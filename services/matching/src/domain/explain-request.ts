/** Why a request is not funded: what is missing, what stands by at its rate and at higher ones, and which rules keep money away. */
import type { Id, RatePpm } from '@mutua/kernel';
import type { Book } from './book.ts';
import { termRangeOf } from './cells.ts';
import { marginalBid, sliceOf, wantedBy } from './clearing.ts';
import { type Constraint, constraintAtAnyRate, constraintOf } from './explain.ts';
import type { RequestRow } from './request-columns.ts';

export type RequestReason = {
  readonly requestId: Id<'loanRequest'>;
  readonly missingMinor: bigint;
  /** What offers that fit could give now at the request's own rate. More than 0 only while a batch is awaited. */
  readonly availableMinor: bigint;
  /** Missing after that. */
  readonly missingAtRateMinor: bigint;
  /** The lowest rate at which the offers in the book would fill it; null when none does, its own rate or less when it will fill. */
  readonly fillRatePpm: RatePpm | null;
  readonly marginalRatePpm: RatePpm | null;
  /** Unfilled money of open offers by the first rule that keeps it away, most first. */
  readonly kept: readonly { readonly constraint: Constraint; readonly offers: number; readonly amountMinor: bigint }[];
  /** Open requests of the same cell that were listed before, and what they miss. */
  readonly ahead: { readonly requests: number; readonly missingMinor: bigint };
};

/** Undefined for a request that is not open. Looks at every offer of the book. */
export function explainRequest(book: Book, requestId: string): RequestReason | undefined {
  const { requests } = book;
  const request = requests.find(requestId);
  if (request < 0 || !requests.isOpen(request)) return undefined;
  const missing = requests.room(request);
  const limit = requests.limit(request);
  const kept = new Map<Constraint, { offers: number; amount: number }>();
  const fitting: { rate: number; amount: number }[] = [];
  const { offers: o } = book;
  for (let row = 0; row < o.high; row += 1) {
    if (!o.isLive(row) || o.outcome(row) !== 0 || o.remaining(row) === 0) continue;
    const constraint = constraintOf(book, request, row);
    if (constraint === null || isOnlyRate(book, request, row, constraint)) fitting.push(bidOf(book, request, row, missing));
    if (constraint === null) continue;
    const sum = kept.get(constraint) ?? { offers: 0, amount: 0 };
    kept.set(constraint, { offers: sum.offers + 1, amount: sum.amount + o.remaining(row) });
  }
  const available = fitting.reduce((sum, { rate, amount }) => (rate <= limit ? sum + amount : sum), 0);
  const missingAtRate = Math.max(0, missing - available);
  const marginal = marginalBid(requests.fillsOf(request));
  return {
    requestId: requests.text(request),
    missingMinor: BigInt(missing),
    availableMinor: BigInt(Math.min(available, missing)),
    missingAtRateMinor: BigInt(missingAtRate),
    fillRatePpm: fillRateOf(fitting, missing),
    marginalRatePpm: marginal === null ? null : BigInt(marginal),
    kept: [...kept]
      .map(([constraint, { offers, amount }]) => ({ constraint, offers, amountMinor: BigInt(amount) }))
      .sort((a, b) => (a.amountMinor === b.amountMinor ? 0 : a.amountMinor > b.amountMinor ? -1 : 1)),
    ahead: aheadOf(book, request),
  };
}

/** Whether a higher rate alone would make the offer fit. */
function isOnlyRate(book: Book, request: RequestRow, row: number, constraint: Constraint): boolean {
  return constraint === 'rate' && constraintAtAnyRate(book, request, row) === null;
}

function bidOf(book: Book, request: RequestRow, row: number, missing: number): { rate: number; amount: number } {
  return { rate: book.offers.rate(row), amount: missing === 0 ? 0 : sliceOf(book, wantedBy(book, request), row, missing) };
}

function fillRateOf(fitting: { rate: number; amount: number }[], missing: number): bigint | null {
  let left = missing;
  for (const { rate, amount } of fitting.sort((a, b) => a.rate - b.rate)) {
    left -= amount;
    if (left <= 0 && amount > 0) return BigInt(rate);
  }
  return null;
}

function aheadOf({ requests: r }: Book, request: RequestRow): RequestReason['ahead'] {
  const range = termRangeOf(r.term(request));
  const isInCell = (other: RequestRow) => r.grade(other) === r.grade(request) && termRangeOf(r.term(other)) === range;
  const before = r.rows().filter((other) => r.isOpen(other) && isInCell(other) && r.seq(other) < r.seq(request));
  return { requests: before.length, missingMinor: BigInt(before.reduce((sum, other) => sum + r.room(other), 0)) };
}
