/** One active engine per market: who has been overtaken writes nothing more, whatever it believes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '@mutua/db';
import { eventually, silentLogger, type TestDatabase, testDatabase, untilBlocked } from '@mutua/testkit';
import supertest from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FencedError } from '../src/app/engine.ts';
import { audit } from './audit.ts';
import { openEngine } from './child/open-engine.ts';
import { eventOf } from './events.ts';
import { RandomCommands } from './model/random-commands.ts';
import { world } from './support.ts';

let database: TestDatabase;
let db: Database;
beforeEach(async () => {
  database = await testDatabase('matching');
  db = await openDatabase({ url: database.url, applicationName: 'test', poolMax: 8, logger: silentLogger });
});
afterEach(async () => {
  await db.close();
  await database.drop();
});

const tick = (n: number) => ({ type: 'tick', businessDate: `2026-01-0${n}` as never }) as const;
const dayOf = async () => (await db.sql.query<{ payload: string }>(`select payload from commands where type = 'tick' order by seq`)).length;

test('a second engine stands by while the first one lives, and takes over at once when it ends well', async () => {
  const first = await openEngine({ db, holder: 'first', leaseMs: 500 });
  const second = await openEngine({ db, holder: 'second', leaseMs: 500 });
  await first.engine.transact(async () => void first.engine.execute('EUR', tick(1), 'a'));
  expect([first.engine.held, second.engine.held]).toEqual([['EUR'], []]);
  await first.lease.close();
  await eventually(() => second.engine.held.length > 0);
  await second.engine.transact(async () => void second.engine.execute('EUR', tick(2), 'b'));
  expect(second.engine.epochOf('EUR')).toBe(2n);
  expect(await dayOf()).toBe(2);
  await second.lease.close();
});

test('an engine that was overtaken cannot write', async () => {
  const first = await openEngine({ db, holder: 'same', leaseMs: 60_000 });
  await first.engine.transact(async () => void first.engine.execute('EUR', tick(1), 'a'));
  // The same name takes the market back at once: the first one has not heard of it yet.
  const second = await openEngine({ db, holder: 'same', leaseMs: 60_000 });
  await expect(first.engine.transact(async () => void first.engine.execute('EUR', tick(2), 'b'))).rejects.toThrow(FencedError);
  expect(await dayOf()).toBe(1);
  await second.engine.transact(async () => void second.engine.execute('EUR', tick(2), 'b'));
  expect(await dayOf()).toBe(2);
  await eventually(() => first.lost() > 0, { what: 'the first engine hears that it was overtaken' });
  expect((await audit(db)).problems).toEqual([]);
  await first.lease.close();
  await second.lease.close();
});

test('a take-over waits for the transaction at work and sees what it stored', async () => {
  const first = await openEngine({ db, holder: 'same', leaseMs: 60_000 });
  await first.engine.transact(async () => undefined);
  const inside = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const working = first.engine.transact(async () => {
    inside.resolve();
    first.engine.execute('EUR', tick(1), 'a');
    await goOn.promise;
  });
  await inside.promise;
  const taking = openEngine({ db, holder: 'same', leaseMs: 60_000 });
  await untilBlocked(db.sql);
  goOn.resolve();
  await working;
  const second = await taking;
  await second.engine.transact(async () => void second.engine.execute('EUR', tick(1), 'c'));
  expect(await second.engine.read('EUR', (book) => book.businessDate)).toBe('2026-01-01');
  expect(await dayOf()).toBe(1);
  expect(await db.sql.query('select code from refusals')).toEqual([{ code: 'tick.not_later' }]);
  await first.lease.close();
  await second.lease.close();
});

test('memory follows a rollback, and what was stored by then is gone', async () => {
  const { engine, lease } = await openEngine({ db, holder: 'only' });
  await engine.transact(async () => void engine.execute('EUR', tick(1), 'a'));
  const failing = engine.transact(async () => {
    for (const n of [2, 3, 4, 5, 6]) engine.execute('EUR', tick(n), String(n));
    throw new Error('the batch fails');
  });
  await expect(failing).rejects.toThrow('the batch fails');
  expect(await engine.read('EUR', (book) => book.businessDate)).toBe('2026-01-01');
  await engine.transact(async () => void engine.execute('EUR', tick(2), 'b'));
  expect((await audit(db)).problems).toEqual([]);
  await lease.close();
});

test('a frozen service is overtaken within seconds and writes nothing when it thaws', async () => {
  const w = await world({ MUTUA_MATCHING_LEASE_MS: '1000' });
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const frozen = spawn(process.execPath, [main], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...w.env } });
  const gone = once(frozen, 'exit');
  try {
    const commands = new RandomCommands(5, { repeats: false });
    let said = 0;
    const say = async (n: number): Promise<void> => {
      const events = Array.from({ length: n }, () => commands.next())
        .filter((command) => command.type !== 'configure')
        .map((command) => eventOf(command));
      said += events.length;
      await w.say(...events);
    };
    await say(60);
    await w.handled(said);
    const standby = await w.start({ MUTUA_MATCHING_INSTANCE: 'second' });
    expect((await supertest(standby.app).get('/readyz')).status).toBe(200);
    const holder = async () => (await w.db.sql.one<{ holder: string }>('select holder from engines'))?.holder;
    expect(await holder()).toBe('first');
    frozen.kill('SIGSTOP');
    await eventually(async () => (await holder()) === 'second', { what: 'the second service acts' });
    await say(60);
    await w.handled(said, 60_000);
    frozen.kill('SIGCONT');
    await say(60);
    await w.handled(said, 60_000);
    const engine = await w.db.sql.one<{ epoch: bigint; holder: string }>('select epoch, holder from engines');
    expect(engine).toEqual({ epoch: 2n, holder: 'second' });
    expect((await audit(w.db)).problems).toEqual([]);
  } finally {
    frozen.kill('SIGKILL');
    await gone;
    await w.close();
  }
}, 180_000);
