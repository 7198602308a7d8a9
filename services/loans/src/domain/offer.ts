/**
 * An offer of a lender: placed (money is being held) → active → ended, or refused. The lender asks a revocation; matching alone
 * knows what is unfilled and says what is freed.
 */
import { type CalendarDate, type Currency, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { LoanRequest } from './loan-request.ts';
import type { Market, Problem } from './product.ts';
import type { Purpose } from './purpose.ts';
import type { Waiting } from './waiting.ts';

export type OfferStatus = 'placed' | 'active' | 'revoking' | 'refused' | 'ended';
export type OfferOutcome = 'revoked' | 'expired' | 'exhausted' | 'request-closed';

export type Criteria = {
  readonly minRatePpm: bigint;
  readonly grades: readonly string[];
  readonly minTermMonths: number;
  readonly maxTermMonths: number;
  /** Null takes every purpose. */
  readonly purposes: readonly Purpose[] | null;
  readonly capPerLoanMinor: bigint;
  /** Over all loans of one borrower out of this offer; null is no such cap. */
  readonly capPerBorrowerMinor: bigint | null;
  /** No note smaller than this; null is the note minimum. */
  readonly minimumSliceMinor: bigint | null;
};

/** The currency that each amount of the criteria came in, by its name on the wire. */
export type CriteriaCurrencies = Readonly<Partial<Record<'capPerLoan' | 'capPerBorrower' | 'minimumSlice', string>>>;

export type Offer = {
  readonly offerId: Id<'offer'>;
  readonly lenderId: Id<'member'>;
  readonly kind: 'standing' | 'directed';
  readonly market: Currency;
  readonly requestId: Id<'loanRequest'> | null;
  readonly totalMinor: bigint;
  readonly criteria: Criteria;
  readonly goodTillOn: CalendarDate | null;
  readonly placedAt: Instant;
  readonly status: OfferStatus;
  readonly holdId: Id<'hold'> | null;
  /** Asked before the hold was placed; passed on to matching as soon as the offer is active. */
  readonly isRevocationAsked: boolean;
  /** Counters kept by the store as fills come and go; the decider never changes them. */
  readonly filledMinor: bigint;
  readonly capturedMinor: bigint;
  readonly freedMinor: bigint;
  readonly outcome: OfferOutcome | null;
  readonly refusalCode: string | null;
  readonly waiting: Waiting | null;
};

export type OfferEvent =
  | { readonly type: 'Activated'; readonly holdId: Id<'hold'>; readonly at: Instant }
  | { readonly type: 'RevocationRequested'; readonly isAtMatching: boolean; readonly at: Instant }
  | { readonly type: 'Refused'; readonly code: string; readonly at: Instant }
  | { readonly type: 'Freed'; readonly amountMinor: bigint; readonly at: Instant }
  | { readonly type: 'Ended'; readonly outcome: OfferOutcome; readonly at: Instant };

export type OfferCommand =
  | { readonly type: 'Activate'; readonly holdId: Id<'hold'>; readonly at: Instant }
  | { readonly type: 'Refuse'; readonly code: string; readonly at: Instant }
  | { readonly type: 'Revoke'; readonly at: Instant }
  | { readonly type: 'Close'; readonly outcome: OfferOutcome; readonly freedMinor: bigint; readonly at: Instant }
  | { readonly type: 'Free'; readonly freedMinor: bigint; readonly at: Instant };

export type OfferRejection = Rejection<'offer.not_open' | 'offer.not_placed' | 'offer.not_active'>;
export type PlaceOfferRejection = Rejection<
  'member.not_verified' | 'offer.invalid' | 'offer.own_request' | 'loan_request.not_listed' | 'market.unknown'
>;

export type NewOffer = {
  readonly offerId: Id<'offer'>;
  readonly lenderId: Id<'member'>;
  readonly market: Market;
  readonly totalMinor: bigint;
  readonly goodTillOn: CalendarDate | null;
  readonly at: Instant;
  readonly on: CalendarDate;
};

const totalMaximumNotes = 1_000_000n;

/** A standing offer, or every problem of its amounts and criteria at once. */
export function placeStanding(
  offer: NewOffer,
  { criteria, currencies }: { readonly criteria: Criteria; readonly currencies: CriteriaCurrencies },
): Result<Offer, PlaceOfferRejection> {
  const { market } = offer;
  const problems = [
    ...amountProblems(offer),
    ...Object.entries(currencies).flatMap(([name, currency]) =>
      check(currency === market.currency, `criteria.${name}.currency`, 'other_currency', market.currency),
    ),
    ...limitProblems(criteria, market),
    ...check(criteria.capPerLoanMinor <= offer.totalMinor, 'criteria.capPerLoan.amountMinor', 'above_total', `at most ${offer.totalMinor}`),
    ...check(
      criteria.minTermMonths <= criteria.maxTermMonths,
      'criteria.maxTermMonths',
      'below_minimum',
      `${criteria.minTermMonths} or more`,
    ),
  ];
  if (problems.length > 0) return reject('offer.invalid', { problems });
  return ok(placed(offer, { kind: 'standing', requestId: null, criteria }));
}

/** A note is a whole number of note minimums, at most each cap and at least the slice: limits that leave no such amount fill nothing. */
function limitProblems({ capPerLoanMinor, capPerBorrowerMinor, minimumSliceMinor }: Criteria, market: Market): readonly Problem[] {
  const limits = { capPerLoan: capPerLoanMinor, capPerBorrower: capPerBorrowerMinor, minimumSlice: minimumSliceMinor };
  return Object.entries(limits).flatMap(([name, limitMinor]) => {
    if (limitMinor === null) return [];
    const field = `criteria.${name}.amountMinor`;
    const holdsSlice = minimumSliceMinor === null || limitMinor >= minimumSliceMinor;
    return [
      ...multipleProblems(field, limitMinor, market),
      ...check(holdsSlice, field, 'below_minimum_slice', `${minimumSliceMinor} or more, or the offer could give no note`),
    ];
  });
}

/** A directed offer takes the terms of its listing; its own lender may not be the borrower. */
export function placeDirected(offer: NewOffer, request: LoanRequest): Result<Offer, PlaceOfferRejection> {
  const { requestId, listing } = request;
  if (request.borrowerId === offer.lenderId) return reject('offer.own_request', { requestId });
  if (request.status !== 'listed' || listing === null) return reject('loan_request.not_listed', { requestId, status: request.status });
  const problems = [
    ...amountProblems(offer),
    ...check(offer.market.currency === request.market, 'total.currency', 'other_currency', request.market),
    ...check(offer.totalMinor <= request.amountMinor, 'total.amountMinor', 'above_request', `at most ${request.amountMinor}`),
  ];
  if (problems.length > 0) return reject('offer.invalid', { problems });
  const criteria = {
    minRatePpm: listing.ratePpm,
    grades: [listing.grade],
    minTermMonths: request.termMonths,
    maxTermMonths: request.termMonths,
    purposes: null,
    capPerLoanMinor: offer.totalMinor,
    capPerBorrowerMinor: null,
    minimumSliceMinor: null,
  };
  return ok(placed(offer, { kind: 'directed', requestId, criteria }));
}

function amountProblems({ totalMinor, market, goodTillOn, on }: NewOffer): readonly Problem[] {
  const maximum = market.noteMinimumMinor * totalMaximumNotes;
  return [
    ...multipleProblems('total.amountMinor', totalMinor, market),
    ...check(totalMinor <= maximum, 'total.amountMinor', 'above_maximum', `at most ${maximum}`),
    ...check(goodTillOn === null || goodTillOn >= on, 'goodTillOn', 'in_the_past', `${on} or later`),
  ];
}

function multipleProblems(field: string, amountMinor: bigint, { noteMinimumMinor }: Market): readonly Problem[] {
  const isMultiple = amountMinor > 0n && amountMinor % noteMinimumMinor === 0n;
  return check(isMultiple, field, 'not_a_multiple_of_the_note_minimum', `a multiple of ${noteMinimumMinor}`);
}

function check(holds: boolean, field: string, code: string, allowed: string): readonly Problem[] {
  return holds ? [] : [{ field, code, allowed }];
}

function placed(
  { offerId, lenderId, market, totalMinor, goodTillOn, at }: NewOffer,
  rest: Pick<Offer, 'kind' | 'requestId' | 'criteria'>,
): Offer {
  return {
    offerId,
    lenderId,
    market: market.currency,
    totalMinor,
    goodTillOn,
    placedAt: at,
    status: 'placed',
    holdId: null,
    isRevocationAsked: false,
    filledMinor: 0n,
    capturedMinor: 0n,
    freedMinor: 0n,
    outcome: null,
    refusalCode: null,
    waiting: { for: 'payments', since: at, cause: 'hold' },
    ...rest,
  };
}

export function decide(state: Offer, command: OfferCommand): Result<readonly OfferEvent[], OfferRejection> {
  const { at } = command;
  switch (command.type) {
    case 'Activate': {
      if (state.status !== 'placed') return refuse(state, 'offer.not_placed');
      const activated: OfferEvent = { type: 'Activated', holdId: command.holdId, at };
      // Revoked before the hold came: the held money leaves by the one way out, matching's word on what is unfilled.
      return ok(state.isRevocationAsked ? [activated, { type: 'RevocationRequested', isAtMatching: true, at }] : [activated]);
    }
    case 'Refuse':
      return state.status === 'placed' ? ok([{ type: 'Refused', code: command.code, at }]) : refuse(state, 'offer.not_placed');
    case 'Revoke':
      if (state.status === 'revoking' || (state.status === 'placed' && state.isRevocationAsked)) return ok([]);
      if (state.status !== 'placed' && state.status !== 'active') return refuse(state, 'offer.not_open');
      return ok([{ type: 'RevocationRequested', isAtMatching: state.status === 'active', at }]);
    case 'Close': {
      if (state.status !== 'active' && state.status !== 'revoking') return refuse(state, 'offer.not_active');
      const freed: readonly OfferEvent[] = command.freedMinor > 0n ? [{ type: 'Freed', amountMinor: command.freedMinor, at }] : [];
      return ok([...freed, { type: 'Ended', outcome: command.outcome, at }]);
    }
    case 'Free':
      return state.status === 'ended' ? ok([{ type: 'Freed', amountMinor: command.freedMinor, at }]) : refuse(state, 'offer.not_active');
  }
}

export function evolve(state: Offer, event: OfferEvent): Offer {
  switch (event.type) {
    case 'Activated':
      return { ...state, status: 'active', holdId: event.holdId, waiting: null };
    case 'RevocationRequested':
      if (!event.isAtMatching) return { ...state, isRevocationAsked: true };
      return { ...state, status: 'revoking', isRevocationAsked: true, waiting: { for: 'matching', since: event.at, cause: 'revocation' } };
    case 'Refused':
      return { ...state, status: 'refused', refusalCode: event.code, waiting: null };
    case 'Freed':
      return { ...state, freedMinor: state.freedMinor + event.amountMinor };
    case 'Ended':
      return { ...state, status: 'ended', outcome: event.outcome, waiting: null };
  }
}

function refuse(state: Offer, code: OfferRejection['code']): Result<never, OfferRejection> {
  return reject(code, { offerId: state.offerId, status: state.status });
}
