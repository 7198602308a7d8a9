/** Follows topics live from now on, for onlookers: nothing is remembered, nothing is acknowledged, a restart misses what came meanwhile. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseNamedEvent } from '@mutua/contracts';
import type { Logger } from '@mutua/telemetry';
import type { Admin, Kafka, KafkaJSError, TopicPartitionOffset } from 'kafkajs';
import { createTopics, openKafka } from './kafka.ts';
import { type EventEnvelope, fromMessage } from './wire.ts';

export type TailOptions = {
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  /** Without the prefix. */
  readonly topics: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
  /** Called in order per aggregate. Must not throw and must not wait. */
  readonly onEvent: (event: EventEnvelope<object>) => void;
};

const leaderAttemptsMax = 200;
const leaderPauseMs = 50;

export type Tail = { close(): Promise<void> };

/** Starts following; resolves once every later event will be seen. The consumer group is this call's own and is removed by close. */
export const startTail = async ({ brokers, topicPrefix, topics, clientId, logger, onEvent }: TailOptions): Promise<Tail> => {
  await createTopics({ brokers, topicPrefix, logger });
  const kafka = openKafka({ brokers, clientId, logger });
  const groupId = `${topicPrefix}${clientId}-tail-${randomUUID()}`;
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: 10_000,
    heartbeatInterval: 3_000,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
  });
  // "Now" is where the partitions end before anything else; kafkajs would find it out some time after it has joined.
  const ends = await endsOf(
    kafka,
    topics.map((topic) => `${topicPrefix}${topic}`),
  );
  const joined = new Promise<void>((resolve) => void consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
  await consumer.connect();
  await consumer.subscribe({ topics: topics.map((topic) => `${topicPrefix}${topic}`), fromBeginning: false });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, message }) => {
      const event = readEvent({ topic, key: message.key, value: message.value, headers: message.headers });
      if (event === undefined) logger.warn({ topic, offset: message.offset }, 'a message on the live tail is not an event of ours');
      else onEvent(event);
    },
  });
  for (const end of ends) consumer.seek(end);
  await joined;
  return {
    async close() {
      await consumer.disconnect();
      const admin = kafka.admin();
      await admin.connect();
      // The group would expire by itself; removing it at once keeps the list of groups readable.
      await admin
        .deleteGroups([groupId])
        .catch((err: unknown) => logger.debug({ err }, 'the group of the live tail stays until it expires'));
      await admin.disconnect();
    },
  };
};

const endsOf = async (kafka: Kafka, topics: readonly string[]): Promise<readonly TopicPartitionOffset[]> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends: TopicPartitionOffset[] = [];
    // One after the other: calls at the same time share what kafkajs is just asking about topics, and miss their own.
    for (const topic of topics)
      for (const { partition, high } of await offsetsOf(admin, topic)) ends.push({ topic, partition, offset: high });
    return ends;
  } finally {
    await admin.disconnect();
  }
};

/** A new topic is known some moments before its leader serves it. */
const offsetsOf = async (admin: Admin, topic: string): ReturnType<Admin['fetchTopicOffsets']> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      if (attempt >= leaderAttemptsMax || (error as Partial<KafkaJSError>).retriable !== true) throw error;
      await pause(leaderPauseMs);
    }
  }
};

const readEvent = (message: Parameters<typeof fromMessage>[0]): EventEnvelope<object> | undefined => {
  const envelope = fromMessage(message);
  if (envelope === undefined) return undefined;
  const { text, ...rest } = envelope;
  const parsed = parseNamedEvent(envelope.name, parseJson(text));
  return parsed.ok ? { ...rest, data: parsed.value } : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
