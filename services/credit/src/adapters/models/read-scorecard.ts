/** Reads a scorecard file and holds it to its rules before anything is scored with it: a wrong model stops the start. */
import { readFileSync } from 'node:fs';
import { onePpm } from '@mutua/kernel';
import { numericFeatures } from '../../domain/features.ts';
import type { Bin, CategoryBins, Grade, NumericBins, Scorecard } from '../../domain/scorecard.ts';

type Json = Readonly<Record<string, unknown>>;

/** The scorecard of a file in services/credit/models. Throws with every problem that was found. */
export function readScorecard(version: string): Scorecard {
  const path = new URL(`../../../models/${version}.json`, import.meta.url);
  return parseScorecard(JSON.parse(readFileSync(path, 'utf8')) as unknown);
}

export function parseScorecard(json: unknown): Scorecard {
  const root = object(json);
  const scale = object(root['scale']);
  const loss = object(root['loss']);
  const policy = object(root['policy']);
  const model: Scorecard = {
    modelVersion: text(root['modelVersion']),
    scale: {
      basePoints: integer(scale['basePoints']),
      anchorScore: integer(scale['anchorScore']),
      anchorOdds: integer(scale['anchorOdds']),
      pointsToDoubleOdds: integer(scale['pointsToDoubleOdds']),
      minimum: integer(scale['minimum']),
      maximum: integer(scale['maximum']),
    },
    features: list(root['features']).map(feature),
    loss: { lossGivenDefaultPpm: whole(loss['lossGivenDefaultPpm']), averageBalancePpm: whole(loss['averageBalancePpm']) },
    baseRatePpm: whole(root['baseRatePpm']),
    grades: list(root['grades']).map(grade),
    policy: {
      minimumAnnualIncomeMinor: whole(policy['minimumAnnualIncomeMinor']),
      maximumDebtToIncomePpm: whole(policy['maximumDebtToIncomePpm']),
      maximumAmountToIncomePpm: whole(policy['maximumAmountToIncomePpm']),
      maximumDelinquencies2y: whole(policy['maximumDelinquencies2y']),
      maximumPublicRecords: whole(policy['maximumPublicRecords']),
      maximumPdPpm: whole(policy['maximumPdPpm']),
      referPublicRecordsFrom: whole(policy['referPublicRecordsFrom']),
    },
  };
  const problems = scorecardProblems(model);
  if (problems.length > 0) throw new Error(`scorecard ${model.modelVersion}: ${problems.join('; ')}`);
  return model;
}

function feature(json: Json): NumericBins | CategoryBins {
  const reason = object(json['reason']);
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
      bins: list(json['bins']).map((each) => ({ is: text(each['is']), text: text(each['is']), points: integer(each['points']) })),
    };
  }
  const known = numericFeatures.find((each) => each === name);
  if (known === undefined) throw new Error(`scorecard: there is no feature ${name}`);
  const bins = list(json['bins']).map((each) => ({
    ...bin(each),
    ...(each['below'] === undefined ? {} : { below: whole(each['below']) }),
  }));
  return { ...shared, name: known, bins };
}

function grade(json: Json): Grade {
  const below = json['annualLossBelowPpm'];
  return {
    grade: text(json['grade']),
    expectedLossPpm: whole(json['expectedLossPpm']),
    marginPpm: whole(json['marginPpm']),
    ...(below === undefined ? {} : { annualLossBelowPpm: whole(below) }),
  };
}

/** Bounds ascend and end open, points are zero or less with a best bin of zero, grades get dearer, the loss parts are shares. */
function scorecardProblems(model: Scorecard): string[] {
  const problems = model.features.flatMap((each) => {
    const best = Math.max(...each.bins.map(({ points }) => points), each.missing.points);
    const wrongBest = best === 0 ? [] : [`${each.name}: the best bin has zero points`];
    return each.name === 'purpose' || isAscending(each.bins.map(({ below }) => below))
      ? wrongBest
      : [...wrongBest, `${each.name}: bounds ascend and only the last bin is open`];
  });
  if (!isAscending(model.grades.map(({ annualLossBelowPpm }) => annualLossBelowPpm))) problems.push('grades: bounds ascend and end open');
  const rates = model.grades.map((each) => each.expectedLossPpm + each.marginPpm);
  if (rates.some((rate, at) => at > 0 && rate <= (rates[at - 1] ?? 0n))) problems.push('grades: a worse grade has a higher rate');
  for (const [name, share] of Object.entries(model.loss)) {
    if (share <= 0n || share > onePpm) problems.push(`loss: ${name} is a share`);
  }
  return problems;
}

function isAscending(bounds: readonly (bigint | undefined)[]): boolean {
  return (
    bounds.length > 0 &&
    bounds.every((bound, at) => {
      const before = bounds[at - 1];
      return at === bounds.length - 1 ? bound === undefined : bound !== undefined && (at === 0 || (before !== undefined && bound > before));
    })
  );
}

function object(json: unknown): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('scorecard: an object is expected');
  return json as Json;
}

function list(json: unknown): readonly Json[] {
  if (!Array.isArray(json)) throw new Error('scorecard: a list is expected');
  return json.map(object);
}

function text(json: unknown): string {
  if (typeof json !== 'string' || json === '') throw new Error('scorecard: a text is expected');
  return json;
}

function integer(json: unknown): number {
  if (!Number.isSafeInteger(json)) throw new Error('scorecard: an integer is expected');
  return json as number;
}

/** A non-negative integer, as a number or (for large amounts) as decimal text. */
function whole(json: unknown): bigint {
  if (typeof json === 'string' && /^(0|[1-9]\d*)$/.test(json)) return BigInt(json);
  return BigInt(integer(json));
}

function bin(json: Json): Bin {
  return { points: integer(json['points']), text: text(json['text']) };
}
