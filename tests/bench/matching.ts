/**
 * The matching engine in process: plain limit orders and a sweep of 400 offers against nodejs-order-book, the real work with criteria, and
 * recovery. `npm run bench -- matching [plain|sweep|criteria|recovery]`.
 */

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

export const run = async (options: BenchOptions): Promise<void> => {
  const wanted = options.args.length === 0 ? Object.keys(parts) : options.args;
  for (const name of wanted) {
    const part = parts[name];
    if (part === undefined) throw new RangeError(`matching has the parts ${Object.keys(parts).join(', ')}`);
    await part(options);
  }
};
