/** A policy document and the policy that it says. */
import type { CreditComponents } from '@mutua/contracts';
import { ratePpmFromWire } from '@mutua/kernel';
import type { CreditPolicy } from '../../domain/policy.ts';

export type PolicyTerms = CreditComponents['schemas']['CreditPolicyTerms'];

/** The document has been checked against the contract. */
export function policyFrom(
  policyVersion: number,
  { limits, refer, pricing, reputation, bureau, monitoring, reviews, ...models }: PolicyTerms,
): CreditPolicy {
  const ppm = ratePpmFromWire;
  return {
    policyVersion,
    ...models,
    ...(bureau === undefined ? {} : { bureau }),
    ...(monitoring === undefined ? {} : { monitoring }),
    ...(reviews === undefined ? {} : { reviews }),
    limits: {
      minimumAnnualIncomeMinor: BigInt(limits.minimumAnnualIncomeMinor),
      maximumDebtToIncomePpm: ppm(limits.maximumDebtToIncomePpm),
      maximumDebtToIncomeWithLoanPpm: ppm(limits.maximumDebtToIncomeWithLoanPpm),
      maximumAmountToIncomePpm: ppm(limits.maximumAmountToIncomePpm),
      maximumDelinquencies2y: BigInt(limits.maximumDelinquencies2y),
      maximumPublicRecords: BigInt(limits.maximumPublicRecords),
      maximumPdPpm: ppm(limits.maximumPdPpm),
      maximumOpenLoans: limits.maximumOpenLoans,
      maximumExposureMinor: BigInt(limits.maximumExposureMinor),
    },
    refer: { publicRecordsFrom: BigInt(refer.publicRecordsFrom), pdFromPpm: ppm(refer.pdFromPpm) },
    pricing: {
      baseRatePpm: ppm(pricing.baseRatePpm),
      lossGivenDefaultPpm: ppm(pricing.lossGivenDefaultPpm),
      averageBalancePpm: ppm(pricing.averageBalancePpm),
      rateStepPpm: ppm(pricing.rateStepPpm),
      grades: pricing.grades.map(({ grade, annualLossFromPpm, marginPpm }) => ({
        grade,
        annualLossFromPpm: ppm(annualLossFromPpm),
        marginPpm: ppm(marginPpm),
      })),
    },
    reputation: {
      fullWeightMinor: BigInt(reputation.fullWeightMinor),
      monthsMax: reputation.monthsMax,
      priorMonths: reputation.priorMonths,
      bestOddsPpm: ppm(reputation.bestOddsPpm),
      worstOddsPpm: ppm(reputation.worstOddsPpm),
    },
  };
}
