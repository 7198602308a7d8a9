/** The public port: rate limit → route → pass on, or answer the few paths that are the gateway's own. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Actor,
  type Authenticator,
  type EdgeCode,
  type Found,
  type HttpApp,
  KeysUnavailable,
  pathOf,
  type Router,
  requestIds,
  securityHeaders,
  sendEdgeProblem,
  sendOutcome,
} from '@mutua/http';
import type { Logger, Metrics } from '@mutua/telemetry';
import { createCors } from './cors.ts';
import { createDocs } from './docs.ts';
import type { Depth, LiveDepth } from './live-depth.ts';
import type { LiveEvents } from './live-events.ts';
import type { ServiceProxy } from './proxy.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { Route } from './routes.ts';

export type GatewayOptions = {
  readonly routes: Router<Route>;
  readonly proxy: ServiceProxy;
  readonly rateLimiter: RateLimiter;
  readonly liveEvents: LiveEvents;
  readonly liveDepth: LiveDepth;
  /** Resolves once every later event will be published; call the answer when done. */
  readonly watchEvents: () => Promise<() => void>;
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
  /** Of the outer connection: `https` when a proxy of ours ended TLS. */
  readonly scheme: string;
  readonly path: string;
  readonly route: Found<Route>;
};

/** Answers of services bring their own security headers; these are for what the gateway answers itself. */
const always = securityHeaders();

/** A plain listener, not an Express application: most requests are only passed on, and a framework would cost as much as that. */
export function createGateway(options: GatewayOptions): HttpApp {
  const locals: Record<string, unknown> = {};
  const own = ownPaths(locals, options);
  const cors = createCors(options.corsOrigins);
  const nextRequestId = requestIds();
  const observe = observer(options.metrics);
  const serve = async (request: Request): Promise<void> => {
    const { req, route, path, clientIp } = request;
    const isOidc = path.startsWith('/oidc/');
    const triesCredentials = isOidc ? req.method === 'POST' : route.kind === 'found' && route.value.triesCredentials;
    const wait = await options.rateLimiter.check({ authorization: req.headers.authorization, clientIp, triesCredentials });
    if (wait !== undefined) refuse(request, 'rate.limited', { 'retry-after': String(wait) });
    else if (isOidc) pass(request, 'identity', options);
    else if (route.kind === 'found' && route.value.service !== 'gateway') pass(request, route.value.service, options);
    else if (await own(request)) return;
    else if (route.kind === 'method') refuse(request, 'route.method_not_allowed', { allow: route.allowed.join(', ') });
    else refuse(request, 'route.not_found');
  };
  const listener = (req: IncomingMessage, res: ServerResponse): void => {
    const path = pathOf(req.url ?? '/');
    const route = options.routes.find(req.method === 'HEAD' ? 'GET' : (req.method ?? ''), path);
    const requestId = nextRequestId(req.headers['x-request-id']);
    const request: Request = { req, res, path, route, requestId, ...outerOf(req, options.trustProxy) };
    observe(request);
    if (cors(req, res)) return;
    serve(request).catch((err: unknown) => {
      const isOutage = err instanceof KeysUnavailable;
      options.logger.error({ err, requestId }, 'a request failed');
      refuse(request, isOutage ? 'service.unavailable' : 'internal');
    });
  };
  return Object.assign(listener, { locals });
}

type Asked = Pick<Request, 'req' | 'res' | 'requestId' | 'clientIp' | 'scheme'> & { readonly target?: string };

function pass({ req, res, requestId, clientIp, scheme, target }: Asked, service: string, { proxy, rateLimiter }: GatewayOptions): void {
  const onStatus = (status: number): void => {
    if (status === 401 && req.headers.authorization !== undefined) rateLimiter.refused(clientIp);
  };
  proxy.pass(service, { req, res, target: target ?? req.url ?? '/', requestId, clientIp, scheme, onStatus });
}

function refuse({ req, res, requestId, path }: Request, code: EdgeCode, headers: Record<string, string> = {}): void {
  req.resume();
  sendEdgeProblem(res, code, { instance: path, requestId, headers, always });
}

/** The socket's address, or what a proxy of ours saw: the last entry it added. */
function outerOf(req: IncomingMessage, trustProxy: boolean): Pick<Request, 'clientIp' | 'scheme'> {
  const socketIp = req.socket.remoteAddress ?? '';
  if (!trustProxy) return { clientIp: socketIp, scheme: 'http' };
  const forwarded = req.headers['x-forwarded-for'];
  const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  return { clientIp: last ?? socketIp, scheme: req.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http' };
}

/** The gateway's own paths; resolves to false when the path is not one of them. */
function ownPaths(locals: Readonly<Record<string, unknown>>, options: GatewayOptions): (request: Request) => Promise<boolean> {
  const docs = createDocs();
  const texts = new Map([
    ['/openapi.json', options.openApi],
    ['/healthz', '{"status":"ok"}'],
    ['/readyz', '{"status":"ok"}'],
  ]);
  return async (request) => {
    const { req, res, path, requestId, route } = request;
    if (req.method !== 'GET' && req.method !== 'HEAD') return false;
    if (route.kind === 'found' && route.value.operationId === 'streamMarketDepth') {
      await followDepth(request, route.params['market'] ?? '', options);
      return true;
    }
    if (path === '/v1/events' || path === '/v1/operations') {
      const actor = await actorOr401(request, options);
      if (actor !== undefined && path === '/v1/events') await follow(request, actor, options);
      else if (actor !== undefined) await sendPlatformStatus(request, actor, options);
      return true;
    }
    for (let i = 0; i < always.length; i += 2) res.setHeader(always[i] ?? '', always[i + 1] ?? '');
    res.setHeader('x-request-id', requestId);
    if (path === '/docs' || path.startsWith('/docs/')) return docs(path, res);
    const text = texts.get(path);
    if (text === undefined) return false;
    if (path === '/readyz' && locals['draining'] === true) refuse(request, 'service.unavailable');
    else res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(text);
    return true;
  };
}

async function follow(request: Request, actor: Actor, { liveEvents, watchEvents, logger }: GatewayOptions): Promise<void> {
  const { req, res } = request;
  const leave = await watchEvents().catch((err: unknown) => logger.warn({ err }, 'live events cannot be followed'));
  if (leave && res.closed) return leave();
  if (leave && liveEvents.connect(req, res, { viewer: actor, onGone: leave })) return;
  leave?.();
  refuse(request, 'service.unavailable', { 'retry-after': '30' });
}

/** Matching checks what is asked for: its refusal is the answer, else the stream begins with its answer. */
async function followDepth(request: Request, market: string, options: GatewayOptions): Promise<void> {
  const { req, res, requestId } = request;
  const { search, searchParams } = new URL(req.url ?? '/', 'http://gateway');
  const asked = `/v1/markets/${encodeURIComponent(market)}/depth${search}`;
  const now = await options.proxy.get('matching', asked, { 'x-request-id': requestId });
  if (res.closed) return;
  if (now?.status !== 200) return pass({ ...request, target: asked }, 'matching', options);
  const ask = { market, grade: searchParams.get('grade'), termMonths: searchParams.get('termMonths') };
  if (!options.liveDepth.connect({ req, res }, ask, now.body as Depth)) refuse(request, 'service.unavailable', { 'retry-after': '30' });
}

async function sendPlatformStatus(request: Request, actor: Actor, options: GatewayOptions): Promise<void> {
  const { req, res, requestId } = request;
  if (!actor.roles.some((role) => role === 'admin' || role === 'auditor')) {
    refuse(request, 'auth.forbidden');
    return;
  }
  const body = await platformStatus(options, { authorization: req.headers.authorization ?? '', 'x-request-id': requestId });
  sendOutcome(res, { status: 200, body }, { always, requestId });
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
function observer(metrics: Metrics): (request: Request) => void {
  const histogram = metrics.histogram({
    name: 'gateway_request_duration_seconds',
    help: 'Time to answer a request.',
    labels: ['service', 'status'],
  });
  return ({ res, route }) => {
    const startedMs = performance.now();
    res.once('close', () => {
      const service = route.kind === 'found' ? route.value.service : 'none';
      histogram.observe({ service, status: String(res.statusCode) }, (performance.now() - startedMs) / 1000);
    });
  };
}
