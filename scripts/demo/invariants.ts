/** Looks at the platform from outside when everything has come to rest and says whether every cent and every answer is still there. */
import type { Market, MoneyView } from './market.ts';
import { inParallel } from './progress.ts';
import type { Invariant } from './report.ts';

type IntegrityView = {
  readonly checks: readonly {
    readonly name: string;
    readonly description: string;
    readonly violations: number;
    readonly samples: readonly string[];
  }[];
};
type TrialBalanceView = { readonly totals: readonly { readonly currency: string; readonly difference: MoneyView }[] };
type OperationsView = {
  readonly services: readonly {
    readonly service: string;
    readonly status: { readonly deadLetters: Readonly<Record<string, number>> } | null;
    readonly error: string | null;
  }[];
};

const openStatuses = ['parked', 'retrying', 'dead'] as const;

const booksAreWhole = async (market: Market): Promise<Invariant[]> => {
  const { checks } = await market.client.get<IntegrityView>(market.admin, '/v1/reports/integrity');
  return checks.map(({ name, description, violations, samples }) => ({
    name,
    holds: violations === 0,
    detail: violations === 0 ? description : `${violations} violations, such as ${samples.join(', ')}`,
  }));
};

const trialBalanceIsZero = async (market: Market): Promise<Invariant> => {
  const { totals } = await market.client.get<TrialBalanceView>(market.admin, '/v1/reports/trial-balance');
  const off = totals.filter(({ difference }) => difference.amountMinor !== '0');
  return {
    name: 'trial balance is zero',
    holds: off.length === 0,
    detail: off.map(({ currency, difference }) => `${currency} off by ${difference.amountMinor}`).join(', '),
  };
};

/** Every resource whose creation was answered with 2xx is read again by its owner. */
const acknowledgedIsThere = async (market: Market): Promise<Invariant> => {
  const lost: string[] = [];
  await inParallel(market.acknowledged, 16, async ({ path, session }) => {
    await market.client.get(session, path).catch(() => lost.push(path));
  });
  return {
    name: 'every 2xx is found in the database',
    holds: lost.length === 0,
    detail:
      lost.length === 0
        ? `${market.acknowledged.length} resources read again`
        : `${lost.length} lost, such as ${lost.slice(0, 3).join(', ')}`,
  };
};

const bookReplays = async (market: Market): Promise<Invariant> => {
  const { isEqual, liveHash, seq } = await market.client.send<{ isEqual: boolean; liveHash: string; seq: number }>(
    market.admin,
    'POST',
    `/v1/markets/${market.currency}/verify`,
  );
  return { name: 'order book replays to the same hash', holds: isEqual, detail: `${seq} commands, ${liveHash.slice(0, 16)}…` };
};

const nothingIsParked = async (market: Market): Promise<Invariant> => {
  const { services } = await market.client.get<OperationsView>(market.admin, '/v1/operations');
  const troubles = services.flatMap(({ service, status, error }) => {
    const open = openStatuses.reduce((sum, name) => sum + (status?.deadLetters[name] ?? 0), 0);
    return error !== null ? [`${service}: ${error}`] : open > 0 ? [`${service}: ${open}`] : [];
  });
  return { name: 'no dead letters', holds: troubles.length === 0, detail: troubles.join(', ') };
};

export const verifyInvariants = async (market: Market): Promise<readonly Invariant[]> => [
  await trialBalanceIsZero(market),
  ...(await booksAreWhole(market)),
  await acknowledgedIsThere(market),
  await bookReplays(market),
  await nothingIsParked(market),
];
