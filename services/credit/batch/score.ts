/** The batch scorer of `npm run credit:score`: models and the price of risk from the files of this service, no database. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { calendarDate } from '@mutua/kernel';
import { readScorecard } from '../src/adapters/models/read-scorecard.ts';
import { policyFrom } from '../src/adapters/postgres/policy-json.ts';
import type { CreditPolicy } from '../src/domain/policy.ts';
import { columnsReadBy } from './feature-columns.ts';
import { linesOf } from './lines.ts';
import { type Refused, type Scored, type Scoring, scoreLine } from './score-lines.ts';

export { type Risk, reasonedRiskOf, riskOf } from '../src/domain/score.ts';
export type { CreditModel } from '../src/domain/scorecard.ts';

const models = new URL('../models/', import.meta.url);
const policies = new URL('../policies/', import.meta.url);
/** A line may hold this much, so that a value far too long is still named; an application needs less than a kilobyte. */
const lineBytesMax = 33_554_432;
/** For models that do not say up to when their loans were made: the first file is of 2007 to 2011. */
const firstModelTo = '2011-12';

/** The names of the models that can be scored with. */
export function modelNames(): readonly string[] {
  return readdirSync(models)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** Everything that scoring needs; the model of the latest policy unless another is named. Undefined when there is no such model. */
export function scoringWith(modelVersion?: string): Scoring | undefined {
  const policy = latestPolicy();
  const name = modelVersion ?? policy.modelVersion;
  const path = new URL(`${name}.json`, models);
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name) || !existsSync(path)) return undefined;
  const { training } = JSON.parse(readFileSync(path, 'utf8')) as { readonly training?: { readonly to?: string } };
  const model = readScorecard(name);
  return { model, columns: columnsReadBy(model), pricing: policy.pricing, assumedOn: calendarDate(`${training?.to ?? firstModelTo}-01`) };
}

function latestPolicy(): CreditPolicy {
  const versions = readdirSync(policies).map((name) => Number.parseInt(name, 10));
  const version = Math.max(...versions.filter(Number.isSafeInteger));
  return policyFrom(version, JSON.parse(readFileSync(new URL(`${version}.json`, policies), 'utf8')));
}

export async function* scoreStream(input: AsyncIterable<Uint8Array>, scoring: Scoring): AsyncGenerator<Scored | Refused> {
  for await (const line of linesOf(input, lineBytesMax)) yield scoreLine(line, scoring);
}
