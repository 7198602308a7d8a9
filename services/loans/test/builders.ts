/** Shared facts of the tests. */
import { currency, derivedId } from '@mutua/kernel';
import { type Product, postedRate } from '../src/domain/product.ts';

export const product: Product = {
  productId: derivedId('loanProduct', 'p'),
  name: 'Annuity',
  market: { currency: currency('EUR'), noteMinimumMinor: 2_500n, rules: null },
  minimumMinor: 100_000n,
  maximumMinor: 3_500_000n,
  termsMonths: [36, 60],
  indicativeRatePpm: 120_000n,
  originationFeePpm: 30_000n,
  fundingThresholdPpm: 700_000n,
  listingDays: 14,
  consentDays: 3,
  contractDays: 5,
  rules: {
    method: 'annuity',
    frequency: 'monthly',
    dayCount: '30e/360',
    rounding: 'half-even',
    instalmentRounding: 'half-even',
    lateFeePpm: 50_000n,
    lateFeeMinimumMinor: 1_500n,
    lateFeeGraceDays: 15,
    serviceFeePpm: 10_000n,
    recoveryFeePpm: 180_000n,
    defaultAfterDays: 121,
    chargeOffAfterDays: 150,
  },
  clearing: postedRate,
};
