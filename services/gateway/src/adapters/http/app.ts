/** The public port: rate limit → route → pass on, or answer the few paths that are the gateway's own. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Actor, type Authenticator, pathOf, type Router, requestIds, sendEdgeProblem, sendOutcome } from '@mutua/http';
import type { Logger, Metrics } from '@mutua/telemetry';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { createCors } from './cors.ts';
import { createDocs } from './docs.ts';
import type { LiveEvents } from './live-events.ts';
import type { ServiceProxy } from './proxy.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { Route } from './routes.ts';

export type GatewayOptions = {
  readonly routes: Router<Route>;
  readonly proxy: ServiceProxy;
  readonly rateLimiter: RateLimiter;
  readonly liveEvents: LiveEvents;
  readonly auth: Authenticator;
  /** The merged contract as JSON text. */
  readonly openApi: string;
  /** Services that answer GET /v1/operations/<service>/status. */
  readonly operated: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly trustProxy: boolean;
  readonly logger: Logger;
  readonly metrics: Metrics;
};

type Request = {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly requestId: string;
  readonly clientIp: string;
  readonly path: string;
};

export function createGateway(options: GatewayOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  const own = ownPaths(app, options);
  const secure = securityHeaders();
  const cors = createCors(options.corsOrigins);
  const nextRequestId = requestIds();
  const observe = observer(options);
  const serve = async (request: Request): Promise<void> => {
    const { req, res, path, requestId, clientIp } = request;
    const found = options.routes.find(req.method === 'HEAD' ? 'GET' : (req.method ?? ''), path);
    const isOidc = path.startsWith('/oidc/');
    const triesCredentials = isOidc ? req.method === 'POST' : found.kind === 'found' && found.value.triesCredentials;
    const wait = await options.rateLimiter.check({ authorization: req.headers.authorization, clientIp, triesCredentials });
    if (wait !== undefined) {
      refuse(request, 'rate.limited', { 'retry-after': String(wait) });
      return;
    }
    const onStatus = (status: number): void => {
      if (status === 401 && req.headers.authorization !== undefined) options.rateLimiter.refused(clientIp);
    };
    if (isOidc) options.proxy.pass('identity', { req, res, requestId, clientIp, onStatus });
    else if (found.kind === 'found' && found.value.service !== 'gateway')
      options.proxy.pass(found.value.service, { req, res, requestId, clientIp, onStatus });
    else if (!(await own(request, secure))) {
      if (found.kind === 'method') refuse(request, 'route.method_not_allowed', { allow: found.allowed.join(', ') });
      else refuse(request, 'route.not_found');
    }
  };
  app.use((req, res) => {
    const requestId = nextRequestId(req.headers['x-request-id']);
    const request = { req, res, requestId, clientIp: clientIpOf(req, options.trustProxy), path: pathOf(req.url) };
    res.setHeader('x-request-id', requestId);
    observe(request);
    if (cors(req, res)) return;
    serve(request).catch((err: unknown) => {
      options.logger.error({ err, requestId }, 'a request failed');
      refuse(request, 'internal');
    });
  });
  return app;
}

function refuse(
  { req, res, requestId, path }: Request,
  code: Parameters<typeof sendEdgeProblem>[1],
  headers: Record<string, string> = {},
): void {
  req.resume();
  sendEdgeProblem(res, code, { instance: path, requestId, headers });
}

/** The socket's address, or what a proxy of ours saw: the last entry it added. */
function clientIpOf(req: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? req.headers['x-forwarded-for'] : undefined;
  const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  return last ?? req.socket.remoteAddress ?? '';
}

type Secure = (req: IncomingMessage, res: ServerResponse) => void;

/** Answers of services bring their own; these are for what the gateway answers itself. */
function securityHeaders(): Secure {
  const middleware = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] } },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
    referrerPolicy: { policy: 'no-referrer' },
  });
  return (req, res) => middleware(req, res, () => undefined);
}

/** The gateway's own paths; resolves to false when the path is not one of them. */
function ownPaths(app: Express, options: GatewayOptions): (request: Request, secure: Secure) => Promise<boolean> {
  const docs = createDocs();
  const { liveEvents, openApi } = options;
  return async (request, secure) => {
    const { req, res, path, requestId } = request;
    if (req.method !== 'GET' && req.method !== 'HEAD') return false;
    secure(req, res);
    if (path === '/docs' || path.startsWith('/docs/')) return docs(path, res);
    if (path === '/openapi.json') return sendJsonText(res, openApi);
    if (path === '/healthz') return sendJsonText(res, '{"status":"ok"}');
    if (path === '/readyz') {
      if (app.locals['draining'] === true) refuse(request, 'service.unavailable');
      else sendJsonText(res, '{"status":"ok"}');
      return true;
    }
    if (path === '/v1/events') {
      const actor = await actorOr401(request, options);
      if (actor !== undefined && !liveEvents.connect(req, res, actor)) refuse(request, 'service.unavailable', { 'retry-after': '30' });
      return true;
    }
    if (path === '/v1/operations') {
      const actor = await actorOr401(request, options);
      if (actor === undefined) return true;
      if (!actor.roles.some((role) => role === 'admin' || role === 'auditor')) refuse(request, 'auth.forbidden');
      else
        sendOutcome(res, {
          status: 200,
          body: await platformStatus(options, { authorization: req.headers.authorization ?? '', 'x-request-id': requestId }),
        });
      return true;
    }
    return false;
  };
}

function sendJsonText(res: ServerResponse, text: string): true {
  res.setHeader('content-type', 'application/json; charset=utf-8');
  res.setHeader('cache-control', 'no-store');
  res.end(text);
  return true;
}

async function actorOr401(request: Request, { auth, rateLimiter }: GatewayOptions): Promise<Actor | undefined> {
  const { authorization } = request.req.headers;
  const actor = await auth.actorOf(authorization);
  if (actor !== undefined) return actor;
  if (authorization !== undefined) rateLimiter.refused(request.clientIp);
  refuse(request, 'auth.unauthenticated', { 'www-authenticate': 'Bearer' });
  return undefined;
}

type PlatformStatus = { services: { service: string; status: unknown; error: string | null }[] };

async function platformStatus({ operated, proxy }: GatewayOptions, headers: Record<string, string>): Promise<PlatformStatus> {
  const services = await Promise.all(
    operated.map(async (service) => {
      const answer = await proxy.get(service, `/v1/operations/${service}/status`, headers);
      if (answer?.status === 200) return { service, status: answer.body, error: null };
      return {
        service,
        status: null,
        error: answer === undefined ? 'the service does not answer' : `the service answered ${answer.status}`,
      };
    }),
  );
  return { services };
}

/** Durations by owner; ids in paths never become labels. */
function observer({ metrics, routes }: GatewayOptions): (request: Request) => void {
  const histogram = metrics.histogram({
    name: 'gateway_request_duration_seconds',
    help: 'Time to answer a request.',
    labels: ['service', 'status'],
  });
  return ({ req, res, path }) => {
    const startedMs = performance.now();
    res.once('close', () => {
      const found = routes.find(req.method === 'HEAD' ? 'GET' : (req.method ?? ''), path);
      const service = found.kind === 'found' ? found.value.service : 'none';
      histogram.observe({ service, status: String(res.statusCode) }, (performance.now() - startedMs) / 1000);
    });
  };
}
