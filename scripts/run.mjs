/**
 * The one entry of every npm script: `node scripts/run.mjs <command> [arguments]`. Needs Node 20 and npm and nothing else: it installs the
 * packages when they are absent or old, then runs scripts/commands/<command>.ts with the Node 24 among them.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandFile, commandList } from './bootstrap/commands.mjs';
import { Failure } from './bootstrap/failure.mjs';
import { ensurePackages, nodeProgram } from './bootstrap/packages.mjs';
import { demandPlatform } from './bootstrap/platform.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const commandsFolder = join(root, 'scripts', 'commands');
const usageExitCode = 2;

/** Runs the command's file to its end; signals go on to it, its exit code is ours. */
const execute = (program, file, args) =>
  new Promise((resolve, reject) => {
    const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
    const child = spawn(program, [file, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });

const main = async ([name = '', ...args]) => {
  demandPlatform({ platform: process.platform, nodeVersion: process.versions.node });
  const file = commandFile(commandsFolder, name);
  if (!file) {
    throw new Failure(
      `${name ? `There is no command "${name}".` : 'Name a command.'} There are:\n${commandList(commandsFolder)}`,
      usageExitCode,
    );
  }
  const lockFolder = join(root, '.mutua');
  await ensurePackages({ folder: root, name: 'the packages', lockFolder });
  if (name === 'check' || name === 'test')
    await ensurePackages({ folder: join(root, 'tools', 'boundaries'), name: 'the import checker', lockFolder });
  return await execute(nodeProgram(root), file, args);
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
