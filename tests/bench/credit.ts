/** Credit: see credit-pipeline.ts. */
import { pipeline } from './credit-pipeline.ts';
import type { BenchOptions } from './harness.ts';

export const run = async (options: BenchOptions): Promise<void> => {
  await pipeline(options);
};
