/**
 * What a credit bureau says about a borrower who agreed to be asked. Where it speaks it comes before what the borrower stated; how much it
 * is missed is for the policy: judged without (unknown values score by their own bins, and say so), or looked at by a person.
 */
import { type CalendarDate, daysBetween } from '@mutua/kernel';
import type { Application, Profile } from './application.ts';

export const bureauFields = [
  'delinquencies2y',
  'inquiries6m',
  'openAccounts',
  'publicRecords',
  'revolvingBalanceMinor',
  'revolvingUtilisationPpm',
  'totalAccounts',
  'monthsSinceDelinquency',
  'monthsSinceRecord',
  'earliestCreditLineOn',
  'ficoLow',
] as const;
export type BureauValues = Pick<Profile, (typeof bureauFields)[number]>;
export type BureauReport = { readonly asOf: CalendarDate; readonly values: BureauValues };

/** `waiting`: asked and not answered yet. `failed`: did not answer however often it was asked. */
export type BureauState = 'reported' | 'waiting' | 'failed' | 'no-consent';
/** What was known of the bureau `on` the day of the decision. */
export type BureauFact = { readonly state: BureauState; readonly report: BureauReport | null; readonly on: CalendarDate };

export type BureauTerms = {
  /** `stated`: the borrower's own values; `unknown`: none; `refer`: a person decides. */
  readonly whenMissing: 'stated' | 'unknown' | 'refer';
  /** A report older than this is as good as none. */
  readonly staleAfterDays: number;
};

export type BureauGap = 'no-consent' | 'waiting' | 'failed' | 'stale';

/** What keeps the report from being used; null when it is. */
export function bureauGap({ state, report, on }: BureauFact, terms: BureauTerms): BureauGap | null {
  if (report === null) return state === 'reported' ? 'failed' : state;
  return daysBetween(report.asOf, on) > terms.staleAfterDays ? 'stale' : null;
}

const unknown: BureauValues = {
  ...{ delinquencies2y: null, inquiries6m: null, openAccounts: null, publicRecords: null, revolvingBalanceMinor: null },
  ...{ revolvingUtilisationPpm: null, totalAccounts: null, monthsSinceDelinquency: null, monthsSinceRecord: null },
  ...{ earliestCreditLineOn: null, ficoLow: null },
};

/** The application as it is judged. Without terms no bureau is asked. */
export function withBureau(application: Application, fact: BureauFact | undefined, terms: BureauTerms | undefined): Application {
  if (fact === undefined || terms === undefined) return application;
  const gap = bureauGap(fact, terms);
  const values = gap === null ? fact.report?.values : terms.whenMissing === 'unknown' ? unknown : {};
  return { ...application, profile: { ...application.profile, ...values } };
}
