/** The credit policy: one versioned document of limits, doubts and prices that says which model decides. A version never changes. */
import { onePpm } from '@mutua/kernel';
import type { Application } from './application.ts';
import { type BureauGap, type BureauTerms, bureauGap } from './bureau.ts';
import type { Facts } from './facts.ts';
import type { FeatureVector } from './features.ts';
import type { Thresholds } from './monitoring.ts';
import type { Affordability, Pricing } from './pricing.ts';
import type { ReputationTerms } from './reputation.ts';
import { type ReviewTerms, usualReviewTerms } from './review-watch.ts';
import type { Reason } from './scorecard.ts';

export type CreditPolicy = {
  readonly policyVersion: number;
  /** The model that decides. */
  readonly modelVersion: string;
  /** Models that are scored beside it and decide nothing. */
  readonly challengers: readonly string[];
  /** Past one of these a request is declined. */
  readonly limits: {
    readonly minimumAnnualIncomeMinor: bigint;
    /** Existing debt payments over income. */
    readonly maximumDebtToIncomePpm: bigint;
    /** With the instalment of this loan. */
    readonly maximumDebtToIncomeWithLoanPpm: bigint;
    readonly maximumAmountToIncomePpm: bigint;
    readonly maximumDelinquencies2y: bigint;
    readonly maximumPublicRecords: bigint;
    readonly maximumPdPpm: bigint;
    readonly maximumOpenLoans: number;
    /** Owed, approved and asked for, together. */
    readonly maximumExposureMinor: bigint;
  };
  /** From one of these on a person decides. */
  readonly refer: { readonly publicRecordsFrom: bigint; readonly pdFromPpm: bigint };
  readonly pricing: Pricing;
  readonly reputation: ReputationTerms;
  /** Absent: the usual ones. */
  readonly monitoring?: Thresholds;
  /** Absent: the usual ones. */
  readonly reviews?: ReviewTerms;
  /** Absent: no bureau is asked. */
  readonly bureau?: BureauTerms;
};

export type Verdict = { readonly decision: 'approved' | 'declined' | 'referred'; readonly reasons: readonly Reason[] };

export type Judged = {
  readonly application: Application;
  readonly facts: Facts;
  readonly features: FeatureVector;
  readonly pdPpm: bigint;
  /** Below one million: the reputation of the borrower raises the risk. */
  readonly oddsFactorPpm: bigint;
  readonly affordability: Affordability;
  /** Those of the score, worst first. */
  readonly reasons: readonly Reason[];
};

type Rule = { readonly applies: boolean; readonly reason: Reason };

/**
 * Declines with every limit that is passed; when the risk is one of them, with what raises it too, because "the risk is too high" is no
 * specific reason. Refers with every doubt; otherwise approves with the reasons of the score.
 */
export function verdictOf(given: Judged, policy: CreditPolicy): Verdict {
  const gap = gapOf(given, policy);
  const judged =
    gap !== null && policy.bureau?.whenMissing === 'unknown' ? { ...given, reasons: [...given.reasons, unknownTo(gap)] } : given;
  const declines = reasonsOf([...identityLimits(judged), ...incomeLimits(judged, policy), ...platformLimits(judged, policy)]);
  if (judged.pdPpm > policy.limits.maximumPdPpm) return { decision: 'declined', reasons: [...declines, ...risksOf(judged)] };
  if (declines.length > 0) return { decision: 'declined', reasons: declines };
  const doubts = [...reasonsOf(referRules(judged, policy)), ...bureauDoubts(gap, policy)];
  return doubts.length > 0 ? { decision: 'referred', reasons: doubts } : { decision: 'approved', reasons: judged.reasons };
}

function gapOf({ facts }: Judged, { bureau }: CreditPolicy): BureauGap | null {
  return facts.bureau === undefined || bureau === undefined ? null : bureauGap(facts.bureau, bureau);
}

const gapTexts: Readonly<Record<BureauGap, string>> = {
  'no-consent': 'The borrower has not agreed that a credit bureau is asked',
  waiting: 'The credit bureau has not answered yet',
  failed: 'The credit bureau did not answer',
  stale: 'The report of the credit bureau is too old',
};
const unknownTo = (gap: BureauGap): Reason => ({ code: `credit.bureau.${gap}`, text: `${gapTexts[gap]}; its values count as unknown.` });

function bureauDoubts(gap: BureauGap | null, { bureau }: CreditPolicy): readonly Reason[] {
  return gap === null || bureau?.whenMissing !== 'refer' ? [] : [{ code: `credit.refer.bureau_${gap}`, text: `${gapTexts[gap]}.` }];
}

function risksOf({ oddsFactorPpm, reasons }: Judged): readonly Reason[] {
  const standing = { code: 'credit.reputation', text: 'Instalments of loans on this platform were paid late or not at all.' };
  return oddsFactorPpm < onePpm ? [standing, ...reasons] : reasons;
}

function reasonsOf(rules: readonly Rule[]): readonly Reason[] {
  return rules.filter(({ applies }) => applies).map(({ reason }) => reason);
}

const limit = (applies: boolean, code: string, text: string): Rule => ({ applies, reason: { code: `credit.policy.${code}`, text } });
const doubt = (applies: boolean, code: string, text: string): Rule => ({ applies, reason: { code: `credit.refer.${code}`, text } });

export const identityRefused = 'credit.policy.identity_refused';

function identityLimits({ facts }: Judged): readonly Rule[] {
  return [
    { applies: facts.kyc === 'refused', reason: { code: identityRefused, text: 'The identity of the borrower could not be confirmed.' } },
  ];
}

function incomeLimits({ features, affordability, application }: Judged, { limits }: CreditPolicy): readonly Rule[] {
  const { annualIncomeMinor: income, debtToIncomePpm } = application.profile;
  return [
    limit(income !== null && income < limits.minimumAnnualIncomeMinor, 'income_below_minimum', 'The annual income is below the minimum.'),
    limit(
      isAbove(debtToIncomePpm, limits.maximumDebtToIncomePpm),
      'debt_to_income_above_maximum',
      'Existing debt payments take too large a part of the income.',
    ),
    limit(
      isAbove(features.amountToIncomePpm, limits.maximumAmountToIncomePpm),
      'amount_above_income_limit',
      'The amount asked for is too high for the annual income.',
    ),
    limit(
      isAbove(affordability.debtToIncomeWithLoanPpm, limits.maximumDebtToIncomeWithLoanPpm),
      'instalment_not_affordable',
      'The instalment and existing debt payments together take too large a part of the income.',
    ),
  ];
}

function platformLimits({ application, facts }: Judged, { limits }: CreditPolicy): readonly Rule[] {
  const { delinquencies2y, publicRecords } = application.profile;
  const { openLoans, openLoansInArrears, chargedOffLoans, outstandingMinor, approvedMinor } = facts.exposure;
  const exposureMinor = outstandingMinor + approvedMinor + application.amountMinor;
  return [
    limit(
      isAbove(delinquencies2y, limits.maximumDelinquencies2y),
      'too_many_delinquencies',
      'Too many payments were late in the last two years.',
    ),
    limit(isAbove(publicRecords, limits.maximumPublicRecords), 'too_many_public_records', 'There are too many public records.'),
    limit(chargedOffLoans > 0, 'loan_charged_off', 'A loan on this platform was written off.'),
    limit(openLoansInArrears > 0, 'loan_in_arrears', 'A loan on this platform is overdue.'),
    limit(openLoans >= limits.maximumOpenLoans, 'too_many_open_loans', 'The number of open loans on this platform is at its maximum.'),
    limit(exposureMinor > limits.maximumExposureMinor, 'exposure_above_maximum', 'All loans on this platform together would be too high.'),
  ];
}

function referRules({ application, facts, pdPpm }: Judged, { refer }: CreditPolicy): readonly Rule[] {
  const { profile } = application;
  const hasNoFile = profile.ficoLow === null && profile.earliestCreditLineOn === null && profile.revolvingUtilisationPpm === null;
  return [
    doubt(facts.kyc === 'unverified', 'identity_unverified', 'The identity of the borrower is not confirmed yet.'),
    doubt(profile.annualIncomeMinor === null, 'income_unknown', 'The annual income is unknown.'),
    doubt(hasNoFile, 'thin_file', 'There is too little credit history to score.'),
    doubt(
      profile.publicRecords !== null && BigInt(profile.publicRecords) >= refer.publicRecordsFrom,
      'public_records',
      'Several public records need a look by a person.',
    ),
    doubt(pdPpm >= refer.pdFromPpm, 'risk_near_maximum', 'The risk is close to the maximum and needs a look by a person.'),
  ];
}

function isAbove(value: bigint | number | null | undefined, maximum: bigint): boolean {
  return value !== null && value !== undefined && value > maximum;
}

/** Everything that keeps a policy from being published; empty when it may be. */
export function policyProblems(policy: CreditPolicy, isModel: (modelVersion: string) => boolean): readonly string[] {
  const { modelVersion, challengers, limits, refer, pricing, reviews = usualReviewTerms } = policy;
  const isAscending = pricing.grades.every(({ annualLossFromPpm, marginPpm }, at) => {
    const before = pricing.grades[at - 1];
    return before === undefined ? annualLossFromPpm === 0n : annualLossFromPpm > before.annualLossFromPpm && marginPpm >= before.marginPpm;
  });
  const names = new Set(pricing.grades.map(({ grade }) => grade));
  return [
    ...[modelVersion, ...challengers].filter((each) => !isModel(each)).map((each) => `there is no model ${each}`),
    ...(challengers.includes(modelVersion) ? ['the model that decides is no challenger of itself'] : []),
    ...(isAscending ? [] : ['the best grade begins at a loss of zero, and losses and margins ascend']),
    ...(names.size === pricing.grades.length ? [] : ['each grade has a name of its own']),
    ...(reviews.watchDays <= reviews.noticeDays ? [] : ['somebody is to hurry before the notice is due, not after']),
    ...(refer.pdFromPpm <= limits.maximumPdPpm ? [] : ['a person decides from a probability at or below the maximum']),
  ];
}
