/** The environment of a whole platform for tests: databases, topics and addresses of its own, real tokens, fast passwords. */
import { createTopics, deleteTopics } from '@mutua/messaging';
import { silentLogger, type TestDatabase, testDatabase, testEnvironment, topicPrefix } from '@mutua/testkit';
import { databaseServices, portVariable, type ServiceName, serviceNames } from '../../scripts/platform/services.ts';

export type DatabaseService = (typeof databaseServices)[number];
export type Ports = Readonly<Record<ServiceName, number>>;
export type Variables = Readonly<Record<string, string>>;
export type Account = { readonly email: string; readonly password: string; readonly roles: readonly string[] };

/** The first accounting day of every test platform. */
export const firstDay = '2026-01-02';

/** Each has one role only, so that a test sees what that role alone may do. */
export const accounts = {
  admin: { email: 'admin@mutua.test', password: 'admin-of-the-tests-1', roles: ['admin'] },
  secondAdmin: { email: 'second-admin@mutua.test', password: 'admin-of-the-tests-2', roles: ['admin'] },
  auditor: { email: 'auditor@mutua.test', password: 'auditor-of-the-tests', roles: ['auditor'] },
} as const satisfies Record<string, Account>;

export type Surroundings = {
  readonly databases: Readonly<Record<DatabaseService, TestDatabase>>;
  readonly variables: (ports: Ports) => Variables;
  close(): Promise<void>;
};

export type SurroundingsOptions = {
  /** Other backing services than those of the test profile. */
  readonly redisUrl?: string;
  readonly kafkaBrokers?: readonly string[];
  /** Further or other variables. */
  readonly variables?: Variables;
};

/** Makes databases and topics; `close` removes them. */
export async function openSurroundings(options: SurroundingsOptions = {}): Promise<Surroundings> {
  const { kafkaBrokers: brokers, redisUrl } = { ...testEnvironment(), ...options };
  const prefix = topicPrefix();
  const [databases] = await Promise.all([openDatabases(), createTopics({ brokers, topicPrefix: prefix })]);
  return {
    databases,
    variables: (ports) => ({
      ...addresses(ports),
      ...Object.fromEntries(databaseServices.map((name) => [`MUTUA_${name.toUpperCase()}_DATABASE_URL`, databases[name].url])),
      MUTUA_KAFKA_BROKERS: brokers.join(','),
      MUTUA_TOPIC_PREFIX: prefix,
      MUTUA_REDIS_URL: redisUrl,
      MUTUA_BOOTSTRAP_ACCOUNTS: JSON.stringify(Object.values(accounts)),
      MUTUA_FIRST_BUSINESS_DATE: firstDay,
      MUTUA_VALIDATE_RESPONSES: 'true',
      MUTUA_LOG_LEVEL: process.env['MUTUA_TEST_LOG_LEVEL'] ?? 'silent',
      MUTUA_IDENTITY_ARGON2_MEMORY_KIB: '8',
      MUTUA_IDENTITY_ARGON2_PASSES: '1',
      MUTUA_BANK_SETTLE_DELAY_MS: '5',
      MUTUA_BANK_RETURN_DELAY_MS: '20',
      MUTUA_RATE_PRINCIPAL: '0',
      MUTUA_RATE_ANONYMOUS: '0',
      MUTUA_RATE_CREDENTIALS: '0',
      MUTUA_RATE_REFUSED: '0',
      ...options.variables,
    }),
    async close() {
      await Promise.all(Object.values(databases).map((database) => database.drop()));
      // The broker may be one that the test has already ended.
      if (options.kafkaBrokers === undefined) await deleteTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
    },
  };
}

async function openDatabases(): Promise<Record<DatabaseService, TestDatabase>> {
  const [identity, loans, matching, credit, payments] = await Promise.all([
    testDatabase('identity'),
    testDatabase('loans'),
    testDatabase('matching'),
    testDatabase('credit'),
    testDatabase('payments'),
  ]);
  return { identity, loans, matching, credit, payments };
}

function addresses(ports: Ports): Variables {
  const url = (name: ServiceName): string => `http://127.0.0.1:${ports[name]}`;
  const own = serviceNames.flatMap((name) => [
    [portVariable(name), String(ports[name])],
    [`MUTUA_${name.toUpperCase()}_URL`, url(name)],
  ]);
  return {
    ...Object.fromEntries(own),
    MUTUA_ISSUER: `${url('identity')}/oidc`,
    MUTUA_JWKS_URL: `${url('identity')}/oidc/jwks`,
  };
}
