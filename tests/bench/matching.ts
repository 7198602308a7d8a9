/**
 * The matching engine in process: plain limit orders and a sweep of 400 offers against nodejs-order-book, the real work with criteria, and
 * recovery. `npm run bench -- matching [plain|sweep|criteria|recovery]`. Each part is a process of its own, so that none collects the
 * garbage of another, and has its memory as the service has it.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchOptions } from './harness.ts';
import { runCriteria } from './matching-criteria.ts';
import { runDurable, runStoredRecovery } from './matching-durable.ts';
import { runPlain } from './matching-plain.ts';
import { runRecovery } from './matching-recovery.ts';
import { runSweep } from './matching-sweep.ts';

const parts: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  plain: runPlain,
  sweep: runSweep,
  criteria: runCriteria,
  recovery: runRecovery,
  'stored-recovery': runStoredRecovery,
  durable: runDurable,
};

/** As k8s starts the service; both engines have it. */
const largePages = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };
const roomForGarbage = ['--min-semi-space-size=32', '--max-semi-space-size=32'];

const file = fileURLToPath(import.meta.url);

export const run = async (options: BenchOptions): Promise<void> => {
  const wanted = options.args.length === 0 ? Object.keys(parts) : options.args;
  for (const name of wanted) {
    if (parts[name] === undefined) throw new RangeError(`matching has the parts ${Object.keys(parts).join(', ')}`);
    const asInK8s = { env: { ...process.env, ...largePages }, execArgv: [...process.execArgv, ...roomForGarbage] };
    const child = fork(file, [name, JSON.stringify(options)], asInK8s);
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`the benchmark matching ${name} ended with ${code}`);
  }
};

if (import.meta.main) {
  const [name = '', options = '{}'] = process.argv.slice(2);
  await parts[name]?.(JSON.parse(options));
  process.disconnect();
}
