/**
 * Scores by an additive model: each feature falls in a bin, each bin and each pair of bins has its hundredths of a point, all of them are
 * added. The points of a pair go half to each of its features, the odd hundredth to the second, so contributions are exact and add up.
 * A scorer is made once per model and used again by every score: nothing of it is kept, and nothing waits in between.
 */
import { type Tables, tablesOf } from './additive-tables.ts';
import { cellOf, gridCells } from './bins.ts';
import { emptyValues, type FeatureValues, valuesOf, valuesOfVector } from './feature-values.ts';
import type { FeatureVector, Scorable } from './features.ts';
import { type Contribution, noAdverseFactor, pdOf, type Risk, reasonsMax, type Score, withinScale } from './points.ts';
import type { AdditiveModel, Reason } from './scorecard.ts';

type Scorer = {
  readonly tables: Tables;
  readonly values: FeatureValues;
  readonly bins: Uint8Array;
  /** Where the bin of each feature is among the bins of all features, one feature after the other. */
  readonly places: Int32Array;
  /** What each feature adds, in hundredths: filled only for those who ask why. */
  readonly shares: Int32Array;
  /** The features of the reasons while they are being found. */
  readonly worst: Uint8Array;
};

const scorers = new WeakMap<AdditiveModel, Scorer>();
/** The scorer of before: mostly it is the one asked for, and no look into the map is needed. */
let latest: Scorer | undefined;

/** The score with all that explains it. */
export function scoreAdditive(vector: FeatureVector, model: AdditiveModel): Score {
  const scorer = scorerOf(model);
  valuesOfVector(vector, scorer.values);
  findBins(scorer);
  const points = addShares(scorer) / 100;
  return {
    score: withinScale(points, model.scale),
    pdPpm: BigInt(pdOf(points, model.scale)),
    contributions: contributionsOf(scorer),
    reasons: reasonsOf(scorer),
  };
}

/** What `scoreAdditive` says of score and probability, into `risk`. */
export function riskAdditive(application: Scorable, model: AdditiveModel, risk: Risk): void {
  const scorer = scorerOf(model);
  valuesOf(application, scorer.values);
  findBins(scorer);
  setRisk(addPoints(scorer) / 100, model, risk);
}

/** As `riskAdditive`, and the reasons that `scoreAdditive` gives. */
export function reasonedRiskAdditive(application: Scorable, model: AdditiveModel, risk: Risk): readonly Reason[] {
  const scorer = scorerOf(model);
  valuesOf(application, scorer.values);
  findBins(scorer);
  setRisk(addShares(scorer) / 100, model, risk);
  return reasonsOf(scorer);
}

function setRisk(points: number, { scale }: AdditiveModel, risk: Risk): void {
  risk.score = withinScale(points, scale);
  risk.pdMillionths = pdOf(points, scale);
}

function scorerOf(model: AdditiveModel): Scorer {
  if (latest?.tables.model !== model) latest = scorers.get(model) ?? newScorer(model);
  return latest;
}

function newScorer(model: AdditiveModel): Scorer {
  const { length } = model.features;
  const made = {
    ...{ tables: tablesOf(model), values: emptyValues(), bins: new Uint8Array(length), places: new Int32Array(length) },
    ...{ shares: new Int32Array(length), worst: new Uint8Array(reasonsMax) },
  };
  scorers.set(model, made);
  return made;
}

function findBins({ tables, values, bins }: Scorer): void {
  const { isNumber, position, missing, byValue, cellsPerUnit, starts, edges, edgesFrom } = tables;
  for (let index = 0; index < bins.length; index += 1) {
    const at = position[index] ?? 0;
    if (isNumber[index] === 0) {
      bins[index] = byValue[index]?.get(values.categories[at] ?? '') ?? missing[index] ?? 0;
      continue;
    }
    const value = values.numbers[at] ?? Number.NaN;
    if (Number.isNaN(value)) {
      bins[index] = missing[index] ?? 0;
      continue;
    }
    const from = edgesFrom[index] ?? 0;
    let edge = from + (starts[index * gridCells + cellOf(value, cellsPerUnit[index] ?? 0)] ?? 0);
    while (value >= (edges[edge] ?? 0)) edge += 1;
    bins[index] = edge - from;
  }
}

/** The points of all features and pairs with those of the base, in hundredths. Most of a score's time goes here: half of it if shared out. */
function addPoints({ tables, bins, places }: Scorer): number {
  const { own, ownFrom, rowsFrom, rowWidth, pairPoints } = tables;
  let sum = tables.baseHundredths;
  for (let first = 0; first < bins.length; first += 1) places[first] = (ownFrom[first] ?? 0) + (bins[first] ?? 0);
  for (let first = 0; first < bins.length; first += 1) {
    sum += own[places[first] ?? 0] ?? 0;
    const row = (rowsFrom[first] ?? 0) + (bins[first] ?? 0) * (rowWidth[first] ?? 0);
    for (let second = first + 1; second < bins.length; second += 1) sum += pairPoints[row + (places[second] ?? 0)] ?? 0;
  }
  return sum;
}

/** The same sum, and in `shares` whose the points are. */
function addShares({ tables, bins, places, shares }: Scorer): number {
  const { own, ownFrom, rowsFrom, rowWidth, pairPoints } = tables;
  let sum = tables.baseHundredths;
  for (let index = 0; index < bins.length; index += 1) {
    const place = (ownFrom[index] ?? 0) + (bins[index] ?? 0);
    places[index] = place;
    shares[index] = own[place] ?? 0;
  }
  for (let first = 0; first < bins.length; first += 1) {
    const row = (rowsFrom[first] ?? 0) + (bins[first] ?? 0) * (rowWidth[first] ?? 0);
    let halves = 0;
    for (let second = first + 1; second < bins.length; second += 1) {
      const points = pairPoints[row + (places[second] ?? 0)] ?? 0;
      const half = points >> 1;
      halves += half;
      shares[second] = (shares[second] ?? 0) + points - half;
    }
    shares[first] = (shares[first] ?? 0) + halves;
  }
  for (let index = 0; index < shares.length; index += 1) sum += shares[index] ?? 0;
  return sum;
}

function contributionsOf({ tables: { model }, bins, shares }: Scorer): readonly Contribution[] {
  return model.features.map(({ name, texts }, index) => ({
    feature: name,
    bin: texts[bins[index] ?? 0] ?? '',
    points: (shares[index] ?? 0) / 100,
  }));
}

/** The features that cost the most points, worst first; ties in the order of the model. */
function reasonsOf({ tables, places, shares, worst }: Scorer): readonly Reason[] {
  let found = 0;
  for (let index = 0; index < shares.length; index += 1) {
    const own = shares[index] ?? 0;
    if (own >= 0 || (found === reasonsMax && own >= (shares[worst[found - 1] ?? 0] ?? 0))) continue;
    let at = found < reasonsMax ? found : reasonsMax - 1;
    for (; at > 0 && own < (shares[worst[at - 1] ?? 0] ?? 0); at -= 1) worst[at] = worst[at - 1] ?? 0;
    worst[at] = index;
    if (found < reasonsMax) found += 1;
  }
  if (found === 0) return [noAdverseFactor];
  const reasons: Reason[] = [];
  for (let at = 0; at < found; at += 1) reasons.push(tables.reasonAt[places[worst[at] ?? 0] ?? 0] ?? noAdverseFactor);
  return reasons;
}
