/** An engine over a database, without Kafka; for one market unless told otherwise. */
import type { Database } from '@mutua/db';
import { silentLogger, virtualClock } from '@mutua/testkit';
import { publish, publishRefusal, publishRules } from '../../src/adapters/kafka/publish.ts';
import { engineStore, logReader } from '../../src/adapters/postgres/engine-store.ts';
import { holdLease, type Lease } from '../../src/adapters/postgres/lease.ts';
import { lottery } from '../../src/adapters/postgres/lottery.ts';
import { createEngine, type Engine } from '../../src/app/engine.ts';

export type OpenEngine = { readonly engine: Engine; readonly lease: Lease; readonly lost: () => number };
type Options = { readonly db: Database; readonly holder: string; readonly leaseMs?: number; readonly markets?: readonly string[] };

export async function openEngine({ db, holder, leaseMs = 5_000, markets = ['EUR'] }: Options): Promise<OpenEngine> {
  let losses = 0;
  let lease: Lease | undefined;
  const engine = createEngine({
    markets,
    ...{ storeOf: engineStore, logOf: logReader, publish, publishRefusal, publishRules, lottery, clock: virtualClock() },
    ...{ snapshotEvery: 50, storeEvery: 3, noteMinimumMinor: 25n },
    ...{ sql: db.sql, run: db.run },
    onFenced: () => lease?.lost(),
    onBroken: (market) => lease?.giveUp(market),
  });
  lease = await holdLease({
    ...{ db, markets, holder, leaseMs, logger: silentLogger },
    onTaken: engine.take,
    onLost: async (market) => {
      losses += 1;
      await engine.drop(market);
    },
  });
  return { engine, lease, lost: () => losses };
}
