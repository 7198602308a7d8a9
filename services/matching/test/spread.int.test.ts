/** Markets spread over instances: each has one writer, adding and losing instances moves markets, and no command is lost on the way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '@mutua/db';
import { addDays, calendarDate } from '@mutua/kernel';
import { eventually, silentLogger, type TestDatabase, testDatabase } from '@mutua/testkit';
import supertest from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { audit } from './audit.ts';
import { openEngine } from './child/open-engine.ts';
import { eventOf, ownIds } from './events.ts';
import { member, offerId, RandomCommands } from './model/random-commands.ts';
import { type World, world } from './support.ts';

const markets = ['CHF', 'EUR', 'GBP', 'SEK', 'USD'];
const mainFile = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const firstDay = calendarDate('2026-01-01');

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

const placing = (n: number) => ({
  type: 'place-offer' as const,
  terms: {
    ...{ offerId: offerId(n), lenderId: member(n), requestId: null, totalMinor: 100n, goodTillOn: null },
    criteria: { minRatePpm: 50_000n, grades: ['A'], minTermMonths: 13, maxTermMonths: 36, purposes: null, capPerLoanMinor: 50n },
  },
});

test('a second instance takes its share, and what it leaves behind goes back', async () => {
  const first = await openEngine({ db, markets, holder: 'first', leaseMs: 1_000 });
  expect(first.engine.held).toEqual(markets);
  const second = await openEngine({ db, markets, holder: 'second', leaseMs: 1_000 });
  await eventually(() => second.engine.held.length === 2, { what: 'the second instance holds its share' });
  expect([...first.engine.held, ...second.engine.held].sort()).toEqual(markets);
  await second.lease.close();
  await eventually(() => first.engine.held.length === 5, { what: 'the first instance holds all again' });
  await first.lease.close();
});

test('a command that reaches the wrong instance is filed, applied by the right one, in order and once', async () => {
  const first = await openEngine({ db, markets: ['EUR', 'USD'], holder: 'first', leaseMs: 60_000 });
  const second = await openEngine({ db, markets: ['EUR', 'USD'], holder: 'second', leaseMs: 60_000 });
  expect(second.engine.held).toEqual([]);
  await second.engine.transact(async () => {
    await second.engine.submit('EUR', placing(1), 'a');
    await second.engine.submit('USD', placing(2), 'b');
    expect(await second.engine.marketOf(offerId(2))).toBe('USD');
  });
  expect(await db.sql.one('select count(*)::int as n from intake')).toEqual({ n: 2 });
  // The revocation arrives where the market runs, before anybody looked at what was filed: it must not overtake the placing.
  await first.engine.transact(async () => void (await first.engine.submit('EUR', { type: 'revoke-offer', offerId: offerId(1) }, 'c')));
  expect(await first.engine.drain()).toBe(0);
  const log = await db.sql.query('select market, type, event_id from commands where event_id is not null order by market, seq');
  expect(log).toEqual([
    { market: 'EUR', type: 'place-offer', event_id: 'a' },
    { market: 'EUR', type: 'revoke-offer', event_id: 'c' },
    { market: 'USD', type: 'place-offer', event_id: 'b' },
  ]);
  for (const { lease } of [first, second]) await lease.close();
});

test('a filed command that is wrong is refused with its code, and the log stays clean', async () => {
  const first = await openEngine({ db, markets: ['EUR'], holder: 'first', leaseMs: 60_000 });
  const second = await openEngine({ db, markets: ['EUR'], holder: 'second', leaseMs: 60_000 });
  const wrong = placing(1);
  const upside = { ...wrong, terms: { ...wrong.terms, criteria: { ...wrong.terms.criteria, minTermMonths: 37 } } };
  await second.engine.transact(async () => void (await second.engine.submit('EUR', upside, 'a')));
  expect(await first.engine.drain()).toBe(1);
  expect(await db.sql.query('select code, event_id from refusals')).toEqual([{ code: 'offer.matches_nothing', event_id: 'a' }]);
  expect((await audit(db)).problems).toEqual([]);
  for (const { lease } of [first, second]) await lease.close();
});

/** A service of its own process: name, and a way to end it. */
type Instance = { readonly child: ChildProcess; kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> };

function start(w: World, name: string): Instance {
  const env = { ...process.env, ...w.env, MUTUA_MATCHING_INSTANCE: name };
  const child = spawn(process.execPath, [mainFile], { stdio: ['ignore', 'ignore', 'inherit'], env });
  const gone = once(child, 'exit');
  return {
    child,
    async kill(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await gone;
    },
  };
}

const holders = async (w: World): Promise<Readonly<Record<string, number>>> => {
  const rows = await w.db.sql.query<{ holder: string; n: number }>(
    'select holder, count(*)::int as n from engines group by holder order by holder',
  );
  return Object.fromEntries(rows.map(({ holder, n }) => [holder, n]));
};

test('three processes share five markets through deaths and arrivals; every command of every market is handled once', async () => {
  const w = await world({ MUTUA_CURRENCIES: markets.join(','), MUTUA_MATCHING_LEASE_MS: '1500' });
  const instances: Instance[] = [];
  const open = (name: string): Instance => {
    const instance = start(w, name);
    instances.push(instance);
    return instance;
  };
  const courses = new Map(markets.map((market, n) => [market, new RandomCommands(40 + n, { repeats: false })]));
  let said = 0;
  let day = 0;
  const say = async (rounds: number): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      const events = [...courses].flatMap(([market, course]) => {
        const command = course.next();
        // All markets have one business day; it is told once.
        return command.type === 'configure' || command.type === 'tick' ? [] : [eventOf(ownIds(command, market), market)];
      });
      if (round % 20 === 19) {
        day += 1;
        events.push(eventOf({ type: 'tick', businessDate: addDays(firstDay, day) }));
        said += markets.length - 1;
      }
      said += events.length;
      await w.say(...events);
    }
  };
  try {
    const first = open('first');
    await say(30);
    await w.handled(said, 60_000);
    open('second');
    await say(30);
    await eventually(async () => (await holders(w))['second'] === 2, { timeoutMs: 30_000, what: 'the second instance holds its share' });
    const third = open('third');
    await say(30);
    await eventually(async () => Object.keys(await holders(w)).length === 3, { timeoutMs: 30_000, what: 'three instances hold markets' });
    await first.kill('SIGKILL');
    await say(30);
    await w.handled(said, 90_000);
    expect((await holders(w))['first']).toBeUndefined();
    await third.kill('SIGTERM');
    await say(20);
    await eventually(async () => (await holders(w))['second'] === 5, { timeoutMs: 30_000, what: 'one instance holds all' });
    await w.handled(said, 90_000);
    for (const market of markets) expect([market, (await audit(w.db, market)).problems]).toEqual([market, []]);
    const doubled = await w.db.sql.query(
      'select event_id from commands group by market, event_id having count(*) > 1 and event_id is not null',
    );
    expect(doubled).toEqual([]);
    expect(await w.db.sql.one('select count(*)::int as n from intake')).toEqual({ n: 0 });
  } finally {
    for (const instance of instances) await instance.kill('SIGKILL');
    await w.close();
  }
}, 300_000);

test('any instance answers about any market', async () => {
  const w = await world({ MUTUA_CURRENCIES: 'EUR,USD', MUTUA_MATCHING_LEASE_MS: '60000' });
  try {
    await w.start();
    const standby = await w.start({ MUTUA_MATCHING_INSTANCE: 'second' });
    await w.say(eventOf({ type: 'tick', businessDate: firstDay }), eventOf(placing(1)));
    await w.handled(3);
    const authorization = await w.issuer.bearer({ memberId: member(1), roles: ['member'] });
    const depth = await supertest(standby.app).get('/v1/markets/EUR/depth').set('authorization', authorization);
    expect(depth.body).toMatchObject({ businessDate: firstDay, cells: [{ grade: 'A', offers: [{ count: 1 }] }, { grade: 'A' }] });
    await w.say(eventOf({ type: 'revoke-offer', offerId: offerId(1) }));
    await w.handled(4);
    const after = await supertest(standby.app).get('/v1/markets/EUR/depth').set('authorization', authorization);
    expect(after.body.cells).toEqual([]);
  } finally {
    await w.close();
  }
}, 60_000);
