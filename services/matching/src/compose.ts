/** Composes matching: the engine over its log, the leases that let it act, the consumers, and the reads. */
import { hostname } from 'node:os';
import { systemClock, systemIds } from '@mutua/config';
import { type MatchingOperations, prepareEvents } from '@mutua/contracts';
import { migrate, openDatabase } from '@mutua/db';
import { createApp, createAuthenticator, type Service } from '@mutua/http';
import type { Clock, Ids } from '@mutua/kernel';
import { type Messaging, startMessaging } from '@mutua/messaging';
import { createLogger, createMetrics } from '@mutua/telemetry';
import { handlers } from './adapters/http/handlers.ts';
import { policy } from './adapters/http/policy.ts';
import { problems } from './adapters/http/problems.ts';
import { consumers } from './adapters/kafka/consumers.ts';
import { publish, publishRefusal, publishRules } from './adapters/kafka/publish.ts';
import {
  batchesOfOffer,
  filledSince,
  findBatch,
  findDay,
  listBatches,
  listCommands,
  listRefusals,
  proofOf,
  recordedAt,
} from './adapters/postgres/batch-views.ts';
import { engineStore, logReader } from './adapters/postgres/engine-store.ts';
import { intakeStore } from './adapters/postgres/intake.ts';
import { holdLease, type Lease } from './adapters/postgres/lease.ts';
import { lottery } from './adapters/postgres/lottery.ts';
import { borrowerOf, engineOf, findOffer, findRequest, lenderOf } from './adapters/postgres/views.ts';
import { type Chores, startChores } from './adapters/timers/chores.ts';
import { createEngine } from './app/engine.ts';
import { createFollower } from './app/follower.ts';
import { createHistory } from './app/history.ts';
import { createQueries } from './app/queries.ts';
import type { MatchingConfig } from './config.ts';

const reads = {
  ...{
    findOffer,
    findRequest,
    engineOf,
    listBatches,
    findBatch,
    proofOf,
    listCommands,
    listRefusals,
    batchesOfOffer,
    filledSince,
    findDay,
    recordedAt,
  },
};

/** One commit for many commands; they are stored by parts while the next ones are applied. */
const [transactionMax, storeEvery] = [800, 200];

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
    ...{ markets, storeOf: engineStore, logOf: logReader },
    ...{ publish, publishRefusal, publishRules },
    ...{ lottery, clock, snapshotEvery, storeEvery },
    noteMinimumMinor: BigInt(config.noteMinimum),
    onFenced: () => lease?.lost(),
    onBroken: (market, error) => {
      logger.error({ err: error, market }, 'the book cannot be recovered');
      lease?.giveUp(market);
    },
    sql: db.sql,
    run: db.run,
  });
  const follower = createFollower({ sql: db.sql, logOf: logReader });
  const queries = createQueries({ engine, follower, markets, logOf: logReader });
  const heard = consumers({ engine, markets });
  let messaging: Messaging | undefined;
  let chores: Chores | undefined;

  const app = createApp<MatchingOperations>({
    spec: 'matching',
    handlers: handlers({ queries, history: createHistory({ logOf: logReader, dayFinder: findDay }), reads, filing: intakeStore }),
    policy: policy({ lenderOf, borrowerOf }),
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
      const holder = config.instance ?? `${hostname()}:${config.port}`;
      const onTaken = async (market: string, epoch: bigint): Promise<void> => {
        await engine.take(market, epoch);
        follower.forget(market);
      };
      lease = await holdLease({ db, markets, holder, leaseMs, logger, onTaken, onLost: engine.drop });
      prepareEvents((name) => name.startsWith('matching.') || name in heard);
      const { end, rolledBack } = engine;
      const options = { db, brokers, topicPrefix, service: 'matching', ids, logger, metrics };
      messaging = await startMessaging({ ...options, handlers: heard, hooks: { end, rolledBack }, transactionMax });
      chores = startChores({ engine, batchEveryMs: config.batchEveryMs, logger });
    },
    async close() {
      await chores?.close();
      await messaging?.close();
      await lease?.close();
      await db.close();
    },
  };
}
