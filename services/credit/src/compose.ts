/** Composes credit: resources, model, stores, edges, in that order; closed in reverse. */
import { approvalStore } from '@mutua/approvals';
import { systemClock, systemIds } from '@mutua/config';
import type { CreditOperations } from '@mutua/contracts';
import { migrate, openDatabase, type Sql, type Tx } from '@mutua/db';
import { createApp, createAuthenticator, type Service } from '@mutua/http';
import type { Refill } from '@mutua/jobs';
import type { Clock, Id, Ids, Instant } from '@mutua/kernel';
import { type Messaging, startMessaging } from '@mutua/messaging';
import { createLogger, createMetrics } from '@mutua/telemetry';
import { sandboxBureau } from './adapters/bureau/sandbox-bureau.ts';
import { seal, sha256 } from './adapters/hash/sha256.ts';
import { handlers as httpHandlers } from './adapters/http/handlers.ts';
import { policy } from './adapters/http/policy.ts';
import { problems } from './adapters/http/problems.ts';
import { type Asking, startAsking } from './adapters/jobs/bureau.ts';
import { startMonitor } from './adapters/jobs/monitor.ts';
import { type Scoring, startScoring } from './adapters/jobs/scoring.ts';
import { handlers as eventHandlers } from './adapters/kafka/handlers.ts';
import { publisher } from './adapters/kafka/publish.ts';
import { modelFiles } from './adapters/models/models.ts';
import { assessmentReads, assessmentUnit } from './adapters/postgres/assessment-store.ts';
import { borrowerStore, businessDays, loanStore } from './adapters/postgres/borrower-store.ts';
import { bureauReads, bureauStore } from './adapters/postgres/bureau-store.ts';
import { type Monitoring, monitoringOf } from './adapters/postgres/monitoring-reads.ts';
import { policyStore } from './adapters/postgres/policy-store.ts';
import { shadowUnit } from './adapters/postgres/shadow-store.ts';
import { assessFromBureau, giveUpOnBureau } from './app/ask-bureau.ts';
import type { Bureau, Models, Ports } from './app/ports.ts';
import { modelInForce, scoreAssessments } from './app/score-assessments.ts';
import type { CreditConfig } from './config.ts';
import { usualThresholds } from './domain/monitoring.ts';
import { usualReviewTerms } from './domain/review-watch.ts';

export type Overrides = { readonly clock: Clock; readonly ids: Ids; readonly bureau: Bureau };

const name = 'credit';

export async function compose(config: CreditConfig, overrides: Partial<Overrides> = {}): Promise<Service> {
  const { clock = systemClock, ids = systemIds, bureau = sandboxBureau({ clock }) } = overrides;
  const { kafkaBrokers: brokers, topicPrefix, redisUrl } = config;
  const logger = createLogger({ service: name, level: config.logLevel });
  const metrics = createMetrics({ service: name });
  const directory = new URL('../migrations/', import.meta.url).pathname;
  if (config.migrationUrl !== undefined) await migrate({ url: config.migrationUrl.reveal(), directory });
  const db = await openDatabase({ url: config.databaseUrl.reveal(), applicationName: name, poolMax: config.poolMax, logger });
  const models = modelFiles();
  const ports = portsOf(models, ids);

  let messaging: Messaging | undefined;
  let scoring: Scoring | undefined;
  let asking: Asking | undefined;
  let monitor: Refill | undefined;
  const enqueue = (assessmentIds: readonly Id<'assessment'>[]): void => scoring?.enqueue(assessmentIds);
  const app = createApp<CreditOperations>({
    spec: name,
    handlers: httpHandlers({ ports, assessments: assessmentReads, policies: policyStore, models, enqueue }),
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
      // A policy that names a model which is not there would set every request aside.
      modelInForce(models, await policyStore(db.sql).current());
      scoring = await startScoring({
        redisUrl,
        prefix: topicPrefix,
        concurrency: config.scoringConcurrency,
        clock,
        logger,
        score: (assessmentIds) => db.run((tx) => scoreAssessments(ports(tx), { assessmentIds, at: clock.now() })),
        fail: (assessmentId, failure) => db.run(async (tx) => ports(tx).assessments.fail({ assessmentId, failure, at: clock.now() })),
        pendingBefore: (at, limit) => assessmentReads(db.sql).pendingBefore(at, limit),
      });
      asking = await startAsking({
        ...{ redisUrl, prefix: topicPrefix, timeoutMs: config.bureauTimeoutMs, clock, logger, bureau },
        due: (at, limit) => bureauReads(db.sql).due(at, limit),
        answered: async (memberId, report) =>
          enqueue(await db.run((tx) => assessFromBureau(ports(tx), { memberId, report, at: clock.now() }))),
        failed: async (memberId, failure) =>
          enqueue(await db.run((tx) => giveUpOnBureau(ports(tx), { memberId, failure, at: clock.now() }))),
      });
      monitor = startMonitor({ read: () => monitoringNow(db.sql, clock.now()), metrics, logger });
      const handlers = eventHandlers({ ports, clock, enqueue });
      messaging = await startMessaging({ db, brokers, topicPrefix, service: name, handlers, ids, logger, metrics });
    },
    async close() {
      await messaging?.close();
      await monitor?.close();
      await asking?.close();
      await scoring?.close();
      await db.close();
    },
  };
}

const monitoredDays = 30;

async function monitoringNow(sql: Sql, at: Instant): Promise<Monitoring> {
  const { policy } = await policyStore(sql).current();
  const thresholds = policy.monitoring ?? usualThresholds;
  const { modelVersion, reviews: reviewTerms = usualReviewTerms } = policy;
  return monitoringOf(sql, { modelVersion, windowDays: monitoredDays, thresholds, reviewTerms, at });
}

/** The ports of a transaction are one unit of work, whichever handler asks. */
export function portsOf(models: Models, ids: Ids): (tx: Tx) => Ports {
  const units = new WeakMap<Tx, Ports>();
  return (tx) => {
    const known = units.get(tx);
    if (known) return known;
    const unit: Ports = {
      ...{
        assessments: assessmentUnit(tx),
        borrowers: borrowerStore(tx),
        loans: loanStore(tx),
        policies: policyStore(tx),
        bureau: bureauStore(tx),
      },
      ...{ approvals: approvalStore(tx), days: businessDays(tx), models, seal, hash: sha256 },
      ...{ shadow: shadowUnit(tx), publish: publisher(tx, ids) },
    };
    units.set(tx, unit);
    return unit;
  };
}
