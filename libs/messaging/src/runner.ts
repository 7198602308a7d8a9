/**
 * Reads the topics of a consumer group and hands batches to the processor. Offsets are committed after the database. A consumer that
 * crashed or has shown no sign of life is replaced in place: kafkajs can stop silently.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { DefectError, parseInstant } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { StoredEvent } from './dead-letters.ts';
import { brokerAnswers } from './kafka.ts';
import { chunkMax, type Processor } from './processor.ts';
import { fromMessage } from './wire.ts';

export type RunnerOptions = {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topicPrefix: string;
  readonly topics: readonly string[];
  readonly processor: Processor;
  readonly keepUnreadable: (event: StoredEvent) => Promise<void>;
  readonly logger: Logger;
  /** Topics exist and the broker has answered. */
  readonly ready: Promise<void>;
  /** The consumer does not come back although the broker answers: only a new process may help. */
  readonly onStuck: (error: Error) => void;
};
export type RunnerState = { readonly running: boolean; readonly silentMs: number; readonly restarts: number };
export type Runner = { status(): RunnerState; close(): Promise<void> };

/** Kept events are looked for often while there may be some of this process's, and now and then for those of others. */
const drainMs = { busy: 100, idle: 1_000 };
const watchEveryMs = 1_000;
/** Longer than any fetch or heartbeat interval; a rebalance with a slow member stays below it. */
const silenceMaxMs = 40_000;
/** As many as a consumer is likely to read, because what arrives together is handled in one transaction. */
const concurrentPartitions = 32;
const fruitlessMax = 5;
const leaveMs = 10_000;

export const startRunner = (options: RunnerOptions): Runner => {
  const { processor, logger } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const state: LiveState = { signAt: performance.now(), signs: 0, isRunning: false, restarts: 0, isCrashed: false };
  const live = async (): Promise<void> => {
    await options.ready;
    for (let fruitless = 0; !signal.aborted; ) {
      Object.assign(state, { signAt: performance.now(), signs: 0, isCrashed: false });
      await liveOnce(options, state, signal);
      if (signal.aborted) return;
      state.restarts += 1;
      fruitless = state.signs === 0 ? fruitless + 1 : 0;
      logger.warn({ delayMs: silentMs(state), crashed: state.isCrashed, restarts: state.restarts }, 'the consumer is replaced');
      if (fruitless >= fruitlessMax && (await brokerAnswers(options.kafka))) {
        options.onStuck(new Error(`the consumer of ${options.groupId} does not come back`));
      }
      await sleep(watchEveryMs, signal);
    }
  };
  const drain = async (): Promise<void> => {
    while (!signal.aborted) {
      const handled = await processor.drain().catch((error: unknown) => {
        logger.debug({ err: error }, 'kept events could not be read');
        return 0;
      });
      if (handled === 0) await sleep(processor.hasKept() ? drainMs.busy : drainMs.idle, signal);
    }
  };
  const running = Promise.all([live().catch(() => undefined), drain()]);
  return {
    status: () => ({ running: state.isRunning, silentMs: silentMs(state), restarts: state.restarts }),
    async close() {
      ending.abort();
      await running;
    },
  };
};

type LiveState = { signAt: number; signs: number; isRunning: boolean; restarts: number; isCrashed: boolean };

const silentMs = (state: LiveState): number => Math.round(performance.now() - state.signAt);
const sleep = (ms: number, signal: AbortSignal): Promise<void> => pause(ms, undefined, { signal }).catch(() => undefined);

/** One consumer from its start until it ends, crashes or falls silent. */
const liveOnce = async (options: RunnerOptions, state: LiveState, signal: AbortSignal): Promise<void> => {
  const consumer = createConsumer(options);
  const sign = watch(consumer, state);
  try {
    await open(consumer, options, { signal, sign });
    state.isRunning = true;
    while (!signal.aborted && !state.isCrashed && silentMs(state) < silenceMaxMs) await sleep(watchEveryMs, signal);
  } catch (error) {
    if (!signal.aborted) options.logger.warn({ err: error }, 'the consumer could not start, trying again');
  }
  state.isRunning = false;
  // A consumer in trouble may never leave; its session ends by itself.
  await Promise.race([consumer.disconnect().catch(() => undefined), pause(leaveMs, undefined, { ref: false })]);
};

const createConsumer = ({ kafka, groupId }: RunnerOptions): Consumer =>
  kafka.consumer({
    groupId,
    sessionTimeout: 10_000,
    rebalanceTimeout: 15_000,
    heartbeatInterval: 2_000,
    // The broker answers at once when there is something; this is only how long it may hold an empty fetch.
    maxWaitTimeInMs: 1_000,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, retries: 8, maxRetryTime: 1_000, restartOnFailure: async () => false },
  });

/** Notes every sign of life; the answer notes one of the caller's. */
const watch = (consumer: Consumer, state: LiveState): (() => void) => {
  const sign = (): void => {
    state.signAt = performance.now();
    state.signs += 1;
  };
  consumer.on(consumer.events.HEARTBEAT, sign);
  consumer.on(consumer.events.FETCH, sign);
  consumer.on(consumer.events.GROUP_JOIN, sign);
  consumer.on(consumer.events.CRASH, () => {
    state.isCrashed = true;
  });
  return sign;
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
    aggregateId: `unreadable:${batch.partition}:${message.offset}`,
    aggregateVersion: 1n,
    occurredAt,
    subjects: [],
    data: undefined,
    text: message.value?.toString('utf8').slice(0, 100_000) ?? '',
  };
};
