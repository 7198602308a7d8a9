/** What credit is asked to judge: the request and the borrower's profile. Null is unknown and is judged as such. */
import { type CalendarDate, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';

export type Profile = {
  readonly annualIncomeMinor: bigint | null;
  readonly employmentLengthYears: number | null;
  readonly homeOwnership: string;
  readonly debtToIncomePpm: bigint | null;
  readonly delinquencies2y: number | null;
  readonly inquiries6m: number | null;
  readonly openAccounts: number | null;
  readonly publicRecords: number | null;
  readonly revolvingBalanceMinor: bigint | null;
  readonly revolvingUtilisationPpm: bigint | null;
  readonly totalAccounts: number | null;
  readonly monthsSinceDelinquency: number | null;
  readonly monthsSinceRecord: number | null;
  readonly earliestCreditLineOn: CalendarDate | null;
  readonly ficoLow: number | null;
};

export type Application = {
  readonly requestId: Id<'loanRequest'>;
  readonly borrowerId: Id<'member'>;
  readonly market: string;
  readonly amountMinor: bigint;
  readonly termMonths: number;
  readonly purpose: string;
  readonly submittedOn: CalendarDate;
  readonly submittedAt: Instant;
  readonly profile: Profile;
};

/** Everything that cannot be true of an application, named together; the contract has checked types, ranges and names before. */
export function applicationProblems({ amountMinor, submittedOn, profile }: Application): Result<void, Rejection<'application.impossible'>> {
  const { annualIncomeMinor, revolvingBalanceMinor, earliestCreditLineOn } = profile;
  const problems = [
    ...(amountMinor > 0n ? [] : ['amount: must be positive']),
    ...(annualIncomeMinor === null || annualIncomeMinor >= 0n ? [] : ['profile.annualIncomeMinor: must not be negative']),
    ...(revolvingBalanceMinor === null || revolvingBalanceMinor >= 0n ? [] : ['profile.revolvingBalanceMinor: must not be negative']),
    ...(earliestCreditLineOn === null || earliestCreditLineOn <= submittedOn
      ? []
      : ['profile.earliestCreditLineOn: must not be after the application']),
  ];
  return problems.length === 0 ? ok(undefined) : reject('application.impossible', { problems: problems.join('; ') });
}
