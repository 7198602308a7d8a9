/** What is kept as JSON, and back. A bigint is decimal text there. */
import { type CalendarDate, canonicalJson, type Id } from '@mutua/kernel';
import type { Application } from '../../domain/application.ts';
import type { BureauReport } from '../../domain/bureau.ts';
import type { Facts } from '../../domain/facts.ts';
import type { LoanHistory } from '../../domain/loan-history.ts';

type Json<T> = T extends bigint ? string : T extends string | number | boolean | null ? T : { readonly [K in keyof T]: Json<T[K]> };

export type ApplicationJson = Json<Application>;
export type FactsJson = Json<Facts>;
export type BureauReportJson = Json<BureauReport>;
export type LoanHistoryJson = Json<LoanHistory>;

export const toJson = canonicalJson;

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
      earliestCreditLineOn: profile.earliestCreditLineOn as CalendarDate | null,
    },
  };
}

export function reportFrom({ asOf, values }: BureauReportJson): BureauReport {
  return {
    asOf: asOf as CalendarDate,
    values: {
      ...values,
      revolvingBalanceMinor: wholeOrNull(values.revolvingBalanceMinor),
      revolvingUtilisationPpm: wholeOrNull(values.revolvingUtilisationPpm),
      earliestCreditLineOn: values.earliestCreditLineOn as CalendarDate | null,
    },
  };
}

function factsFrom(json: FactsJson): Facts {
  const { exposure, bureau } = json;
  const [outstandingMinor, approvedMinor] = [BigInt(exposure.outstandingMinor), BigInt(exposure.approvedMinor)];
  const told =
    bureau === undefined
      ? {}
      : { bureau: { ...bureau, on: bureau.on as CalendarDate, report: bureau.report && reportFrom(bureau.report) } };
  return { ...json, ...told, exposure: { ...exposure, outstandingMinor, approvedMinor } } as Facts;
}

/** The inputs of a decision, from its record. */
export function inputsOf(record: string): { readonly application: Application; readonly facts: Facts } {
  const { application, facts } = JSON.parse(record) as { application: ApplicationJson; facts: FactsJson };
  return { application: applicationFrom(application), facts: factsFrom(facts) };
}

export function loanHistoryFrom(json: LoanHistoryJson): LoanHistory {
  return {
    ...json,
    principalMinor: BigInt(json.principalMinor),
    receipts: json.receipts.map((receipt) => ({ ...receipt, principalMinor: BigInt(receipt.principalMinor) })),
    open: json.open.map((each) => ({ ...each, dueMinor: BigInt(each.dueMinor) })),
    finished: json.finished.map((each) => ({ ...each, dueMinor: BigInt(each.dueMinor) })),
  } as LoanHistory;
}
