/** Everything a service needs to publish and to consume: relay, runner, dead letters. */
import type { Database } from '@mutua/db';
import type { Ids, Rejection, Result } from '@mutua/kernel';
import type { Logger, Metrics } from '@mutua/telemetry';
import { countDeadLetters, type DeadLetterRejection, keep } from './dead-letters.ts';
import { type Handlers, type Hooks, topicsOf } from './handlers.ts';
import { lagOf, openKafka, openProducer } from './kafka.ts';
import { createProcessor } from './processor.ts';
import { type RelayState, startRelay } from './relay.ts';
import { type Runner, type RunnerState, startRunner } from './runner.ts';

export type MessagingOptions = {
  readonly db: Database;
  readonly brokers: readonly string[];
  /** Before every topic and group; tests use one of their own. */
  readonly topicPrefix: string;
  /** Client id, consumer name and group. */
  readonly service: string;
  readonly handlers: Handlers;
  readonly hooks?: Hooks;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
};

export type MessagingState = {
  readonly relay: RelayState;
  readonly consumer: RunnerState | null;
  readonly deadLetters: Readonly<Record<string, number>>;
};

export type Messaging = {
  status(): Promise<MessagingState>;
  relayStatus(): Promise<RelayState>;
  /** Unread events by topic. */
  lag(): Promise<Readonly<Record<string, number>>>;
  replay(deadLetterId: string): Promise<Result<{ deadLetterId: string }, Rejection<DeadLetterRejection>>>;
  discard(deadLetterId: string): Promise<Result<{ deadLetterId: string }, Rejection<DeadLetterRejection>>>;
  close(): Promise<void>;
};

/** Starts the relay, and the runner when there are handlers. Neither needs the broker to be up: both try until it is. */
export const startMessaging = async (options: MessagingOptions): Promise<Messaging> => {
  const { db, service, topicPrefix, handlers, logger, ids, metrics } = options;
  const kafka = openKafka({ brokers: options.brokers, clientId: service, logger });
  const producer = openProducer(kafka);
  const sent = metrics.counter({ name: 'events_published_total', help: 'Events sent by the relay.' });
  const handled = metrics.counter({ name: 'events_handled_total', help: 'Events handled by the consumer.' });
  const processor = createProcessor({
    db,
    consumer: service,
    handlers,
    hooks: options.hooks,
    ids,
    logger,
    onHandled: (events) => handled.inc(events),
  });
  const connected = connectPatiently(producer.connect, logger);
  const relay = startRelay({
    db,
    producer: { ...producer, sendBatch: async (batch) => connected.then(() => producer.sendBatch(batch)) },
    topicPrefix,
    service,
    logger,
    onSent: (events) => sent.inc(events),
  });
  const topics = topicsOf(handlers);
  const groupId = `${topicPrefix}${service}`;
  const keepUnreadable: Parameters<typeof startRunner>[0]['keepUnreadable'] = (event) =>
    db.run((tx) =>
      keep(tx, {
        consumer: service,
        deadLetterId: ids.next('deadLetter'),
        event,
        cause: { status: 'dead', code: 'event.unreadable', detail: 'the headers do not name an event', attempts: 1 },
      }),
    );
  const runner: Runner | undefined =
    topics.length === 0 ? undefined : startRunner({ kafka, groupId, topicPrefix, topics, processor, keepUnreadable, logger });
  return {
    status: async () => ({
      relay: await relay.status(),
      consumer: runner?.status() ?? null,
      deadLetters: await countDeadLetters(db.sql, service),
    }),
    relayStatus: () => relay.status(),
    lag: () =>
      topics.length === 0
        ? Promise.resolve({})
        : lagOf(
            kafka,
            groupId,
            topics.map((topic) => `${topicPrefix}${topic}`),
          ),
    replay: processor.replay,
    discard: processor.discard,
    async close() {
      await runner?.close();
      await relay.close();
      await producer.disconnect();
    },
  };
};

const connectPatiently = async (connect: () => Promise<void>, logger: Logger): Promise<void> => {
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      logger.warn({ err: error }, 'the broker cannot be reached, trying again');
    }
  }
};
