/** After PostgreSQL was killed: waits for its last children, and clears the pid file that a dead but unreaped server leaves behind. */
import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startedMark, waitUntil } from './processes.ts';

const childrenTimeoutMs = 15_000;

/**
 * PostgreSQL refuses to start while the pid in its postmaster.pid exists. In containers whose first process reaps no children the pid of
 * a killed server exists for ever, as a zombie. The file is removed only when that process is dead and no other works in the folder.
 */
export const clearKilledServer = async (dataFolder: string): Promise<void> => {
  const file = join(dataFolder, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const pid = Number(text.split('\n')[0]);
  // A living process: PostgreSQL itself knows best whether that is its own server.
  if (startedMark(pid) !== undefined) return;
  if (process.platform !== 'linux') return;
  if (await waitUntil(() => isUnused(dataFolder), childrenTimeoutMs)) await rm(file, { force: true });
};

/** Whether no living process has the folder as its working folder, as every process of a server has. */
const isUnused = async (folder: string): Promise<boolean> => {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(names.map((name) => readlink(`/proc/${name}/cwd`).catch(() => undefined)));
  return !folders.includes(folder);
};
