/** The outbox loses nothing and keeps the order of each aggregate, whatever the number of writers; a poller by position does not. */
import { type Instant, parseInstant } from '@mutua/kernel';
import { seededIds, silentLogger, type TestDatabase, testDatabase } from '@mutua/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, type OutboxEvent, openDatabase, type Tx } from '../src/index.ts';
import { appendEvents, checkEvent } from '../src/outbox.ts';

let database: TestDatabase;
let db: Database;
const ids = seededIds(1);

beforeAll(async () => {
  database = await testDatabase('dbtest');
  db = await openDatabase({ url: database.url, applicationName: 'outbox-test', poolMax: 16, logger: silentLogger });
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

const at: Instant = parseInstant('2026-01-02T09:00:00Z') ?? ('' as Instant);
const verified = (memberId: string): OutboxEvent => ({
  id: ids.next('event'),
  name: 'identity.member-verified.v1',
  aggregateId: memberId,
  data: { memberId },
  occurredAt: at,
});

/** A unit of work appends when it commits; these tests hold the moment in between open. */
const appendNow = (tx: Tx, ...members: readonly string[]): Promise<void> =>
  appendEvents(
    tx,
    members.map((member) => checkEvent(verified(member))),
  );

type Row = { position: bigint; aggregate_id: string; aggregate_version: bigint };

/** What a relay does: everything pending in position order, then settled. */
async function drainOnce(client: pg.Client): Promise<Row[]> {
  const { rows } = await client.query<Record<keyof Row, string>>(
    'select position, aggregate_id, aggregate_version from outbox_pending join outbox using (position) order by position limit 500',
  );
  await client.query('delete from outbox_pending where position = any($1)', [rows.map(({ position }) => position)]);
  return rows.map((row) => ({ ...row, position: BigInt(row.position), aggregate_version: BigInt(row.aggregate_version) }));
}

test('12 writers on 8 aggregates: none lost, each aggregate in order and without gaps', async () => {
  const members = Array.from({ length: 8 }, () => ids.next('member'));
  const perWriter = 120;
  const seen: Row[] = [];
  let isWriting = true;
  const relay = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    let wasWriting = true;
    for (let batch: Row[] = []; wasWriting || batch.length > 0; ) {
      wasWriting = isWriting;
      batch = await drainOnce(client);
      seen.push(...batch);
    }
    await client.end();
  };
  const write = async (writer: number): Promise<void> => {
    for (let i = 0; i < perWriter; i += 1) {
      const [first, second] = [members[(writer + i) % 8], members[(writer * 3 + i * 5) % 8]];
      await db.run(async (tx) => {
        await appendNow(tx, first ?? '', second ?? '');
        if (i % 10 === 9) await tx.query('select pg_sleep(0.002)'); // a slow transaction between fast ones
      });
    }
  };
  const relaying = relay();
  await Promise.all(Array.from({ length: 12 }, (_, writer) => write(writer)));
  isWriting = false;
  await relaying;
  expect(seen).toHaveLength(12 * perWriter * 2);
  for (const member of members) {
    const versions = seen.filter((row) => row.aggregate_id === member).map((row) => row.aggregate_version);
    expect(versions).toEqual(versions.map((_, index) => BigInt(index + 1)));
  }
});

/** Two transactions take positions 1 and 2, and the second commits first: the case that a poller by position cannot see. */
async function commitOutOfOrder(between: () => Promise<void>): Promise<void> {
  const [late, early] = [ids.next('member'), ids.next('member')];
  const isOpen = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const slow = db.run(async (tx) => {
    await appendNow(tx, late);
    isOpen.resolve();
    await mayCommit.promise;
  });
  await isOpen.promise;
  await db.run((tx) => tx.outbox.append([verified(early)]));
  await between();
  mayCommit.resolve();
  await slow;
}

test('an event that commits after a later position is still sent; a poller by position loses it', async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const start = await db.sql.one<{ at: bigint }>('select coalesce(max(position), 0) as at from outbox');
  let lastPosition = start?.at ?? 0n;
  const byPosition: bigint[] = [];
  const byPending: bigint[] = [];
  const poll = async (): Promise<void> => {
    const later = await db.sql.query<{ position: bigint }>('select position from outbox where position > $1 order by position', [
      lastPosition,
    ]);
    byPosition.push(...later.map(({ position }) => position));
    lastPosition = later.at(-1)?.position ?? lastPosition;
    byPending.push(...(await drainOnce(client)).map(({ position }) => position));
  };
  await commitOutOfOrder(poll);
  await poll();
  await client.end();
  expect(byPending).toHaveLength(2);
  expect(byPosition).toHaveLength(1); // the negative control: the design that the outbox avoids does lose the event
});

test('writers of one aggregate wait for each other, so positions follow commits', async () => {
  const member = ids.next('member');
  const isOpen = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const first = db.run(async (tx) => {
    await appendNow(tx, member);
    isOpen.resolve();
    await mayCommit.promise;
  });
  await isOpen.promise;
  let isSecondDone = false;
  const second = db
    .run((tx) => tx.outbox.append([verified(member)]))
    .then(() => {
      isSecondDone = true;
    });
  await waitUntilBlocked();
  expect(isSecondDone).toBe(false);
  mayCommit.resolve();
  await Promise.all([first, second]);
  const rows = await db.sql.query<Row>('select * from outbox where aggregate_id = $1 order by position', [member]);
  expect(rows.map((row) => row.aggregate_version)).toEqual([1n, 2n]);
});

async function waitUntilBlocked(): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  for (let waiting = 0; waiting === 0; ) {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'`,
      [database.name],
    );
    waiting = rows[0]?.n ?? 0;
  }
  await client.end();
}

test('an event that breaks its contract leaves nothing, and a rollback leaves no gap in the versions', async () => {
  const member = ids.next('member');
  const broken = { ...verified(member), data: { memberId: member, extra: 1 } };
  await expect(db.run((tx) => tx.outbox.append([verified(member), broken]))).rejects.toThrow(/breaks its contract/);
  await expect(
    db.run(async (tx) => {
      await tx.outbox.append([verified(member)]);
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  await db.run((tx) => tx.outbox.append([verified(member)]));
  const rows = await db.sql.query<Row>('select * from outbox where aggregate_id = $1', [member]);
  expect(rows.map((row) => row.aggregate_version)).toEqual([1n]);
});

test('texts of any kind come out of an event as they went in, one or many at once', async () => {
  const reasons = ['two\nlines, "quoted"', String.raw`a\n \\ {NULL}`, '\r\n\t\u2028', 'zł €'];
  const members = reasons.map(() => ids.next('member'));
  const refused = members.map((memberId, i) => ({
    ...verified(memberId),
    name: 'identity.member-refused.v1',
    data: { memberId, reason: reasons[i] ?? '' },
  }));
  await db.run((tx) => tx.outbox.append(refused));
  const rows = await db.sql.query<{ payload: string }>('select payload from outbox where aggregate_id = any ($1) order by position', [
    members,
  ]);
  expect(rows.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual(refused.map(({ data }) => data));
});

test('listeners hear of commits with events, and only of those', async () => {
  let heard = 0;
  const stop = db.onCommitWithEvents(() => {
    heard += 1;
  });
  await db.run((tx) => tx.outbox.append([verified(ids.next('member'))]));
  await db.run((tx) => tx.query('select 1 as one'));
  await db.run((tx) => tx.outbox.append([]));
  await db
    .run(async (tx) => tx.outbox.append([verified(ids.next('member'))]).then(() => Promise.reject(new Error('no'))))
    .catch(() => undefined);
  expect(heard).toBe(1);
  stop();
  await db.run((tx) => tx.outbox.append([verified(ids.next('member'))]));
  expect(heard).toBe(1);
});

test('events sent before the commit come with it, before those of the commit, or not at all', async () => {
  const member = ids.next('member');
  let rung = 0;
  const stop = db.onCommitWithEvents(() => {
    rung += 1;
  });
  const [one, two, three] = [verified(member), verified(member), verified(member)];
  const visible = () =>
    db.sql.query<{ event_id: string; aggregate_version: bigint }>(
      'select event_id, aggregate_version from outbox join outbox_pending using (position) where aggregate_id = $1 order by position',
      [member],
    );
  const lost = db.run(async (tx) => {
    await tx.outbox.append([verified(member)]);
    await tx.outbox.send();
    throw new Error('lost');
  });
  await expect(lost).rejects.toThrow('lost');
  await db.run(async (tx) => {
    await tx.outbox.append([one]);
    await tx.outbox.append([two]);
    await tx.outbox.send();
    await tx.outbox.append([three]);
    expect(await visible()).toEqual([]);
  });
  expect(await visible()).toEqual([one, two, three].map(({ id }, n) => ({ event_id: id, aggregate_version: BigInt(n + 1) })));
  await db.run(async (tx) => {
    await tx.outbox.append([verified(member)]);
    await tx.outbox.send();
  });
  expect(rung).toBe(2);
  stop();
});
