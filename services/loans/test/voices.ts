/** The other services on the real broker: each publishes through an outbox of its own, as they do. */
import { systemClock, systemIds } from '@mutua/config';
import { type EventData, type EventName, topicOf } from '@mutua/contracts';
import { openDatabase } from '@mutua/db';
import { createTopics, startMessaging } from '@mutua/messaging';
import { createMetrics } from '@mutua/telemetry';
import { silentLogger, testDatabase, testEnvironment } from '@mutua/testkit';

export type Voices = {
  say<N extends EventName>(name: N, aggregateId: string, data: EventData<N>): Promise<void>;
  close(): Promise<void>;
};

type Voice = { readonly say: (name: EventName, aggregateId: string, data: object) => Promise<void>; readonly close: () => Promise<void> };

export async function startVoices(topicPrefix: string): Promise<Voices> {
  await createTopics({ brokers: testEnvironment().kafkaBrokers, topicPrefix, logger: silentLogger });
  const opened = new Map<string, Promise<Voice>>();
  return {
    async say(name, aggregateId, data) {
      const service = topicOf(name).split('.')[0] ?? '';
      const voice = opened.get(service) ?? startVoice(service, topicPrefix);
      opened.set(service, voice);
      await (await voice).say(name, aggregateId, data);
    },
    async close() {
      for (const voice of opened.values()) await (await voice).close();
    },
  };
}

async function startVoice(service: string, topicPrefix: string): Promise<Voice> {
  const { kafkaBrokers: brokers } = testEnvironment();
  // Only the platform's tables are used, and every database has them.
  const database = await testDatabase('loans');
  const db = await openDatabase({ url: database.url, applicationName: service, logger: silentLogger });
  const metrics = createMetrics({ service });
  const messaging = await startMessaging({
    db,
    brokers,
    topicPrefix,
    service,
    handlers: {},
    ids: systemIds,
    logger: silentLogger,
    metrics,
  });
  return {
    say: (name, aggregateId, data) =>
      db.run((tx) => tx.outbox.append([{ id: systemIds.next('event'), name, aggregateId, data, occurredAt: systemClock.now() }])),
    async close() {
      await messaging.close();
      await db.close();
      await database.drop();
    },
  };
}
