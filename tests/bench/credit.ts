/** Credit: scores in one process, and decisions from the event to the event. */
import { pipeline } from './credit-pipeline.ts';
import { scores } from './credit-score.ts';
import type { BenchOptions } from './harness.ts';

export const run = async (options: BenchOptions): Promise<void> => {
  await scores(options);
  await pipeline(options);
};
