/** From an application to the named values that a model bins. Integers only, so the same application gives the same vector. */
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
  'amountMinor',
  'amountToRevolvingPpm',
  'openAccounts',
  'totalAccounts',
  'revolvingBalanceMinor',
  'monthsSinceDelinquency',
  'employmentYears',
] as const;
export const categoryFeatures = ['purpose', 'homeOwnership'] as const;

export type NumericFeature = (typeof numericFeatures)[number];
export type CategoryFeature = (typeof categoryFeatures)[number];
export type Feature = NumericFeature | CategoryFeature;
/** Null is missing, which every feature scores by its own bin. */
export type FeatureVector = { readonly [F in NumericFeature]: bigint | null } & { readonly [F in CategoryFeature]: string };

/** What a score is made of; ids and instants are not. */
export type Scorable = Pick<Application, 'amountMinor' | 'termMonths' | 'purpose' | 'submittedOn' | 'profile'>;

export function featuresOf(application: Scorable): FeatureVector {
  const { profile, amountMinor } = application;
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
    amountMinor,
    amountToRevolvingPpm: amountToRevolving(application),
    openAccounts: integer(profile.openAccounts),
    totalAccounts: integer(profile.totalAccounts),
    revolvingBalanceMinor: profile.revolvingBalanceMinor,
    monthsSinceDelinquency: integer(profile.monthsSinceDelinquency),
    employmentYears: integer(profile.employmentLengthYears),
    purpose: application.purpose,
    homeOwnership: profile.homeOwnership,
  };
}

/** Missing where there is no income: the policy refuses that before the score matters. */
function amountToIncome({ amountMinor, profile }: Scorable): bigint | null {
  const { annualIncomeMinor } = profile;
  return annualIncomeMinor === null || annualIncomeMinor <= 0n ? null : mulDiv(amountMinor, onePpm, annualIncomeMinor, 'half-even');
}

/** The amount over the revolving balance and one unit, so that no balance gives a large ratio and not a hole. */
function amountToRevolving({ amountMinor, profile }: Scorable): bigint | null {
  const { revolvingBalanceMinor } = profile;
  return revolvingBalanceMinor === null ? null : mulDiv(amountMinor, onePpm, revolvingBalanceMinor + 100n, 'half-even');
}

function integer(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}

/** Calendar months, days ignored; a line opened later than the application counts as none. */
function monthsBetween(from: CalendarDate, to: CalendarDate): bigint {
  const [start, end] = [ymd(from), ymd(to)];
  return BigInt(Math.max(0, (end.year - start.year) * 12 + end.month - start.month));
}
