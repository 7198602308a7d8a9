/** One starter at a time per name, across processes. A lock whose holder has died is taken over. */
import { readFileSync, rmSync } from 'node:fs';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startedMark, waitUntil } from './processes.ts';
import { exitCodes, SetupError } from './setup-error.ts';

const lockTimeoutMs = 600_000;

export const withLock = async <T>(lockFile: string, body: () => Promise<T>): Promise<T> => {
  await mkdir(dirname(lockFile), { recursive: true });
  if (!(await waitUntil(() => take(lockFile), lockTimeoutMs))) {
    throw new SetupError(`Another start has been holding ${lockFile} for ten minutes; end it or delete that file.`, exitCodes.notStarted);
  }
  try {
    return await body();
  } finally {
    await rm(lockFile, { force: true });
  }
};

let tries = 0;

/** The lock appears with its holder already written in it: a link to a finished file either succeeds or finds another's lock. */
const take = async (lockFile: string): Promise<boolean> => {
  // A name of its own for each try: two of one process would take each other's file away.
  tries += 1;
  const mine = `${lockFile}.${process.pid}.${tries}`;
  await writeFile(mine, `${process.pid} ${startedMark(process.pid) ?? ''}`);
  try {
    await link(mine, lockFile);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    dropAbandoned(lockFile);
    return false;
  } finally {
    await rm(mine, { force: true });
  }
};

/** Reads and removes without a pause between, so that a lock taken meanwhile is as good as never hit. */
const dropAbandoned = (lockFile: string): void => {
  try {
    const [pid, mark] = readFileSync(lockFile, 'utf8').split(' ');
    if (startedMark(Number(pid)) !== mark) rmSync(lockFile);
  } catch {
    // Its holder has just let go.
  }
};
