/** Everything a service needs to publish and to consume: relay, runner, dead letters. */
import { setTimeout as pause } from 'node:timers/promises';
import { topics as contractTopics } from '@mutua/contracts';
import type { Database } from '@mutua/db';
import type { Ids, Instant } from '@mutua/kernel';
import type { Logger, Metrics } from '@mutua/telemetry';
import { countDeadLetters, keep, type StoredEvent } from './dead-letters.ts';
import { type Handlers, type Hooks, topicsOf } from './handlers.ts';
import { createTopics, lagOf, openKafka, openProducer } from './kafka.ts';
import { createProcessor } from './processor.ts';
import { type RelayState, republish, startRelay } from './relay.ts';
import { type RunnerState, startRunner } from './runner.ts';
import type { Settled } from './settle.ts';

export type MessagingOptions = {
  readonly db: Database;
  readonly brokers: readonly string[];
  /** Before every topic and group; tests use one of their own. */
  readonly topicPrefix: string;
  /** Client id, consumer name and group. */
  readonly service: string;
  readonly handlers: Handlers;
  readonly hooks?: Hooks;
  /** Events of one transaction at most; 200 by default. More are worth it where a transaction costs much and an event little. */
  readonly transactionMax?: number;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /**
   * The consumer does not come back although the broker answers. By default the error is thrown as an uncaught exception: the process
   * ends with a failure and is started anew.
   */
  readonly onStuck?: (error: Error) => void;
};

export type MessagingState = {
  readonly relay: RelayState;
  readonly consumer: RunnerState | null;
  readonly deadLetters: Readonly<Record<string, number>>;
};

export type Messaging = {
  status(): Promise<MessagingState>;
  relayStatus(): Promise<RelayState>;
  /** Unread events by topic, without the prefix. */
  lag(): Promise<Readonly<Record<string, number>>>;
  /** Handles the event again, now. What waited behind it follows by itself. */
  replay(deadLetterId: string): Promise<Settled>;
  /** Gives the event up. What waited behind it follows by itself. */
  discard(deadLetterId: string): Promise<Settled>;
  /** Sends again what occurred since then, for a broker that lost its data; consumers drop what they have. The number of events. */
  republish(since: Instant): Promise<number>;
  close(): Promise<void>;
};

const reconnectMs = 500;

/** Starts the relay, and the runner when there are handlers. Neither needs the broker to be up: both try until it is. */
export const startMessaging = async (options: MessagingOptions): Promise<Messaging> => {
  const { db, service, topicPrefix, handlers, hooks, logger, ids, transactionMax } = options;
  const kafka = openKafka({ brokers: options.brokers, clientId: service, logger });
  const producer = openProducer(kafka);
  const topics = topicsOf(handlers);
  const ending = new AbortController();
  const prepare = async (): Promise<void> => {
    const own = contractTopics.filter((topic) => topic.startsWith(`${service}.`));
    await createTopics({ brokers: options.brokers, topicPrefix, logger, topics: [...new Set([...own, ...topics])] });
    await producer.connect();
  };
  const ready = patiently(prepare, { signal: ending.signal, logger });
  ready.catch(() => undefined); // ended before the broker came
  const { countSent, countHandled } = countersOf(options.metrics);
  const processor = createProcessor({ db, consumer: service, handlers, hooks, transactionMax, ids, logger, onHandled: countHandled });
  const relay = startRelay({
    db,
    send: (topicMessages) => ready.then(() => producer.sendBatch({ acks: -1, topicMessages })),
    topicPrefix,
    service,
    logger,
    onSent: countSent,
  });
  const groupId = `${topicPrefix}${service}`;
  const common = { kafka, groupId, topicPrefix, topics, processor, logger, ready };
  const runner =
    topics.length === 0
      ? undefined
      : startRunner({
          ...common,
          keepUnreadable: (event) => keepUnreadable(options, event),
          onStuck: options.onStuck ?? throwUncaught,
        });
  return {
    status: async () => ({
      relay: await relay.status(),
      consumer: runner?.status() ?? null,
      deadLetters: await countDeadLetters(db.sql, service),
    }),
    relayStatus: () => relay.status(),
    lag: async () => (topics.length === 0 ? {} : lagOf(kafka, { groupId, topicPrefix, topics })),
    replay: processor.replay,
    discard: processor.discard,
    republish: (since) => republish(db.sql, since),
    async close() {
      ending.abort();
      await runner?.close();
      await relay.close();
      await producer.disconnect();
    },
  };
};

const countersOf = (metrics: Metrics) => {
  const sent = metrics.counter({ name: 'events_published_total', help: 'Events sent by the relay.' });
  const handled = metrics.counter({ name: 'events_handled_total', help: 'Events handled by the consumer.' });
  return { countSent: (events: number) => sent.inc(events), countHandled: (events: number) => handled.inc(events) };
};

const keepUnreadable = ({ db, service, ids }: MessagingOptions, event: StoredEvent): Promise<void> => {
  const cause = { status: 'dead', code: 'event.unreadable', detail: 'the headers do not name an event', attempts: 1 } as const;
  return db.run((tx) => keep(tx, { consumer: service, deadLetterId: ids.next('deadLetter'), event, cause }));
};

/** Until it works or the signal ends it; then it throws. */
const patiently = async (work: () => Promise<void>, { signal, logger }: { signal: AbortSignal; logger: Logger }): Promise<void> => {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      logger.warn({ err: error }, 'the broker cannot be reached, trying again');
      await pause(reconnectMs, undefined, { signal });
    }
  }
};

const throwUncaught = (error: Error): void => {
  setImmediate(() => {
    throw error;
  });
};
