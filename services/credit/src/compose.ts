/** Composes credit: resources, model, stores, edges, in that order; closed in reverse. */
import { systemClock, systemIds } from '@mutua/config';
import type { CreditOperations } from '@mutua/contracts';
import { migrate, openDatabase, type Tx } from '@mutua/db';
import { createApp, createAuthenticator, type Service } from '@mutua/http';
import type { Clock, Ids } from '@mutua/kernel';
import { type Messaging, startMessaging } from '@mutua/messaging';
import { createLogger, createMetrics } from '@mutua/telemetry';
import { handlers as httpHandlers } from './adapters/http/handlers.ts';
import { policy } from './adapters/http/policy.ts';
import { problems } from './adapters/http/problems.ts';
import { type Scoring, startScoring } from './adapters/jobs/scoring.ts';
import { handlers as eventHandlers } from './adapters/kafka/handlers.ts';
import { publisher } from './adapters/kafka/publish.ts';
import { readScorecard } from './adapters/models/read-scorecard.ts';
import { assessmentReads, assessmentUnit } from './adapters/postgres/assessment-store.ts';
import { scoreAssessment } from './app/assess.ts';
import type { Ports } from './app/ports.ts';
import type { CreditConfig } from './config.ts';

export type Overrides = { readonly clock: Clock; readonly ids: Ids };

const name = 'credit';

export async function compose(config: CreditConfig, overrides: Partial<Overrides> = {}): Promise<Service> {
  const { clock = systemClock, ids = systemIds } = overrides;
  const { kafkaBrokers: brokers, topicPrefix, redisUrl } = config;
  const logger = createLogger({ service: name, level: config.logLevel });
  const metrics = createMetrics({ service: name });
  const directory = new URL('../migrations/', import.meta.url).pathname;
  if (config.migrationUrl !== undefined) await migrate({ url: config.migrationUrl.reveal(), directory });
  const db = await openDatabase({ url: config.databaseUrl.reveal(), applicationName: name, poolMax: config.poolMax, logger });
  const model = readScorecard(config.modelVersion);
  const ports = (tx: Tx): Ports => ({ assessments: assessmentUnit(tx), publish: publisher(tx, ids) });

  let messaging: Messaging | undefined;
  let scoring: Scoring | undefined;
  const app = createApp<CreditOperations>({
    spec: name,
    handlers: httpHandlers({ ports, assessments: assessmentReads }),
    policy: policy(assessmentReads),
    problems,
    db,
    auth: createAuthenticator({ issuer: config.issuer, audience: config.audience, jwksUrl: config.jwksUrl, clock }),
    clock,
    ids,
    logger,
    metrics,
    validateResponses: config.validateResponses,
    operations: {
      messaging: () => messaging,
      queues: async () => (scoring === undefined ? {} : { 'credit-scoring': { ...(await scoring.counts()) } }),
    },
  });
  return {
    app,
    db,
    async start() {
      scoring = await startScoring({
        redisUrl,
        prefix: topicPrefix,
        concurrency: config.scoringConcurrency,
        clock,
        logger,
        score: (assessmentId) => db.run((tx) => scoreAssessment(ports(tx), { assessmentId, model, at: clock.now() })),
        pendingBefore: (at, limit) => assessmentReads(db.sql).pendingBefore(at, limit),
      });
      const { enqueue } = scoring;
      const handlers = eventHandlers({ ports, clock, enqueue });
      messaging = await startMessaging({ db, brokers, topicPrefix, service: name, handlers, ids, logger, metrics });
    },
    async close() {
      await messaging?.close();
      await scoring?.close();
      await db.close();
    },
  };
}
