/** The rules of a market over REST. */
import type { MatchingComponents, MatchingOperations } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import { type Handlers, reply } from '@mutua/http';
import { ratePpmFromWire, ratePpmToWire } from '@mutua/kernel';
import { configureMarket } from '../../app/configure.ts';
import type { EngineStore } from '../../app/ports.ts';
import type { Queries } from '../../app/queries.ts';
import type { MarketRules } from '../../domain/command.ts';
import { amount } from './money.ts';

type Wire = MatchingComponents['schemas']['MarketRules'];
type Dependencies = { readonly queries: Queries; readonly filing: (tx: Tx) => Pick<EngineStore, 'file'> };

export function rulesHandlers({
  queries,
  filing,
}: Dependencies): Pick<Handlers<MatchingOperations>, 'getMarketRules' | 'changeMarketRules'> {
  return {
    async getMarketRules({ params: { market } }) {
      const seen = await queries.look(market, ({ seq, least, rules }) => ({ seq, least, rules }));
      if (!seen.ok) return seen;
      const { seq, least, rules } = seen.value;
      return reply.ok({ market, seq, noteMinimum: amount(market, BigInt(least)), rules: rules && rulesView(rules) });
    },
    async changeMarketRules({ tx, params: { market }, body }) {
      const done = await configureMarket({ queries, store: filing(tx) }, { market, rules: rulesFrom(body) });
      return done.ok ? reply.accepted(rulesView(done.value)) : done;
    },
  };
}

function rulesFrom({ rateStepPpm, rateMinPpm, rateMaxPpm, ...rules }: Wire): MarketRules {
  const [step, min, max] = [ratePpmFromWire(rateStepPpm), ratePpmFromWire(rateMinPpm), ratePpmFromWire(rateMaxPpm)];
  return { ...rules, rateStepPpm: step, rateMinPpm: min, rateMaxPpm: max };
}

function rulesView({ rateStepPpm, rateMinPpm, rateMaxPpm, grades, minTermMonths, maxTermMonths, purposes }: MarketRules): Wire {
  const rates = { rateStepPpm: ratePpmToWire(rateStepPpm), rateMinPpm: ratePpmToWire(rateMinPpm), rateMaxPpm: ratePpmToWire(rateMaxPpm) };
  const known = { grades: grades && [...grades], purposes: (purposes && [...purposes]) as Wire['purposes'] };
  return { ...rates, ...known, minTermMonths, maxTermMonths };
}
