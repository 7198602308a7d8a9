/** From an application to the named values that a scorecard bins. Integers only, so the same application gives the same vector. */
import { type CalendarDate, mulDiv, onePpm, ymd } from '@mutua/kernel';
import type { Application } from './application.ts';

export const numericFeatures = [
  'debtToIncomePpm',
  'annualIncomeMinor',
  'amountToIncomePpm',
  'inquiries6m',
  'delinquencies2y',
  'revolvingUtilisationPpm',
  'publicRecords',
  'creditHistoryMonths',
  'termMonths',
  'ficoLow',
] as const;

export type NumericFeature = (typeof numericFeatures)[number];
/** Null is missing, which every feature scores by its own bin. */
export type FeatureVector = { readonly [F in NumericFeature]: bigint | null } & { readonly purpose: string };

export function featuresOf(application: Application): FeatureVector {
  const { profile } = application;
  return {
    debtToIncomePpm: profile.debtToIncomePpm,
    annualIncomeMinor: profile.annualIncomeMinor,
    amountToIncomePpm: amountToIncome(application),
    inquiries6m: integer(profile.inquiries6m),
    delinquencies2y: integer(profile.delinquencies2y),
    revolvingUtilisationPpm: profile.revolvingUtilisationPpm,
    publicRecords: integer(profile.publicRecords),
    creditHistoryMonths: profile.earliestCreditLineOn && monthsBetween(profile.earliestCreditLineOn, application.submittedOn),
    termMonths: BigInt(application.termMonths),
    ficoLow: integer(profile.ficoLow),
    purpose: application.purpose,
  };
}

/** Missing where there is no income: the policy refuses that before the score matters. */
function amountToIncome({ amountMinor, profile }: Application): bigint | null {
  const { annualIncomeMinor } = profile;
  return annualIncomeMinor === null || annualIncomeMinor <= 0n ? null : mulDiv(amountMinor, onePpm, annualIncomeMinor, 'half-even');
}

function integer(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}

/** Calendar months, days ignored; a line opened later than the application counts as none. */
function monthsBetween(from: CalendarDate, to: CalendarDate): bigint {
  const [start, end] = [ymd(from), ymd(to)];
  return BigInt(Math.max(0, (end.year - start.year) * 12 + end.month - start.month));
}
