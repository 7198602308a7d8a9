/** A scorecard as data: points per bin, the scale of the score, the grades and the credit policy. A version never changes. */
import type { NumericFeature } from './features.ts';

export type Reason = { readonly code: string; readonly text: string };

type Labelled = { readonly label: string; readonly reason: Reason; readonly missing: Bin };
export type Bin = { readonly points: number; readonly text: string };
/** Bins in ascending order; only the last one has no upper bound. */
export type NumericBins = Labelled & { readonly name: NumericFeature; readonly bins: readonly (Bin & { readonly below?: bigint })[] };
/** A value without its own bin scores as missing. */
export type CategoryBins = Labelled & { readonly name: 'purpose'; readonly bins: readonly (Bin & { readonly is: string })[] };

export type Grade = {
  readonly grade: string;
  /** Exclusive upper bound of the expected annual loss; the last grade has none. */
  readonly annualLossBelowPpm?: bigint;
  readonly expectedLossPpm: bigint;
  readonly marginPpm: bigint;
};

export type CreditPolicy = {
  readonly minimumAnnualIncomeMinor: bigint;
  readonly maximumDebtToIncomePpm: bigint;
  readonly maximumAmountToIncomePpm: bigint;
  readonly maximumDelinquencies2y: bigint;
  readonly maximumPublicRecords: bigint;
  readonly maximumPdPpm: bigint;
  readonly referPublicRecordsFrom: bigint;
};

export type Scorecard = {
  readonly modelVersion: string;
  readonly scale: {
    readonly basePoints: number;
    readonly anchorScore: number;
    /** Odds of full repayment to charge-off at the anchor score. */
    readonly anchorOdds: number;
    readonly pointsToDoubleOdds: number;
    readonly minimum: number;
    readonly maximum: number;
  };
  readonly features: readonly (NumericBins | CategoryBins)[];
  readonly loss: { readonly lossGivenDefaultPpm: bigint; readonly averageBalancePpm: bigint };
  readonly baseRatePpm: bigint;
  readonly grades: readonly Grade[];
  readonly policy: CreditPolicy;
};
