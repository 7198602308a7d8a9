/** Units of work, retries, lost commits, column types, rights, migrations. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededIds, silentLogger, type TestDatabase, testDatabase, virtualClock } from '@mutua/testkit';
import pg from 'pg';
import { EntitySchema } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, isTransient, migrate, OutcomeUnknownError, openDatabase, type Tx } from '../src/index.ts';

type Thing = { id: string; amountMinor: string; note: string | null };
const things = new EntitySchema<Thing>({
  name: 'thing',
  tableName: 'things',
  columns: {
    id: { type: 'text', primary: true },
    amountMinor: { type: 'bigint', name: 'amount_minor' },
    note: { type: 'text', nullable: true },
  },
});

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await testDatabase('dbtest');
  await asOwner(
    `create table things (id text primary key, amount_minor bigint not null, note text);
     create table parents (id text primary key);
     create table children (parent_id text references parents deferrable initially deferred)`,
  );
  db = await openDatabase({ url: database.url, applicationName: 'db-test', logger: silentLogger, entities: [things] });
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

async function asOwner(sql: string): Promise<void> {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(sql);
  await owner.end();
}

const insertThing = (tx: Tx, id: string) => tx.run('insert into things values ($1, 1, null)', [id]);
const hasThing = async (id: string): Promise<boolean> =>
  (await db.sql.one('select 1 as one from things where id = $1', [id])) !== undefined;

test('lists arrive as they were sent', async () => {
  const texts = ['plain', 'two words', '"', '\\', 'null', '', ' ', '{a,b}', 'line\nfeed', 'zł €', null];
  const rows = await db.sql.query<{ text: string | null; size: bigint; day: string; is: boolean }>(
    `select * from unnest($1::text[], $2::bigint[], $3::date[], $4::boolean[]) as r(text, size, day, "is")`,
    [texts, texts.map((_, i) => BigInt(i) - 2n ** 62n), texts.map(() => '2026-01-15'), texts.map((_, i) => i % 2 === 0)],
  );
  expect(rows).toEqual(texts.map((text, i) => ({ text, size: BigInt(i) - 2n ** 62n, day: '2026-01-15', is: i % 2 === 0 })));
});

test('columns become exact values', async () => {
  const row = await db.sql.one(
    `select 9007199254740993::bigint as big, date '2026-02-28' as day, timestamptz '2026-01-31 10:30:00.1239+01' as at,
      timestamptz '2026-01-31 09:30:00+00' as whole, timestamptz '2026-01-31 09:30:00.5+00' as half, timestamptz '2026-01-31 09:30:00.123+00' as millis, 0.10::numeric as exact, '{"a":1}'::jsonb as json,
      array[1,2]::bigint[] as bigs, array[date '2026-01-01'] as days, '{}'::bigint[] as none`,
  );
  expect(row).toEqual({
    big: 9_007_199_254_740_993n,
    day: '2026-02-28',
    at: '2026-01-31T09:30:00.123Z',
    whole: '2026-01-31T09:30:00.000Z',
    half: '2026-01-31T09:30:00.500Z',
    millis: '2026-01-31T09:30:00.123Z',
    exact: '0.10',
    json: { a: 1 },
    bigs: [1n, 2n],
    days: ['2026-01-01'],
    none: [],
  });
});

test('deadlocks are run again until both are through', async () => {
  await db.run(async (tx) => {
    await insertThing(tx, 'a');
    await insertThing(tx, 'b');
  });
  let runs = 0;
  let met = 0;
  const both = Promise.withResolvers<void>();
  const bump = (first: string, second: string) =>
    db.run(async (tx) => {
      runs += 1;
      await tx.run('update things set amount_minor = amount_minor + 1 where id = $1', [first]);
      met += 1;
      if (met === 2) both.resolve();
      await both.promise;
      await tx.run('update things set amount_minor = amount_minor + 1 where id = $1', [second]);
    });
  await Promise.all([bump('a', 'b'), bump('b', 'a')]);
  expect(runs).toBeGreaterThan(2);
  expect(await db.sql.query('select amount_minor from things where id in ($1, $2)', ['a', 'b'])).toEqual([
    { amount_minor: 3n },
    { amount_minor: 3n },
  ]);
});

test('a swallowed failure of a statement is not taken for a commit', async () => {
  const work = db.run(async (tx) => {
    await insertThing(tx, 'swallowed');
    await insertThing(tx, 'swallowed').catch(() => undefined);
    return 'fine';
  });
  await expect(work).rejects.toThrow(/had failed before its commit/);
  expect(await hasThing('swallowed')).toBe(false);
});

test('a failing commit leaves nothing and is no outage', async () => {
  const error = await db.run((tx) => tx.run(`insert into children values ('nobody')`)).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: '23503' });
  expect(isTransient(error)).toBe(false);
});

test('a transaction is dead after its end, and its listeners run only after a commit', async () => {
  let kept: Tx | undefined;
  const told: string[] = [];
  await db.run(async (tx) => {
    kept = tx;
    tx.afterCommit(() => told.push('committed'));
  });
  const undone = db.run((tx) => {
    tx.afterCommit(() => told.push('undone'));
    throw new Error('thrown before any promise');
  });
  await expect(undone).rejects.toThrow('thrown before any promise');
  expect(told).toEqual(['committed']);
  await expect(kept?.query('select 1 as one')).rejects.toThrow(/after its end/);
  expect(await db.run((tx) => tx.one('select 1 as one'))).toEqual({ one: 1 });
});

test('a TypeORM repository works inside the transaction and ends with it', async () => {
  await db.run(async (tx) => {
    await tx.repository(things).save({ id: 'saved', amountMinor: '9007199254740993', note: null });
    expect(await tx.one('select amount_minor from things where id = $1', ['saved'])).toEqual({ amount_minor: 9_007_199_254_740_993n });
  });
  const undone = db.run(async (tx) => {
    await tx.repository(things).save({ id: 'unsaved', amountMinor: '1', note: 'n' });
    throw new Error('no');
  });
  await expect(undone).rejects.toThrow('no');
  expect([await hasThing('saved'), await hasThing('unsaved')]).toEqual([true, false]);
});

test('statements are counted', async () => {
  const before = db.statements.count;
  await db.run(async (tx) => {
    await tx.query('select 1 as one');
    await tx.query('select 2 as two');
  });
  expect(db.statements.count - before).toBe(2);
});

/** Passes bytes until told to cut: then the next COMMIT reaches the server and its answer never comes back. */
async function cuttingProxy(): Promise<{ url: string; cutAtCommit(): void; serverDone: Promise<void>; close(): void }> {
  const { hostname, port } = new URL(database.url);
  const sockets = new Set<Socket>();
  let isCutting = false;
  const { promise: serverDone, resolve: onServerDone } = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    const upstream = connectSocket(Number(port), hostname);
    let isCut = false;
    for (const each of [socket, upstream]) {
      sockets.add(each);
      each.on('error', () => undefined);
    }
    socket.on('data', (bytes) => {
      isCut ||= isCutting && bytes.includes('commit');
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (isCut) socket.destroy();
      else socket.write(bytes);
    });
    socket.on('close', () => upstream.end());
    // The server works off what it was sent before it notices that nobody is there.
    upstream.on('close', () => isCut && onServerDone());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = new URL(database.url);
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    serverDone,
    cutAtCommit: () => {
      isCutting = true;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

test.each([
  ['alone', false],
  ['with statements that were put off', true],
])('a commit that is lost %s is reported as unknown, and is not run again', async (how, isDeferring) => {
  const name = `in-doubt-${how}`;
  const proxy = await cuttingProxy();
  const through = await openDatabase({ url: proxy.url, applicationName: 'cut', logger: silentLogger, poolMax: 2 });
  proxy.cutAtCommit();
  let runs = 0;
  const error = await through
    .run(async (tx) => {
      runs += 1;
      await insertThing(tx, name);
      if (isDeferring) tx.defer(() => ({ text: 'select $1::int', params: [1] }));
    })
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(OutcomeUnknownError);
  expect(isTransient(error)).toBe(true);
  expect(runs).toBe(1);
  await proxy.serverDone;
  expect(await hasThing(name)).toBe(true); // it had happened: running it again would have been wrong
  await through.close();
  proxy.close();
});

test('the application may add to the audit trail and the outbox, not rewrite or empty them', async () => {
  const ids = seededIds(3);
  await db.run((tx) =>
    tx.audit.record({
      id: ids.next('auditEvent'),
      actorId: 'mem_1',
      action: 'approve',
      objectId: 'req_1',
      details: { a: 1 },
      at: virtualClock().now(),
    }),
  );
  expect(await db.sql.query('select actor_id, details from audit_events')).toEqual([{ actor_id: 'mem_1', details: { a: 1 } }]);
  const rewrites = ['audit_events set actor_id', 'outbox set payload'].map((what) => `update ${what} = $1`);
  const removals = ['audit_events where actor_id', 'outbox where payload'].map((what) => `delete from ${what} = $1`);
  for (const forbidden of [...rewrites, ...removals]) {
    await expect(db.sql.run(forbidden, ['mem_2'])).rejects.toMatchObject({ code: '42501' });
  }
  for (const forbidden of ['truncate audit_events', 'drop table outbox', 'alter table inbox disable trigger all']) {
    await expect(db.sql.run(forbidden)).rejects.toMatchObject({ code: '42501' });
  }
});

test('migrations run once, in order, together, and may not change afterwards', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, '0001_one.sql'), 'create table first_table (id int);');
  await writeFile(join(folder, '0002_two.sql'), 'alter table first_table add column name text;');
  const run = () => migrate({ url: database.ownerUrl, directory: folder });
  const applied = await Promise.all([run(), run(), run()]);
  expect(applied.flat().sort()).toEqual(['service/0001_one.sql', 'service/0002_two.sql']);
  await writeFile(join(folder, '0003_bad.sql'), 'create table half (id int); select nonsense;');
  await expect(run()).rejects.toThrow(/0003_bad.sql failed/);
  expect(await db.sql.one(`select 1 as one from pg_tables where tablename = 'half'`)).toBeUndefined();
  await rm(join(folder, '0003_bad.sql'));
  await writeFile(join(folder, '0001_one.sql'), 'create table another (id int);');
  await expect(run()).rejects.toThrow(/0001_one.sql was changed/);
  await rm(folder, { recursive: true });
});
