/** Keeps a folder's node_modules equal to its package-lock.json: looks first, and runs `npm ci` only when they differ. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { demandNpm } from './platform.mjs';

const markerOf = (folder) => join(folder, 'node_modules', '.mutua-lock');
const hashOf = (folder) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');

const readText = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/**
 * Whether what npm says it installed holds every package of the lock in the same version. Optional ones may be absent: they are the
 * binaries of other platforms.
 * @param {{ packages?: Record<string, { version?: string, link?: boolean, optional?: boolean, devOptional?: boolean }> }} wanted package-lock.json
 * @param {{ packages?: Record<string, { version?: string }> }} installed node_modules/.package-lock.json
 */
export const isInstalled = (wanted, installed) =>
  Object.entries(wanted.packages ?? {})
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link)
    .every(([path, entry]) => {
      const found = installed.packages?.[path];
      return found ? found.version === entry.version : entry.optional === true || entry.devOptional === true;
    });

const isUpToDate = (folder) => {
  if (readText(markerOf(folder)) === hashOf(folder)) return true;
  const installed = readText(join(folder, 'node_modules', '.package-lock.json'));
  if (!installed || !isInstalled(JSON.parse(readText(join(folder, 'package-lock.json'))), JSON.parse(installed))) return false;
  writeFileSync(markerOf(folder), hashOf(folder));
  return true;
};

/**
 * Makes node_modules of `folder` match its lock. Two starts at once do not install over each other.
 * @param {{ folder: string, name: string, lockFolder: string }} spec
 */
export const ensurePackages = async ({ folder, name, lockFolder }) => {
  if (isUpToDate(folder)) return;
  demandNpm();
  await withInstallLock(join(lockFolder, 'install.lock'), () => {
    if (!isUpToDate(folder)) install(folder, name);
  });
};

const install = (folder, name) => {
  console.log(`Installing ${name} (npm ci); this is done once and takes a minute or two.`);
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--progress=true'];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) {
    throw new Failure(
      `npm could not install ${name} (npm ci in ${folder} ended with ${status}); look at its message above, mostly the network, and start again.`,
    );
  }
  writeFileSync(markerOf(folder), hashOf(folder));
};

const isRunning = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** @param {string} file @param {() => void} body */
const withInstallLock = async (file, body) => {
  mkdirSync(dirname(file), { recursive: true });
  while (!takeLock(file)) await pause(250);
  try {
    body();
  } finally {
    rmSync(file, { force: true });
  }
};

const takeLock = (file) => {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const holder = Number(readText(file));
    if (holder > 0 && !isRunning(holder)) rmSync(file, { force: true });
    return false;
  }
};

/**
 * The Node 24 that runs Mutua: the one npm installed, or this one when it is new enough.
 * @param {string} root
 * @returns {string} path of the program
 */
export const nodeProgram = (root) => {
  const installed = join(root, 'node_modules', '.bin', 'node');
  if (runs(installed)) return installed;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 11)) return process.execPath;
  // npm may have been told not to run install scripts; Node's own package unpacks its program in one.
  spawnSync('npm', ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (runs(installed)) return installed;
  throw new Failure(
    'npm installed no Node 24 (its install script seems to be blocked); run `npm rebuild node --ignore-scripts=false`, or start with Node 24.11 or newer.',
  );
};

const runs = (program) => existsSync(program) && spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
