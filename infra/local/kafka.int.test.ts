// Proof that kafkajs 2.2.4 and the Kafka we run belong together: acknowledged sends, a group that shares and takes over partitions,
// and a broker killed without warning that loses nothing it acknowledged.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mendKafkajsTimer } from '@mutua/kafkajs';
import { type Admin, type Consumer, Kafka, logLevel, type Producer } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startBackingServices } from './backing.ts';
import { type KafkaSpec, startKafka } from './kafka.ts';
import { freePort, runningProcess, stopProcess, waitUntil } from './processes.ts';
import { foldersOf } from './profile.ts';

const patienceMs = 40_000;
mendKafkajsTimer();

const client = (brokers: readonly string[]): Kafka =>
  new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 60 } });

/** A member of a group that notes which values it saw and which partitions it was given. */
const member = async (kafka: Kafka, groupId: string, topic: string) => {
  const seen: string[] = [];
  let partitions: readonly number[] = [];
  const consumer: Consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200, sessionTimeout: 10_000, heartbeatInterval: 500 });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    partitions = payload.memberAssignment[topic] ?? [];
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      seen.push(String(message.value));
    },
  });
  return { consumer, seen, partitions: () => partitions };
};

const values = (from: number, count: number): readonly string[] => Array.from({ length: count }, (_, nr) => `value-${from + nr}`);

const send = async (producer: Producer, topic: string, sent: readonly string[]): Promise<void> => {
  await producer.send({ topic, acks: -1, messages: sent.map((value) => ({ key: value, value })) });
};

const connected = async (brokers: readonly string[], topic: string) => {
  const kafka = client(brokers);
  const admin: Admin = kafka.admin();
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await admin.connect();
  await producer.connect();
  await admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions: 4, replicationFactor: 1 }] });
  // kafkajs's own wait for leaders fails when the broker has not heard of the topic yet.
  expect(await waitUntil(async () => (await admin.listTopics()).includes(topic), patienceMs)).toBe(true);
  return { kafka, admin, producer };
};

describe('the test broker', () => {
  let brokers: readonly string[] = [];
  beforeAll(async () => {
    ({
      kafka: { brokers },
    } = await startBackingServices({ profile: 'test' }));
  });

  test('the admin client creates topics, tells them apart and reads their settings', async () => {
    const topic = `proof-${randomUUID()}`;
    const { admin, producer } = await connected(brokers, topic);
    onTestFinished(async () => {
      await admin.deleteTopics({ topics: [topic] });
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    });
    expect(await admin.createTopics({ topics: [{ topic, numPartitions: 4 }] })).toBe(false);
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    expect(topics[0]?.partitions.map(({ leader }) => leader)).toEqual([1, 1, 1, 1]);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topic, configNames: ['retention.ms'] }],
    });
    expect(resources[0]?.configEntries[0]?.configName).toBe('retention.ms');
  });

  test('a topic nobody created is refused, not made up', async () => {
    const producer = client(brokers).producer({ allowAutoTopicCreation: false, retry: { retries: 1, initialRetryTime: 50 } });
    await producer.connect();
    onTestFinished(() => producer.disconnect());
    await expect(producer.send({ topic: `absent-${randomUUID()}`, messages: [{ value: 'x' }] })).rejects.toThrow('topic-partition');
  });

  test('a group shares the partitions, and who stays takes over from who leaves', async () => {
    const topic = `proof-${randomUUID()}`;
    const groupId = `group-${topic}`;
    const { kafka, admin, producer } = await connected(brokers, topic);
    const first = await member(kafka, groupId, topic);
    await send(producer, topic, values(0, 100));
    expect(await waitUntil(() => first.seen.length >= 100, patienceMs)).toBe(true);
    expect(first.partitions()).toHaveLength(4);

    const second = await member(client(brokers), groupId, topic);
    expect(await waitUntil(() => first.partitions().length === 2 && second.partitions().length === 2, patienceMs)).toBe(true);
    await send(producer, topic, values(100, 100));
    const both = (): Set<string> => new Set([...first.seen, ...second.seen]);
    expect(await waitUntil(() => both().size === 200, patienceMs)).toBe(true);
    expect(second.seen.length).toBeGreaterThan(0);

    await first.consumer.disconnect();
    expect(await waitUntil(() => second.partitions().length === 4, patienceMs)).toBe(true);
    await send(producer, topic, values(200, 100));
    expect(await waitUntil(() => both().size === 300, patienceMs)).toBe(true);
    const { groups } = await admin.describeGroups([groupId]);
    expect(groups[0]).toMatchObject({ state: 'Stable', protocolType: 'consumer' });
    await second.consumer.disconnect();
    await admin.deleteGroups([groupId]);
    await admin.deleteTopics({ topics: [topic] });
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  });
});

describe('a broker of our own that is killed', () => {
  let folder = '';
  let spec: KafkaSpec;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mutua-kafka-'));
    spec = {
      port: await freePort(),
      controllerPort: await freePort(),
      portVariable: 'the port',
      controllerPortVariable: 'the controller port',
      folder,
      jarsFolder: foldersOf('test').jars,
      recordFile: join(folder, 'kafka.json'),
      logFile: join(folder, 'kafka.log'),
      say: () => undefined,
    };
  });
  afterAll(async () => {
    await stopProcess(spec.recordFile);
    await rm(folder, { recursive: true, force: true });
  });

  test('loses nothing it acknowledged, and its clients go on by themselves', async () => {
    const topic = 'proof';
    const { kafka, admin, producer } = await connected([await startKafka(spec)], topic);
    const consumer = await member(kafka, 'survivors', topic);
    const acknowledged: string[] = [];
    let isSending = true;
    const sending = (async () => {
      for (let nr = 0; isSending; nr += 10) {
        const batch = values(nr, 10);
        await send(producer, topic, batch);
        acknowledged.push(...batch);
      }
    })();
    expect(await waitUntil(() => acknowledged.length >= 500, patienceMs)).toBe(true);

    const killed = await runningProcess(spec.recordFile);
    process.kill(killed?.pid ?? 0, 'SIGKILL');
    expect(await waitUntil(async () => (await runningProcess(spec.recordFile)) === undefined, patienceMs)).toBe(true);
    const acknowledgedBefore = acknowledged.length;
    await startKafka(spec);

    expect(await waitUntil(() => acknowledged.length >= acknowledgedBefore + 500, patienceMs)).toBe(true);
    isSending = false;
    await sending;
    const isAllSeen = (): boolean => {
      const seen = new Set(consumer.seen);
      return acknowledged.every((value) => seen.has(value));
    };
    expect(await waitUntil(isAllSeen, patienceMs)).toBe(true);
    await consumer.consumer.disconnect();
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  }, 180_000);
});
