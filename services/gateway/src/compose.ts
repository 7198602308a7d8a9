/** Composes the gateway: routes and contract from the specifications, proxy, limits, live events; closed in reverse. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { systemClock } from '@mutua/config';
import { eventTopics, loadSpec, specNames } from '@mutua/contracts';
import { createAuthenticator, type HttpApp, listen, type Service } from '@mutua/http';
import type { Clock } from '@mutua/kernel';
import { startTail } from '@mutua/messaging';
import { createLogger, createMetrics, type Logger, type Metrics } from '@mutua/telemetry';
import express from 'express';
import { Redis } from 'ioredis';
import { createGateway } from './adapters/http/app.ts';
import { createLiveDepth, type Depth } from './adapters/http/live-depth.ts';
import { createLiveEvents } from './adapters/http/live-events.ts';
import { createProxy, type ServiceProxy } from './adapters/http/proxy.ts';
import { createRateLimiter } from './adapters/http/rate-limit.ts';
import { loadRoutes } from './adapters/http/routes.ts';
import { createWatchedTail } from './adapters/kafka/watched-tail.ts';
import type { GatewayConfig } from './config.ts';
import { mergeOpenApi } from './domain/merge-openapi.ts';

/** The gateway has no database. */
export type Gateway = Omit<Service, 'db' | 'app'> & { readonly app: HttpApp };
export type Overrides = { readonly clock: Clock };

const streams = { bufferedBytesMax: 256 * 1024, heartbeatMs: 15_000, lifetimeMs: 600_000 };
const depthEveryMs = 1_000;
const watching = { lingerMs: 60_000, attemptsMax: 5, attemptPauseMs: 500 };

export async function compose(config: GatewayConfig, overrides: Partial<Overrides> = {}): Promise<Gateway> {
  const { clock = systemClock } = overrides;
  const logger = createLogger({ service: 'gateway', level: config.logLevel });
  const metrics = createMetrics({ service: 'gateway' });
  const redis = config.redisUrl === undefined ? undefined : await openRedis(config.redisUrl, logger);
  const origins = originsOf(config);
  const proxy = createProxy({ origins, timeoutMs: config.upstreamTimeoutMs, connections: config.upstreamConnections });
  const readers = { ...streams, readersMax: config.liveReadersMax };
  const live = createLiveEvents(readers);
  const liveDepth = createLiveDepth({ ...readers, look: depthIn(proxy), everyMs: depthEveryMs });
  const closeStreams = (): void => {
    live.closeAll();
    liveDepth.closeAll();
  };
  const { kafkaBrokers: brokers, topicPrefix } = config;
  const topics = [...new Set(Object.values(eventTopics))];
  const tail = createWatchedTail({
    start: () => startTail({ brokers, topicPrefix, topics, clientId: 'gateway', logger, onEvent: live.publish }),
    ...watching,
  });
  const { issuer, audience, jwksUrl, ratePrincipal: principal, rateAnonymous: anonymous } = config;
  const app = createGateway({
    routes: loadRoutes(),
    proxy,
    rateLimiter: createRateLimiter({ principal, anonymous, credentials: config.rateCredentials, refused: config.rateRefused }, redis),
    liveEvents: live,
    liveDepth,
    watchEvents: tail.watch,
    auth: createAuthenticator({ issuer, audience, jwksUrl, clock }),
    openApi: JSON.stringify(mergedContract()),
    operated: Object.keys(origins),
    corsOrigins: config.corsOrigins,
    trustProxy: config.trustProxy,
    logger,
    metrics,
  });
  let metricsServer: Server | undefined;
  return {
    app,
    async start() {
      if (config.metricsPort > 0) metricsServer = await listen(metricsApp(metrics), { host: config.host, port: config.metricsPort });
    },
    drain: closeStreams,
    async close() {
      closeStreams();
      metricsServer?.close();
      await tail.close();
      await proxy.close();
      redis?.disconnect();
    },
  };
}

function depthIn(proxy: ServiceProxy): (market: string) => Promise<Depth | undefined> {
  return async (market) => {
    const answer = await proxy.get('matching', `/v1/markets/${market}/depth`, {});
    return answer?.status === 200 ? (answer.body as Depth) : undefined;
  };
}

function originsOf(config: GatewayConfig): Readonly<Record<string, string>> {
  const { identityUrl: identity, loansUrl: loans, matchingUrl: matching, creditUrl: credit, paymentsUrl: payments } = config;
  return { identity, loans, matching, credit, payments };
}

function mergedContract(): object {
  return mergeOpenApi(
    specNames.map((name) => [name, loadSpec(name)]),
    '1.0.0',
  );
}

/** Without Redis each gateway counts for itself, so a lost connection is a warning, not an outage; at the start it gets a second. */
async function openRedis(url: string, logger: Logger): Promise<Redis> {
  const redis = new Redis(url, { enableAutoPipelining: true, enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 200 });
  redis.on('error', (err: unknown) => logger.warn({ err }, 'Redis does not answer: limits are counted per gateway'));
  await once(redis, 'ready', { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
  return redis;
}

function metricsApp({ registry }: Metrics): express.Express {
  const app = express();
  app.get('/metrics', async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  });
  return app;
}
