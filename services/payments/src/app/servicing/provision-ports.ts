/** What the provision fund needs from outside, in the transaction that the edge opened. */
import type { CalendarDate, Instant } from '@mutua/kernel';
import type { CoveredRow, FundStanding, VersionedRules } from '../../domain/servicing/provision.ts';

/** How the fund stood when the first claim of a date was decided, and by which rules; it decides them all. */
export type FixedStanding = {
  readonly standing: FundStanding;
  readonly coveragePpm: bigint | null;
  readonly rules: VersionedRules;
};
export type DecidedClaim = {
  readonly loanId: string;
  readonly currency: string;
  readonly on: CalendarDate;
  readonly claimMinor: bigint;
  readonly paidMinor: bigint;
};
export type ProvisionStore = {
  /** Claims on the fund of a currency are decided one after the other. */
  lock(currency: string): Promise<void>;
  /** Of its accounts; undefined where no books are kept in the currency. */
  balance(currency: string): Promise<bigint | undefined>;
  /** The covered loans in service, by lateness. */
  covered(currency: string): Promise<readonly CoveredRow[]>;
  /** In force. */
  rules(currency: string): Promise<VersionedRules | undefined>;
  addRules(currency: string, rules: VersionedRules, at: Instant): Promise<void>;
  standing(currency: string, on: CalendarDate): Promise<FixedStanding | undefined>;
  fix(currency: string, on: CalendarDate, standing: FixedStanding): Promise<void>;
  /** A loan claims once for a charge-off. */
  claim(claims: readonly DecidedClaim[]): Promise<void>;
  /** The claim in force goes with its charge-off: a later one is another claim. */
  undoClaim(loanId: string, on: CalendarDate): Promise<void>;
};
