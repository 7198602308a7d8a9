/** A native PostgreSQL: made once with a random superuser password, TCP on loopback only, no Unix socket. */
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import {
  candidates,
  chooseBinaries,
  dataMajorOf,
  type PostgresBinaries,
  reachableBinaries,
  reachableFolder,
  serverUser,
} from './postgres-binaries.ts';
import { clearKilledServer } from './postgres-crash.ts';
import { demandFreePort, ensureRunning, launch, type ProcessRecord } from './processes.ts';
import { exitCodes, SetupError } from './setup-error.ts';
import { run, type Say, type SystemUser } from './tools.ts';

export type PostgresSpec = {
  readonly port: number;
  readonly portVariable: string;
  readonly folder: string;
  readonly state: string;
  readonly password: string;
  readonly recordFile: string;
  readonly logFile: string;
  /** Trades safety after a power cut for speed. For tests. */
  readonly fast: boolean;
  readonly say: Say;
};

export const adminName = 'postgres';
export const adminUrlOf = (port: number, password: string): string =>
  `postgres://${adminName}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;

export const postgresArguments = ({ port, fast }: Pick<PostgresSpec, 'port' | 'fast'>): readonly string[] => {
  const settings: Readonly<Record<string, string | number>> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %u@%d ',
    // Short transactions all over: compiling plans costs more than it wins.
    jit: 'off',
    ...(fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
};

/** Starts PostgreSQL, or finds it running; resolves with the superuser's URL when it answers. */
export const startPostgres = async (spec: PostgresSpec): Promise<string> => {
  const url = adminUrlOf(spec.port, spec.password);
  await ensureRunning({
    ...spec,
    name: 'PostgreSQL',
    start: () => startServer(spec),
    probe: () => postgresAnswers(url),
    timeoutMs: 60_000,
  });
  return url;
};

const startServer = async (spec: PostgresSpec): Promise<ProcessRecord> => {
  await demandFreePort('PostgreSQL', spec.port, spec.portVariable);
  const user = await serverUser();
  const data = await reachableFolder(spec.folder, spec.state, user);
  const chosen = chooseBinaries(await candidates(), await dataMajorOf(data));
  const binaries = await reachableBinaries(chosen, data, user);
  if ((await dataMajorOf(data)) === undefined) await createCluster({ ...spec, data, binaries, user });
  await clearKilledServer(data);
  spec.say(`starting PostgreSQL ${binaries.major} on port ${spec.port}`);
  return await launch({
    program: join(binaries.folder, 'postgres'),
    args: ['-D', data, ...postgresArguments(spec)],
    cwd: data,
    recordFile: spec.recordFile,
    logFile: spec.logFile,
    port: spec.port,
    ...(user ? { user } : {}),
  });
};

type ClusterSpec = Pick<PostgresSpec, 'password' | 'fast' | 'say'> & {
  readonly data: string;
  readonly binaries: PostgresBinaries;
  readonly user: SystemUser | undefined;
};

/** Made under another name and renamed at the end, so that a folder that exists is a complete one. */
const createCluster = async ({ data, binaries, user, password, fast, say }: ClusterSpec): Promise<void> => {
  say(`creating a PostgreSQL ${binaries.major} database folder`);
  const partial = `${data}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  const passwordFile = join(dirname(data), 'postgres-password.tmp');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) {
    await chown(partial, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  const args = ['-D', partial, '-U', adminName, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '-E', 'UTF8', '--locale=C'];
  const initdb = join(binaries.folder, 'initdb');
  const made = await run(initdb, [...args, ...(fast ? ['--no-sync'] : [])], { cwd: partial, ...(user ? { user } : {}) });
  await rm(passwordFile, { force: true });
  if (!made.ok)
    throw new SetupError(`PostgreSQL could not create its database folder ${data}: ${made.output.trim()}`, exitCodes.notStarted);
  await rm(data, { recursive: true, force: true });
  await rename(partial, data);
};

/** Whether a PostgreSQL at this URL lets us in. A wrong password is an answer we must not wait on. */
export const postgresAnswers = async (url: string): Promise<boolean> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '28P01') {
      throw new SetupError(
        'PostgreSQL refuses the password in .mutua; run `npm run reset`, which deletes the local data.',
        exitCodes.notStarted,
      );
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};
