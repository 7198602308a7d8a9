/** What the demo knows about one loan before it starts: the borrower's application and how he will repay. */

/** The financial profile of an application, in the wire shape of `POST /v1/loan-requests`. */
export type DemoProfile = {
  readonly annualIncomeMinor: string;
  readonly employmentLengthYears: number | null;
  readonly homeOwnership: 'rent' | 'own' | 'mortgage' | 'other';
  readonly debtToIncomePpm: number;
  readonly delinquencies2y: number;
  readonly inquiries6m: number;
  readonly openAccounts: number;
  readonly publicRecords: number;
  readonly revolvingBalanceMinor: string;
  readonly revolvingUtilisationPpm: number | null;
  readonly totalAccounts: number;
  readonly monthsSinceDelinquency: number | null;
  readonly monthsSinceRecord: number | null;
  /** Age of the oldest credit line in months; becomes a date relative to the business date. */
  readonly creditHistoryMonths: number | null;
  readonly ficoLow: number | null;
};

/** How the borrower behaves after the payout. Months count from the payout. */
export type DemoOutcome =
  | { readonly kind: 'paid-to-term'; readonly lateMonth: number | null }
  | { readonly kind: 'prepaid'; readonly month: number; readonly lateMonth: number | null }
  | { readonly kind: 'charged-off'; readonly monthsPaid: number; readonly recoveredMinor: bigint };

export type DemoLoan = {
  readonly ref: string;
  readonly amountMinor: bigint;
  readonly termMonths: 36 | 60;
  readonly purpose: string;
  readonly profile: DemoProfile;
  readonly outcome: DemoOutcome;
};
