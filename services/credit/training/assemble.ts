/**
 * From tables of log-odds to a model of points: calibrated, scaled, rounded to hundredths, what is unknown never better than the worse
 * values, and risk that moves with each feature exactly as promised.
 */
import { signOf, worstStep } from '../src/domain/monotone.ts';
import type { AdditiveFeature, AdditiveModel, Scale } from '../src/domain/scorecard.ts';
import { binTexts } from './bin-texts.ts';
import { type Bins, isCategory } from './binning.ts';
import type { Calibration } from './calibration.ts';
import type { Fitted } from './candidates.ts';

export const scaleTerms = { anchorScore: 600, anchorOdds: 6, pointsToDoubleOdds: 70, minimum: 300, maximum: 850 } as const;

export type Shares = readonly (readonly number[])[];
type DraftFeature = AdditiveFeature & { readonly hundredths: number[] };
type Draft = { readonly features: readonly DraftFeature[]; readonly pairs: AdditiveModel['pairs'] };

const pointsPerOdds = scaleTerms.pointsToDoubleOdds / Math.LN2;
/** A missing value that fewer training loans had than this share has no points of its own. */
const missingShareMin = 0.01;
/** The value at which a quarter of the loans are worse. */
const worseQuarter = 0.25;

/** `shares` are those of the training loans in each bin of each feature, what is missing last. */
export function assemble(
  { bins, tables }: Fitted,
  calibration: Calibration,
  { shares, modelVersion }: { readonly shares: Shares; readonly modelVersion: string },
): AdditiveModel {
  const hundredthsOf = (odds: number): number => 0 - Math.round(odds * calibration.slope * pointsPerOdds * 100);
  const features = bins.map((each, index) => featureOf(each, [...(tables.singles[index] ?? [])].map(hundredthsOf)));
  const pairs = tables.pairs.map(({ first, second, rows }) => ({
    features: [first, second] as const,
    hundredths: rows.map((row) => [...row].map(hundredthsOf)),
  }));
  const draft: Draft = { features, pairs: pairs.filter(({ hundredths }) => hundredths.some((row) => row.some((points) => points !== 0))) };
  features.forEach((feature, index) => {
    if (bins[index]?.specification.emptyIsNever !== true) humbleMissing(feature, shares[index] ?? []);
    straighten(draft, index);
  });
  const goodOdds = -(calibration.intercept + calibration.slope * tables.base);
  const base = scaleTerms.anchorScore + (goodOdds - Math.log(scaleTerms.anchorOdds)) * pointsPerOdds;
  const scale: Scale = { basePoints: Math.round(base * 100) / 100, ...scaleTerms };
  return { kind: 'additive', modelVersion, scale, features: draft.features.map(withoutNegativeZero), pairs: draft.pairs };
}

function featureOf(bins: Bins, hundredths: number[]): DraftFeature {
  const { specification, bounds, values } = bins;
  const { feature, label, risk, reason, missingReason } = specification;
  return {
    ...{ name: feature, label, risk: isCategory(feature) ? 'any' : risk, reason, missingReason, bounds, values, hundredths },
    texts: [...binTexts(bins), specification.emptyIsNever === true ? 'never' : 'unknown'],
  };
}

/** Who leaves out a value may not gain by it: what is missing costs as much as the worse quarter of the known values at least. */
function humbleMissing({ texts, hundredths }: DraftFeature, shares: readonly number[]): void {
  const missing = texts.length - 1;
  const known = hundredths.slice(0, missing).map((points, bin) => ({ points, share: shares[bin] ?? 0 }));
  known.sort((a, b) => a.points - b.points);
  const all = known.reduce((sum, { share }) => sum + share, 0);
  let seen = 0;
  const worse = known.find(({ share }) => {
    seen += share;
    return seen >= worseQuarter * all;
  });
  const isRare = (shares[missing] ?? 0) < missingShareMin;
  const learned = isRare ? 0 : (hundredths[missing] ?? 0);
  hundredths[missing] = Math.min(worse?.points ?? 0, learned, -1);
}

/** Rounding can bend a promise by a few hundredths: later bins are moved by what is lacking. */
function straighten(draft: Draft, index: number): void {
  const feature = draft.features[index];
  if (feature === undefined) return;
  const bins = feature.texts.length - 1;
  for (let bin = 0; bin + 1 < bins; bin += 1) {
    const lacking = -worstStep(draft, index, bin);
    if (lacking <= 0) continue;
    for (let later = bin + 1; later < bins; later += 1)
      feature.hundredths[later] = (feature.hundredths[later] ?? 0) + signOf(feature.risk) * lacking;
  }
}

function withoutNegativeZero(feature: AdditiveFeature): AdditiveFeature {
  return { ...feature, hundredths: feature.hundredths.map((points) => points + 0) };
}
