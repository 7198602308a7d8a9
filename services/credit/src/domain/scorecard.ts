/**
 * The two kinds of model as data. A scorecard adds whole points per bin of each feature. An additive model adds hundredths of a point per
 * bin and per pair of bins. A version never changes.
 */
import type { Feature, FeatureVector, NumericFeature } from './features.ts';

export type Reason = { readonly code: string; readonly text: string };

export type Scale = {
  /** Where the sum of points starts. */
  readonly basePoints: number;
  readonly anchorScore: number;
  /** Odds of full repayment to charge-off at the anchor score. */
  readonly anchorOdds: number;
  readonly pointsToDoubleOdds: number;
  readonly minimum: number;
  readonly maximum: number;
};

type Labelled = { readonly label: string; readonly reason: Reason; readonly missing: Bin };
export type Bin = { readonly points: number; readonly text: string };
/** Bins in ascending order; only the last one has no upper bound. */
export type NumericBins = Labelled & { readonly name: NumericFeature; readonly bins: readonly (Bin & { readonly below?: bigint })[] };
/** A value without its own bin scores as missing. */
export type CategoryBins = Labelled & { readonly name: 'purpose'; readonly bins: readonly (Bin & { readonly is: string })[] };

export type Scorecard = {
  readonly kind: 'scorecard';
  readonly modelVersion: string;
  readonly scale: Scale;
  readonly features: readonly (NumericBins | CategoryBins)[];
};

/** Bins ascend and only the last is open (numeric), or are named values (category). The last of the points is that of a missing value. */
export type AdditiveFeature = {
  readonly name: Feature;
  readonly label: string;
  /** How risk moves with the value, which the bins obey exactly; `any` where nothing is imposed. */
  readonly risk: 'rises' | 'falls' | 'any';
  /** Named when the value is known and costs points. */
  readonly reason: Reason;
  /** Named when the value is missing and costs points. */
  readonly missingReason: Reason;
  /** Ascending exclusive upper bounds, one fewer than the bins; empty for a category. */
  readonly bounds: readonly number[];
  /** The values of a category; empty for a number. */
  readonly values: readonly string[];
  /** What each bin is called, and last what is missing. */
  readonly texts: readonly string[];
  /** Hundredths of a point against the average of the training loans, per bin, and last for what is missing. */
  readonly hundredths: readonly number[];
};

/** What two features add together beyond what each adds alone, in hundredths; one row per bin of the first, what is missing last. */
export type AdditivePair = { readonly features: readonly [number, number]; readonly hundredths: readonly (readonly number[])[] };

export type AdditiveModel = {
  readonly kind: 'additive';
  readonly modelVersion: string;
  /** Base points in hundredths are those of the average training loan. */
  readonly scale: Scale;
  readonly features: readonly AdditiveFeature[];
  readonly pairs: readonly AdditivePair[];
};

export type CreditModel = Scorecard | AdditiveModel;

/** The members of a vector that a model reads, sorted. */
export function inputsOf(model: CreditModel): readonly (keyof FeatureVector)[] {
  return model.features.map(({ name }) => name).sort();
}
