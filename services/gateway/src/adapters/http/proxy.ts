/** Passes requests on to the services: streamed both ways over kept-alive connections, hop-by-hop headers removed, failures as problems. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type EdgeCode, securityHeaders, sendEdgeProblem } from '@mutua/http';
import { type Dispatcher, errors, Pool } from 'undici';

export type Passed = {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Path and query at the service. */
  readonly target: string;
  readonly requestId: string;
  readonly clientIp: string;
  readonly scheme: string;
  /** Told the status of the answer once it is known. */
  readonly onStatus?: (status: number) => void;
};

export type ServiceProxy = {
  pass(service: string, passed: Passed): void;
  /** A GET of the gateway's own; undefined when the service does not answer in time. */
  get(service: string, path: string, headers: Readonly<Record<string, string>>): Promise<{ status: number; body: unknown } | undefined>;
  close(): Promise<void>;
};

export type ProxyOptions = { readonly origins: Readonly<Record<string, string>>; readonly timeoutMs: number; readonly connections: number };

export function createProxy({ origins, timeoutMs, connections }: ProxyOptions): ServiceProxy {
  const limits = { connections, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, connect: { timeout: 2000 }, keepAliveTimeout: 30_000 };
  const pools = new Map(Object.entries(origins).map(([service, origin]) => [service, new Pool(origin, limits)]));
  return {
    pass(service, passed) {
      const pool = pools.get(service);
      if (pool === undefined) fail(passed, 'route.not_found');
      else forward(pool, passed);
    },
    get: (service, path, headers) => ownGet(pools.get(service), path, headers),
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

function forward(pool: Pool, passed: Passed): void {
  const { req } = passed;
  const hasBody = req.headers['content-length'] !== undefined || req.headers['transfer-encoding'] !== undefined;
  const options: Dispatcher.DispatchOptions = {
    method: req.method as Dispatcher.HttpMethod,
    path: passed.target,
    headers: requestHeaders(passed),
    body: hasBody ? req : null,
  };
  pool.dispatch(options, relayTo(passed));
}

/** Never passed on: they mean this connection, or claim an origin that only the gateway may state. */
const notForwarded = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-prefix',
  'x-real-ip',
  'x-request-id',
]);

function requestHeaders({ req, requestId, clientIp, scheme }: Passed): string[] {
  const { rawHeaders } = req;
  const named = req.headers.connection;
  const dropped = named === undefined || named === 'keep-alive' || named === 'close' ? undefined : tokensOf(named);
  const headers: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    const folded = name.toLowerCase();
    if (notForwarded.has(folded) || dropped?.has(folded) === true) continue;
    headers.push(name, rawHeaders[i + 1] ?? '');
  }
  const host = req.headers.host ?? '';
  headers.push('x-forwarded-for', clientIp, 'x-forwarded-proto', scheme, 'x-forwarded-host', host, 'x-request-id', requestId);
  return headers;
}

function tokensOf(connection: string): ReadonlySet<string> {
  return new Set(connection.split(',').map((token) => token.trim().toLowerCase()));
}

const notReturned = new Set([
  'x-request-id',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function relayTo(passed: Passed): Dispatcher.DispatchHandler {
  const { res } = passed;
  return {
    onRequestStart(controller) {
      res.once('close', () => {
        if (!res.writableFinished) controller.abort(new ClientGone());
      });
    },
    onResponseStart(_controller, status, headers) {
      passed.onStatus?.(status);
      res.writeHead(status, responseHeaders(headers, passed.requestId));
    },
    onResponseData(controller, chunk) {
      if (res.write(chunk)) return;
      controller.pause();
      res.once('drain', () => controller.resume());
    },
    onResponseEnd() {
      res.end();
    },
    onResponseError(_controller, error) {
      if (error instanceof ClientGone) return;
      if (res.headersSent) res.destroy();
      else fail(passed, codeOf(error));
    },
  };
}

/** Names and values in turn: the form that Node writes without looking at each. */
function responseHeaders(headers: Readonly<Record<string, string | string[] | undefined>>, requestId: string): string[] {
  const list = ['x-request-id', requestId];
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || notReturned.has(name)) continue;
    if (typeof value === 'string') list.push(name, value);
    else for (const one of value) list.push(name, one);
  }
  return list;
}

class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** 504 when it took too long, 503 when there is nobody, 502 when the connection broke in the middle. */
function codeOf(error: Error): EdgeCode {
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) return 'upstream.timeout';
  const cause = 'code' in error ? error.code : undefined;
  const isDown = cause === 'ECONNREFUSED' || cause === 'ENOTFOUND' || cause === 'EHOSTUNREACH' || cause === 'UND_ERR_CONNECT_TIMEOUT';
  return isDown ? 'service.unavailable' : 'upstream.broken';
}

const always = securityHeaders();

function fail({ req, res, requestId }: Passed, code: EdgeCode): void {
  req.resume();
  const headers: Record<string, string> = code === 'service.unavailable' ? { 'retry-after': '1' } : {};
  sendEdgeProblem(res, code, { instance: req.url ?? '', requestId, headers, always });
}

async function ownGet(pool: Pool | undefined, path: string, headers: Readonly<Record<string, string>>): ReturnType<ServiceProxy['get']> {
  try {
    const answer = await pool?.request({ method: 'GET', path, headers, headersTimeout: 3000, bodyTimeout: 3000 });
    return answer && { status: answer.statusCode, body: await answer.body.json() };
  } catch {
    return undefined;
  }
}
