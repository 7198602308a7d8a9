/** Composes matching: the engine over its log, the lease that lets it act, consumers while it does, and the reads. */
import { hostname } from 'node:os';
import { systemClock, systemIds } from '@mutua/config';
import type { MatchingOperations } from '@mutua/contracts';
import { migrate, openDatabase } from '@mutua/db';
import { createApp, createAuthenticator, type Service } from '@mutua/http';
import type { Clock, Ids } from '@mutua/kernel';
import { type Messaging, type MessagingOptions, startMessaging } from '@mutua/messaging';
import { createLogger, createMetrics } from '@mutua/telemetry';
import { handlers } from './adapters/http/handlers.ts';
import { policy } from './adapters/http/policy.ts';
import { problems } from './adapters/http/problems.ts';
import { consumers } from './adapters/kafka/consumers.ts';
import { publish } from './adapters/kafka/publish.ts';
import { engineStore, logReader } from './adapters/postgres/engine-store.ts';
import { holdLease, type Lease } from './adapters/postgres/lease.ts';
import { findOffer, holderOf, lenderOf } from './adapters/postgres/views.ts';
import { createEngine, type Engine } from './app/engine.ts';
import { createQueries } from './app/queries.ts';
import type { MatchingConfig } from './config.ts';

export type Overrides = { readonly clock: Clock; readonly ids: Ids };

export async function compose(config: MatchingConfig, overrides: Partial<Overrides> = {}): Promise<Service> {
  const { clock = systemClock, ids = systemIds } = overrides;
  const { markets, kafkaBrokers: brokers, topicPrefix, leaseMs, snapshotEvery } = config;
  const logger = createLogger({ service: 'matching', level: config.logLevel });
  const metrics = createMetrics({ service: 'matching' });
  if (config.migrationUrl !== undefined)
    await migrate({ url: config.migrationUrl.reveal(), directory: new URL('../migrations/', import.meta.url).pathname });
  const db = await openDatabase({ url: config.databaseUrl.reveal(), applicationName: 'matching', poolMax: config.poolMax, logger });

  let lease: Lease | undefined;
  const engine = createEngine({
    storeOf: engineStore,
    publish,
    clock,
    snapshotEvery,
    noteMinimumMinor: BigInt(config.noteMinimum),
    onFenced: () => lease?.lost(),
    run: db.run,
  });
  const queries = createQueries({ engine, markets, logOf: logReader });
  const acting = consumeWhileActing({ engine, options: { db, brokers, topicPrefix, service: 'matching', ids, logger, metrics } });

  const app = createApp<MatchingOperations>({
    spec: 'matching',
    handlers: handlers(queries, { findOffer, holderOf }),
    policy: policy({ lenderOf }),
    problems,
    db,
    auth: createAuthenticator({ issuer: config.issuer, audience: config.audience, jwksUrl: config.jwksUrl, clock }),
    clock,
    ids,
    logger,
    metrics,
    validateResponses: config.validateResponses,
    operations: { messaging: acting.messaging },
    // A standby is alive but not ready: it has no books to read.
    health: { engine: async () => mustAct(engine) },
  });
  return {
    app,
    db,
    async start() {
      const holder = config.instance ?? `${hostname()}:${config.port}`;
      lease = await holdLease({ db, markets, holder, leaseMs, logger, onTaken: acting.begin, onLost: acting.end });
    },
    async close() {
      await acting.end();
      await lease?.close();
      await db.close();
    },
  };
}

type Acting = {
  begin(epochs: ReadonlyMap<string, bigint>): Promise<void>;
  end(): Promise<void>;
  messaging(): Messaging | undefined;
};

/** The consumers run exactly while the engine may act; before the first command the books are recovered and checked. */
function consumeWhileActing({ engine, options }: { engine: Engine; options: Omit<MessagingOptions, 'handlers' | 'hooks'> }): Acting {
  let messaging: Messaging | undefined;
  return {
    messaging: () => messaging,
    async begin(epochs) {
      engine.take(epochs);
      await engine.transact(async () => undefined);
      messaging = await startMessaging({ ...options, handlers: consumers(engine), hooks: engine });
    },
    async end() {
      engine.drop();
      const ending = messaging;
      messaging = undefined;
      await ending?.close();
    },
  };
}

function mustAct(engine: Engine): void {
  if (!engine.isActive()) throw new Error('another instance runs the engine');
}
