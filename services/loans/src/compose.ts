/** Composes loans: resources, stores, edges, in that order; closed in reverse. */
import { systemClock, systemIds } from '@mutua/config';
import type { LoansOperations } from '@mutua/contracts';
import { migrate, openDatabase, type Tx } from '@mutua/db';
import { createApp, createAuthenticator, type Service } from '@mutua/http';
import type { CalendarDate, Clock, Ids } from '@mutua/kernel';
import { type Messaging, startMessaging } from '@mutua/messaging';
import { createLogger, createMetrics } from '@mutua/telemetry';
import { sha256 } from './adapters/hash/sha256.ts';
import { handlers as httpHandlers } from './adapters/http/handlers.ts';
import { policy } from './adapters/http/policy.ts';
import { problems } from './adapters/http/problems.ts';
import { handlers as eventHandlers, prefetching } from './adapters/kafka/handlers.ts';
import { publisher } from './adapters/kafka/publish.ts';
import { ownershipIn, readsOf, storesOf } from './adapters/postgres/stores.ts';
import type { Ports } from './app/ports.ts';
import type { LoansConfig } from './config.ts';

export type Overrides = { readonly clock: Clock; readonly ids: Ids };

const name = 'loans';

export async function compose(config: LoansConfig, overrides: Partial<Overrides> = {}): Promise<Service> {
  const { clock = systemClock, ids = systemIds } = overrides;
  const { firstBusinessDate, kafkaBrokers: brokers, topicPrefix } = config;
  const logger = createLogger({ service: name, level: config.logLevel });
  const metrics = createMetrics({ service: name });
  const directory = new URL('../migrations/', import.meta.url).pathname;
  if (config.migrationUrl !== undefined) await migrate({ url: config.migrationUrl.reveal(), directory });
  const db = await openDatabase({ url: config.databaseUrl.reveal(), applicationName: name, poolMax: config.poolMax, logger });
  const ports = portsOf(ids, firstBusinessDate);

  let messaging: Messaging | undefined;
  const app = createApp<LoansOperations>({
    spec: name,
    handlers: httpHandlers({ ports, reads: (sql) => readsOf(sql, firstBusinessDate) }),
    policy: policy(ownershipIn),
    problems,
    db,
    auth: createAuthenticator({ issuer: config.issuer, audience: config.audience, jwksUrl: config.jwksUrl, clock }),
    clock,
    ids,
    logger,
    metrics,
    validateResponses: config.validateResponses,
    operations: { messaging: () => messaging },
  });
  return {
    app,
    db,
    async start() {
      const handlers = eventHandlers({ ports, clock });
      messaging = await startMessaging({
        db,
        brokers,
        topicPrefix,
        service: name,
        handlers,
        hooks: prefetching({ ports, clock }),
        ids,
        logger,
        metrics,
      });
    },
    async close() {
      await messaging?.close();
      await db.close();
    },
  };
}

/** The ports of a transaction are one unit of work, whichever handler asks. */
export function portsOf(ids: Ids, firstBusinessDate?: CalendarDate): (tx: Tx) => Ports {
  const units = new WeakMap<Tx, Ports>();
  return (tx) => {
    const known = units.get(tx);
    if (known) return known;
    const unit: Ports = { ...storesOf(tx, firstBusinessDate), publish: publisher(tx, ids), hash: sha256 };
    units.set(tx, unit);
    return unit;
  };
}
