/**
 * Events: how fast the relay empties the outbox, and how fast a fact becomes an effect elsewhere (outbox → Kafka → inbox) against kafkajs
 * producing the same bytes in batches. Postgres commits durably.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Database, openDatabase, type Tx } from '@mutua/db';
import { type Id, parseInstant } from '@mutua/kernel';
import { deleteTopics, type Hooks, type Messaging, openKafka, openProducer, startMessaging, startRelay } from '@mutua/messaging';
import { createMetrics } from '@mutua/telemetry';
import { eventually, seededIds, silentLogger, testDatabase, topicPrefix } from '@mutua/testkit';
import pg from 'pg';
import { startBackingServices } from '../../infra/local/backing.ts';
import { type BenchOptions, comparedMetric, emit, median } from './harness.ts';

const relayRows = 100_000;
const sustainedEvents = 60_000;
const eventsPerTransaction = 200;
const latencySeconds = 5;
const waitMs = 180_000;
const name = 'identity.member-verified.v1';
const topic = 'identity.member.v1';
const occurredAt = parseInstant('2026-01-02T09:00:00Z');
const ids = seededIds(9);

type Bench = { readonly db: Database; readonly brokers: readonly string[]; readonly prefix: string; end(): Promise<void> };

const openBench = async (): Promise<Bench> => {
  const backing = await startBackingServices({ profile: 'dev' });
  const { brokers } = backing.kafka;
  const database = await testDatabase('bench', { postgresAdminUrl: backing.postgres.adminUrl });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('create table effects (event_id text primary key, member_id text not null, version bigint not null)');
  await owner.end();
  const db = await openDatabase({ url: database.url, applicationName: 'bench-events', poolMax: 20, logger: silentLogger });
  const prefix = topicPrefix();
  return {
    db,
    brokers,
    prefix,
    async end() {
      await deleteTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
      await db.close();
      await database.drop();
    },
  };
};

/** Each aggregate tells its story in some ten events, as a loan does in its life. */
const members = Array.from({ length: 6_000 }, () => ids.next('member'));
let told = 0;
const event = () => {
  if (occurredAt === undefined) throw new Error('not an instant');
  told += 1;
  const memberId = members[told % members.length] ?? '';
  return { id: ids.next('event'), name, aggregateId: memberId, data: { memberId }, occurredAt };
};
const events = (count: number) => Array.from({ length: count }, event);

const countOf = async (db: Database, text: string): Promise<number> => (await db.sql.one<{ n: number }>(text))?.n ?? 0;
const unpublished = 'select count(*)::int as n from outbox_pending';

/** Rows a second from a full outbox to every row acknowledged and settled. */
const relayRate = async ({ db, brokers, prefix }: Bench): Promise<number> => {
  for (let done = 0; done < relayRows; done += 5_000) await db.run((tx) => tx.outbox.append(events(5_000)));
  const kafka = openKafka({ brokers, clientId: 'bench', logger: silentLogger });
  const producer = openProducer(kafka);
  await producer.connect();
  let sent = 0;
  const isDone = Promise.withResolvers<void>();
  const startedAt = performance.now();
  const relay = startRelay({
    db,
    topicPrefix: prefix,
    service: 'bench',
    logger: silentLogger,
    send: (topicMessages) => producer.sendBatch({ acks: -1, topicMessages }),
    onSent: (rows) => {
      sent += rows;
      if (sent >= relayRows) isDone.resolve();
    },
  });
  await isDone.promise;
  const seconds = (performance.now() - startedAt) / 1_000;
  await relay.close();
  await producer.disconnect();
  if ((await countOf(db, unpublished)) !== 0) throw new Error('the relay left rows unpublished');
  return relayRows / seconds;
};

/** The effects of a transaction are written with one statement at its end. */
const batchedEffects = (onCommitted: (eventIds: readonly string[]) => void) => {
  type Effect = { readonly id: string; readonly memberId: string; readonly version: bigint };
  const pending = new Map<Tx, Effect[]>();
  const hooks: Hooks = {
    begin: async (tx) => void pending.set(tx, []),
    end: async (tx) => {
      const effects = pending.get(tx) ?? [];
      pending.delete(tx);
      if (effects.length === 0) return;
      await tx.run('insert into effects select * from unnest($1::text[], $2::text[], $3::bigint[])', [
        effects.map(({ id }) => id),
        effects.map(({ memberId }) => memberId),
        effects.map(({ version }) => version),
      ]);
      tx.afterCommit(() => onCommitted(effects.map(({ id }) => id)));
    },
    rolledBack: async (tx) => void pending.delete(tx),
  };
  const note = (tx: Tx, effect: Effect): void => void pending.get(tx)?.push(effect);
  return { hooks, note };
};

const startConsumer = async ({ db, brokers, prefix }: Bench, onCommitted: (eventIds: readonly string[]) => void): Promise<Messaging> => {
  const { hooks, note } = batchedEffects(onCommitted);
  const metrics = createMetrics({ service: 'bench' });
  const messaging = await startMessaging({
    ...{ db, brokers, topicPrefix: prefix, service: 'bench', ids, logger: silentLogger, metrics, hooks },
    handlers: {
      [name]: async (event, tx) => note(tx, { id: event.id, memberId: event.data.memberId, version: event.aggregateVersion }),
    },
  });
  await eventually(async () => (await messaging.status()).consumer?.running === true, { timeoutMs: waitMs });
  return messaging;
};

/** Events a second from the first append to the last effect, writers and consumer at work together. */
const sustainedRate = async (bench: Bench): Promise<number> => {
  let committed = 0;
  const messaging = await startConsumer(bench, (eventIds) => {
    committed += eventIds.length;
  });
  await bench.db.run((tx) => tx.outbox.append(events(1)));
  await eventually(() => committed > 0, { timeoutMs: waitMs });
  const goal = committed + sustainedEvents;
  const prepared = Array.from({ length: sustainedEvents / eventsPerTransaction }, () => events(eventsPerTransaction));
  const startedAt = performance.now();
  const write = async (): Promise<void> => {
    for (let batch = prepared.pop(); batch !== undefined; batch = prepared.pop()) {
      const appended = batch;
      await bench.db.run((tx) => tx.outbox.append(appended));
    }
  };
  await Promise.all([write(), write()]);
  await eventually(() => committed >= goal, { timeoutMs: waitMs });
  const seconds = (performance.now() - startedAt) / 1_000;
  await messaging.close();
  return sustainedEvents / seconds;
};

/** kafkajs as it comes: the same messages in batches of 1,000, acknowledged by every replica, from a process of its own. */
const produceRate = async ({ brokers, prefix }: Bench): Promise<number> => {
  const script = fileURLToPath(new URL('./produce.ts', import.meta.url));
  const args = [script, brokers.join(','), `${prefix}${topic}`, String(sustainedEvents)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return Number(stdout);
};

/** Milliseconds from before the append to after the commit of the effect, at a steady rate. */
const latencies = async (bench: Bench, perSecond: number): Promise<number[]> => {
  const appendedAt = new Map<string, number>();
  const measured: number[] = [];
  const messaging = await startConsumer(bench, (eventIds) => {
    for (const id of eventIds) {
      const at = appendedAt.get(id);
      if (at !== undefined) measured.push(performance.now() - at);
    }
  });
  const everyMs = 5;
  const batch = Math.max(1, Math.round((perSecond * everyMs) / 1_000));
  const writes: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let tick = 0; tick < (latencySeconds * 1_000) / everyMs; tick += 1) {
    const dueAt = startedAt + tick * everyMs;
    while (performance.now() < dueAt) await new Promise((resolve) => setTimeout(resolve, 1));
    const appended = events(batch);
    for (const { id } of appended) appendedAt.set(id satisfies Id<'event'>, performance.now());
    writes.push(bench.db.run((tx) => tx.outbox.append(appended)));
  }
  await Promise.all(writes);
  await eventually(() => measured.length >= appendedAt.size, { timeoutMs: waitMs });
  await messaging.close();
  return measured.sort((a, b) => a - b);
};

const none = { baseline: null, baselineValue: null, ratio: null };

export const run = async (options: BenchOptions): Promise<void> => {
  const relay: number[] = [];
  const candidate: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const bench = await openBench();
    const warm = await startConsumer(bench, () => undefined);
    await warm.close();
    baseline.push(await produceRate(bench));
    await bench.end();
    const fresh = await openBench();
    candidate.push(await sustainedRate(fresh));
    relay.push(await relayRate(fresh));
    await fresh.end();
  }
  const relayMetric = { bench: 'events', metric: 'relay', value: median(relay), unit: 'rows/s', ...none };
  emit(options, { ...relayMetric, min: Math.min(...relay), max: Math.max(...relay), target: '≥ 50,000' });
  const facts = { bench: 'events', metric: 'outbox-inbox', unit: 'events/s', baseline: 'kafkajs batched produce', target: '≥ 0.3 ×' };
  emit(options, comparedMetric(facts, { candidate, baseline }));
  const bench = await openBench();
  const sorted = await latencies(bench, median(candidate) / 2);
  await bench.end();
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  emit(options, {
    bench: 'events',
    metric: 'latency-p99',
    value: at(0.99),
    unit: 'ms at half load',
    ...none,
    min: at(0.5),
    target: '≤ 100 ms',
  });
};
