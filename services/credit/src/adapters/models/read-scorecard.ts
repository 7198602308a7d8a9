/** Reads a model file and holds it to its rules before anything is scored with it: a wrong model stops the start. */
import { readFileSync } from 'node:fs';
import { numericFeatures } from '../../domain/features.ts';
import type { Bin, CategoryBins, CreditModel, NumericBins, Scale, Scorecard } from '../../domain/scorecard.ts';
import { ascends, integer, type Json, list, object, text, whole } from './json-values.ts';
import { parseAdditive } from './read-additive.ts';

/** The model of a file in services/credit/models. Throws with every problem that was found. */
export function readScorecard(version: string): CreditModel {
  const path = new URL(`../../../models/${version}.json`, import.meta.url);
  return parseModel(JSON.parse(readFileSync(path, 'utf8')) as unknown);
}

/** The first files have no kind: they are scorecards. */
export function parseModel(json: unknown): CreditModel {
  const root = object(json);
  return root['kind'] === 'additive' ? parseAdditive(root, scaleOf(root)) : parseScorecard(root);
}

/** Grades, prices and limits of the first files are no longer read: they belong to the policy. */
function parseScorecard(json: unknown): Scorecard {
  const root = object(json);
  const features = list(root['features']).map((each) => feature(object(each)));
  const model: Scorecard = { kind: 'scorecard', modelVersion: text(root['modelVersion']), scale: scaleOf(root), features };
  const problems = model.features.flatMap(featureProblems);
  if (problems.length > 0) throw new Error(`scorecard ${model.modelVersion}: ${problems.join('; ')}`);
  return model;
}

function scaleOf(root: Json): Scale {
  const scale = object(root['scale']);
  const base = scale['basePoints'];
  if (typeof base !== 'number' || !Number.isFinite(base)) throw new Error('model: base points are a number');
  return {
    basePoints: base,
    anchorScore: integer(scale['anchorScore']),
    anchorOdds: integer(scale['anchorOdds']),
    pointsToDoubleOdds: integer(scale['pointsToDoubleOdds']),
    minimum: integer(scale['minimum']),
    maximum: integer(scale['maximum']),
  };
}

function feature(json: Json): NumericBins | CategoryBins {
  const reason = object(json['reason']);
  const bins = list(json['bins']).map(object);
  const shared = {
    label: text(json['label']),
    reason: { code: text(reason['code']), text: text(reason['text']) },
    missing: bin(object(json['missing'])),
  };
  const name = text(json['name']);
  if (name === 'purpose') {
    return {
      ...shared,
      name,
      bins: bins.map((each) => ({ is: text(each['is']), text: text(each['is']), points: integer(each['points']) })),
    };
  }
  const known = numericFeatures.find((each) => each === name);
  if (known === undefined) throw new Error(`scorecard: there is no feature ${name}`);
  return {
    ...shared,
    name: known,
    bins: bins.map((each) => ({ ...bin(each), ...(each['below'] === undefined ? {} : { below: whole(each['below']) }) })),
  };
}

/** Bounds ascend and end open, points are zero or less with a best bin of zero. */
function featureProblems(feature: NumericBins | CategoryBins): string[] {
  const best = Math.max(...feature.bins.map(({ points }) => points), feature.missing.points);
  const wrongBest = best === 0 ? [] : [`${feature.name}: the best bin has zero points`];
  return feature.name === 'purpose' || endsOpen(feature.bins.map(({ below }) => below))
    ? wrongBest
    : [...wrongBest, `${feature.name}: bounds ascend and only the last bin is open`];
}

function endsOpen(bounds: readonly (bigint | undefined)[]): boolean {
  const closed = bounds.slice(0, -1);
  return bounds.length > 0 && bounds.at(-1) === undefined && !closed.includes(undefined) && ascends(closed.map(Number));
}

function bin(json: Json): Bin {
  return { points: integer(json['points']), text: text(json['text']) };
}
