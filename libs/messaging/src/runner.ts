/**
 * Reads the topics of a consumer group and hands batches to the processor. Offsets are committed after the database. A consumer that
 * crashed or has shown no sign of life is replaced in place: kafkajs can stop silently.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { DefectError, parseInstant } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { StoredEvent } from './dead-letters.ts';
import type { Processor } from './processor.ts';
import { fromMessage } from './wire.ts';

export type RunnerOptions = {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topicPrefix: string;
  readonly topics: readonly string[];
  readonly processor: Processor;
  readonly keepUnreadable: (event: StoredEvent) => Promise<void>;
  readonly logger: Logger;
};
export type RunnerState = { readonly running: boolean; readonly silentMs: number; readonly restarts: number };
export type Runner = { status(): RunnerState; close(): Promise<void> };

const chunkMax = 200;
const drainEveryMs = 250;
const watchEveryMs = 1_000;
/** Longer than any fetch or heartbeat interval; a rebalance with a slow member stays below it. */
const silenceMaxMs = 40_000;
const concurrentPartitions = 4;

export const startRunner = (options: RunnerOptions): Runner => {
  const { processor, logger } = options;
  const ending = new AbortController();
  const state = { signAt: performance.now(), running: false, restarts: 0, crashed: false };
  const sign = (): void => {
    state.signAt = performance.now();
  };
  const live = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const consumer = createConsumer(options);
      watch(consumer, state);
      try {
        await open(consumer, options, { signal: ending.signal, sign });
        state.running = true;
        await untilTroubled(state, ending.signal);
      } catch (error) {
        if (!ending.signal.aborted) logger.warn({ err: error }, 'the consumer could not start, trying again');
      }
      state.running = false;
      await consumer.disconnect().catch(() => undefined);
      if (ending.signal.aborted) return;
      state.restarts += 1;
      logger.warn({ silentMs: Math.round(performance.now() - state.signAt), crashed: state.crashed }, 'the consumer is replaced');
      Object.assign(state, { signAt: performance.now(), crashed: false });
      await pause(watchEveryMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  const drain = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const tried = await processor.drain().catch((error: unknown) => {
        logger.debug({ err: error }, 'kept events could not be read');
        return 0;
      });
      if (tried === 0) await pause(drainEveryMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  const running = Promise.all([live(), drain()]);
  return {
    status: () => ({ running: state.running, silentMs: Math.round(performance.now() - state.signAt), restarts: state.restarts }),
    async close() {
      ending.abort();
      await running;
    },
  };
};

const createConsumer = ({ kafka, groupId }: RunnerOptions): Consumer =>
  kafka.consumer({
    groupId,
    sessionTimeout: 10_000,
    rebalanceTimeout: 15_000,
    heartbeatInterval: 2_000,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, retries: 8, maxRetryTime: 1_000, restartOnFailure: async () => true },
  });

type LiveState = { signAt: number; crashed: boolean };

const watch = (consumer: Consumer, state: LiveState): void => {
  const sign = (): void => {
    state.signAt = performance.now();
  };
  consumer.on(consumer.events.HEARTBEAT, sign);
  consumer.on(consumer.events.FETCH, sign);
  consumer.on(consumer.events.GROUP_JOIN, sign);
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    state.crashed ||= !payload.restart;
  });
};

const untilTroubled = async (state: LiveState, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted && !state.crashed && performance.now() - state.signAt < silenceMaxMs)
    await pause(watchEveryMs, undefined, { signal }).catch(() => undefined);
};

type Life = { readonly signal: AbortSignal; readonly sign: () => void };

const open = async (consumer: Consumer, options: RunnerOptions, life: Life): Promise<void> => {
  await consumer.connect();
  await consumer.subscribe({ topics: options.topics.map((topic) => `${options.topicPrefix}${topic}`), fromBeginning: true });
  await consumer.run({
    eachBatchAutoResolve: false,
    autoCommitInterval: 1_000,
    partitionsConsumedConcurrently: concurrentPartitions,
    eachBatch: (payload) => handleBatch(payload, options, life),
  });
};

const handleBatch = async (payload: EachBatchPayload, options: RunnerOptions, life: Life): Promise<void> => {
  const { batch, resolveOffset, heartbeat, isRunning, isStale, commitOffsetsIfNecessary } = payload;
  const alive = {
    signal: life.signal,
    heartbeat: async () => {
      life.sign();
      await heartbeat();
    },
  };
  for (let from = 0; from < batch.messages.length; from += chunkMax) {
    if (!isRunning() || isStale() || life.signal.aborted) return;
    const messages = batch.messages.slice(from, from + chunkMax);
    const events: StoredEvent[] = [];
    for (const message of messages) {
      const event = fromMessage({ topic: withoutPrefix(batch.topic, options.topicPrefix), ...message });
      if (event) events.push(event);
      else await options.keepUnreadable(unreadable(batch, message));
    }
    if (events.length > 0) await options.processor.handle(events, alive);
    resolveOffset(messages.at(-1)?.offset ?? batch.lastOffset());
    await commitOffsetsIfNecessary();
    await alive.heartbeat();
  }
};

const withoutPrefix = (topic: string, prefix: string): string => topic.slice(prefix.length);

/** A message that does not say which event it is: kept under its place in the log, so that it can be looked at. */
const unreadable = (batch: EachBatchPayload['batch'], message: EachBatchPayload['batch']['messages'][number]): StoredEvent => {
  const occurredAt = parseInstant(new Date(Number(message.timestamp)).toISOString());
  if (occurredAt === undefined) throw new DefectError('a Kafka timestamp is a time', { timestamp: message.timestamp });
  return {
    id: `${batch.topic}/${batch.partition}/${message.offset}`,
    name: 'unreadable',
    topic: batch.topic,
    aggregateId: `unreadable:${batch.topic}:${batch.partition}`,
    aggregateVersion: BigInt(message.offset) + 1n,
    occurredAt,
    subjects: [],
    data: undefined,
    text: message.value?.toString('utf8').slice(0, 100_000) ?? '',
  };
};
