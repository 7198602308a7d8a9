/** What the platform itself knows about a borrower when a request is judged. Kept with the decision, so that it can be made again. */
import type { BureauFact } from './bureau.ts';
import type { Reputation } from './reputation.ts';

export type KycState = 'verified' | 'unverified' | 'refused';

export type Exposure = {
  /** Loans that are not closed, those in arrears among them. */
  readonly openLoans: number;
  readonly openLoansInArrears: number;
  /** Loans that were written off, whenever. */
  readonly chargedOffLoans: number;
  /** Principal still owed, in the currency of the request. */
  readonly outstandingMinor: bigint;
  /** Asked for by other requests that were approved and are not paid out yet. */
  readonly approvedMinor: bigint;
};

export type Facts = {
  readonly kyc: KycState;
  readonly exposure: Exposure;
  readonly reputation: Reputation;
  /** Absent when the policy asks no bureau. */
  readonly bureau?: BureauFact;
};
