/**
 * Measures kafkajs against the running test broker: CPU while idle, sends, batches and consumption. Arguments: `mended` or `plain`.
 * The figures of docs/adr/0003-kafka-and-kafkajs.md come from here; they are of the machine they were taken on.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { mendKafkajsTimer } from '@mutua/kafkajs';
import { type Admin, type Consumer, Kafka, logLevel, type Producer } from 'kafkajs';
import { foldersOf } from '../local/profile.ts';

const payload = Buffer.alloc(300);
const batchSize = 500;
const measureMs = 4_000;

const tell = (what: string, value: number, unit: string): void => console.log(`${what.padEnd(42)}${value.toFixed(1).padStart(12)} ${unit}`);

const idleCpu = async (what: string): Promise<void> => {
  await pause(500);
  const before = process.cpuUsage();
  await pause(3_000);
  const { user, system } = process.cpuUsage(before);
  tell(`idle: ${what}`, (user + system) / 1000, 'ms CPU in 3 s');
};

const perSecond = async (send: () => Promise<number>): Promise<number> => {
  const startedAt = performance.now();
  let sent = 0;
  while (performance.now() - startedAt < measureMs) sent += await send();
  return (sent / (performance.now() - startedAt)) * 1000;
};

const measureProducers = async (kafka: Kafka, topic: string): Promise<Producer> => {
  const producers: Producer[] = [];
  for (let nr = 0; nr < 10; nr += 1) {
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic, acks: -1, messages: [{ value: payload }] });
    producers.push(producer);
  }
  await idleCpu('10 producers');
  const [first, ...others] = producers;
  await Promise.all(others.map((producer) => producer.disconnect()));
  if (!first) throw new Error('no producer');
  return first;
};

const measureSends = async (producer: Producer, topic: string): Promise<void> => {
  const send = async (count: number): Promise<number> => {
    await producer.send({ topic, acks: -1, messages: Array.from({ length: count }, (_, nr) => ({ key: `key-${nr}`, value: payload })) });
    return count;
  };
  tell('one message per awaited send', await perSecond(() => send(1)), 'messages/s');
  tell(`batches of ${batchSize}`, await perSecond(() => send(batchSize)), 'messages/s');
};

const measureConsumption = async (consumer: Consumer, admin: Admin, topic: string): Promise<void> => {
  const offsets = await admin.fetchTopicOffsets(topic);
  const total = offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let seen = 0;
  let firstAt = 0;
  await new Promise<void>((resolve, reject) => {
    const eachBatch = async ({ batch }: { batch: { messages: readonly unknown[] } }): Promise<void> => {
      firstAt ||= performance.now();
      seen += batch.messages.length;
      if (seen >= total) resolve();
    };
    consumer.run({ eachBatch }).catch(reject);
  });
  tell('consumed', (total / (performance.now() - firstAt)) * 1000, 'messages/s');
  await idleCpu('1 producer, 1 consumer');
};

const measure = async (): Promise<void> => {
  if (process.argv[2] !== 'plain') mendKafkajsTimer();
  // Not startBackingServices: its readiness probe mends this process's kafkajs, and `plain` is to be measured as well.
  const { kafkaBrokers } = JSON.parse(await readFile(join(foldersOf('test').data, 'connection.json'), 'utf8'));
  const kafka = new Kafka({ brokers: kafkaBrokers, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const topic = `measure-${Date.now()}`;
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 3 }] });
  await idleCpu('admin only');
  const producer = await measureProducers(kafka, topic);
  await measureSends(producer, topic);
  const consumer = kafka.consumer({ groupId: `group-${topic}`, maxWaitTimeInMs: 500 });
  await measureConsumption(consumer, admin, topic);
  await consumer.disconnect();
  await producer.disconnect();
  await admin.deleteTopics({ topics: [topic] });
  await admin.deleteGroups([`group-${topic}`]);
  await admin.disconnect();
};

await measure();
