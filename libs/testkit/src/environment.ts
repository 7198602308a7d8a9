/** Where the services for tests are: named by the environment, else by what the local launcher wrote when it started them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type TestEnvironment = {
  /** A superuser's URL. */
  readonly postgresAdminUrl: string;
  readonly redisUrl: string;
  readonly kafkaBrokers: readonly string[];
};

const connectionFile = fileURLToPath(new URL('../../../.mutua/test/connection.json', import.meta.url));

/** Throws one sentence that says what to do when the services cannot be found. */
export function testEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): TestEnvironment {
  const postgresAdminUrl = env['MUTUA_TEST_POSTGRES_URL'];
  const redisUrl = env['MUTUA_TEST_REDIS_URL'];
  const brokers = env['MUTUA_TEST_KAFKA_BROKERS'];
  const written = postgresAdminUrl && redisUrl && brokers ? undefined : readWritten();
  return {
    postgresAdminUrl: postgresAdminUrl || textOf(written, 'postgresAdminUrl'),
    redisUrl: redisUrl || textOf(written, 'redisUrl'),
    kafkaBrokers: brokers ? brokers.split(',').map((broker) => broker.trim()) : listOf(written, 'kafkaBrokers'),
  };
}

function readWritten(): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(connectionFile, 'utf8');
  } catch (error) {
    throw new Error('The services for tests are not running; start them with `node scripts/run.mjs services up --profile test`.', {
      cause: error,
    });
  }
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('.mutua/test/connection.json is not an object');
  return { ...value };
}

function textOf(written: Readonly<Record<string, unknown>> | undefined, name: string): string {
  const value = written?.[name];
  if (typeof value !== 'string') throw new Error(`.mutua/test/connection.json names no ${name}`);
  return value;
}

function listOf(written: Readonly<Record<string, unknown>> | undefined, name: string): readonly string[] {
  const value = written?.[name];
  if (!Array.isArray(value)) throw new Error(`.mutua/test/connection.json names no ${name}`);
  return value.map(String);
}
