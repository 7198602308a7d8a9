/** Our state as the contract of the REST API shows it. */
import type { LoansComponents } from '@mutua/contracts';
import { assert, type Currency, epochMsOf, type Instant, mulDiv, onePpm, ratePpmToWire } from '@mutua/kernel';
import type { FunnelMarket, ListingFilter, ListingRow, StuckRow } from '../../app/ports.ts';
import type { Quoted } from '../../app/products.ts';
import type { Amendment } from '../../domain/amend-offer.ts';
import type { LoanRequest, Profile, RequestStatus } from '../../domain/loan-request.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Criteria } from '../../domain/offer-criteria.ts';
import type { LoanRules, Product } from '../../domain/product.ts';
import type { Waiting } from '../../domain/waiting.ts';
import { scheduleView } from './schedule-view.ts';

type Views = LoansComponents['schemas'];

const money = (amountMinor: bigint, currency: Currency): Views['Money'] => ({ amountMinor: amountMinor.toString(), currency });
const moneyOrNull = (amountMinor: bigint | null, currency: Currency): Views['Money'] | null =>
  amountMinor === null ? null : money(amountMinor, currency);
const rateOrNull = (rate: bigint | null): number | null => (rate === null ? null : ratePpmToWire(rate));

export function lateFeeView(rules: LoanRules, currency: Currency): Views['LateFee'] {
  return {
    ratePpm: ratePpmToWire(rules.lateFeePpm),
    minimum: money(rules.lateFeeMinimumMinor, currency),
    graceDays: rules.lateFeeGraceDays,
  };
}

export function productView(product: Product): Views['LoanProduct'] {
  const { market, rules } = product;
  return {
    productId: product.productId,
    name: product.name,
    market: market.currency,
    minimumAmount: money(product.minimumMinor, market.currency),
    maximumAmount: money(product.maximumMinor, market.currency),
    termsMonths: [...product.termsMonths],
    method: rules.method,
    frequency: rules.frequency,
    dayCount: rules.dayCount,
    rounding: rules.rounding,
    instalmentRounding: rules.instalmentRounding,
    indicativeRatePpm: ratePpmToWire(product.indicativeRatePpm),
    originationFeePpm: ratePpmToWire(product.originationFeePpm),
    serviceFeePpm: ratePpmToWire(rules.serviceFeePpm),
    recoveryFeePpm: ratePpmToWire(rules.recoveryFeePpm),
    lateFee: lateFeeView(rules, market.currency),
    defaultAfterDays: rules.defaultAfterDays,
    chargeOffAfterDays: rules.chargeOffAfterDays,
    fundingThresholdPpm: ratePpmToWire(product.fundingThresholdPpm),
    noteMinimum: money(market.noteMinimumMinor, market.currency),
    listingDays: product.listingDays,
    consentDays: product.consentDays,
    contractDays: product.contractDays,
    clearing: product.clearing,
  };
}

export function quoteView({ product, ratePpm, disbursedOn, quote }: Quoted, termMonths: number): Views['Quote'] {
  const { currency } = product.market;
  const { aprs } = quote;
  return {
    productId: product.productId,
    amount: money(quote.principalMinor, currency),
    termMonths,
    ratePpm: ratePpmToWire(ratePpm),
    disbursedOn,
    originationFee: money(quote.originationFeeMinor, currency),
    net: money(quote.principalMinor - quote.originationFeeMinor, currency),
    schedule: scheduleView(quote.schedule, currency),
    aprs: {
      euPpm: ratePpmToWire(aprs.aprEuPpm),
      usPpm: ratePpmToWire(aprs.aprUsPpm),
      unitPeriodsPerYear: aprs.unitPeriodsPerYear,
      cashFlows: aprs.flows.map(({ on, amountMinor, tYears, t, f }) => ({
        on,
        amount: money(amountMinor, currency),
        years: tYears,
        unitPeriods: t,
        unitPeriodFraction: f,
      })),
    },
  };
}

function profileView(profile: Profile): Views['FinancialProfile'] {
  return {
    ...profile,
    annualIncomeMinor: profile.annualIncomeMinor.toString(),
    debtToIncomePpm: rateOrNull(profile.debtToIncomePpm),
    revolvingBalanceMinor: profile.revolvingBalanceMinor?.toString() ?? null,
    revolvingUtilisationPpm: rateOrNull(profile.revolvingUtilisationPpm),
  };
}

function waitingView(waiting: Waiting | null): Views['Waiting'] | null {
  return waiting && { for: waiting.for, since: waiting.since, cause: waiting.cause };
}

export function requestView(request: LoanRequest): Views['LoanRequest'] {
  const { market, listing, withdrawal } = request;
  return {
    requestId: request.requestId,
    borrowerId: request.borrowerId,
    status: request.status,
    market,
    productId: request.productId,
    amount: money(request.amountMinor, market),
    termMonths: request.termMonths,
    purpose: request.purpose,
    maxRatePpm: ratePpmToWire(request.maxRatePpm),
    profile: profileView(request.profile),
    createdAt: request.createdAt,
    submittedAt: request.submittedAt,
    grade: request.grade,
    score: request.score,
    ratePpm: listing && ratePpmToWire(listing.ratePpm),
    finalRatePpm: rateOrNull(request.finalRatePpm),
    minimumAmount: moneyOrNull(listing?.minimumMinor ?? null, market),
    filled: money(request.filledMinor, market),
    fundedAmount: moneyOrNull(request.fundedMinor, market),
    listedOn: listing?.listedOn ?? null,
    closesOn: listing?.closesOn ?? null,
    consentDeadlineOn: request.status === 'partially-funded' ? request.deadlineOn : null,
    contractId: request.contractId,
    loanId: request.loanId,
    reasons: request.reasons.map(({ code, text }) => ({ code, text })),
    failureCode: request.failureCode,
    withdrawal: withdrawal && { status: withdrawal.status, code: withdrawal.code },
    waiting: waitingView(request.waiting),
  };
}

const listingStatus: Readonly<Partial<Record<RequestStatus, ListingFilter['status']>>> = {
  listed: 'open',
  'partially-funded': 'funded',
  contracting: 'funded',
  disbursing: 'funded',
  disbursed: 'funded',
};

/** Nothing here says who the borrower is. */
export function listingView({ request, fillCount }: ListingRow): Views['Listing'] {
  const { market, listing, amountMinor, filledMinor } = request;
  assert(listing !== null, 'a listing belongs to a listed request', { requestId: request.requestId });
  return {
    requestId: request.requestId,
    status: listingStatus[request.status] ?? 'closed',
    market,
    productId: request.productId,
    amount: money(amountMinor, market),
    minimumAmount: money(listing.minimumMinor, market),
    noteMinimum: money(listing.noteMinimumMinor, market),
    filled: money(filledMinor, market),
    remaining: money(amountMinor - filledMinor, market),
    fillCount,
    progressPpm: ratePpmToWire(mulDiv(filledMinor, onePpm, amountMinor, 'floor')),
    termMonths: request.termMonths,
    purpose: request.purpose,
    grade: listing.grade,
    ratePpm: ratePpmToWire(listing.ratePpm),
    listedOn: listing.listedOn,
    closesOn: listing.closesOn,
  };
}

export function offerView(offer: Offer): Views['Offer'] {
  const { market, amendment } = offer;
  return {
    offerId: offer.offerId,
    lenderId: offer.lenderId,
    status: offer.status,
    kind: offer.kind,
    market,
    requestId: offer.requestId,
    total: money(offer.totalMinor, market),
    filled: money(offer.filledMinor, market),
    captured: money(offer.capturedMinor, market),
    freed: money(offer.freedMinor, market),
    criteria: criteriaView(offer.criteria, market),
    portfolio: moneyOrNull(offer.portfolioMinor, market),
    goodTillOn: offer.goodTillOn,
    placedAt: offer.placedAt,
    holdId: offer.holdId,
    outcome: offer.outcome,
    refusalCode: offer.refusalCode,
    amendment: amendment && amendmentView(amendment, market),
    waiting: waitingView(offer.waiting),
  };
}

function criteriaView(criteria: Criteria, market: Currency): Views['Criteria'] {
  return {
    minRatePpm: ratePpmToWire(criteria.minRatePpm),
    grades: [...criteria.grades],
    minTermMonths: criteria.minTermMonths,
    maxTermMonths: criteria.maxTermMonths,
    purposes: criteria.purposes && [...criteria.purposes],
    capPerLoan: money(criteria.capPerLoanMinor, market),
    capPerBorrower: moneyOrNull(criteria.capPerBorrowerMinor, market),
    portfolioSharePpm: rateOrNull(criteria.portfolioSharePpm),
    minimumSlice: moneyOrNull(criteria.minimumSliceMinor, market),
  };
}

function amendmentView({ totalMinor, criteria, ...amendment }: Amendment, market: Currency): Views['OfferAmendment'] {
  return { ...amendment, total: money(totalMinor, market), criteria: criteriaView(criteria, market) };
}

export function funnelView({ market, reached, ...row }: FunnelMarket): Views['FunnelMarket'] {
  const count = (event: string): number => reached[event] ?? 0;
  return {
    market,
    created: row.created,
    submitted: count('Submitted'),
    assessed: count('Listed') + count('Rejected'),
    listed: count('Listed'),
    funded: count('Funded'),
    signed: count('Signed'),
    disbursed: count('Disbursed'),
    requested: money(row.requestedMinor, market),
    paidOut: money(row.paidOutMinor, market),
    byStatus: row.byStatus.map(({ status, count: requests, amountMinor }) => ({
      status,
      count: requests,
      amount: money(amountMinor, market),
    })),
    rejections: row.rejections.map(({ code, count: requests }) => ({ code, count: requests })),
  };
}

export function stuckView({ kind, id, status, waiting }: StuckRow, now: Instant): Views['StuckItem'] {
  const ageSeconds = Math.max(0, Math.floor((epochMsOf(now) - epochMsOf(waiting.since)) / 1000));
  return { kind, id, status, waiting: { for: waiting.for, since: waiting.since, cause: waiting.cause }, ageSeconds };
}
