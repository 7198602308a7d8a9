/** The log run again outside of the service: from its database, from an export, and the first command that was tampered with is named. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@mutua/db';
import { silentLogger, type TestDatabase, testDatabase } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from './child/open-engine.ts';
import { RandomCommands } from './model/random-commands.ts';

const command = fileURLToPath(new URL('../../../scripts/commands/replay.ts', import.meta.url));
const last = 400;
let database: TestDatabase;
let folder: string;
const inFolder = (name: string): string => join(folder, name);

beforeAll(async () => {
  [database, folder] = await Promise.all([testDatabase('matching'), mkdtemp(join(tmpdir(), 'mutua-replay-'))]);
  const db = await openDatabase({ url: database.url, applicationName: 'test', poolMax: 4, logger: silentLogger });
  const { engine, lease } = await openEngine({ db, holder: 'only' });
  const commands = new RandomCommands(11, { repeats: false });
  for (let seq = 0; seq < last; ) {
    await engine.transact(async () => {
      for (let n = 0; n < 30; n += 1) await engine.submit('EUR', commands.next(), null);
    });
    seq = (await engine.read('EUR', (book) => book.seq)) ?? 0;
  }
  await lease.close();
  await db.close();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

type Ended = { readonly code: number; readonly out: string; readonly err: string };

function replay(args: readonly string[], url: string = database.ownerUrl): Promise<Ended> {
  const env = { ...process.env, MUTUA_MATCHING_DATABASE_URL: url };
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { env }, (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }));
  });
}

test('from the database: all of it, and a range that starts from a snapshot', async () => {
  const whole = await replay(['--market', 'EUR']);
  expect([whole.code, whole.err.includes('EUR 1 to')]).toEqual([0, true]);
  expect(whole.out).toMatch(/commands, started from 0, all hashes equal, the last one is 3[0-9a-f]{16}/);
  const range = await replay(['--market', 'EUR', '--from', '380', '--to', '390']);
  expect([range.code, range.out]).toEqual([
    0,
    expect.stringMatching(/EUR 380 to 390: 11 commands, started from [1-9]\d+, all hashes equal/),
  ]);
});

test('from an export, with no server; whole and from the middle', async () => {
  for (const from of ['1', '300']) {
    const file = inFolder(`export-${from}`);
    expect((await replay(['--market', 'EUR', '--from', from, '--export', file])).code).toBe(0);
    const again = await replay(['--file', file], 'postgres://nobody@127.0.0.1:1/none');
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('all hashes equal')]);
  }
});

test('the first command that differs is named, and the exit code is 1', async () => {
  const file = inFolder('export-1');
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const tampered = lines.map((line, n) => (n === 200 ? line.replace(/"hash":"3./, '"hash":"3x') : line));
  await writeFile(inFolder('tampered'), tampered.join('\n'));
  const found = await replay(['--file', inFolder('tampered')]);
  expect([found.code, found.err]).toEqual([1, expect.stringMatching(/the first difference is at command 200 \(/)]);
  await writeFile(inFolder('short'), lines.slice(0, 100).join('\n'));
  expect((await replay(['--file', inFolder('short')])).err).toContain('the first difference is at command 100 (missing)');
});

test('what cannot be run says so', async () => {
  const cells: [string[], number, string][] = [
    [['--market', 'CHF'], 1, 'there is no log of CHF'],
    [['--market', 'EUR', '--from', '9', '--to', '3'], 2, 'the log of EUR ends at'],
    [['--market', 'EUR', '--to', '999999'], 2, 'the log of EUR ends at'],
    [['--from', 'x', '--market', 'EUR'], 2, '--from is the number of a command'],
    [['--file', inFolder('none')], 2, 'there is no file'],
    [[], 2, 'usage:'],
  ];
  for (const [args, code, text] of cells)
    expect([await replay(args), args]).toEqual([{ code, out: '', err: expect.stringContaining(text) }, args]);
});
