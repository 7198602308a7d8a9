/**
 * Whether a model still sees the people it was made for, and whether what it said came true. Statistics, not money: floating point,
 * rounded to four decimals where it leaves.
 */

export type Thresholds = {
  /** Stability index from which somebody should look, and from which something is wrong; 0.1 and 0.25 by custom. */
  readonly stabilityWatch: number;
  readonly stabilityAlert: number;
  /** Observed less expected default rate, either way. */
  readonly calibrationAlert: number;
  readonly aucAlert: number;
  /** With fewer a figure says nothing and is not judged. */
  readonly observationsMin: number;
};

export const usualThresholds: Thresholds = {
  stabilityWatch: 0.1,
  stabilityAlert: 0.25,
  calibrationAlert: 0.03,
  aucAlert: 0.62,
  observationsMin: 100,
};

export type Level = 'ok' | 'watch' | 'alert' | 'too-few';
export type Counts = ReadonlyMap<string, number>;
export type Stability = { readonly index: number; readonly reference: number; readonly recent: number; readonly level: Level };

/** Stands in for an empty bin, whose logarithm does not exist. */
const leastShare = 1e-4;

/** Population stability index Σ (recent − reference) · ln(recent / reference) over the shares of the bins; also of one characteristic. */
export function stabilityOf(reference: Counts, recent: Counts, thresholds: Thresholds): Stability {
  const [before, now] = [total(reference), total(recent)];
  const share = (counts: Counts, bin: string, of: number): number => Math.max((counts.get(bin) ?? 0) / Math.max(of, 1), leastShare);
  let index = 0;
  for (const bin of new Set([...reference.keys(), ...recent.keys()])) {
    const [expected, actual] = [share(reference, bin, before), share(recent, bin, now)];
    index += (actual - expected) * Math.log(actual / expected);
  }
  const { stabilityAlert, stabilityWatch, observationsMin } = thresholds;
  const judged = index >= stabilityAlert ? 'alert' : index >= stabilityWatch ? 'watch' : 'ok';
  return { index: rounded(index), reference: before, recent: now, level: Math.min(before, now) < observationsMin ? 'too-few' : judged };
}

function total(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Loans with the same expected probability, and how they ended. */
export type Outcomes = { readonly pd: number; readonly good: number; readonly bad: number };
export type Vintage = {
  readonly loans: number;
  readonly expected: number;
  readonly observed: number;
  /** Null while nobody, or everybody, defaulted. */
  readonly auc: number | null;
  readonly level: Level;
};

export function vintageOf(outcomes: readonly Outcomes[], thresholds: Thresholds): Vintage {
  const bad = outcomes.reduce((sum, each) => sum + each.bad, 0);
  const loans = outcomes.reduce((sum, each) => sum + each.good + each.bad, 0);
  const expected = outcomes.reduce((sum, { pd, ...each }) => sum + pd * (each.good + each.bad), 0) / Math.max(loans, 1);
  const observed = bad / Math.max(loans, 1);
  const auc = aucOf(outcomes);
  const isOff = Math.abs(observed - expected) >= thresholds.calibrationAlert || (auc !== null && auc < thresholds.aucAlert);
  const level = loans < thresholds.observationsMin ? 'too-few' : isOff ? 'alert' : 'ok';
  return { loans, expected: rounded(expected), observed: rounded(observed), auc: auc === null ? null : rounded(auc), level };
}

/** The chance that a loan that failed had the higher probability; ties count half (Mann and Whitney). */
export function aucOf(outcomes: readonly Outcomes[]): number | null {
  let [good, bad, won] = [0, 0, 0];
  for (const each of outcomes.toSorted((a, b) => a.pd - b.pd)) {
    won += each.bad * (good + each.good / 2);
    good += each.good;
    bad += each.bad;
  }
  return good === 0 || bad === 0 ? null : won / (good * bad);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
