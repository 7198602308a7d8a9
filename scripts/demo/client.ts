/**
 * The demo's REST client: a member as seen from outside. Each command carries an idempotency key, and whatever fails
 * for want of a service (refused, reset, 5xx, 429) is tried again with the same key, so a killed process costs time and nothing else.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

export type Json = Readonly<Record<string, unknown>>;
export type Session = { readonly memberId: string; accessToken: string; refreshToken: string; expiresAtMs: number };
export type Credentials = { readonly email: string; readonly password: string };

export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
  }
}

export type Client = {
  register(body: Json): Promise<Session>;
  login(credentials: Credentials): Promise<Session>;
  get<T>(session: Session, path: string): Promise<T>;
  send<T>(session: Session, method: 'POST' | 'PUT', path: string, body?: Json): Promise<T>;
  readonly counts: { requests: number; retries: number };
  readonly latenciesMs: number[];
  close(): Promise<void>;
};

const retryForMs = 120_000;
const isPassing = (status: number): boolean => status === 429 || status >= 500;

type Reply = { status: number; body: Json };
type Request = { method: string; path: string; headers: Record<string, string>; body: string | null };
type Transport = { exchange(request: Request): Promise<Reply>; counts: Client['counts']; latenciesMs: number[]; close(): Promise<void> };

const createTransport = (origin: string): Transport => {
  const pool = new Pool(origin, { connections: 32, pipelining: 1, headersTimeout: 30_000, bodyTimeout: 30_000 });
  const counts = { requests: 0, retries: 0 };
  const latenciesMs: number[] = [];
  const attempt = async ({ method, path, headers, body }: Request): Promise<Reply | Error> => {
    const startedAt = performance.now();
    counts.requests += 1;
    try {
      const response = await pool.request({ method: method as 'GET', path, headers, body });
      const text = await response.body.text();
      latenciesMs.push(performance.now() - startedAt);
      return { status: response.statusCode, body: text === '' ? {} : (JSON.parse(text) as Json) };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  const exchange = async (request: Request): Promise<Reply> => {
    const deadline = performance.now() + retryForMs;
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2_000)) {
      const outcome = await attempt(request);
      if (!(outcome instanceof Error) && !isPassing(outcome.status)) return outcome;
      if (performance.now() > deadline) throw outcome instanceof Error ? outcome : problemOf(request, outcome);
      counts.retries += 1;
      await pause(waitMs);
    }
  };
  return { exchange, counts, latenciesMs, close: () => pool.close() };
};

const problemOf = (request: Request, { status, body }: Reply): ProblemError => {
  const code = typeof body['code'] === 'string' ? body['code'] : 'unknown';
  const errors = Array.isArray(body['errors']) ? ` ${JSON.stringify(body['errors'])}` : '';
  return new ProblemError(
    status,
    code,
    `${request.method} ${request.path} answered ${status} ${code}: ${String(body['detail'] ?? body['title'] ?? '')}${errors}`,
  );
};

const sessionFrom = (body: Json): Session => ({
  memberId: String(body['memberId']),
  accessToken: String(body['accessToken']),
  refreshToken: String(body['refreshToken']),
  expiresAtMs: Date.now() + Number(body['expiresIn']) * 1000,
});

export const createClient = (origin: string): Client => {
  const transport = createTransport(origin);
  const json = { accept: 'application/json', 'content-type': 'application/json' };
  const call = async (method: string, path: string, options: { token?: string; body?: Json | undefined }): Promise<Json> => {
    const headers: Record<string, string> = { ...json, 'idempotency-key': randomUUID() };
    if (options.token) headers['authorization'] = `Bearer ${options.token}`;
    if (method === 'GET') delete headers['idempotency-key'];
    if (options.body === undefined) delete headers['content-type'];
    const request = { method, path, headers, body: options.body === undefined ? null : JSON.stringify(options.body) };
    const reply = await transport.exchange(request);
    if (reply.status >= 300) throw problemOf(request, reply);
    return reply.body;
  };
  const fresh = async (session: Session): Promise<string> => {
    if (Date.now() < session.expiresAtMs - 60_000) return session.accessToken;
    const renewed = sessionFrom(await call('POST', '/v1/sessions/refresh', { body: { refreshToken: session.refreshToken } }));
    Object.assign(session, { accessToken: renewed.accessToken, refreshToken: renewed.refreshToken, expiresAtMs: renewed.expiresAtMs });
    return session.accessToken;
  };
  return {
    register: async (body) => sessionFrom(await call('POST', '/v1/members', { body })),
    login: async (credentials) => sessionFrom(await call('POST', '/v1/sessions', { body: credentials })),
    get: async <T>(session: Session, path: string) => (await call('GET', path, { token: await fresh(session) })) as T,
    send: async <T>(session: Session, method: 'POST' | 'PUT', path: string, body?: Json) =>
      (await call(method, path, { token: await fresh(session), body })) as T,
    counts: transport.counts,
    latenciesMs: transport.latenciesMs,
    close: transport.close,
  };
};
