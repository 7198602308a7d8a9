/** Request bodies, already checked against the contract, as inputs of the use cases. */
import type { LoansComponents } from '@mutua/contracts';
import {
  type CalendarDate,
  calendarDate,
  type Id,
  type Instant,
  moneyFromWire,
  ok,
  type Rejection,
  type Result,
  ratePpmFromWire,
  reject,
} from '@mutua/kernel';
import type { OfferInput } from '../../app/lend.ts';
import type { NewProduct } from '../../app/products.ts';
import type { OfferChange } from '../../domain/amend-offer.ts';
import type { Profile } from '../../domain/loan-request.ts';
import type { Criteria, CriteriaCurrencies } from '../../domain/offer-criteria.ts';
import { postedRate } from '../../domain/product.ts';

type Bodies = LoansComponents['schemas'];

export function profileFrom(body: Bodies['FinancialProfile']): Profile {
  const { earliestCreditLineOn, revolvingBalanceMinor } = body;
  return {
    annualIncomeMinor: BigInt(body.annualIncomeMinor),
    employmentLengthYears: body.employmentLengthYears ?? null,
    homeOwnership: body.homeOwnership,
    debtToIncomePpm: rateOrNull(body.debtToIncomePpm),
    delinquencies2y: body.delinquencies2y ?? null,
    inquiries6m: body.inquiries6m ?? null,
    openAccounts: body.openAccounts ?? null,
    publicRecords: body.publicRecords ?? null,
    revolvingBalanceMinor: revolvingBalanceMinor == null ? null : BigInt(revolvingBalanceMinor),
    revolvingUtilisationPpm: rateOrNull(body.revolvingUtilisationPpm),
    totalAccounts: body.totalAccounts ?? null,
    monthsSinceDelinquency: body.monthsSinceDelinquency ?? null,
    monthsSinceRecord: body.monthsSinceRecord ?? null,
    earliestCreditLineOn: earliestCreditLineOn == null ? null : calendarDate(earliestCreditLineOn),
    ficoLow: body.ficoLow ?? null,
  };
}

type OfferFacts = { readonly offerId: Id<'offer'>; readonly lenderId: Id<'member'>; readonly at: Instant };

/** Standing with criteria and no request, or directed with a request and no criteria; anything else is refused. */
export function offerInput(body: Bodies['NewOffer'], facts: OfferFacts): Result<OfferInput, Rejection<'offer.needs_criteria'>> {
  const { amountMinor, currency } = moneyFromWire(body.total);
  const shared = { ...facts, totalMinor: amountMinor, currency, goodTillOn: dateOrNull(body.goodTillOn) };
  const { kind, criteria, requestId } = body;
  if (kind === 'standing' && criteria !== undefined && requestId === undefined) {
    return ok({ ...shared, kind, ...criteriaFrom(criteria) });
  }
  if (kind === 'directed' && criteria === undefined && requestId !== undefined) return ok({ ...shared, kind, requestId });
  return reject('offer.needs_criteria', { kind });
}

function criteriaFrom(body: Bodies['NewCriteria']): { readonly criteria: Criteria; readonly currencies: CriteriaCurrencies } {
  const { minRatePpm, grades, minTermMonths, maxTermMonths, capPerLoan } = body;
  const criteria = {
    minRatePpm: ratePpmFromWire(minRatePpm),
    grades,
    minTermMonths,
    maxTermMonths,
    purposes: body.purposes ?? null,
    capPerLoanMinor: moneyFromWire(capPerLoan).amountMinor,
    capPerBorrowerMinor: minorOrNull(body.capPerBorrower),
    portfolioSharePpm: rateOrNull(body.portfolioSharePpm),
    minimumSliceMinor: minorOrNull(body.minimumSlice),
  };
  return { criteria, currencies: currenciesOf(body) };
}

/** What the body does not name is not in the change; null takes a limit away. */
export function offerChange({ total, criteria, goodTillOn }: Bodies['OfferChange']): OfferChange {
  return {
    ...(total && { totalMinor: moneyFromWire(total).amountMinor }),
    ...(criteria && { criteria: criteriaChange(criteria) }),
    ...(goodTillOn !== undefined && { goodTillOn: dateOrNull(goodTillOn) }),
    currencies: { ...currenciesOf(criteria ?? {}), ...(total && { total: total.currency }) },
  };
}

function criteriaChange(body: Bodies['CriteriaChange']): Partial<Criteria> {
  const { minRatePpm, grades, minTermMonths, maxTermMonths, purposes, capPerLoan, capPerBorrower, portfolioSharePpm, minimumSlice } = body;
  return {
    ...(minRatePpm !== undefined && { minRatePpm: ratePpmFromWire(minRatePpm) }),
    ...(grades && { grades }),
    ...(minTermMonths !== undefined && { minTermMonths }),
    ...(maxTermMonths !== undefined && { maxTermMonths }),
    ...(purposes !== undefined && { purposes }),
    ...(capPerLoan && { capPerLoanMinor: moneyFromWire(capPerLoan).amountMinor }),
    ...(capPerBorrower !== undefined && { capPerBorrowerMinor: minorOrNull(capPerBorrower) }),
    ...(portfolioSharePpm !== undefined && { portfolioSharePpm: rateOrNull(portfolioSharePpm) }),
    ...(minimumSlice !== undefined && { minimumSliceMinor: minorOrNull(minimumSlice) }),
  };
}

type Limits = Pick<Bodies['CriteriaChange'], 'capPerLoan' | 'capPerBorrower' | 'minimumSlice'>;

function currenciesOf({ capPerLoan, capPerBorrower, minimumSlice }: Limits): CriteriaCurrencies {
  return {
    ...(capPerLoan && { capPerLoan: capPerLoan.currency }),
    ...(capPerBorrower && { capPerBorrower: capPerBorrower.currency }),
    ...(minimumSlice && { minimumSlice: minimumSlice.currency }),
  };
}

function minorOrNull(amount: Bodies['Money'] | null | undefined): bigint | null {
  return amount == null ? null : moneyFromWire(amount).amountMinor;
}

function rateOrNull(ppm: number | null | undefined): bigint | null {
  return ppm == null ? null : ratePpmFromWire(ppm);
}

function dateOrNull(text: string | null | undefined): CalendarDate | null {
  return text == null ? null : calendarDate(text);
}

export function productInput(body: Bodies['NewLoanProduct'], productId: Id<'loanProduct'>): NewProduct {
  const [minimum, maximum, lateFee] = [body.minimumAmount, body.maximumAmount, body.lateFee.minimum].map(moneyFromWire);
  return {
    productId,
    name: body.name,
    marketCode: body.market,
    currencies: [body.minimumAmount, body.maximumAmount, body.lateFee.minimum].map(({ currency }) => currency),
    minimumMinor: minimum?.amountMinor ?? 0n,
    maximumMinor: maximum?.amountMinor ?? 0n,
    termsMonths: body.termsMonths,
    indicativeRatePpm: ratePpmFromWire(body.indicativeRatePpm),
    originationFeePpm: ratePpmFromWire(body.originationFeePpm),
    fundingThresholdPpm: ratePpmFromWire(body.fundingThresholdPpm),
    listingDays: body.listingDays,
    consentDays: body.consentDays,
    contractDays: body.contractDays,
    clearing: body.clearing ?? postedRate,
    rules: {
      method: body.method,
      frequency: 'monthly',
      dayCount: body.dayCount,
      rounding: body.rounding,
      instalmentRounding: body.instalmentRounding,
      lateFeePpm: ratePpmFromWire(body.lateFee.ratePpm),
      lateFeeMinimumMinor: lateFee?.amountMinor ?? 0n,
      lateFeeGraceDays: body.lateFee.graceDays,
      serviceFeePpm: ratePpmFromWire(body.serviceFeePpm),
      recoveryFeePpm: ratePpmFromWire(body.recoveryFeePpm),
      defaultAfterDays: body.defaultAfterDays,
      chargeOffAfterDays: body.chargeOffAfterDays,
    },
  };
}
