/** A PostgreSQL of the benchmark's own with durable commits, and pgbench's TPC-B on it: the baseline of everything that writes the books. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres } from '../../infra/local/postgres.ts';
import { candidates, chooseBinaries, removeOutsideFolder } from '../../infra/local/postgres-binaries.ts';
import { freePort, stopProcess } from '../../infra/local/processes.ts';

export type DurablePostgres = {
  readonly adminUrl: string;
  /** Without warning; resolves when the server process is gone. */
  kill(): Promise<void>;
  /** On the data it had. */
  startAgain(): Promise<void>;
  close(): Promise<void>;
};

/** fsync and synchronous_commit stay on, as in production. */
export async function startDurablePostgres(): Promise<DurablePostgres> {
  const root = await mkdtemp(join(tmpdir(), 'mutua-durable-'));
  const state = join(root, '.mutua');
  const recordFile = join(root, 'postgres.json');
  const spec = {
    ...{ port: await freePort(), portVariable: 'none', folder: join(state, 'postgres'), state, recordFile },
    ...{ logFile: join(root, 'postgres.log'), password: 'of-a-throw-away-server', fast: false, say: () => undefined },
  };
  const close = async (): Promise<void> => {
    await stopProcess(recordFile, { signal: 'SIGINT' });
    await removeOutsideFolder(state);
    await rm(root, { recursive: true, force: true });
  };
  try {
    return {
      adminUrl: await startPostgres(spec),
      kill: async () => void (await stopProcess(recordFile, { signal: 'SIGKILL' })),
      startAgain: async () => void (await startPostgres(spec)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const clients = 8;

/** pgbench's TPC-B-like transaction as it comes: scale 20, prepared, 8 clients. `rate` is transactions a second over some seconds. */
export async function openTpcB(adminUrl: string): Promise<{ rate(seconds: number): Promise<number> }> {
  const { folder } = chooseBinaries(await candidates(), undefined);
  const pgbench = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(join(folder, 'pgbench'), [...args, adminUrl]);
    return stdout;
  };
  await pgbench('--initialize', '--scale=20', '--quiet');
  return {
    async rate(seconds) {
      const report = await pgbench('--protocol=prepared', `--client=${clients}`, '--jobs=2', '--no-vacuum', `--time=${seconds}`);
      const tps = Number(/tps = ([\d.]+)/.exec(report)?.[1]);
      if (!(tps > 0)) throw new Error(`pgbench reported no rate: ${report}`);
      return tps;
    },
  };
}
