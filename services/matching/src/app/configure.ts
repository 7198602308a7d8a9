/** New rules for a market: checked at once, then filed for the engine that runs it, so that any instance can take them. */
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Command, MarketRules } from '../domain/command.ts';
import { refusalOf } from '../domain/refusals.ts';
import type { EngineStore } from './ports.ts';
import type { Queries, QueryRejection } from './queries.ts';

type Asked = { readonly market: string; readonly rules: MarketRules };
type Ports = { readonly queries: Pick<Queries, 'look'>; readonly store: Pick<EngineStore, 'file'> };

export async function configureMarket(
  { queries, store }: Ports,
  { market, rules }: Asked,
): Promise<Result<MarketRules, Rejection<QueryRejection | 'market.invalid_rules'>>> {
  const seen = await queries.look(market, (book) => {
    const command: Command = { type: 'configure', noteMinimumMinor: BigInt(book.least), rules };
    return { command, isRefused: refusalOf(book, command) !== undefined };
  });
  if (!seen.ok) return seen;
  const { command, isRefused } = seen.value;
  const problems = problemsOf(rules);
  if (problems.length > 0 || isRefused) return reject('market.invalid_rules', { problems });
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
