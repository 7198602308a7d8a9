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
import type { Profile } from '../../domain/loan-request.ts';
import type { Criteria, CriteriaCurrencies } from '../../domain/offer.ts';
import { postedRate } from '../../domain/product.ts';

type Bodies = LoansComponents['schemas'];

export function profileFrom(body: Bodies['FinancialProfile']): Profile {
  const rate = (ppm: number | null | undefined): bigint | null => (ppm == null ? null : ratePpmFromWire(ppm));
  const { earliestCreditLineOn, revolvingBalanceMinor } = body;
  return {
    annualIncomeMinor: BigInt(body.annualIncomeMinor),
    employmentLengthYears: body.employmentLengthYears ?? null,
    homeOwnership: body.homeOwnership,
    debtToIncomePpm: rate(body.debtToIncomePpm),
    delinquencies2y: body.delinquencies2y ?? null,
    inquiries6m: body.inquiries6m ?? null,
    openAccounts: body.openAccounts ?? null,
    publicRecords: body.publicRecords ?? null,
    revolvingBalanceMinor: revolvingBalanceMinor == null ? null : BigInt(revolvingBalanceMinor),
    revolvingUtilisationPpm: rate(body.revolvingUtilisationPpm),
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
  const { capPerLoan, capPerBorrower, minimumSlice } = body;
  const criteria = {
    minRatePpm: ratePpmFromWire(body.minRatePpm),
    grades: body.grades,
    minTermMonths: body.minTermMonths,
    maxTermMonths: body.maxTermMonths,
    purposes: body.purposes ?? null,
    capPerLoanMinor: moneyFromWire(capPerLoan).amountMinor,
    capPerBorrowerMinor: capPerBorrower == null ? null : moneyFromWire(capPerBorrower).amountMinor,
    minimumSliceMinor: minimumSlice == null ? null : moneyFromWire(minimumSlice).amountMinor,
  };
  const currencies = {
    capPerLoan: capPerLoan.currency,
    ...(capPerBorrower && { capPerBorrower: capPerBorrower.currency }),
    ...(minimumSlice && { minimumSlice: minimumSlice.currency }),
  };
  return { criteria, currencies };
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
