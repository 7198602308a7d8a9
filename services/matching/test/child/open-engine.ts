/** An engine for one market over a database, without Kafka. */
import type { Database } from '@mutua/db';
import { silentLogger, virtualClock } from '@mutua/testkit';
import { publish } from '../../src/adapters/kafka/publish.ts';
import { engineStore } from '../../src/adapters/postgres/engine-store.ts';
import { holdLease, type Lease } from '../../src/adapters/postgres/lease.ts';
import { createEngine, type Engine } from '../../src/app/engine.ts';

export type OpenEngine = { readonly engine: Engine; readonly lease: Lease; readonly lost: () => number };

export async function openEngine({ db, holder, leaseMs = 5_000 }: { db: Database; holder: string; leaseMs?: number }): Promise<OpenEngine> {
  let losses = 0;
  let lease: Lease | undefined;
  const engine = createEngine({
    ...{ storeOf: engineStore, publish, clock: virtualClock(), snapshotEvery: 50, noteMinimumMinor: 25n, run: db.run },
    onFenced: () => lease?.lost(),
  });
  lease = await holdLease({
    ...{ db, markets: ['EUR'], holder, leaseMs, logger: silentLogger },
    onTaken: async (epochs) => engine.take(epochs),
    onLost: async () => {
      losses += 1;
      engine.drop();
    },
  });
  return { engine, lease, lost: () => losses };
}
