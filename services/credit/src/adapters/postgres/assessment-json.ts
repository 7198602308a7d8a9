/** jsonb columns of assessments and back. A bigint is decimal text there. */
import { calendarDate, type Id } from '@mutua/kernel';
import type { Application } from '../../domain/application.ts';
import { type FeatureVector, numericFeatures } from '../../domain/features.ts';

type Json<T> = T extends bigint ? string : T extends string | number | boolean | null ? T : { readonly [K in keyof T]: Json<T[K]> };

export type ApplicationJson = Json<Application>;
export type FeaturesJson = Json<FeatureVector>;

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
}

const wholeOrNull = (text: string | null): bigint | null => (text === null ? null : BigInt(text));

export function applicationFrom(json: ApplicationJson): Application {
  const { profile } = json;
  return {
    ...json,
    requestId: json.requestId as Id<'loanRequest'>,
    borrowerId: json.borrowerId as Id<'member'>,
    amountMinor: BigInt(json.amountMinor),
    profile: {
      ...profile,
      annualIncomeMinor: wholeOrNull(profile.annualIncomeMinor),
      debtToIncomePpm: wholeOrNull(profile.debtToIncomePpm),
      revolvingBalanceMinor: wholeOrNull(profile.revolvingBalanceMinor),
      revolvingUtilisationPpm: wholeOrNull(profile.revolvingUtilisationPpm),
      earliestCreditLineOn: profile.earliestCreditLineOn === null ? null : calendarDate(profile.earliestCreditLineOn),
    },
  };
}

export function featuresFrom(json: FeaturesJson): FeatureVector {
  const numeric = Object.fromEntries(numericFeatures.map((name) => [name, wholeOrNull(json[name])])) as Omit<FeatureVector, 'purpose'>;
  return { ...numeric, purpose: json.purpose };
}
