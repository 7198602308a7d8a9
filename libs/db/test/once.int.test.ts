/** One request, one effect: whatever the number of callers, the crashes and the refusals. */
import { ok, reject } from '@mutua/kernel';
import { silentLogger, type TestDatabase, testDatabase } from '@mutua/testkit';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clearAnswers } from '../src/answers.ts';
import { type Database, type OnceRequest, openDatabase, type Tx } from '../src/index.ts';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await testDatabase('dbtest');
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('create table effects (n integer)');
  await owner.end();
  db = await openDatabase({ url: database.url, applicationName: 'once-test', poolMax: 20, logger: silentLogger });
});
beforeEach(async () => {
  await db.sql.run('delete from effects');
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

let keys = 0;
const freshRequest = (): OnceRequest => {
  keys += 1;
  return { scope: 'mem_1:deposit', key: `key-${keys}`, fingerprint: 'f1' };
};
const act = async (tx: Tx) => {
  await tx.run('insert into effects values (1)');
  return ok({ status: 201, body: { depositId: 'dep_1' } });
};
const effects = async (): Promise<number> => (await db.sql.query('select n from effects')).length;

test('100 identical requests at once: one effect, every other a replay or told to wait', async () => {
  const request = freshRequest();
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => db.once(request, act)));
  const told = outcomes.map(({ result, replayed }) => (result.ok ? (replayed ? 'replayed' : 'done') : result.error.code));
  expect(await effects()).toBe(1);
  expect(told.filter((what) => what === 'done')).toHaveLength(1);
  expect(told.filter((what) => !['done', 'replayed', 'idempotency.in_progress'].includes(what))).toEqual([]);
  const after = await db.once(request, act);
  expect(after).toEqual({ result: ok({ status: 201, body: { depositId: 'dep_1' } }), replayed: true });
});

test('the key with another body is refused, in another scope it is another request', async () => {
  const request = freshRequest();
  await db.once(request, act);
  const altered = await db.once({ ...request, fingerprint: 'f2' }, act);
  expect(altered.result).toMatchObject({ ok: false, error: { code: 'idempotency.key_reused' } });
  expect(await effects()).toBe(1);
  expect((await db.once({ ...request, scope: 'mem_2:deposit' }, act)).replayed).toBe(false);
  expect(await effects()).toBe(2);
});

test('a rejection leaves no effect, is stored, and is given again', async () => {
  const request = freshRequest();
  let worked = 0;
  const refuse = async (tx: Tx) => {
    worked += 1;
    await tx.run('insert into effects values (1)');
    return reject('wallet.insufficient_funds', { missing: '5' });
  };
  const first = await db.once(request, refuse);
  const second = await db.once(request, refuse);
  expect(first).toEqual({ result: reject('wallet.insufficient_funds', { missing: '5' }), replayed: false });
  expect(second).toEqual({ result: first.result, replayed: true });
  expect(worked).toBe(1);
  expect(await effects()).toBe(0);
});

test('a throw and a killed connection leave nothing, and the key stays free', async () => {
  const request = freshRequest();
  await expect(db.once(request, (tx) => act(tx).then(() => Promise.reject(new Error('boom'))))).rejects.toThrow('boom');
  const killed = db.once(request, async (tx) => {
    await act(tx);
    const me = await tx.one<{ pid: number }>('select pg_backend_pid() as pid');
    await terminate(me?.pid ?? 0);
    return act(tx);
  });
  await expect(killed).rejects.toThrow();
  expect(await effects()).toBe(0);
  expect((await db.once(request, act)).replayed).toBe(false);
  expect(await effects()).toBe(1);
});

async function terminate(pid: number): Promise<void> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query('select pg_terminate_backend($1, 5000)', [pid]);
  await admin.end();
}

test('while the first is at work the second is told so, and a crash of the first frees the key', async () => {
  const request = freshRequest();
  const isWorking = Promise.withResolvers<number>();
  const mayEnd = Promise.withResolvers<void>();
  const first = db.once(request, async (tx) => {
    const me = await tx.one<{ pid: number }>('select pg_backend_pid() as pid');
    isWorking.resolve(me?.pid ?? 0);
    await mayEnd.promise;
    return act(tx);
  });
  const pid = await isWorking.promise;
  const second = await db.once(request, act);
  expect(second.result).toMatchObject({ ok: false, error: { code: 'idempotency.in_progress' } });
  await terminate(pid);
  mayEnd.resolve();
  await expect(first).rejects.toThrow();
  expect((await db.once(request, act)).replayed).toBe(false);
  expect(await effects()).toBe(1);
});

test('an answer is given for thirty days; then the key is refused, for a year also after its answer is cleared', async () => {
  const request = freshRequest();
  const refused = freshRequest();
  const recent = freshRequest();
  for (const each of [request, recent]) await db.once(each, act);
  await db.once(refused, async () => reject('wallet.insufficient_funds'));
  const age = (days: number) =>
    db.sql.run(`update idempotency set recorded_at = now() - make_interval(days => $1) where key = any ($2)`, [
      days,
      [request.key, refused.key],
    ]);
  const kept = async () =>
    (await db.sql.query<{ reply: string }>('select reply from idempotency where key = any ($1)', [[request.key, refused.key]])).map(
      ({ reply }) => reply === '',
    );

  await age(29);
  expect(await clearAnswers(db.sql)).toBe(0);
  expect((await db.once(request, act)).replayed).toBe(true);

  await age(31);
  const expired = { result: reject('idempotency.key_expired'), replayed: false };
  for (const each of [request, refused, { ...request, fingerprint: 'f2' }]) expect(await db.once(each, act)).toEqual(expired);
  expect(await kept()).toEqual([false, false]);
  expect(await clearAnswers(db.sql)).toBe(2);
  expect(await kept()).toEqual([true, true]);
  for (const each of [request, refused]) expect(await db.once(each, act)).toEqual(expired);
  expect((await db.once(recent, act)).replayed).toBe(true);
  expect(await effects()).toBe(2);

  await age(396);
  expect(await clearAnswers(db.sql)).toBe(2);
  expect((await db.once(request, act)).replayed).toBe(false);
});
