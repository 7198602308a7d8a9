/** Values of jsonb columns and back: what is a bigint here is decimal text there, and a column that reads otherwise is a defect. */
import type { Schedule } from '@mutua/finance';
import { assert, calendarDate } from '@mutua/kernel';
import type { Amendment } from '../../domain/amend-offer.ts';
import type { ContractTerms, Slice } from '../../domain/contract.ts';
import type { Profile } from '../../domain/loan-request.ts';
import type { MarketRules } from '../../domain/market-rules.ts';
import type { Criteria } from '../../domain/offer-criteria.ts';
import type { LoanRules } from '../../domain/product.ts';

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
}

type Json<T> = T extends bigint
  ? string
  : T extends string | number | boolean | null
    ? T
    : T extends readonly (infer E)[]
      ? readonly Json<E>[]
      : { readonly [K in keyof T]: Json<T[K]> };

export type ProfileJson = Json<Profile>;
export type RulesJson = Json<LoanRules>;
export type MarketRulesJson = Json<MarketRules>;
/** Offers from before the optional limits have none of them. */
export type CriteriaJson = Omit<Json<Criteria>, OptionalLimit> & { readonly [K in OptionalLimit]?: string | null };
type OptionalLimit = 'capPerBorrowerMinor' | 'portfolioSharePpm' | 'minimumSliceMinor';
export type AmendmentJson = Omit<Json<Amendment>, 'criteria'> & { readonly criteria: CriteriaJson };
export type TermsJson = Json<ContractTerms>;
export type ScheduleJson = Json<Schedule>;
export type SlicesJson = readonly Json<Slice>[];

function whole(text: string): bigint {
  assert(/^-?\d+$/.test(text), 'a stored integer is decimal text', { text });
  return BigInt(text);
}

function wholeOrNull(text: string | null): bigint | null {
  return text === null ? null : whole(text);
}

export function profileFrom(json: ProfileJson): Profile {
  return {
    ...json,
    annualIncomeMinor: whole(json.annualIncomeMinor),
    debtToIncomePpm: wholeOrNull(json.debtToIncomePpm),
    revolvingBalanceMinor: wholeOrNull(json.revolvingBalanceMinor),
    revolvingUtilisationPpm: wholeOrNull(json.revolvingUtilisationPpm),
    earliestCreditLineOn: json.earliestCreditLineOn === null ? null : calendarDate(json.earliestCreditLineOn),
  };
}

export function rulesFrom(json: RulesJson): LoanRules {
  return {
    ...json,
    lateFeePpm: whole(json.lateFeePpm),
    lateFeeMinimumMinor: whole(json.lateFeeMinimumMinor),
    serviceFeePpm: whole(json.serviceFeePpm),
    recoveryFeePpm: whole(json.recoveryFeePpm),
  };
}

export function marketRulesFrom(json: MarketRulesJson): MarketRules {
  return { ...json, rateStepPpm: whole(json.rateStepPpm), rateMinPpm: whole(json.rateMinPpm), rateMaxPpm: whole(json.rateMaxPpm) };
}

export function criteriaFrom(json: CriteriaJson): Criteria {
  return {
    ...json,
    minRatePpm: whole(json.minRatePpm),
    capPerLoanMinor: whole(json.capPerLoanMinor),
    capPerBorrowerMinor: wholeOrNull(json.capPerBorrowerMinor ?? null),
    portfolioSharePpm: wholeOrNull(json.portfolioSharePpm ?? null),
    minimumSliceMinor: wholeOrNull(json.minimumSliceMinor ?? null),
  };
}

export function amendmentFrom(json: AmendmentJson): Amendment {
  const { requestedAt, goodTillOn } = json;
  return {
    ...json,
    totalMinor: whole(json.totalMinor),
    criteria: criteriaFrom(json.criteria),
    goodTillOn: goodTillOn === null ? null : calendarDate(goodTillOn),
    requestedAt,
  };
}

export function termsFrom(json: TermsJson): ContractTerms {
  return {
    ...json,
    principalMinor: whole(json.principalMinor),
    originationFeeMinor: whole(json.originationFeeMinor),
    ratePpm: whole(json.ratePpm),
    rules: rulesFrom(json.rules),
    assumedDisbursedOn: calendarDate(json.assumedDisbursedOn),
  };
}

export function scheduleFrom(json: ScheduleJson): Schedule {
  return {
    totalInterestMinor: whole(json.totalInterestMinor),
    totalPrincipalMinor: whole(json.totalPrincipalMinor),
    instalmentMinor: whole(json.instalmentMinor),
    instalments: json.instalments.map((row) => ({
      nr: row.nr,
      fromOn: calendarDate(row.fromOn),
      dueOn: calendarDate(row.dueOn),
      principalMinor: whole(row.principalMinor),
      interestMinor: whole(row.interestMinor),
      dueMinor: whole(row.dueMinor),
      balanceMinor: whole(row.balanceMinor),
    })),
  };
}

export function slicesFrom(json: SlicesJson): readonly Slice[] {
  return json.map((slice) => ({ ...slice, principalMinor: whole(slice.principalMinor), ratePpm: whole(slice.ratePpm) }));
}
