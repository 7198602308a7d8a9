/** The public port: every declared route reaches its service and nothing else does; failures are problems; limits hold; live events are private. */
import { connect } from 'node:net';
import { systemIds } from '@mutua/config';
import { eventTopics, loadSpec, specNames } from '@mutua/contracts';
import { openKafka } from '@mutua/messaging';
import { eventually, testEnvironment } from '@mutua/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Echo, type GatewayApp, openGateway } from './gateway-app.ts';

let gateway: GatewayApp;
const memberId = systemIds.next('member');
let address = 0;
let from: string;

beforeAll(async () => {
  gateway = await openGateway();
  await gateway.start();
});
afterAll(() => gateway?.close());
// Limits count by address: each test comes from its own.
beforeEach(() => {
  address += 1;
  from = `203.0.113.${address}`;
});

type Call = { method?: string; body?: string; headers?: Record<string, string> };
const call = (path: string, { method = 'GET', body, headers = {} }: Call = {}): Promise<Response> =>
  fetch(gateway.origin + path, {
    method,
    headers: { 'x-forwarded-for': from, ...headers },
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
const codeOf = async (answer: Response): Promise<[number, string]> => [answer.status, ((await answer.json()) as { code: string }).code];

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const operations = specNames.flatMap((service) =>
  Object.entries(loadSpec(service).paths).flatMap(([path, item]) =>
    methods.filter((method) => item[method] !== undefined).map((method) => ({ service, method: method.toUpperCase(), path })),
  ),
);

describe('routes', () => {
  test('every operation of the contracts reaches the service that declares it', async () => {
    const forwarded = operations.filter(({ service }) => service !== 'gateway');
    expect(forwarded.length).toBeGreaterThan(70);
    for (const { service, method, path } of forwarded) {
      const concrete = path.replaceAll(/\{(\w+)\}/g, '$1');
      const answer = await call(`${concrete}?a=b%20c`, { method, ...(method === 'GET' ? {} : { body: '{"x":1}' }) });
      const echo = (await answer.json()) as Echo;
      expect([echo.service, echo.method, echo.url, echo.body]).toEqual([
        service,
        method,
        `${concrete}?a=b%20c`,
        method === 'GET' ? '' : '{"x":1}',
      ]);
    }
  });

  test('every own operation is answered here', async () => {
    // The depth of a market is asked of matching first: live-depth.int.test.ts.
    const own = operations.filter(({ service, path }) => service === 'gateway' && !path.includes('{')).map(({ path }) => path);
    const statuses = await Promise.all(own.map(async (path) => [path, (await call(path)).status]));
    expect(Object.fromEntries(statuses)).toEqual({
      '/v1/operations': 401,
      '/v1/events': 401,
      '/openapi.json': 200,
      '/docs': 200,
      '/healthz': 200,
      '/readyz': 200,
    });
  });

  test.each([
    '/metrics',
    '/',
    '/v1',
    '/v1/internal',
    '/v1/wallets/../../metrics',
    '/v1/wallets/%2e%2e/metrics/x',
    '/admin',
    '/debug',
    '/oidc',
    '/v2/wallets',
    '//metrics',
  ])('%s does not exist', async (path) => {
    expect(await codeOf(await call(path))).toEqual([404, 'route.not_found']);
  });

  test('a path as it is on the wire, with dots, is not resolved', async () => {
    const socket = connect(Number(new URL(gateway.origin).port), '127.0.0.1');
    socket.write('GET /v1/wallets/../../metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(Buffer.concat(await socket.toArray()).toString()).toMatch(/^HTTP\/1\.1 404 /);
  });

  test('a wrong method is told the right ones', async () => {
    const answer = await call('/v1/wallets', { method: 'DELETE' });
    expect(answer.headers.get('allow')).toBe('GET');
    expect(await codeOf(answer)).toEqual([405, 'route.method_not_allowed']);
  });

  test('/oidc goes to identity', async () => {
    const echo = (await (await call('/oidc/.well-known/openid-configuration')).json()) as Echo;
    expect([echo.service, echo.url]).toEqual(['identity', '/oidc/.well-known/openid-configuration']);
  });
});

describe('passing on', () => {
  test('claims about the origin are made by the gateway alone, hop-by-hop headers end here', async () => {
    const answer = await call('/v1/wallets', {
      headers: {
        'x-forwarded-host': 'evil',
        'x-real-ip': '1.1.1.1',
        forwarded: 'for=1.1.1.1',
        'x-request-id': 'my-request',
        authorization: 'Bearer t',
      },
    });
    const { headers } = (await answer.json()) as Echo;
    expect(headers).toMatchObject({
      'x-forwarded-for': from,
      'x-request-id': 'my-request',
      authorization: 'Bearer t',
      'x-forwarded-proto': 'http',
    });
    expect(headers['x-forwarded-host']).not.toBe('evil');
    expect([headers['x-real-ip'], headers['forwarded']]).toEqual([undefined, undefined]);
    expect(answer.headers.get('x-request-id')).toBe('my-request');
  });

  test('status, headers and body come back; a large answer streams', async () => {
    gateway.serve('payments', (_req, res) => {
      res.writeHead(418, { 'x-special': 'yes', 'content-type': 'text/plain', connection: 'keep-alive, x-hop', 'x-request-id': 'theirs' });
      res.end('x'.repeat(5_000_000));
    });
    const answer = await call('/v1/wallets');
    expect([answer.status, answer.headers.get('x-special'), (await answer.text()).length]).toEqual([418, 'yes', 5_000_000]);
    gateway.serve('payments', undefined);
  });

  test.each<[string, Parameters<GatewayApp['serve']>[1], number, string]>([
    ['silent', () => undefined, 504, 'upstream.timeout'],
    ['broken', (req) => req.socket.destroy(), 502, 'upstream.broken'],
  ])('a %s service', async (_name, work, status, code) => {
    gateway.serve('credit', work);
    expect(await codeOf(await call('/v1/credit-assessments'))).toEqual([status, code]);
    gateway.serve('credit', undefined);
  });

  test('a service that is down is 503 with Retry-After, and the others work on', async () => {
    await gateway.stopService('matching');
    const answer = await call('/v1/markets/EUR/depth');
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await codeOf(answer)).toEqual([503, 'service.unavailable']);
    expect((await call('/v1/wallets')).status).toBe(200);
  });
});

describe('limits', () => {
  test('without a token by address', async () => {
    const tight = await openGateway({ MUTUA_RATE_ANONYMOUS: '3' });
    const ask = () => fetch(`${tight.origin}/v1/wallets`, { headers: { 'x-forwarded-for': `anonymous-${systemIds.next('trace')}` } });
    const same = `same-${systemIds.next('trace')}`;
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1)
      statuses.push((await fetch(`${tight.origin}/v1/wallets`, { headers: { 'x-forwarded-for': same } })).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const refused = await fetch(`${tight.origin}/v1/wallets`, { headers: { 'x-forwarded-for': same } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await codeOf(refused)).toEqual([429, 'rate.limited']);
    expect((await ask()).status).toBe(200);
    await tight.close();
  });

  test('with a token by token; stricter where passwords are tried; made-up tokens gain nothing', async () => {
    const tight = await openGateway({
      MUTUA_RATE_PRINCIPAL: '2',
      MUTUA_RATE_CREDENTIALS: '1',
      MUTUA_RATE_REFUSED: '3',
      MUTUA_REDIS_URL: '',
    });
    const ask = async (ip: string, path: string, init: RequestInit = {}) =>
      (await fetch(tight.origin + path, { ...init, headers: { 'x-forwarded-for': ip, ...init.headers } })).status;
    const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
    expect([
      await ask('a', '/v1/wallets', bearer('one')),
      await ask('b', '/v1/wallets', bearer('one')),
      await ask('c', '/v1/wallets', bearer('one')),
    ]).toEqual([200, 200, 429]);
    expect(await ask('a', '/v1/wallets', bearer('two'))).toBe(200);
    expect([await ask('d', '/v1/sessions', { method: 'POST' }), await ask('d', '/v1/sessions', { method: 'POST' })]).toEqual([200, 429]);
    expect(await ask('d', '/v1/listings')).toBe(200);
    tight.serve('payments', (_req, res) => res.writeHead(401).end());
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push(await ask('e', '/v1/wallets', bearer(`made-up-${i}`)));
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    await tight.close();
  });
});

describe('own answers', () => {
  test('the merged contract and the page under a strict policy', async () => {
    const document = (await (await call('/openapi.json')).json()) as { openapi: string; paths: object };
    expect([document.openapi, Object.keys(document.paths).length]).toEqual(['3.1.0', new Set(operations.map(({ path }) => path)).size]);
    const page = await call('/docs');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(await page.text()).not.toMatch(/<script>|https?:\/\//);
    expect((await call('/docs/swagger-ui-bundle.js')).headers.get('content-type')).toContain('javascript');
    expect((await call('/docs/../package.json')).status).toBe(404);
  });

  test('security headers', async () => {
    const { headers } = await call('/healthz');
    expect([headers.get('x-content-type-options'), headers.get('x-powered-by')]).toEqual(['nosniff', null]);
    expect(headers.get('strict-transport-security')).toContain('max-age');
  });

  test('other origins only when configured', async () => {
    const preflight = async (origin: string) => {
      const answer = await call('/v1/wallets', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } });
      return [answer.status, answer.headers.get('access-control-allow-origin')];
    };
    expect(await preflight('https://app.mutua.test')).toEqual([204, 'https://app.mutua.test']);
    expect(await preflight('https://evil.test')).toEqual([204, null]);
    const plain = await call('/v1/wallets', { headers: { origin: 'https://app.mutua.test' } });
    expect(plain.headers.get('access-control-allow-origin')).toBe('https://app.mutua.test');
  });

  test('the state of all services, for staff', async () => {
    const ask = async (roles: string[]) =>
      call('/v1/operations', { headers: { authorization: `Bearer ${await gateway.token(memberId, roles)}` } });
    expect(await codeOf(await ask(['member']))).toEqual([403, 'auth.forbidden']);
    const { services } = (await (await ask(['auditor'])).json()) as {
      services: { service: string; status: Echo | null; error: string | null }[];
    };
    expect(services.map(({ service }) => service)).toEqual(['identity', 'loans', 'matching', 'credit', 'payments']);
    const loans = services.find(({ service }) => service === 'loans');
    expect([loans?.status?.url, loans?.error]).toEqual(['/v1/operations/loans/status', null]);
    expect(services.find(({ service }) => service === 'matching')).toEqual({
      service: 'matching',
      status: null,
      error: 'the service does not answer',
    });
  });
});

describe('live events', () => {
  type Stream = { readonly text: () => string; end(): void };

  const follow = async (roles: string[], id = memberId): Promise<Stream> => {
    const abort = new AbortController();
    const authorization = `Bearer ${await gateway.token(id, roles)}`;
    const answer = await fetch(`${gateway.origin}/v1/events`, {
      headers: { authorization, 'x-forwarded-for': from },
      signal: abort.signal,
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    let text = '';
    const decoder = new TextDecoder();
    const read = async (): Promise<void> => {
      for await (const chunk of answer.body ?? []) text += decoder.decode(chunk as Uint8Array, { stream: true });
    };
    read().catch(() => undefined);
    return { text: () => text, end: () => abort.abort() };
  };

  const publish = async (subject: string): Promise<void> => {
    const kafka = openKafka({ brokers: testEnvironment().kafkaBrokers, clientId: 'test' });
    const producer = kafka.producer();
    await producer.connect();
    const headers = {
      ce_specversion: '1.0',
      ce_id: systemIds.next('event'),
      ce_type: 'identity.member-verified.v1',
      ce_time: '2026-01-01T00:00:00.000Z',
      ce_aggregateversion: '1',
      ce_subjects: subject,
    };
    const topic = gateway.prefix + eventTopics['identity.member-verified.v1'];
    await producer.send({ topic, messages: [{ key: subject, value: JSON.stringify({ memberId: subject }), headers }] });
    await producer.disconnect();
  };

  test('a member sees its own, staff see all', async () => {
    const other = systemIds.next('member');
    const [mine, theirs, staff] = [
      await follow(['member']),
      await follow(['member'], other),
      await follow(['auditor'], systemIds.next('member')),
    ];
    await publish(memberId);
    await publish(other);
    await eventually(() => staff.text().includes(memberId) && staff.text().includes(other));
    await eventually(() => mine.text().includes(memberId) && theirs.text().includes(other));
    expect(mine.text()).not.toContain(other);
    expect(theirs.text()).not.toContain(memberId);
    expect(mine.text()).toContain('event: identity.member-verified.v1\ndata: {"name":"identity.member-verified.v1"');
    for (const stream of [mine, theirs, staff]) stream.end();
  });
});
