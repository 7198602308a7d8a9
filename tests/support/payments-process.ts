/** Payments alone as a process, on a database of the caller's, with tokens of a test issuer; to be measured or killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createTopics, deleteTopics } from '@mutua/messaging';
import { eventually, silentLogger, type TokenOptions, testEnvironment, testIssuer, topicPrefix } from '@mutua/testkit';
import { freePort } from '../../infra/local/processes.ts';

const entry = fileURLToPath(new URL('../../services/payments/src/main.ts', import.meta.url));
const leash = new URL('./leash.ts', import.meta.url).href;
const readyTimeoutMs = 120_000;

export type PaymentsProcess = {
  readonly origin: string;
  token(options: TokenOptions): Promise<string>;
  untilReady(): Promise<void>;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  close(): Promise<void>;
};

/** Broker and Redis are those of the tests. */
export async function startPayments(options: {
  readonly databaseUrl: string;
  readonly firstBusinessDate: string;
}): Promise<PaymentsProcess> {
  const { kafkaBrokers: brokers, redisUrl } = testEnvironment();
  const issuer = await testIssuer();
  const prefix = topicPrefix();
  const port = await freePort();
  await createTopics({ brokers, topicPrefix: prefix });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    NODE_OPTIONS: `--import ${leash}`,
    NODE_ENV: 'production',
    MUTUA_PAYMENTS_PORT: String(port),
    MUTUA_PAYMENTS_DATABASE_URL: options.databaseUrl,
    MUTUA_KAFKA_BROKERS: brokers.join(','),
    MUTUA_TOPIC_PREFIX: prefix,
    MUTUA_REDIS_URL: redisUrl,
    MUTUA_ISSUER: issuer.issuer,
    MUTUA_JWKS_URL: issuer.jwksUrl,
    MUTUA_AUDIENCE: issuer.audience,
    MUTUA_CURRENCIES: 'EUR',
    MUTUA_FIRST_BUSINESS_DATE: options.firstBusinessDate,
    MUTUA_LOG_LEVEL: process.env['MUTUA_TEST_LOG_LEVEL'] ?? 'silent',
  };
  const start = (): ChildProcess => spawn(process.execPath, [entry], { stdio: ['ignore', 'ignore', 'inherit'], env });
  let child = start();
  const origin = `http://127.0.0.1:${port}`;
  const isReady = (): Promise<boolean> =>
    fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  const untilReady = async (): Promise<void> => void (await eventually(isReady, { timeoutMs: readyTimeoutMs, what: 'payments is ready' }));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exit;
  };
  const close = async (): Promise<void> => {
    await end('SIGTERM');
    await issuer.close();
    await deleteTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
  };
  try {
    await untilReady();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    origin,
    token: (tokenOptions) => issuer.token(tokenOptions),
    untilReady,
    kill: () => end('SIGKILL'),
    async startAgain() {
      child = start();
      await untilReady();
    },
    close,
  };
}
