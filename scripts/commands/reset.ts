/** Stops everything of Mutua that runs here and deletes its local data. What was named by URL in the environment is not touched. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stopBackingServices } from '../../infra/local/backing.ts';
import { removeOutsideFolder } from '../../infra/local/postgres-binaries.ts';
import { waitUntil } from '../../infra/local/processes.ts';
import { foldersOf, profileNames, repositoryRoot } from '../../infra/local/profile.ts';
import { runCommand } from '../../infra/local/setup-error.ts';

const say = (line: string): void => console.log(line);
const patienceMs = 15_000;

/** Commands of this checkout that still run. They go first, for a supervisor would start again what is ended under it. */
const runningCommands = (): readonly number[] =>
  execFileSync('ps', ['-ww', '-eo', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+) \S*node\S* (.*)$/.exec(line))
    .filter((match) => match?.[2]?.includes(`${join(repositoryRoot, 'scripts', 'commands')}/`))
    .map((match) => Number(match?.[1]));

/** Pid files of Mutua's own processes, written by whoever supervises them. */
const recordedProcesses = (state: string): readonly number[] =>
  readdirSync(state, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)run\/[^/]+\.pid$/.test(path))
    .map((path) => Number(readFileSync(join(state, path), 'utf8').trim()));

/** The command line is looked at before the signal: a pid file may be old and its pid someone else's by now. */
const isOurs = (pid: number): boolean => {
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(repositoryRoot);
  } catch {
    return false;
  }
};

const endProcess = async (pid: number): Promise<void> => {
  if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid || !isOurs(pid)) return;
  process.kill(pid, 'SIGTERM');
  if (!(await waitUntil(() => !isOurs(pid), patienceMs)) && isOurs(pid)) process.kill(pid, 'SIGKILL');
  say(`stopped process ${pid}`);
};

await runCommand(async () => {
  const { state } = foldersOf('dev');
  for (const pid of runningCommands()) await endProcess(pid);
  if (existsSync(state)) for (const pid of recordedProcesses(state)) await endProcess(pid);
  for (const profile of profileNames) await stopBackingServices({ profile, say, deleteData: true });
  await removeOutsideFolder(state);
  await rm(state, { recursive: true, force: true });
  say('Deleted .mutua. The next start begins with empty databases.');
});
