/**
 * The score of a feature vector under a model: points, probability of charge-off, and the reasons. Floating point is used inside for the
 * odds only; what leaves is integers and points of two decimals at most, and the same vector and model give the same bytes.
 */
import { assert } from '@mutua/kernel';
import { reasonedRiskAdditive, riskAdditive, scoreAdditive } from './additive.ts';
import { type FeatureVector, featuresOf, type Scorable } from './features.ts';
import { noAdverseFactor, pdOf, type Risk, reasonsMax, type Score, withinScale } from './points.ts';
import type { Bin, CategoryBins, CreditModel, NumericBins, Reason, Scorecard } from './scorecard.ts';

export type { Contribution, Risk, Score } from './points.ts';

export function score(vector: FeatureVector, model: CreditModel): Score {
  return model.kind === 'additive' ? scoreAdditive(vector, model) : scoreByPoints(vector, model);
}

/** The score and the probability of an application into `risk`, for those who score many and ask for no reasons: nothing is allocated. */
export function riskOf(application: Scorable, model: CreditModel, risk: Risk): void {
  if (model.kind === 'additive') riskAdditive(application, model, risk);
  else reasonedRiskOf(application, model, risk);
}

/** As `riskOf`, and the reasons. */
export function reasonedRiskOf(application: Scorable, model: CreditModel, risk: Risk): readonly Reason[] {
  if (model.kind === 'additive') return reasonedRiskAdditive(application, model, risk);
  const scored = scoreByPoints(featuresOf(application), model);
  risk.score = scored.score;
  risk.pdMillionths = Number(scored.pdPpm);
  return scored.reasons;
}

function scoreByPoints(vector: FeatureVector, model: Scorecard): Score {
  const scored = model.features.map((feature) => ({ feature, bin: binOf(feature, vector) }));
  const points = scored.reduce((sum, { bin }) => sum + bin.points, model.scale.basePoints);
  return {
    score: withinScale(points, model.scale),
    pdPpm: BigInt(pdOf(points, model.scale)),
    contributions: scored.map(({ feature, bin }) => ({ feature: feature.name, bin: bin.text, points: bin.points })),
    reasons: reasonsOf(scored),
  };
}

function binOf(feature: NumericBins | CategoryBins, vector: FeatureVector): Bin {
  if (feature.name === 'purpose') return feature.bins.find((bin) => bin.is === vector.purpose) ?? feature.missing;
  const value = vector[feature.name];
  if (value === null) return feature.missing;
  const bin = feature.bins.find(({ below }) => below === undefined || value < below);
  assert(bin !== undefined, 'the last bin of a feature has no upper bound', { feature: feature.name });
  return bin;
}

/** The features that cost the most points, worst first; ties in the order of the scorecard. */
function reasonsOf(scored: readonly { feature: { reason: Reason }; bin: Bin }[]): readonly Reason[] {
  const adverse = scored.filter(({ bin }) => bin.points < 0).sort((a, b) => a.bin.points - b.bin.points);
  return adverse.length === 0 ? [noAdverseFactor] : adverse.slice(0, reasonsMax).map(({ feature }) => feature.reason);
}
