/**
 * An offer of a lender: placed (money is being held) → active → ended, or refused. The lender asks for a revocation or an amendment;
 * matching alone knows what is unfilled, says what is freed and whether the new terms hold.
 */
import { type CalendarDate, type Currency, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Amendment, amendedTerms, type OfferChange, type OfferTerms } from './amend-offer.ts';
import type { LoanRequest } from './loan-request.ts';
import { type Criteria, type CriteriaCurrencies, criteriaProblems, lastDayProblems, multipleProblems } from './offer-criteria.ts';
import { check, type Problem } from './problem.ts';
import type { Market } from './product.ts';
import type { Waiting } from './waiting.ts';

export type OfferStatus = 'placed' | 'active' | 'revoking' | 'refused' | 'ended';
export type OfferOutcome = 'revoked' | 'expired' | 'exhausted' | 'request-closed';

export type Offer = OfferTerms & {
  readonly offerId: Id<'offer'>;
  readonly lenderId: Id<'member'>;
  readonly kind: 'standing' | 'directed';
  readonly market: Currency;
  readonly requestId: Id<'loanRequest'> | null;
  readonly placedAt: Instant;
  readonly status: OfferStatus;
  readonly holdId: Id<'hold'> | null;
  /** What the lender's portfolio was worth when the money was held; null for an offer without a cap as a share of it. */
  readonly portfolioMinor: bigint | null;
  /** Asked before the hold was placed; passed on to matching as soon as the offer is active. */
  readonly isRevocationAsked: boolean;
  /** Counters kept by the store as fills come and go; the decider never changes them. */
  readonly filledMinor: bigint;
  readonly capturedMinor: bigint;
  readonly freedMinor: bigint;
  readonly outcome: OfferOutcome | null;
  readonly refusalCode: string | null;
  readonly amendment: Amendment | null;
  readonly waiting: Waiting | null;
};

export type OfferEvent =
  | { readonly type: 'Activated'; readonly holdId: Id<'hold'>; readonly portfolioMinor: bigint | null; readonly at: Instant }
  /** With a code when the platform takes it back, without when the lender does. */
  | { readonly type: 'RevocationRequested'; readonly isAtMatching: boolean; readonly code?: string; readonly at: Instant }
  | { readonly type: 'AmendmentRequested'; readonly amendment: Amendment; readonly at: Instant }
  /** The terms of the amendment hold. */
  | { readonly type: 'Amended'; readonly amendment: Amendment; readonly at: Instant }
  | { readonly type: 'AmendmentRefused'; readonly amendment: Amendment; readonly at: Instant }
  | { readonly type: 'Refused'; readonly code: string; readonly at: Instant }
  | { readonly type: 'Freed'; readonly amountMinor: bigint; readonly at: Instant }
  | { readonly type: 'Ended'; readonly outcome: OfferOutcome; readonly at: Instant };

export type OfferCommand =
  | { readonly type: 'Activate'; readonly holdId: Id<'hold'>; readonly portfolioMinor: bigint | null; readonly at: Instant }
  | { readonly type: 'Refuse'; readonly code: string; readonly at: Instant }
  /** Matching never took it: it breaks a rule of the book. */
  | { readonly type: 'RefuseByBook'; readonly code: string; readonly freedMinor: bigint; readonly at: Instant }
  | { readonly type: 'Revoke'; readonly at: Instant }
  /** The request it is directed at was never in the book. */
  | { readonly type: 'TakeBack'; readonly code: string; readonly at: Instant }
  | ({ readonly type: 'Amend'; readonly at: Instant } & Wish)
  | { readonly type: 'ConfirmAmendment'; readonly isPlaceKept: boolean; readonly at: Instant }
  | { readonly type: 'RefuseAmendment'; readonly code: string; readonly at: Instant }
  | { readonly type: 'Close'; readonly outcome: OfferOutcome; readonly freedMinor: bigint; readonly at: Instant }
  | { readonly type: 'Free'; readonly freedMinor: bigint; readonly at: Instant };

type Wish = { readonly change: OfferChange; readonly market: Market; readonly on: CalendarDate };

export type OfferRejection = Rejection<
  'offer.not_open' | 'offer.not_placed' | 'offer.not_active' | 'offer.invalid' | 'offer.amendment_pending' | 'offer.no_amendment'
>;
export type PlaceOfferRejection = Rejection<
  'member.not_verified' | 'offer.invalid' | 'offer.own_request' | 'offer.related_party' | 'loan_request.not_listed' | 'market.unknown'
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
  const problems = [...amountProblems(offer), ...criteriaProblems(criteria, { ...offer, currencies })];
  if (problems.length > 0) return reject('offer.invalid', { problems });
  return ok(placed(offer, { kind: 'standing', requestId: null, criteria }));
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
    portfolioSharePpm: null,
    minimumSliceMinor: null,
  };
  return ok(placed(offer, { kind: 'directed', requestId, criteria }));
}

function amountProblems({ totalMinor, market, goodTillOn, on }: NewOffer): readonly Problem[] {
  const maximum = market.noteMinimumMinor * totalMaximumNotes;
  return [
    ...multipleProblems('total.amountMinor', totalMinor, market),
    ...check(totalMinor <= maximum, 'total.amountMinor', 'above_maximum', `at most ${maximum}`),
    ...lastDayProblems(goodTillOn, on),
  ];
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
    portfolioMinor: null,
    isRevocationAsked: false,
    filledMinor: 0n,
    capturedMinor: 0n,
    freedMinor: 0n,
    outcome: null,
    refusalCode: null,
    amendment: null,
    waiting: { for: 'payments', since: at, cause: 'hold' },
    ...rest,
  };
}

export function decide(state: Offer, command: OfferCommand): Result<readonly OfferEvent[], OfferRejection> {
  const { at } = command;
  switch (command.type) {
    case 'Activate': {
      if (state.status !== 'placed') return refuse(state, 'offer.not_placed');
      const { holdId, portfolioMinor } = command;
      const activated: OfferEvent = { type: 'Activated', holdId, portfolioMinor, at };
      // Revoked before the hold came: the held money leaves by the one way out, matching's word on what is unfilled.
      return ok(state.isRevocationAsked ? [activated, { type: 'RevocationRequested', isAtMatching: true, at }] : [activated]);
    }
    case 'Refuse':
      return state.status === 'placed' ? ok([{ type: 'Refused', code: command.code, at }]) : refuse(state, 'offer.not_placed');
    case 'RefuseByBook':
      if (state.status !== 'active' && state.status !== 'revoking') return refuse(state, 'offer.not_active');
      return ok([
        { type: 'Freed', amountMinor: command.freedMinor, at },
        { type: 'Refused', code: command.code, at },
      ]);
    case 'Revoke':
      if (state.status === 'revoking' || (state.status === 'placed' && state.isRevocationAsked)) return ok([]);
      if (state.status !== 'placed' && state.status !== 'active') return refuse(state, 'offer.not_open');
      return ok([{ type: 'RevocationRequested', isAtMatching: state.status === 'active', at }]);
    case 'TakeBack': {
      const isOpen = state.status === 'active' || (state.status === 'placed' && !state.isRevocationAsked);
      return ok(isOpen ? [{ type: 'RevocationRequested', isAtMatching: state.status === 'active', code: command.code, at }] : []);
    }
    case 'Amend':
      return amend(state, command, at);
    case 'ConfirmAmendment':
      return answer(state, { status: 'applied', isPlaceKept: command.isPlaceKept }, at);
    case 'RefuseAmendment':
      return answer(state, { status: 'refused', code: command.code }, at);
    case 'Close': {
      if (state.status !== 'active' && state.status !== 'revoking') return refuse(state, 'offer.not_active');
      const freed: readonly OfferEvent[] = command.freedMinor > 0n ? [{ type: 'Freed', amountMinor: command.freedMinor, at }] : [];
      // The lender of an offer that was taken back revoked nothing.
      const outcome = command.outcome === 'revoked' && state.refusalCode !== null ? 'request-closed' : command.outcome;
      return ok([...freed, { type: 'Ended', outcome, at }]);
    }
    case 'Free':
      return state.status === 'ended' ? ok([{ type: 'Freed', amountMinor: command.freedMinor, at }]) : refuse(state, 'offer.not_active');
  }
}

/** One at a time, and only of what matching may know as open. Asking for what holds already is asking for nothing. */
function amend(state: Offer, { change, market, on }: Wish, at: Instant): Result<readonly OfferEvent[], OfferRejection> {
  if (state.status === 'ended' || state.status === 'refused') return refuse(state, 'offer.not_open');
  if (state.status !== 'active') return refuse(state, 'offer.not_active');
  if (state.amendment?.status === 'requested') return refuse(state, 'offer.amendment_pending');
  const terms = amendedTerms(state, change, { market, on });
  if (!terms.ok) return terms;
  if (isSame(state, terms.value)) return ok([]);
  const amendment: Amendment = { ...terms.value, status: 'requested', code: null, isPlaceKept: null, requestedAt: at };
  return ok([{ type: 'AmendmentRequested', amendment, at }]);
}

function isSame(a: OfferTerms, b: OfferTerms): boolean {
  const names = Object.keys(a.criteria) as readonly (keyof Criteria)[];
  const isEqual = names.every((name) => String(a.criteria[name]) === String(b.criteria[name]));
  return isEqual && a.totalMinor === b.totalMinor && a.goodTillOn === b.goodTillOn;
}

type Answer = { readonly status: 'applied'; readonly isPlaceKept: boolean } | { readonly status: 'refused'; readonly code: string };

/** Matching answers what was asked, whatever became of the offer meanwhile. */
function answer(state: Offer, answered: Answer, at: Instant): Result<readonly OfferEvent[], OfferRejection> {
  const { amendment } = state;
  if (amendment?.status !== 'requested') return refuse(state, 'offer.no_amendment');
  return ok([{ type: answered.status === 'applied' ? 'Amended' : 'AmendmentRefused', amendment: { ...amendment, ...answered }, at }]);
}

export function evolve(state: Offer, event: OfferEvent): Offer {
  switch (event.type) {
    case 'Activated':
      return { ...state, status: 'active', holdId: event.holdId, portfolioMinor: event.portfolioMinor, waiting: null };
    case 'RevocationRequested': {
      const asked = { ...state, isRevocationAsked: true, refusalCode: event.code ?? state.refusalCode };
      if (!event.isAtMatching) return asked;
      return { ...asked, status: 'revoking', waiting: { for: 'matching', since: event.at, cause: 'revocation' } };
    }
    case 'AmendmentRequested':
      return { ...state, amendment: event.amendment, waiting: { for: 'matching', since: event.at, cause: amendmentCause } };
    case 'Amended': {
      const { totalMinor, criteria, goodTillOn } = event.amendment;
      return { ...answered(state, event.amendment), totalMinor, criteria, goodTillOn };
    }
    case 'AmendmentRefused':
      return answered(state, event.amendment);
    case 'Refused':
      return { ...state, status: 'refused', refusalCode: event.code, waiting: null };
    case 'Freed':
      return { ...state, freedMinor: state.freedMinor + event.amountMinor };
    case 'Ended':
      return { ...state, status: 'ended', outcome: event.outcome, waiting: null };
  }
}

const amendmentCause = 'amendment';

/** A revocation that was asked for meanwhile is waited for still. */
function answered(state: Offer, amendment: Amendment): Offer {
  return { ...state, amendment, waiting: state.waiting?.cause === amendmentCause ? null : state.waiting };
}

function refuse(state: Offer, code: OfferRejection['code']): Result<never, OfferRejection> {
  return reject(code, { offerId: state.offerId, status: state.status });
}
