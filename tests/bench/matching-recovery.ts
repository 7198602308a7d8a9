/** A million resting offers back from a snapshot, then 100,000 commands of the log: how long a market stands still when its engine died. */
import { restoreMarket } from '../../services/matching/src/compose-market.ts';
import { type BenchOptions, emit, median } from './harness.ts';
import { filledMarket } from './matching-criteria.ts';
import { criteriaMix, diceOf } from './matching-load.ts';

const depth = 1_000_000;
const commands = 100_000;

export const runRecovery = async (options: BenchOptions): Promise<void> => {
  const snapshot = filledMarket(depth).market.snapshot();
  const log = criteriaMix(depth, diceOf(7))(commands);
  const seconds: number[] = [];
  const hashes = new Set<string>();
  for (let round = 0; round < Math.min(3, options.rounds); round += 1) {
    const startedAt = performance.now();
    const market = restoreMarket(snapshot);
    for (const command of log) market.apply(command);
    seconds.push((performance.now() - startedAt) / 1000);
    hashes.add(market.hash());
  }
  if (hashes.size !== 1) throw new RangeError('a recovered market is always the same');
  const figures = { min: Math.min(...seconds), max: Math.max(...seconds), baseline: null, baselineValue: null, ratio: null };
  emit(options, { bench: 'matching', metric: 'recovery', value: median(seconds), unit: 's', ...figures, target: '≤ 5 s' });
  const size = { value: snapshot.byteLength / depth, unit: 'B/offer', baseline: null, baselineValue: null, ratio: null };
  emit(options, { bench: 'matching', metric: 'snapshot', ...size });
};
