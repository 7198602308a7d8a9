/** What every messaging test stands on: a database with a table of effects, a topic prefix of its own, and ways to look and to meddle. */
import { type Database, openDatabase, type Tx } from '@mutua/db';
import { parseInstant } from '@mutua/kernel';
import { createMetrics } from '@mutua/telemetry';
import { eventually, seededIds, silentLogger, testDatabase, testEnvironment, topicPrefix } from '@mutua/testkit';
import type { Producer } from 'kafkajs';
import pg from 'pg';
import {
  deleteTopics,
  type EventEnvelope,
  type Handlers,
  type Messaging,
  type MessagingOptions,
  openKafka,
  openProducer,
  startMessaging,
} from '../src/index.ts';
import { toMessage } from '../src/wire.ts';

export const topic = 'identity.member.v1';
export type Letter = { dead_letter_id: string; status: string; cause_code: string; aggregate_version: bigint; attempts: number };
export type Stage = Awaited<ReturnType<typeof openStage>>;

let seed = 100;

/** `service` names the consumer; it must be another one for each stage that shares nothing. */
export async function openStage() {
  seed += 1;
  const ids = seededIds(seed);
  const database = await testDatabase('msgtest');
  await asOwner(database.ownerUrl, 'create table effects (n bigint generated always as identity, member_id text, version bigint)');
  const db = await openDatabase({ url: database.url, applicationName: 'messaging-test', poolMax: 20, logger: silentLogger });
  const prefix = topicPrefix();
  const brokers = testEnvironment().kafkaBrokers;
  const kafka = openKafka({ brokers, clientId: 'test', logger: silentLogger });
  const producer = openProducer(kafka);
  await producer.connect();
  const running = new Set<Messaging>();
  return {
    db,
    ids,
    kafka,
    prefix,
    database,
    start: async (options: Partial<MessagingOptions> & { handlers: Handlers }): Promise<Messaging> => {
      const metrics = createMetrics({ service: 'test' });
      const common = { db, brokers, topicPrefix: prefix, service: 'msgtest', ids, logger: silentLogger, metrics };
      const messaging = await startMessaging({ ...common, ...options });
      running.add(messaging);
      return messaging;
    },
    append: (memberIds: readonly string[]) =>
      db.run((tx) => tx.outbox.append(memberIds.map((memberId) => verified(ids.next('event'), memberId)))),
    /** Puts messages on the topic as a relay would, in the order and as often as asked. */
    send: (messages: readonly Meddled[]) => sendMeddled(producer, `${prefix}${topic}`, messages),
    effects: async (memberId?: string): Promise<bigint[]> => {
      const rows = await db.sql.query<{ version: bigint }>(
        'select version from effects where $1::text is null or member_id = $1 order by n',
        [memberId ?? null],
      );
      return rows.map(({ version }) => version);
    },
    letters: (memberId: string): Promise<Letter[]> =>
      db.sql.query<Letter>(
        'select dead_letter_id, status, cause_code, aggregate_version, attempts from dead_letters where aggregate_id = $1 order by aggregate_version',
        [memberId],
      ),
    settled: (count: number) => eventually(async () => (await countEffects(db)) >= count, { what: `${count} effects`, timeoutMs: 30_000 }),
    async end() {
      await Promise.all([...running].map((messaging) => messaging.close()));
      await producer.disconnect();
      await deleteTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
      await db.close();
      await database.drop();
    },
  };
}

export async function asOwner(url: string, sql: string, params?: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql, params);
  await client.end();
}

async function countEffects(db: Database): Promise<number> {
  return (await db.sql.one<{ n: number }>('select count(*)::int as n from effects'))?.n ?? 0;
}

const at = parseInstant('2026-01-02T09:00:00Z');
if (at === undefined) throw new Error('not an instant');
export const occurredAt = at;

export const verified = (id: ReturnType<ReturnType<typeof seededIds>['next']>, memberId: string) => ({
  id: id as ReturnType<typeof asEvent>,
  name: 'identity.member-verified.v1',
  aggregateId: memberId,
  data: { memberId },
  occurredAt,
});
const asEvent = () => seededIds(0).next('event');

/** A handler that leaves one row for each event. */
export const leaveEffect = async (event: EventEnvelope<{ memberId: string }>, tx: Tx): Promise<void> => {
  await tx.run('insert into effects (member_id, version) values ($1, $2)', [event.data.memberId, event.aggregateVersion]);
};

export type Meddled = {
  readonly memberId: string;
  readonly version: number;
  readonly payload?: string;
  readonly headers?: Record<string, string>;
};

async function sendMeddled(producer: Producer, name: string, messages: readonly Meddled[]): Promise<void> {
  const made = messages.map(({ memberId, version, payload, headers }) => {
    const row = {
      position: 1n,
      event_id: `evt-${memberId}-${version}`,
      topic,
      name: 'identity.member-verified.v1',
      aggregate_id: memberId,
      aggregate_version: BigInt(version),
      payload: payload ?? JSON.stringify({ memberId }),
      business_date: null,
      subjects: '',
      occurred_at: occurredAt,
      traceparent: null,
    };
    const message = toMessage(row, 'test');
    return { ...message, headers: { ...message.headers, ...headers } };
  });
  await producer.send({ topic: name, messages: made });
}
