// Background processes: ended only when they are ours, and a port of someone else is refused.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withLock } from './lock.ts';
import { demandFreePort, freePort, launch, runningProcess, startedMark, stopProcess } from './processes.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mutua-processes-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const spec = (name: string) => ({
  program: process.execPath,
  args: ['-e', 'setInterval(() => {}, 1000)'],
  cwd: folder,
  recordFile: join(folder, `${name}.json`),
  logFile: join(folder, `${name}.log`),
  port: 1,
});

test('a launched process is found again, stopped, and then gone', async () => {
  const { recordFile } = spec('a');
  const started = await launch(spec('a'));
  expect(await runningProcess(recordFile)).toEqual(started);
  expect(await stopProcess(recordFile)).toBe(true);
  expect(startedMark(started.pid)).toBeUndefined();
  expect(await stopProcess(recordFile)).toBe(false);
});

test('a record whose pid belongs to another process by now ends nobody', async () => {
  const { recordFile } = spec('b');
  await writeFile(recordFile, JSON.stringify({ pid: process.pid, startedMark: 'another time', port: 1 }));
  expect(await stopProcess(recordFile)).toBe(false);
});

test('a record that cannot be read counts as none', async () => {
  const { recordFile } = spec('c');
  await writeFile(recordFile, '{"pid":');
  expect(await runningProcess(recordFile)).toBeUndefined();
});

test("someone else's port is refused in one sentence that names the port and the variable", async () => {
  const port = await freePort();
  await demandFreePort('Redis', port, 'MUTUA_REDIS_PORT');
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  await expect(demandFreePort('Redis', port, 'MUTUA_REDIS_PORT')).rejects.toMatchObject({
    exitCode: 3,
    message: `Port ${port}, wanted for Redis, is taken by another program; end that program or set MUTUA_REDIS_PORT to a free port.`,
  });
  await new Promise((resolve) => other.close(resolve));
});

test('a lock lets one in at a time and is taken over from a holder that died', async () => {
  const file = join(folder, 'x.lock');
  await writeFile(file, '999999999 1');
  let inside = 0;
  let insideMost = 0;
  const enter = () =>
    withLock(file, async () => {
      inside += 1;
      insideMost = Math.max(insideMost, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    });
  await Promise.all([enter(), enter(), enter()]);
  expect(insideMost).toBe(1);
});
