/** A composed matching service on real Postgres and Kafka, and the world outside of it: publishes what loans and payments would, and listens. */
import type { EventName } from '@mutua/contracts';
import { type Database, type OutboxEvent, openDatabase } from '@mutua/db';
import type { Service } from '@mutua/http';
import { createTopics, deleteTopics, type EventEnvelope, type Handlers, type Messaging, startMessaging } from '@mutua/messaging';
import { createMetrics } from '@mutua/telemetry';
import {
  eventually,
  seededIds,
  silentLogger,
  type TestDatabase,
  type TestIssuer,
  testDatabase,
  testEnvironment,
  testIssuer,
  topicPrefix,
} from '@mutua/testkit';
import { compose } from '../src/compose.ts';
import { loadConfig, type MatchingConfig } from '../src/config.ts';

const market = 'EUR';
const outputs = [
  'matching.fills-made.v1',
  'matching.fills-outbid.v1',
  'matching.request-filled.v1',
  'matching.request-partially-filled.v1',
  'matching.request-closed.v1',
  'matching.offer-amended.v1',
  'matching.offer-amendment-refused.v1',
  'matching.offer-closed.v1',
  'matching.offer-freed.v1',
  'matching.offer-refused.v1',
  'matching.request-refused.v1',
] as const satisfies readonly EventName[];

export type World = {
  readonly env: Readonly<Record<string, string>>;
  readonly config: MatchingConfig;
  readonly issuer: TestIssuer;
  /** The database of the service, as its owner may read it. */
  readonly db: Database;
  /** The outbox of the other services. */
  readonly outside: Database;
  /** Every event matching published, in the order it arrived. */
  readonly heard: EventEnvelope[];
  heardOf(name: EventName): EventEnvelope[];
  /** Publishes; resolves when it is in the outbox. */
  say(...events: readonly OutboxEvent[]): Promise<void>;
  /** The service in this process under the name of an instance. */
  start(overrides?: Readonly<Record<string, string>>): Promise<Service>;
  /** Waits until so many events have been handled, refused or kept aside. */
  handled(count: number, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
};

export async function world(extra: Readonly<Record<string, string>> = {}): Promise<World> {
  const { kafkaBrokers: brokers } = testEnvironment();
  const prefix = topicPrefix();
  const [database, outsideDatabase, issuer] = await Promise.all([testDatabase('matching'), testDatabase('outside'), testIssuer()]);
  await createTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
  const env = {
    MUTUA_MATCHING_PORT: '0',
    MUTUA_MATCHING_DATABASE_URL: database.url,
    MUTUA_KAFKA_BROKERS: brokers.join(','),
    MUTUA_TOPIC_PREFIX: prefix,
    MUTUA_ISSUER: issuer.issuer,
    MUTUA_JWKS_URL: issuer.jwksUrl,
    MUTUA_CURRENCIES: market,
    MUTUA_LOG_LEVEL: 'fatal',
    MUTUA_VALIDATE_RESPONSES: 'true',
    MUTUA_MATCHING_NOTE_MINIMUM: '25',
    MUTUA_MATCHING_SNAPSHOT_EVERY: '40',
    MUTUA_MATCHING_INSTANCE: 'first',
    ...extra,
  };
  const [db, outside] = await Promise.all([open(database), open(outsideDatabase)]);
  const { heard, messaging } = await listen(outside, { brokers, prefix });
  const services: Service[] = [];
  return {
    env,
    config: loadConfig(env),
    issuer,
    db,
    outside,
    heard,
    heardOf: (name) => heard.filter((event) => event.name === name),
    say: (...events) => outside.run((tx) => tx.outbox.append(events)),
    async start(overrides = {}) {
      const service = await compose(loadConfig({ ...env, ...overrides }));
      services.push(service);
      await service.start();
      return service;
    },
    handled: (count, timeoutMs = 30_000) =>
      eventually(async () => ((await handledCount(db)) === count ? true : undefined), { timeoutMs, what: `${count} events handled` }).then(
        () => undefined,
      ),
    async close() {
      for (const service of services.reverse()) await service.close();
      await messaging.close();
      await Promise.all([db.close(), outside.close(), issuer.close()]);
      await deleteTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
      await Promise.all([database.drop(), outsideDatabase.drop()]);
    },
  };
}

function open(database: TestDatabase): Promise<Database> {
  return openDatabase({ url: database.ownerUrl, applicationName: 'test', poolMax: 5, logger: silentLogger });
}

async function listen(
  outside: Database,
  { brokers, prefix }: { brokers: readonly string[]; prefix: string },
): Promise<{ heard: EventEnvelope[]; messaging: Messaging }> {
  const heard: EventEnvelope[] = [];
  const hear = async (event: EventEnvelope): Promise<undefined> => {
    heard.push(event);
    return undefined;
  };
  const handlers = Object.fromEntries(outputs.map((name) => [name, hear])) as Handlers;
  const metrics = createMetrics({ service: 'outside' });
  const ids = seededIds(7);
  const messaging = await startMessaging({
    ...{ db: outside, brokers, topicPrefix: prefix, service: 'outside', handlers, ids, logger: silentLogger, metrics },
  });
  return { heard, messaging };
}

/** Every event ends as a command, a refusal or a dead letter. */
export async function handledCount(db: Database): Promise<number> {
  const row = await db.sql.one<{ n: bigint }>(
    `select (select count(*) from commands where event_id is not null) + (select count(*) from refusals)
       + (select count(*) from dead_letters where status = 'dead') as n`,
  );
  return Number(row?.n ?? 0n);
}
