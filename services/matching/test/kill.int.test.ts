/** kill -9 of the engine at random moments: what is stored is what an engine that nobody killed would have stored. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@mutua/db';
import type { Instant } from '@mutua/kernel';
import { eventually, silentLogger, testDatabase } from '@mutua/testkit';
import { expect, test } from 'vitest';
import { publish } from '../src/adapters/kafka/publish.ts';
import { apply } from '../src/domain/apply.ts';
import { createBook, stateHash } from '../src/domain/book.ts';
import { audit } from './audit.ts';
import { eventOf } from './events.ts';
import { chance, RandomCommands } from './model/random-commands.ts';
import { handledCount, world } from './support.ts';

const seed = Number(process.env['MUTUA_SEED'] ?? Math.floor(Math.random() * 1e9));
const engineKills = Number(process.env['MUTUA_MATCHING_KILLS'] ?? 8);
const serviceKills = Number(process.env['MUTUA_MATCHING_SERVICE_KILLS'] ?? 2);
/** The nightly profile kills 500 times (MUTUA_MATCHING_KILLS=500 MUTUA_MATCHING_SERVICE_KILLS=50). */
const allowedMs = (kills: number): number => 240_000 + kills * 15_000;
const at = '2026-01-02T09:00:00.000Z' as Instant;
const childFile = fileURLToPath(new URL('./child/engine.ts', import.meta.url));
const mainFile = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Takes a kill that hits a process already gone for what it is: nothing. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test(
  `an engine killed ${engineKills} times stores what an unhurt one would (MUTUA_SEED=${seed})`,
  async () => {
    const total = engineKills * 150;
    const { below } = chance(seed);
    const database = await testDatabase('matching');
    const db = await openDatabase({ url: database.ownerUrl, applicationName: 'test', poolMax: 2, logger: silentLogger });
    try {
      for (let round = 0; round <= engineKills; round += 1) {
        const child = spawn(process.execPath, [childFile, database.url, String(seed), String(total)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        if (round < engineKills) {
          await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
          // The moment is random on purpose; nothing is expected of it.
          await pause(below(120));
          await kill(child);
        } else {
          // What nobody reads would fill the pipe, and the engine would wait for ever.
          child.stdout.resume();
          expect(await once(child, 'exit')).toEqual([0, null]);
        }
      }
      const unhurt = createBook('EUR');
      const commands = new RandomCommands(seed, { repeats: false, full: true });
      const counts = { fills: 0, events: 0, refusals: 0 };
      const take = (command: Parameters<typeof apply>[1]['command']): void => {
        const numbered = { seq: unhurt.seq + 1, at, command };
        const done = apply(unhurt, numbered);
        if (!done.ok) {
          // Who lists, places or amends is answered; other refusals are only recorded. Nothing is asked for twice here.
          const isAnswered = command.type === 'list-request' || command.type === 'place-offer' || command.type === 'amend-offer';
          if (isAnswered) counts.events += 1;
          return;
        }
        if (command.type === 'configure' && command.rules !== undefined) counts.events += 1;
        for (const [index, event] of done.value.entries()) {
          if (event.type === 'fills-made') counts.fills += event.fills.length;
          if (event.type === 'fills-outbid') counts.fills -= event.outbid.filter(({ leftMinor }) => leftMinor === 0n).length;
          if (publish({ market: 'EUR', numbered, index, event, businessDate: null })) counts.events += 1;
        }
      };
      take({ type: 'configure', noteMinimumMinor: 25n });
      for (let n = 0; n < total; n += 1) take(commands.next());
      const found = await audit(db);
      expect(found).toEqual({ seq: unhurt.seq, hash: stateHash(unhurt), fills: counts.fills, problems: [] });
      const told = await db.sql.one<{ n: bigint; ids: bigint }>('select count(*) as n, count(distinct event_id) as ids from outbox');
      expect(told).toEqual({ n: BigInt(counts.events), ids: BigInt(counts.events) });
    } finally {
      await db.close();
      await database.drop();
    }
  },
  allowedMs(engineKills),
);

test(
  `the service killed ${serviceKills} times loses no event and doubles none (MUTUA_SEED=${seed})`,
  async () => {
    const w = await world();
    const children: ChildProcess[] = [];
    const start = (): ChildProcess => {
      const child = spawn(process.execPath, [mainFile], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...w.env } });
      children.push(child);
      return child;
    };
    try {
      const { below } = chance(seed);
      const commands = new RandomCommands(seed, { repeats: false });
      let said = 0;
      const sayMore = async (n: number): Promise<void> => {
        const events = Array.from({ length: n }, () => commands.next())
          .filter((command) => command.type !== 'configure')
          .map((command) => eventOf(command));
        said += events.length;
        await w.say(...events);
      };
      for (let round = 0; round < serviceKills; round += 1) {
        const child = start();
        await sayMore(150);
        const before = await handledCount(w.db);
        await eventually(async () => (await handledCount(w.db)) > before, { timeoutMs: 45_000, what: 'the service handles events' });
        await sayMore(150);
        await pause(below(250));
        await kill(child);
      }
      const last = start();
      await sayMore(100);
      await w.handled(said, 90_000);
      expect((await audit(w.db)).problems).toEqual([]);
      const outbox = await w.db.sql.query<{ event_id: string }>('select event_id from outbox');
      await eventually(() => w.heard.length >= outbox.length, { what: 'all that was decided is heard outside' });
      expect(w.heard.map((event) => event.id).sort()).toEqual(outbox.map((row) => row.event_id).sort());
      await kill(last);
    } finally {
      for (const child of children) await kill(child);
      await w.close();
    }
  },
  allowedMs(serviceKills),
);
