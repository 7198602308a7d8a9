/** What credit is asked to judge: the request and the borrower's profile. Null is unknown and is judged as such. */
import type { CalendarDate, Id, Instant } from '@mutua/kernel';

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
