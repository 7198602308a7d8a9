/** Clearing mechanisms and eligibility: which offer may take part in a request, how much of it, and at which rate. */
import type { RatePpm } from '@mutua/kernel';
import type { Clearing, OfferTerms, RequestTerms } from './command.ts';

/** A mechanism as the book sees it. Others are added here, and chosen by the product. */
type Mechanism = {
  /** The highest minimum rate that can take part. */
  readonly limitPpm: (request: RequestTerms) => RatePpm;
  /** What a filled lender gets. */
  readonly rateOf: (request: RequestTerms) => RatePpm;
};

export const mechanisms: Readonly<Record<Clearing, Mechanism>> = {
  'posted-rate': { limitPpm: (request) => request.ratePpm, rateOf: (request) => request.ratePpm },
};

/** Whether the terms of both sides allow a fill at all; what is left of either is not looked at. */
export function isEligible(request: RequestTerms, offer: OfferTerms): boolean {
  const { criteria } = offer;
  return (
    criteria.minRatePpm <= mechanisms[request.clearing].limitPpm(request) &&
    criteria.capPerLoanMinor >= request.noteMinimumMinor &&
    request.termMonths >= criteria.minTermMonths &&
    request.termMonths <= criteria.maxTermMonths &&
    offer.lenderId !== request.borrowerId &&
    (offer.requestId === null || offer.requestId === request.requestId) &&
    criteria.grades.includes(request.grade) &&
    (criteria.purposes === null || criteria.purposes.includes(request.purpose))
  );
}

/**
 * The note an eligible offer gives: a multiple of the note minimum within its cap and what it has left, or 0. The note that completes
 * the request takes what is left of the request, whatever that is.
 */
export function sliceMinor(request: RequestTerms, roomMinor: bigint, offer: { terms: OfferTerms; remainingMinor: bigint }): bigint {
  const least = request.noteMinimumMinor;
  if (offer.remainingMinor < least) return 0n;
  const cap = offer.terms.criteria.capPerLoanMinor;
  const most = offer.remainingMinor < cap ? offer.remainingMinor : cap;
  return most >= roomMinor ? roomMinor : most - (most % least);
}
