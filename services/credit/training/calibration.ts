/**
 * Turns log-odds into probabilities that hold out of time: a slope from predictions of loans that came after those they were trained on,
 * and a level from the latest loans. The slope is fitted by Newton's method, the level by bisection.
 */
export type Calibration = { readonly intercept: number; readonly slope: number };
export type Prediction = { readonly odds: number; readonly bad: number };

export function probability(odds: number, { intercept, slope }: Calibration): number {
  return 1 / (1 + Math.exp(-(intercept + slope * odds)));
}

const newtonSteps = 25;

/** Platt's slope and intercept by maximum likelihood. */
export function platt(predictions: readonly Prediction[]): Calibration {
  let [intercept, slope] = [0, 1];
  for (let step = 0; step < newtonSteps; step += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (const { odds, bad } of predictions) {
      const p = probability(odds, { intercept, slope });
      const w = p * (1 - p);
      g0 += bad - p;
      g1 += (bad - p) * odds;
      h00 += w;
      h01 += w * odds;
      h11 += w * odds * odds;
    }
    const determinant = h00 * h11 - h01 * h01;
    intercept += (h11 * g0 - h01 * g1) / determinant;
    slope += (h00 * g1 - h01 * g0) / determinant;
  }
  return { intercept, slope };
}

/** The intercept at which the mean probability is the share of bad loans, for a given slope. */
export function levelOf(predictions: readonly Prediction[], slope: number): number {
  const wanted = predictions.reduce((sum, { bad }) => sum + bad, 0);
  let [low, high] = [-10, 10];
  for (let step = 0; step < 60; step += 1) {
    const intercept = (low + high) / 2;
    const expected = predictions.reduce((sum, { odds }) => sum + probability(odds, { intercept, slope }), 0);
    if (expected < wanted) low = intercept;
    else high = intercept;
  }
  return (low + high) / 2;
}
