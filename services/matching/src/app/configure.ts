/** New rules for a market: checked at once, then filed for the engine that runs it, so that any instance can take them. */
import { type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { apply } from '../domain/apply.ts';
import { createBook } from '../domain/book.ts';
import type { Command, MarketRules } from '../domain/command.ts';
import type { EngineStore } from './ports.ts';
import type { Queries, QueryRejection } from './queries.ts';

type Asked = { readonly market: string; readonly rules: MarketRules; readonly at: Instant };
type Ports = { readonly queries: Pick<Queries, 'look'>; readonly store: Pick<EngineStore, 'file'> };

export async function configureMarket(
  { queries, store }: Ports,
  { market, rules, at }: Asked,
): Promise<Result<MarketRules, Rejection<QueryRejection | 'market.invalid_rules'>>> {
  const least = await queries.look(market, (book) => BigInt(book.least));
  if (!least.ok) return least;
  const problems = problemsOf(rules);
  const command: Command = { type: 'configure', noteMinimumMinor: least.value, rules };
  // The rules alone decide, so an empty book refuses what the real one would.
  const isTaken = apply(createBook(market), { seq: 1, at, command }).ok;
  if (problems.length > 0 || !isTaken) return reject('market.invalid_rules', { problems });
  await store.file([{ market, command, eventId: null }]);
  return ok(rules);
}

type Problem = { readonly field: string; readonly code: string; readonly allowed: string };

function problemsOf({ rateMinPpm, rateMaxPpm, minTermMonths, maxTermMonths }: MarketRules): readonly Problem[] {
  const problems: Problem[] = [];
  if (rateMaxPpm < rateMinPpm) problems.push({ field: 'rateMaxPpm', code: 'below_minimum', allowed: `${rateMinPpm} or more` });
  if (maxTermMonths < minTermMonths) problems.push({ field: 'maxTermMonths', code: 'below_minimum', allowed: `${minTermMonths} or more` });
  return problems;
}
