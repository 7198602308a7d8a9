/**
 * `npm run generate [-- --release]`: contracts → generated types and documents; a release also becomes the baseline.
 * Safe to run from several terminals at once: one writer at a time.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateAll, write } from '../../tools/codegen/generate.ts';

const root = join(import.meta.dirname, '..', '..');
const lockFile = join(root, '.mutua', 'generate.lock');

/** Generates and writes; the exit code is 1 when a contract has a problem (everything else is still written). */
async function run(args: readonly string[]): Promise<number> {
  const contracts = join(root, 'libs', 'contracts');
  const release = await lock();
  try {
    const { files, events, problems } = await generateAll(contracts);
    const changed = write(join(contracts, 'src', 'generated'), files, { prune: problems.length === 0 });
    console.log(changed.length === 0 ? 'generated files are up to date' : `written: ${changed.join(', ')}`);
    if (args.includes('--release') && problems.length === 0) {
      const released = new Map([...files].filter(([name]) => name.endsWith('.openapi.json')));
      released.set('events.json', `${JSON.stringify(events, null, 2)}\n`);
      const written = write(join(contracts, 'baseline'), released, { prune: true });
      console.log(`baseline: ${written.length} files written`);
    }
    for (const problem of problems) console.error(`  problem in ${problem.file}: ${problem.message}`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    release();
  }
}

/** A lock file created exclusively; one left behind by a dead process, or older than two minutes, is taken over. */
async function lock(): Promise<() => void> {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let attempt = 0; attempt < 600; attempt += 1) {
    try {
      const descriptor = openSync(lockFile, 'wx');
      writeSync(descriptor, String(process.pid));
      closeSync(descriptor);
      return () => rmSync(lockFile, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (isAbandoned()) rmSync(lockFile, { force: true });
      else await sleep(100);
    }
  }
  throw new Error(`another generate run holds ${lockFile}`);
}

function isAbandoned(): boolean {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > 120_000) return true;
    const pid = Number(readFileSync(lockFile, 'utf8'));
    if (!Number.isSafeInteger(pid) || pid <= 0) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

process.exitCode = await run(process.argv.slice(2));
