/**
 * The score of a feature vector under a scorecard: points, probability of charge-off, grade, rate, and the reasons. Floating point
 * is used inside for the odds only; what leaves is integers, and the same vector and model give the same bytes.
 */
import { assert, mulDiv } from '@mutua/kernel';
import type { FeatureVector } from './features.ts';
import type { Bin, CategoryBins, Grade, NumericBins, Reason, Scorecard } from './scorecard.ts';

/** Points of one feature against its best bin: zero or less. */
export type Contribution = { readonly feature: string; readonly bin: string; readonly points: number };

export type Score = {
  readonly score: number;
  /** Probability of charge-off over the life of the loan. */
  readonly pdPpm: bigint;
  /** Expected loss a year of the average balance. */
  readonly annualLossPpm: bigint;
  readonly grade: string;
  readonly referenceRatePpm: bigint;
  readonly contributions: readonly Contribution[];
  readonly reasons: readonly Reason[];
};

const reasonsMax = 4;
export const noAdverseFactor: Reason = { code: 'credit.no_adverse_factor', text: 'Nothing in the application lowers the score.' };

export function score(vector: FeatureVector, model: Scorecard): Score {
  const scored = model.features.map((feature) => ({ feature, bin: binOf(feature, vector) }));
  const points = scored.reduce((sum, { bin }) => sum + bin.points, model.scale.basePoints);
  const pdPpm = pdOf(points, model);
  const annualLossPpm = annualLoss(pdPpm, vector, model);
  const grade = gradeOf(annualLossPpm, model);
  return {
    score: Math.min(model.scale.maximum, Math.max(model.scale.minimum, points)),
    pdPpm,
    annualLossPpm,
    grade: grade.grade,
    referenceRatePpm: model.baseRatePpm + grade.expectedLossPpm + grade.marginPpm,
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

/** Odds double every `pointsToDoubleOdds` points. Not clamped like the score, so the tail keeps its order; 1 to 999,999 ppm. */
function pdOf(points: number, { scale }: Scorecard): bigint {
  const odds = scale.anchorOdds * 2 ** ((points - scale.anchorScore) / scale.pointsToDoubleOdds);
  return BigInt(Math.min(999_999, Math.max(1, Math.round(1_000_000 / (1 + odds)))));
}

/** PD × loss given default, spread over the years of the term and set against the balance that is open on average. */
function annualLoss(pdPpm: bigint, vector: FeatureVector, { loss }: Scorecard): bigint {
  const months = vector.termMonths ?? 12n;
  return mulDiv(pdPpm * loss.lossGivenDefaultPpm, 12n, months * loss.averageBalancePpm, 'half-up');
}

function gradeOf(annualLossPpm: bigint, model: Scorecard): Grade {
  const grade = model.grades.find(({ annualLossBelowPpm }) => annualLossBelowPpm === undefined || annualLossPpm < annualLossBelowPpm);
  assert(grade !== undefined, 'the last grade has no upper bound', { modelVersion: model.modelVersion });
  return grade;
}

/** The features that cost the most points, worst first; ties in the order of the scorecard. */
function reasonsOf(scored: readonly { feature: { reason: Reason }; bin: Bin }[]): readonly Reason[] {
  const adverse = scored.filter(({ bin }) => bin.points < 0).sort((a, b) => a.bin.points - b.bin.points);
  return adverse.length === 0 ? [noAdverseFactor] : adverse.slice(0, reasonsMax).map(({ feature }) => feature.reason);
}
