/** One request filled by 400 offers out of 100,000: the shape of a loan in small notes. The baseline has a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { OrderBook, Side } from 'nodejs-order-book';
import { composeMarket } from '../../services/matching/src/compose-market.ts';
import { type BenchOptions, comparedMetric, cpuSeconds, emit } from './harness.ts';
import { offerIdOf, sweepOffer, sweepRequest } from './matching-load.ts';

const depth = 100_000;
const width = 400;
const sweeps = 60;
const baselineSweeps = 4;
/** Rounds that are not measured, until all code is compiled. */
const warmUps = 3;

/** Seconds of CPU and milliseconds on the clock of one sweep. */
type Cost = { readonly cpu: number; readonly ms: number };
type Sweeper = { sweep(n: number): Cost };

const costOf = (work: () => void): Cost => {
  const cpuAt = cpuSeconds();
  const startedAt = performance.now();
  work();
  const ms = performance.now() - startedAt;
  return { cpu: cpuSeconds() - cpuAt, ms };
};

const ours = (): Sweeper => {
  const market = composeMarket();
  let next = 0;
  const refill = (count: number) => {
    for (let i = 0; i < count; i += 1) market.apply({ type: 'place-offer', terms: sweepOffer(next++) });
  };
  refill(depth);
  return {
    sweep(n) {
      const command = { type: 'list-request', terms: sweepRequest(n) } as const;
      let events: ReturnType<typeof market.apply>;
      const cost = costOf(() => {
        events = market.apply(command);
      });
      const filled = events?.find((event) => event.type === 'request-filled');
      if (filled?.fills.length !== width) throw new RangeError(`a sweep takes ${width} offers`);
      market.apply({ type: 'settle-request', requestId: command.terms.requestId });
      refill(width);
      return cost;
    },
  };
};

const theirs = (): Sweeper => {
  const book = new OrderBook();
  let next = 0;
  const refill = (count: number) => {
    for (let i = 0; i < count; i += 1, next += 1)
      book.limit({ id: offerIdOf(next), side: Side.SELL, size: 25, price: 50_000 + (next % 100) * 500 });
  };
  refill(depth);
  return {
    sweep() {
      let taken = 0;
      const cost = costOf(() => {
        taken = book.market({ side: Side.BUY, size: 25 * width }).done.length;
      });
      if (taken < width) throw new RangeError(`a sweep takes ${width} orders`);
      refill(width);
      return cost;
    },
  };
};

const file = fileURLToPath(import.meta.url);

export const runSweep = async (options: BenchOptions): Promise<void> => {
  const child = fork(file);
  const theirRound = async (): Promise<Cost[]> => {
    child.send(baselineSweeps);
    const [costs] = await once(child, 'message');
    return costs as Cost[];
  };
  const market = ours();
  let n = 0;
  const ourRound = (): Cost[] => Array.from({ length: sweeps }, () => market.sweep(n++));
  const times: number[] = [];
  const cpuTimes: number[] = [];
  const rates = { candidate: [] as number[], baseline: [] as number[] };
  const rate = (costs: readonly Cost[]): number => (costs.length * width) / costs.reduce((sum, { cpu }) => sum + cpu, 0);
  for (let i = -warmUps; i < options.rounds; i += 1) {
    const [baseline, elapsed] = [await theirRound(), ourRound()];
    if (i < 0) continue;
    rates.baseline.push(rate(baseline));
    rates.candidate.push(rate(elapsed));
    times.push(...elapsed.map(({ ms }) => ms));
    cpuTimes.push(...elapsed.map(({ cpu }) => cpu * 1000));
  }
  child.disconnect();
  const facts = { bench: 'matching', metric: 'sweep-400', unit: 'fills/s of CPU', baseline: 'nodejs-order-book', target: '≥ 100 ×' };
  emit(options, comparedMetric(facts, rates));
  // On the clock a busy machine interrupts; the processor time beside it is the work alone, with its share of collected garbage.
  for (const [metric, values] of [['sweep-400-p99', times] as const, ['sweep-400-p99-cpu', cpuTimes] as const]) {
    values.sort((a, b) => a - b);
    const value = values[Math.floor(values.length * 0.99)] ?? 0;
    emit(options, { bench: 'matching', metric, value, unit: 'ms', baseline: null, baselineValue: null, ratio: null, target: '≤ 1 ms' });
  }
};

if (import.meta.main) {
  const book = theirs();
  process.on('message', (count: number) => process.send?.(Array.from({ length: count }, () => book.sweep(0))));
}
