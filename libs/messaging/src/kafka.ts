/** The Kafka client behind our own port: settings that keep order and lose nothing, and its log lines in ours. */
import { setTimeout as delay } from 'node:timers/promises';
import { topics as contractTopics } from '@mutua/contracts';
import { mendKafkajsRecords, mendKafkajsTimer } from '@mutua/kafkajs';
import type { Logger } from '@mutua/telemetry';
import kafkajs, { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import { createPartitioner } from './partitioner.ts';

export type KafkaOptions = { readonly brokers: readonly string[]; readonly clientId: string; readonly logger?: Logger | undefined };

const { KafkaJSAggregateError } = kafkajs;
const partitions = 6;
/** Half a minute and more: a broker that has to recover its logs first hears of new topics late. */
const leaderAttemptsMax = 600;

/** A client that reports its errors at debug level: the runner logs what matters once. */
export const openKafka = ({ brokers, clientId, logger }: KafkaOptions): Kafka => {
  mendKafkajsTimer();
  mendKafkajsRecords();
  return new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, retries: 8, maxRetryTime: 2_000 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => logger?.debug({ kafka: entry.namespace, reason: entry.log.message }, 'kafka client'),
  });
};

/** One request in flight keeps the order when kafkajs sends again. */
export const openProducer = (kafka: Kafka): Producer =>
  kafka.producer({ createPartitioner, allowAutoTopicCreation: false, maxInFlightRequests: 1, retry: { retries: 5 } });

const withAdmin = async <T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};

export type TopicsOptions = {
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly logger?: Logger | undefined;
  /** Without the prefix; every topic of the contracts by default. */
  readonly topics?: readonly string[];
  readonly replicationFactor?: number;
};

/** Creates the topics that are missing. Events are kept for ever: the outbox can refill a lost topic, retention cannot. */
export const createTopics = async (options: TopicsOptions): Promise<void> => {
  const { brokers, topicPrefix, logger, topics = contractTopics, replicationFactor = 1 } = options;
  const kafka = openKafka({ brokers, clientId: 'mutua-topics', logger });
  await withAdmin(kafka, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topics.map((topic) => `${topicPrefix}${topic}`).filter((topic) => !existing.has(topic));
    if (missing.length === 0) return;
    await admin
      .createTopics({
        waitForLeaders: false,
        topics: missing.map((topic) => ({
          topic,
          numPartitions: partitions,
          replicationFactor,
          configEntries: [{ name: 'retention.ms', value: '-1' }],
        })),
      })
      .catch(unlessComing);
    await leadersOf(admin, missing);
  });
};

/** Another process may create them at the same moment, and a busy broker may finish after its answer: the wait for leaders decides. */
const unlessComing = (error: unknown): void => {
  const each = error instanceof KafkaJSAggregateError ? error.errors : [error];
  const isComing = (one: unknown): boolean =>
    ['TOPIC_ALREADY_EXISTS', 'REQUEST_TIMED_OUT'].includes(String((one as { type?: string }).type));
  if (!each.every(isComing)) throw error;
};

/** Waits until every topic can be written to. kafkajs's own wait fails when the broker it asks has not heard of the topic yet. */
const leadersOf = async (admin: Admin, names: readonly string[]): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { topics: known } = await admin.fetchTopicMetadata({ topics: [...names] });
      if (known.every((topic) => topic.partitions.every(({ leader }) => leader >= 0))) return;
    } catch (error) {
      if (attempt >= leaderAttemptsMax) throw error;
    }
    if (attempt >= leaderAttemptsMax) throw new Error('new topics have no leaders yet');
    await delay(50);
  }
};

/** Removes every topic under the prefix and what they hold. For tests and resets; an empty prefix is refused. */
export const deleteTopics = async ({
  brokers,
  topicPrefix,
  logger,
}: Pick<TopicsOptions, 'brokers' | 'topicPrefix' | 'logger'>): Promise<void> => {
  if (topicPrefix === '') throw new Error('refused to delete every topic of the broker');
  await withAdmin(openKafka({ brokers, clientId: 'mutua-topics', logger }), async (admin) => {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(topicPrefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  });
};

/** Whether a broker lets us in now. */
export const brokerAnswers = async (kafka: Kafka): Promise<boolean> => {
  try {
    await withAdmin(kafka, (admin) => admin.listTopics());
    return true;
  } catch {
    return false;
  }
};

export type Group = { readonly groupId: string; readonly topicPrefix: string; readonly topics: readonly string[] };

/** How many events each topic (named without the prefix) holds that the group has not read yet. */
export const lagOf = async (kafka: Kafka, { groupId, topicPrefix, topics }: Group): Promise<Readonly<Record<string, number>>> =>
  withAdmin(kafka, async (admin) => {
    const committed = await admin.fetchOffsets({ groupId, topics: topics.map((topic) => `${topicPrefix}${topic}`) });
    const lags = await Promise.all(
      committed.map(async ({ topic, partitions: parts }) => {
        const ends = await admin.fetchTopicOffsets(topic);
        const lag = ends.reduce((sum, { partition, low, high }) => {
          const read = BigInt(parts.find((part) => part.partition === partition)?.offset ?? -1);
          return sum + Number(BigInt(high) - (read < 0n ? BigInt(low) : read));
        }, 0);
        return [topic.slice(topicPrefix.length), lag] as const;
      }),
    );
    return Object.fromEntries(lags);
  });
