/** Our state as event data. Money as decimal text, rates as integers. */
import type { EventData } from '@mutua/contracts';
import { assert, type CalendarDate, type Currency, type Instant, type MoneyWire, ratePpmToWire } from '@mutua/kernel';
import type { Amendment } from '../../domain/amend-offer.ts';
import type { Contract } from '../../domain/contract.ts';
import type { LoanRequest, LoanRequestEvent, Profile } from '../../domain/loan-request.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Criteria } from '../../domain/offer-criteria.ts';
import type { Clearing } from '../../domain/product.ts';

export function money(amountMinor: bigint, currency: Currency): MoneyWire {
  return { amountMinor: amountMinor.toString(), currency };
}

export function submittedData(
  request: LoanRequest,
  { on, at }: { readonly on: CalendarDate; readonly at: Instant },
): EventData<'loans.loan-request-submitted.v1'> {
  const { requestId, borrowerId, market, productId, amountMinor, termMonths, purpose, maxRatePpm, profile } = request;
  return {
    requestId,
    borrowerId,
    market,
    productId,
    amount: money(amountMinor, market),
    termMonths,
    purpose,
    maxRatePpm: ratePpmToWire(maxRatePpm),
    profile: profileData(profile),
    submittedOn: on,
    submittedAt: at,
  };
}

function profileData(profile: Profile): EventData<'loans.loan-request-submitted.v1'>['profile'] {
  const { annualIncomeMinor, debtToIncomePpm, revolvingBalanceMinor, revolvingUtilisationPpm } = profile;
  return {
    ...profile,
    annualIncomeMinor: annualIncomeMinor.toString(),
    debtToIncomePpm: rateOrNull(debtToIncomePpm),
    revolvingBalanceMinor: revolvingBalanceMinor?.toString() ?? null,
    revolvingUtilisationPpm: rateOrNull(revolvingUtilisationPpm),
  };
}

function rateOrNull(rate: bigint | null): number | null {
  return rate === null ? null : ratePpmToWire(rate);
}

type Mechanism = NonNullable<EventData<'loans.loan-request-listed.v1'>['mechanism']>;

export function listedData(
  request: LoanRequest,
  { listing, clearing, relatedIds }: Pick<Extract<LoanRequestEvent, { type: 'Listed' }>, 'listing' | 'clearing' | 'relatedIds'>,
): EventData<'loans.loan-request-listed.v1'> {
  const { requestId, borrowerId, market, productId, amountMinor, termMonths, purpose } = request;
  const { minimumMinor, noteMinimumMinor, grade, ratePpm, listedOn, closesOn } = listing;
  return {
    requestId,
    borrowerId,
    market,
    productId,
    amount: money(amountMinor, market),
    minimumAmount: money(minimumMinor, market),
    noteMinimum: money(noteMinimumMinor, market),
    termMonths,
    purpose,
    grade,
    ratePpm: ratePpmToWire(ratePpm),
    listedOn,
    closesOn,
    // Its one value is from before there was a choice.
    clearing: 'posted-rate',
    mechanism: mechanismOf(clearing),
    ...(relatedIds.length > 0 && { relatedIds: [...relatedIds] }),
  };
}

function mechanismOf({ mechanism, timing, allocation, closing }: Clearing): Mechanism {
  return { clearing: mechanism, timing, allocation, ...(closing === 'at-deadline' && { closing }) };
}

export function offerData(offer: Offer): EventData<'loans.offer-placed.v1'> {
  const { offerId, lenderId, market, kind, requestId, totalMinor, criteria, goodTillOn, placedAt } = offer;
  return {
    offerId,
    lenderId,
    market,
    kind,
    requestId,
    total: money(totalMinor, market),
    criteria: criteriaData(offer, criteria),
    goodTillOn,
    placedAt,
  };
}

/** All terms as they are to be; what leaves the offer is the difference of the totals. */
export function amendmentData(offer: Offer, amendment: Amendment): EventData<'loans.offer-amendment-requested.v1'> {
  const { offerId, market, totalMinor } = offer;
  return {
    offerId,
    market,
    reduction: money(totalMinor - amendment.totalMinor, market),
    criteria: criteriaData(offer, amendment.criteria),
    goodTillOn: amendment.goodTillOn,
  };
}

function criteriaData({ market, portfolioMinor }: Offer, criteria: Criteria): EventData<'loans.offer-placed.v1'>['criteria'] {
  const sharePpm = criteria.portfolioSharePpm;
  const portfolio = portfolioMinor === null ? {} : { portfolio: money(portfolioMinor, market) };
  return {
    minRatePpm: ratePpmToWire(criteria.minRatePpm),
    grades: filled(criteria.grades),
    minTermMonths: criteria.minTermMonths,
    maxTermMonths: criteria.maxTermMonths,
    purposes: criteria.purposes && filled(criteria.purposes),
    capPerLoan: money(criteria.capPerLoanMinor, market),
    ...(criteria.capPerBorrowerMinor !== null && { capPerBorrower: money(criteria.capPerBorrowerMinor, market) }),
    ...(sharePpm !== null && { capOfPortfolio: { sharePpm: ratePpmToWire(sharePpm), ...portfolio } }),
    ...(criteria.minimumSliceMinor !== null && { minimumSlice: money(criteria.minimumSliceMinor, market) }),
  };
}

export function contractedData(contract: Contract): EventData<'loans.loan-contracted.v1'> {
  const { contractId, requestId, loanId, borrowerId, market, productId, grade, purpose, terms, termsHash, slices, acceptedOn } = contract;
  const { rules } = terms;
  assert(acceptedOn !== null, 'a contracted loan was accepted', { contractId });
  return {
    loanId,
    contractId,
    requestId,
    borrowerId,
    market,
    productId,
    grade,
    purpose,
    principal: money(terms.principalMinor, market),
    originationFee: money(terms.originationFeeMinor, market),
    ratePpm: ratePpmToWire(terms.ratePpm),
    termMonths: terms.termMonths,
    method: rules.method,
    frequency: rules.frequency,
    dayCount: rules.dayCount,
    rounding: rules.rounding,
    instalmentRounding: rules.instalmentRounding,
    lateFee: {
      ratePpm: ratePpmToWire(rules.lateFeePpm),
      minimum: money(rules.lateFeeMinimumMinor, market),
      graceDays: rules.lateFeeGraceDays,
    },
    serviceFeePpm: ratePpmToWire(rules.serviceFeePpm),
    recoveryFeePpm: ratePpmToWire(rules.recoveryFeePpm),
    defaultAfterDays: rules.defaultAfterDays,
    chargeOffAfterDays: rules.chargeOffAfterDays,
    signedOn: acceptedOn,
    termsHash,
    slices: filled(
      slices.map(({ noteId, offerId, holdId, lenderId, principalMinor, ratePpm }) => ({
        noteId,
        offerId,
        holdId,
        lenderId,
        principal: money(principalMinor, market),
        ratePpm: ratePpmToWire(ratePpm),
      })),
    ),
  };
}

/** A list that the contract of an event wants filled. */
export function filled<T>(items: readonly T[]): [T, ...T[]] {
  const [first, ...rest] = items;
  assert(first !== undefined, 'the list has an item');
  return [first, ...rest];
}
