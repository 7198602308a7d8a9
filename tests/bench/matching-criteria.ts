/** The real work: offers with criteria and caps in 35 cells, at four depths; time per command and memory per resting offer. */
import { type Command, composeMarket, type Market } from '../../services/matching/src/compose-market.ts';
import { type BenchOptions, collect, cpuSecondsOf, emit, median } from './harness.ts';
import { batchSize, criteriaMix, criteriaOffer, diceOf } from './matching-load.ts';

const depths = [
  { name: '1e3', depth: 1_000 },
  { name: '1e4', depth: 10_000 },
  { name: '1e5', depth: 100_000 },
  { name: '1e6', depth: 1_000_000 },
] as const;

const chunk = 20_000;
/** Rounds that are not measured, until all code is compiled. */
const warmUps = 6;

const memory = (): number => {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** A book of so many resting offers, and the bytes it costs for each. */
export const filledMarket = (depth: number): { market: Market; bytesPerOffer: number } => {
  const dice = diceOf(depth);
  const before = memory();
  const market = composeMarket();
  market.apply({ type: 'configure', noteMinimumMinor: 2_500n });
  for (let n = 1; n <= depth; n += 1) market.apply({ type: 'place-offer', terms: criteriaOffer(n, dice) });
  return { market, bytesPerOffer: (memory() - before) / depth };
};

const microsecondsOf = (market: Market, command: Command): number => {
  const began = performance.now();
  market.apply(command);
  return (performance.now() - began) * 1000;
};

export const runCriteria = async (options: BenchOptions): Promise<void> => {
  const cost = new Map<string, number>();
  const report = (metric: string, value: number, unit: string, target?: string) =>
    emit(options, {
      bench: 'matching',
      metric,
      value,
      unit,
      baseline: null,
      baselineValue: null,
      ratio: null,
      ...(target !== undefined && { target }),
    });
  for (const { name, depth } of depths) {
    const { market, bytesPerOffer } = filledMarket(depth);
    const mix = criteriaMix(depth, diceOf(depth + 1));
    const rates: number[] = [];
    const times: number[] = [];
    const measured = options.rounds * 4;
    for (let round = -warmUps; round < measured; round += 1) {
      const isTimed = round % 2 === 0;
      let seconds = 0;
      for (let left = chunk; left > 0; left -= batchSize) {
        const commands = mix(Math.min(left, batchSize));
        if (round >= 0 && isTimed) for (const command of commands) times.push(microsecondsOf(market, command));
        else
          seconds += cpuSecondsOf(() => {
            for (const command of commands) market.apply(command);
          });
      }
      if (round >= 0 && !isTimed) rates.push(chunk / seconds);
    }
    const sorted = Float64Array.from(times).sort();
    const percentile = (p: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
    cost.set(name, 1 / median(rates));
    const isGauged = name === '1e5';
    emit(options, {
      ...{
        bench: 'matching',
        metric: `criteria-${name}`,
        value: median(rates),
        unit: 'commands/s of CPU',
        baseline: null,
        baselineValue: null,
        ratio: null,
      },
      ...{ min: Math.min(...rates), max: Math.max(...rates) },
      ...(isGauged && { target: '≥ 300 k/s' }),
    });
    report(`criteria-${name}-p50`, percentile(0.5), 'µs');
    report(`criteria-${name}-p99`, percentile(0.99), 'µs', isGauged ? '≤ 20 µs' : undefined);
    report(`criteria-${name}-p99.9`, percentile(0.999), 'µs');
    report(`criteria-${name}-memory`, bytesPerOffer, 'B/offer', depth >= 100_000 ? '≤ 200 B' : undefined);
  }
  report('criteria-growth', (cost.get('1e6') ?? 0) / (cost.get('1e3') ?? 1), '× per command, 1e3 to 1e6', '≤ 8 ×');
};
