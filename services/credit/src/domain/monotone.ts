/**
 * Does the risk move with each feature as the model says, whatever the other features are? Exact: the change from one bin to the next is
 * that of the feature's own points plus, for each partner, the worst that any bin of the partner can do to it; partners vary freely.
 */
import type { AdditiveFeature, AdditiveModel } from './scorecard.ts';

/** One complaint per feature that breaks its promise. What is missing has no place in the order. */
export function monotoneProblems(model: AdditiveModel): string[] {
  return model.features.flatMap(({ name, risk, texts }, index) => {
    const steps = Array.from({ length: texts.length - 2 }, (_, bin) => bin);
    const broken = steps.find((bin) => worstStep(model, index, bin) < 0);
    return broken === undefined ? [] : [`${name}: risk ${risk} with the value, but not from ${texts[broken]} to ${texts[broken + 1]}`];
  });
}

/**
 * The least that the promised direction gets from a bin to the next, in hundredths of a point; negative when the promise is broken for
 * some applicant, zero at least for a feature that promises nothing.
 */
export function worstStep(model: Pick<AdditiveModel, 'features' | 'pairs'>, index: number, bin: number): number {
  const feature = model.features[index];
  const sign = signOf(feature?.risk ?? 'any');
  if (feature === undefined || sign === 0) return 0;
  const step = (points: readonly number[]): number => sign * ((points[bin + 1] ?? 0) - (points[bin] ?? 0));
  let worst = step(feature.hundredths);
  for (const { features, hundredths } of model.pairs) {
    if (features[0] === index) {
      worst += Math.min(...(hundredths[bin] ?? []).map((own, column) => sign * ((hundredths[bin + 1]?.[column] ?? 0) - own)));
    } else if (features[1] === index) {
      worst += Math.min(...hundredths.map(step));
    }
  }
  return worst;
}

/** The sign of points as the value grows: risk rises, points fall. */
export function signOf(risk: AdditiveFeature['risk']): -1 | 0 | 1 {
  if (risk === 'any') return 0;
  return risk === 'rises' ? -1 : 1;
}
