/** Runs the services as processes, restarts the one that dies, and ends them all when asked. Each start and death is told to the caller. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { repositoryRoot } from '../../infra/local/profile.ts';

export type ProcessSpec = { readonly name: string; readonly entry: string; readonly args?: readonly string[] };
export type SupervisorEvent = { readonly name: string; readonly kind: 'started' | 'died' | 'gave-up'; readonly detail: string };
export type Supervisor = { pids(): Readonly<Record<string, number>>; stop(): Promise<void> };
export type SupervisorOptions = {
  readonly processes: readonly ProcessSpec[];
  readonly env: Readonly<Record<string, string>>;
  readonly stateFolder: string;
  readonly onEvent: (event: SupervisorEvent) => void;
};

const firstPauseMs = 200;
const longestPauseMs = 5_000;
const steadyAfterMs = 20_000;
/** A process that dies this often without ever becoming steady has a fault that a restart does not mend. */
const quickDeathsMax = 10;
const killAfterMs = 30_000;

/** Starts every process; resolves at once, readiness is the caller's question. */
export const supervise = (options: SupervisorOptions): Supervisor => {
  const runFolder = join(options.stateFolder, 'run');
  const logFolder = join(options.stateFolder, 'log');
  mkdirSync(runFolder, { recursive: true });
  mkdirSync(logFolder, { recursive: true });
  const keepers = options.processes.map((spec) => keep(spec, { ...options, runFolder, logFolder }));
  return {
    pids: () => Object.fromEntries(keepers.map(({ name, pid }) => [name, pid() ?? 0])),
    stop: async () => {
      await Promise.all(keepers.map((keeper) => keeper.stop()));
    },
  };
};

type KeeperOptions = SupervisorOptions & { readonly runFolder: string; readonly logFolder: string };

const keep = (spec: ProcessSpec, options: KeeperOptions) => {
  const pidFile = join(options.runFolder, `${spec.name}.pid`);
  const log = createWriteStream(join(options.logFolder, `${spec.name}.log`), { flags: 'a' });
  let child: ChildProcess | undefined;
  let restart: NodeJS.Timeout | undefined;
  let stopping = false;
  let quickDeaths = 0;
  const start = (): void => {
    const startedAt = performance.now();
    const started = spawn(process.execPath, [join(repositoryRoot, spec.entry), ...(spec.args ?? [])], {
      cwd: repositoryRoot,
      env: { ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    writeFileSync(pidFile, String(started.pid ?? ''));
    options.onEvent({ name: spec.name, kind: 'started', detail: `pid ${started.pid}` });
    started.once('exit', (code, signal) => {
      rmSync(pidFile, { force: true });
      if (stopping) return;
      quickDeaths = performance.now() - startedAt > steadyAfterMs ? 0 : quickDeaths + 1;
      const detail = `ended with ${signal ?? `code ${code}`}; see ${join(options.logFolder, `${spec.name}.log`)}`;
      if (quickDeaths > quickDeathsMax) return options.onEvent({ name: spec.name, kind: 'gave-up', detail });
      options.onEvent({ name: spec.name, kind: 'died', detail });
      restart = setTimeout(start, Math.min(firstPauseMs * 2 ** quickDeaths, longestPauseMs));
    });
  };
  const stop = async (): Promise<void> => {
    stopping = true;
    clearTimeout(restart);
    const running = child;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill('SIGTERM');
    const killer = setTimeout(() => running.kill('SIGKILL'), killAfterMs);
    await ended;
    clearTimeout(killer);
    log.end();
  };
  start();
  return { name: spec.name, pid: () => child?.pid, stop };
};

/** A process of an earlier run whose supervisor was killed would hold the port: it is ended, after a look that it is one of ours. */
export const endLeftover = async (pidFile: string, entries: readonly string[]): Promise<void> => {
  const pid = readPid(pidFile);
  if (pid === undefined || !entries.some((entry) => commandLine(pid).includes(entry))) return;
  process.kill(pid, 'SIGKILL');
  while (commandLine(pid) !== '') await pause(20);
  rmSync(pidFile, { force: true });
};

const readPid = (pidFile: string): number | undefined => {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
};

const commandLine = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};
