/** Finding, running and (on Debian as root) installing the programs the native services need. */
import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access, chmod, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { exitCodes, SetupError } from './setup-error.ts';

export type Say = (line: string) => void;
export type Ran = { readonly ok: boolean; readonly output: string };
export type RunOptions = {
  readonly timeoutMs?: number;
  readonly user?: SystemUser;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
};
export type SystemUser = { readonly uid: number; readonly gid: number };

const execFileAsync = promisify(execFile);

/** Runs to the end and never throws: a missing program, a failure and a timeout are all `ok: false` with what was printed. */
export const run = async (program: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> => {
  try {
    const { stdout, stderr } = await execFileAsync(program, [...args], {
      timeout: options.timeoutMs ?? 600_000,
      maxBuffer: 64 * 1024 * 1024,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, ...options.env },
      ...options.user,
    });
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    const printed =
      error instanceof Error && 'stdout' in error && 'stderr' in error ? `${String(error.stdout)}${String(error.stderr)}` : '';
    return { ok: false, output: printed || String(error) };
  }
};

/** An environment variable of the machine, not of Mutua's services; empty counts as unset. */
export const machineVariable = (name: string): string | undefined => process.env[name] || undefined;

/** The full path of a program on PATH, or undefined. */
export const which = async (program: string): Promise<string | undefined> => {
  for (const folder of (machineVariable('PATH') ?? '').split(delimiter)) {
    if (!folder) continue;
    const path = join(folder, program);
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder; look in the next.
    }
  }
  return undefined;
};

export const isRoot = (): boolean => process.getuid?.() === 0;
const canInstall = async (): Promise<boolean> => isRoot() && (await which('apt-get')) !== undefined;

const policyFile = '/usr/sbin/policy-rc.d';

/** Debian starts a service it installs; the customary policy file forbids that while we install, so no port of anyone is touched. */
const withoutServiceStart = async <T>(body: () => Promise<T>): Promise<T> => {
  if (existsSync(policyFile)) return await body();
  await writeFile(policyFile, '#!/bin/sh\nexit 101\n');
  await chmod(policyFile, 0o755);
  try {
    return await body();
  } finally {
    await rm(policyFile, { force: true });
  }
};

/** Installs Debian packages; false where that cannot be done (not root, no apt-get, or apt-get failed). `units` are kept from starting at boot. */
export const installPackages = async (packages: readonly string[], say: Say, units: readonly string[] = []): Promise<boolean> => {
  if (!(await canInstall())) return false;
  say(`installing ${packages.join(' ')} with apt-get`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  return await withoutServiceStart(async () => {
    await run('apt-get', ['update', '-q'], { env });
    const installed = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
    for (const unit of units) await run('systemctl', ['disable', unit], { timeoutMs: 20_000 });
    return installed.ok;
  });
};

export const missing = (what: string, mend: string): SetupError => new SetupError(`${what} ${mend}`, exitCodes.missingTool);
