// The pid file of a killed server goes when nothing of that server lives, and stays while anything does.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clearKilledServer } from './postgres-crash.ts';
import { startedMark, waitUntil } from './processes.ts';

let folder = '';
let children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mutua-crash-'));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await rm(folder, { recursive: true, force: true });
});

const start = (program: string, args: readonly string[], cwd: string): ChildProcess => {
  const child = spawn(program, [...args], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return child;
};

/** A dead process that its parent never looks after, as in a container without an init. It outlives the shell, which would reap it. */
const zombie = async (): Promise<number> => {
  const parent = start('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'], tmpdir());
  const printed = await new Promise<string>((resolve) => parent.stdout?.once('data', (data: Buffer) => resolve(data.toString())));
  const pid = Number(printed);
  expect(await waitUntil(() => startedMark(pid) === undefined, 5_000)).toBe(true);
  process.kill(pid, 0);
  return pid;
};

const writePid = async (pid: number): Promise<string> => {
  const file = join(folder, 'postmaster.pid');
  await writeFile(file, `${pid}\n${folder}\n`);
  return file;
};

describe.runIf(process.platform === 'linux')('the pid file', () => {
  test('of a server that is dead but never reaped is removed', async () => {
    const file = await writePid(await zombie());
    await clearKilledServer(folder);
    expect(existsSync(file)).toBe(false);
  });

  test('of a living server stays', async () => {
    const file = await writePid(process.pid);
    await clearKilledServer(folder);
    expect(existsSync(file)).toBe(true);
  });

  test('stays until the last child in the folder has ended', async () => {
    const file = await writePid(await zombie());
    const child = start('sleep', ['60'], folder);
    await new Promise((resolve) => child.once('spawn', resolve));
    let isCleared = false;
    const clearing = clearKilledServer(folder).then(() => {
      isCleared = true;
    });
    await waitUntil(() => isCleared, 200);
    expect(isCleared || !existsSync(file)).toBe(false);
    child.kill('SIGKILL');
    await clearing;
    expect(existsSync(file)).toBe(false);
  });
});
