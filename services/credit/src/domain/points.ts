/** What points mean, the same for every kind of model: the score, the odds, and what is said when nothing costs points. */
import type { Reason, Scale } from './scorecard.ts';

/**
 * Points of one feature against the reference of the model: the best bin of a scorecard (so zero or less), the average training loan of an
 * additive model. The points of all features and the base points of the model add up to the score before it is rounded and clamped.
 */
export type Contribution = { readonly feature: string; readonly bin: string; readonly points: number };

export type Score = {
  readonly score: number;
  /** Probability of charge-off over the life of the loan. */
  readonly pdPpm: bigint;
  readonly contributions: readonly Contribution[];
  /** Four at most: the features that cost the most points, worst first. */
  readonly reasons: readonly Reason[];
};

/** What a score is without its reasons; the PD in whole millionths, as a number because scoring millions pays for every bigint. */
export type Risk = { score: number; pdMillionths: number };

export const reasonsMax = 4;
export const noAdverseFactor: Reason = { code: 'credit.no_adverse_factor', text: 'Nothing in the application lowers the score.' };

/** The score that is shown: rounded, and clamped to the scale. */
export function withinScale(points: number, { minimum, maximum }: Scale): number {
  return Math.min(maximum, Math.max(minimum, Math.round(points)));
}

/** Odds double every `pointsToDoubleOdds` points. Not clamped like the score, so the tail keeps its order; 1 to 999,999 ppm. */
export function pdOf(points: number, scale: Scale): number {
  const odds = scale.anchorOdds * 2 ** ((points - scale.anchorScore) / scale.pointsToDoubleOdds);
  return Math.min(999_999, Math.max(1, Math.round(1_000_000 / (1 + odds))));
}
