/**
 * Long-living background processes: started detached, remembered in a pid record, and ended only after a look that the pid is still
 * the process we started (pids are reused, so its start time is recorded as well).
 */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes, SetupError } from './setup-error.ts';
import type { SystemUser } from './tools.ts';

export type ProcessRecord = { readonly pid: number; readonly startedMark: string; readonly port: number };
export type LaunchSpec = {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user?: SystemUser;
  readonly recordFile: string;
  readonly logFile: string;
  readonly port: number;
};

const logBytesMax = 20 * 1024 * 1024;

/** A mark of the process behind a pid that a later process with the same pid does not share; undefined when there is none. */
export const startedMark = (pid: number): string | undefined => {
  if (process.platform === 'linux') {
    try {
      const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
};

/** Starts the program in the background, output to its log file, and records it. Readiness is the caller's question. */
export const launch = async (spec: LaunchSpec): Promise<ProcessRecord> => {
  await mkdir(dirname(spec.recordFile), { recursive: true });
  await mkdir(dirname(spec.logFile), { recursive: true });
  const size = await stat(spec.logFile).then(
    ({ size }) => size,
    () => 0,
  );
  if (size > logBytesMax) await rename(spec.logFile, `${spec.logFile}.old`);
  const log = openSync(spec.logFile, 'a');
  try {
    const child = spawn(spec.program, [...spec.args], {
      cwd: spec.cwd,
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...spec.env },
      ...spec.user,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', () => resolve());
      child.once('error', reject);
    });
    child.unref();
    const pid = child.pid ?? 0;
    const record: ProcessRecord = { pid, startedMark: startedMark(pid) ?? '', port: spec.port };
    await writeFile(spec.recordFile, `${JSON.stringify(record)}\n`);
    return record;
  } finally {
    closeSync(log);
  }
};

const isRecord = (value: unknown): value is ProcessRecord =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'startedMark' in value &&
  'port' in value &&
  typeof value.port === 'number';

export const isAlive = (record: ProcessRecord): boolean => startedMark(record.pid) === record.startedMark;

/** The recorded process if it still runs and is really ours. A record of a dead one is removed. */
export const runningProcess = async (recordFile: string): Promise<ProcessRecord | undefined> => {
  const text = await readFile(recordFile, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const record = parseJson(text);
  if (isRecord(record) && isAlive(record)) return record;
  await rm(recordFile, { force: true });
  return undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export type StopOptions = { readonly signal?: NodeJS.Signals; readonly patienceMs?: number };

/** Ends the recorded process: politely, then after `patienceMs` by force. Says whether there was one. */
export const stopProcess = async (recordFile: string, options: StopOptions = {}): Promise<boolean> => {
  const record = await runningProcess(recordFile);
  if (!record) return false;
  signalProcess(record.pid, options.signal ?? 'SIGTERM');
  if (!(await waitUntil(() => !isAlive(record), options.patienceMs ?? 20_000))) {
    signalProcess(record.pid, 'SIGKILL');
    await waitUntil(() => !isAlive(record), 5_000);
  }
  await rm(recordFile, { force: true });
  return true;
};

const signalProcess = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself between the look and the signal.
  }
};

/** Looks every 25 ms until the answer is yes or the time is over. */
export const waitUntil = async (question: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> => {
  const endAt = performance.now() + timeoutMs;
  while (performance.now() < endAt) {
    if (await question()) return true;
    await pause(25);
  }
  return await question();
};

export type ServiceSpec = {
  readonly name: string;
  readonly port: number;
  readonly portVariable: string;
  readonly recordFile: string;
  readonly logFile: string;
  readonly start: () => Promise<ProcessRecord>;
  readonly probe: () => Promise<boolean>;
  readonly timeoutMs: number;
};

/**
 * Finds the service running or starts it, and resolves when the probe answers. One that was found but dies while it is asked (somebody
 * has just killed it) is started anew. A failed start becomes one sentence with the end of its log.
 */
export const ensureRunning = async (spec: ServiceSpec): Promise<void> => {
  const found = await runningProcess(spec.recordFile);
  if (found && found.port !== spec.port) {
    throw new SetupError(
      `${spec.name} of this profile still runs on port ${found.port}; run \`npm run services -- down\` before changing ${spec.portVariable}.`,
      exitCodes.portTaken,
    );
  }
  if (found && (await becomesReady(found, spec))) return;
  if (found && isAlive(found)) throw await notReady(spec, `was not ready after ${Math.round(spec.timeoutMs / 1000)} s`);
  const started = await spec.start();
  if (await becomesReady(started, spec)) return;
  throw await notReady(spec, isAlive(started) ? `was not ready after ${Math.round(spec.timeoutMs / 1000)} s` : 'ended while starting');
};

const becomesReady = async (record: ProcessRecord, { probe, timeoutMs }: ServiceSpec): Promise<boolean> => {
  let isReady = false;
  await waitUntil(async () => {
    isReady = isAlive(record) && (await probe()) && isAlive(record);
    return isReady || !isAlive(record);
  }, timeoutMs);
  return isReady;
};

const notReady = async ({ name, logFile }: ServiceSpec, what: string): Promise<SetupError> => {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const tail = log.trimEnd().split('\n').slice(-8).join('\n');
  return new SetupError(`${name} ${what}; see ${logFile}, which ends with:\n${tail}`, exitCodes.notStarted);
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, end(false)).once('connect', end(true)).once('error', end(false));
  });

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });

/** Refuses a port that another program holds: we never use someone else's service. */
export const demandFreePort = async (service: string, port: number, variable: string): Promise<void> => {
  if (!(await answers(port)) && (await canListen(port))) return;
  throw new SetupError(
    `Port ${port}, wanted for ${service}, is taken by another program; end that program or set ${variable} to a free port.`,
    exitCodes.portTaken,
  );
};

/** A port nobody uses at this moment, for a throw-away instance. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
