/** A dead letter that is replayed and the same event coming live: whoever is first, neither waits for what the other one holds. */
import { type Database, openDatabase } from '@mutua/db';
import { createTopics, deleteTopics, startMessaging } from '@mutua/messaging';
import { createMetrics } from '@mutua/telemetry';
import { eventually, seededIds, silentLogger, testDatabase, testEnvironment, topicPrefix } from '@mutua/testkit';
import { expect, test } from 'vitest';
import { consumers } from '../src/adapters/kafka/consumers.ts';
import type { OfferTerms } from '../src/domain/command.ts';
import { openEngine } from './child/open-engine.ts';
import { eventOf } from './events.ts';
import { member, offerId } from './model/random-commands.ts';

const placing = (n: number) => {
  const terms: OfferTerms = {
    ...{ offerId: offerId(n), lenderId: member(n), requestId: null, totalMinor: 100n, goodTillOn: null },
    criteria: { minRatePpm: 50_000n, grades: ['A'], minTermMonths: 13, maxTermMonths: 36, purposes: null, capPerLoanMinor: 50n },
  };
  return eventOf({ type: 'place-offer', terms });
};

async function kept(db: Database, n: number): Promise<string> {
  const { id, aggregateId, data, name } = placing(n);
  const deadLetterId = seededIds(n).next('deadLetter');
  await db.sql.run(
    `insert into dead_letters (dead_letter_id, consumer, topic, name, event_id, aggregate_id, aggregate_version, payload, headers, status,
       cause_code, cause_detail) values ($1, 'matching', 'loans.offer.v1', $2, $3, $4, 1, $5, $6, 'dead', 'test', 'made by a test')`,
    [deadLetterId, name, id, aggregateId, JSON.stringify(data), JSON.stringify({ occurredAt: '2026-01-02T09:00:00.000Z', subjects: [] })],
  );
  return deadLetterId;
}

/** Transactions of the service that stand still: for their turn, or for a row. Only an administrator of the server sees them all. */
const standing = async (server: Database, database: string): Promise<number> => {
  const row = await server.sql.one<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = $1 and application_name = 'matching'
       and (state = 'idle in transaction' or wait_event_type = 'Lock') and xact_start < clock_timestamp() - interval '200 ms'`,
    [database],
  );
  return row?.n ?? 0;
};

test.each([
  ['replay first', true],
  ['live first', false],
] as const)(
  '%s',
  async (_, isReplayFirst) => {
    const { kafkaBrokers: brokers } = testEnvironment();
    const gate = Promise.withResolvers<void>();
    const prefix = topicPrefix();
    const [database, outsideDatabase] = await Promise.all([testDatabase('matching'), testDatabase('outside')]);
    await createTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
    const open = (url: string, applicationName: string) => openDatabase({ url, applicationName, poolMax: 6, logger: silentLogger });
    const [db, watch, outside] = [
      await open(database.ownerUrl, 'matching'),
      await open(testEnvironment().postgresAdminUrl, 'watch'),
      await open(outsideDatabase.ownerUrl, 'outside'),
    ];
    const { engine, lease } = await openEngine({ db, holder: 'first' });
    const undone: unknown[] = [];
    const rolledBack = async (tx: Parameters<typeof engine.rolledBack>[0]): Promise<void> => {
      undone.push(tx);
      await engine.rolledBack(tx);
    };
    const name = new URL(database.url).pathname.slice(1);
    const shared = { brokers, topicPrefix: prefix, ids: seededIds(5), logger: silentLogger };
    const handlers = consumers({ engine, markets: ['EUR'] });
    const matching = await startMessaging({
      ...{
        ...shared,
        db,
        service: 'matching',
        handlers,
        hooks: { end: engine.end, rolledBack },
        metrics: createMetrics({ service: 'matching' }),
      },
    });
    const voice = await startMessaging({
      ...shared,
      db: outside,
      service: 'loans',
      handlers: {},
      metrics: createMetrics({ service: 'loans' }),
    });
    try {
      // The position of the stream is a row that can be locked once an event of it was handled.
      await db.sql.run(`insert into inbox (consumer, stream, version) values ('matching', 'loans.offer.v1:' || $1, 0)`, [offerId(1)]);
      await outside.run((tx) => tx.outbox.append([placing(2)]));
      await eventually(() => engine.read('EUR', ({ seq }) => seq === 2), { timeoutMs: 30_000 });
      const deadLetterId = await kept(db, 1);
      const turn = engine.transact(() => gate.promise);
      const more = async (count: number): Promise<void> => {
        await eventually(async () => (await standing(watch, name)) === count, {
          timeoutMs: 40_000,
          what: `${count} transactions that stand still`,
        });
      };
      await more(1);
      const live = () => outside.run((tx) => tx.outbox.append([placing(1)]));
      const replayed = isReplayFirst
        ? matching.replay(deadLetterId)
        : live()
            .then(() => more(2))
            .then(() => matching.replay(deadLetterId));
      if (isReplayFirst) await more(2).then(live);
      await more(3);
      gate.resolve();
      await turn;
      const answer = await replayed;
      await more(0);
      expect(undone).toEqual([]);
      expect(answer.ok || answer.error.code).toBe(true);
      const placed = await db.sql.one('select count(*)::int as n from commands where type = $1', ['place-offer']);
      expect(placed).toEqual({ n: 2 });
      expect(await db.sql.one("select version from inbox where stream like '%' || $1", [offerId(1)])).toEqual({ version: 1n });
    } finally {
      gate.resolve();
      await matching.close();
      await voice.close();
      await lease.close();
      await Promise.all([db.close(), watch.close(), outside.close()]);
      await deleteTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
      await Promise.all([database.drop(), outsideDatabase.drop()]);
    }
  },
  120_000,
);
