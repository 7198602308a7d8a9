/**
 * A process that runs the engine over a database and a seeded course of commands, going on where the log ends, until all are done.
 * Made to be killed at any moment. Arguments: database URL, seed, number of commands.
 */
import { openDatabase } from '@mutua/db';
import { silentLogger } from '@mutua/testkit';
import { RandomCommands } from '../model/random-commands.ts';
import { openEngine } from './open-engine.ts';

const [url = '', seed = '0', total = '0'] = process.argv.slice(2);
const db = await openDatabase({ url, applicationName: 'matching-child', poolMax: 4, logger: silentLogger });
const { engine, lease } = await openEngine({ db, holder: 'child' });

const commands = new RandomCommands(Number(seed), { repeats: false, full: true });
const row = await db.sql.one<{ done: number | null }>(
  `select max(n)::integer as done from (select event_id::integer as n from commands union all select event_id::integer from refusals) as seen`,
);
const done = row?.done ?? 0;
for (let n = 1; n <= done; n += 1) commands.next();
for (let n = done; n < Number(total); ) {
  const batch = Array.from({ length: Math.min(1 + (n % 7), Number(total) - n) }, () => commands.next());
  const first = n + 1;
  await engine.transact(async () => {
    for (const [i, command] of batch.entries()) engine.execute('EUR', command, String(first + i));
  });
  n += batch.length;
  process.stdout.write(`${n}\n`);
}
await lease.close();
await db.close();
process.stdout.write('end\n');
