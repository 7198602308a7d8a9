/** Reads an additive model: bins with their points, what is missing, and the tables of pairs. Risk moves as the file says, or it is refused. */
import { categoryFeatures, numericFeatures } from '../../domain/features.ts';
import { monotoneProblems } from '../../domain/monotone.ts';
import type { AdditiveFeature, AdditiveModel, AdditivePair, Reason, Scale } from '../../domain/scorecard.ts';
import { ascends, hundredths, type Json, list, object, oneOf, text, whole } from './json-values.ts';

export function parseAdditive(root: Json, scale: Scale): AdditiveModel {
  const features = list(root['features']).map((each) => feature(object(each)));
  const pairs = list(root['pairs']).map((each) => pair(object(each), features));
  if (new Set(pairs.map(({ features: of }) => of.join())).size < pairs.length) throw new Error('model: a pair of features is there once');
  const model: AdditiveModel = { kind: 'additive', modelVersion: text(root['modelVersion']), scale, features, pairs };
  const problems = [...features.flatMap(boundProblems), ...monotoneProblems(model)];
  if (problems.length > 0) throw new Error(`model ${model.modelVersion}: ${problems.join('; ')}`);
  return model;
}

function feature(json: Json): AdditiveFeature {
  const bins = list(json['bins']).map(object);
  const missing = object(json['missing']);
  const name = oneOf(json['name'], [...numericFeatures, ...categoryFeatures]);
  const isCategory = categoryFeatures.some((each) => each === name);
  return {
    name,
    label: text(json['label']),
    risk: oneOf(json['risk'], ['rises', 'falls', 'any']),
    reason: reason(json['reason']),
    missingReason: reason(json['missingReason']),
    bounds: isCategory ? [] : bins.slice(0, -1).map((bin) => Number(whole(bin['below']))),
    values: isCategory ? bins.map((bin) => text(bin['is'])) : [],
    texts: [...bins, missing].map((bin) => text(bin['text'])),
    hundredths: [...bins, missing].map((bin) => hundredths(bin['points'])),
  };
}

function pair(json: Json, features: readonly AdditiveFeature[]): AdditivePair {
  const [first, second] = list(json['features']).map((name) => features.findIndex((feature) => feature.name === name));
  const rows = list(json['points']).map((row) => list(row).map(hundredths));
  const [height, width] = [features[first ?? -1], features[second ?? -1]].map((each) => each?.texts.length);
  const isWhole = rows.length === height && rows.every((row) => row.length === width);
  if (first === undefined || second === undefined || first < 0 || first >= second || !isWhole) {
    throw new Error(
      'model: a pair names two features in their order and has a row per bin of the first and a column per bin of the second',
    );
  }
  return { features: [first, second], hundredths: rows };
}

function reason(json: unknown): Reason {
  const { code, text: words } = object(json);
  return { code: text(code), text: text(words) };
}

function boundProblems({ name, bounds, texts, values }: AdditiveFeature): string[] {
  if (values.length > 0) return [];
  const isOne = bounds.length === texts.length - 2;
  return isOne && ascends(bounds) ? [] : [`${name}: bounds ascend and only the last bin is open`];
}
