/** Transfers over HTTP on payments in a process of its own: real tokens, a fresh idempotency key each, 64 in flight. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { derivedId } from '@mutua/kernel';
import { createTopics } from '@mutua/messaging';
import { eventually, testEnvironment, testIssuer, topicPrefix } from '@mutua/testkit';
import autocannon from 'autocannon';
import { freePort } from '../../infra/local/processes.ts';
import type { Books } from './ledger-load.ts';
import { businessDate, randomBelow } from './ledger-load.ts';

const inFlight = 64;
const warmSeconds = 3;
const readyTimeoutMs = 30_000;

export type HttpLoad = { rate(seconds: number): Promise<number>; close(): Promise<void> };

/** Broker and Redis are those of the tests: transfers use neither. */
export async function openHttpLoad(books: Books): Promise<HttpLoad> {
  const { kafkaBrokers: brokers, redisUrl } = testEnvironment();
  const issuer = await testIssuer();
  const prefix = topicPrefix();
  const port = await freePort();
  await createTopics({ brokers, topicPrefix: prefix });
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../services/payments/src/main.ts', import.meta.url))], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      MUTUA_PAYMENTS_PORT: String(port),
      MUTUA_PAYMENTS_DATABASE_URL: books.database.url,
      MUTUA_KAFKA_BROKERS: brokers.join(','),
      MUTUA_TOPIC_PREFIX: prefix,
      MUTUA_REDIS_URL: redisUrl,
      MUTUA_ISSUER: issuer.issuer,
      MUTUA_JWKS_URL: issuer.jwksUrl,
      MUTUA_AUDIENCE: issuer.audience,
      MUTUA_CURRENCIES: 'EUR',
      MUTUA_FIRST_BUSINESS_DATE: businessDate,
      MUTUA_LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
    },
  });
  const origin = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(isReady, { timeoutMs: readyTimeoutMs });
  const tokens = await Promise.all(
    Array.from({ length: inFlight }, (_, i) => issuer.token({ memberId: derivedId('member', `bench-${i}`), roles: ['member'] })),
  );
  const rate = (seconds: number): Promise<number> => transfersPerSecond({ origin, tokens, wallets: books.wallets, seconds });
  await rate(warmSeconds);
  return {
    rate,
    async close() {
      await ended(child);
      await issuer.close();
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

let sent = 0;

async function transfersPerSecond(load: {
  readonly origin: string;
  readonly tokens: readonly string[];
  readonly wallets: readonly string[];
  readonly seconds: number;
}): Promise<number> {
  const random = randomBelow(sent + 1);
  const keys = `bench-${process.pid}-${performance.now().toFixed(0)}`;
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    sent += 1;
    const from = random(load.tokens.length);
    const to = load.tokens.length + random(load.wallets.length - load.tokens.length);
    return {
      ...request,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${load.tokens[from] ?? ''}`,
        'idempotency-key': `${keys}-${sent}`,
      },
      body: `{"fromWalletId":"${load.wallets[from] ?? ''}","toWalletId":"${load.wallets[to] ?? ''}","amount":{"amountMinor":"${1 + random(500)}","currency":"EUR"}}`,
    };
  };
  const result = await autocannon({
    url: `${load.origin}/v1/transfers`,
    connections: inFlight,
    duration: load.seconds,
    requests: [{ method: 'POST', setupRequest }],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} failed (${JSON.stringify(result.statusCodeStats)})`);
  return result['2xx'] / result.duration;
}
