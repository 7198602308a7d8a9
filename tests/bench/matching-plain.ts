/**
 * Plain limit orders: the same mix at the same depth through both engines, and through a bare book to see how far the loop is away.
 * floor-*: the bare book with ids, state hash and events, so what plain-* could reach if it had nothing else to do.
 * plain-*: placing, cancelling and taking, all that production runs for it (checks, state hash, events). plain-whole-*: the payouts of what
 * was filled too, which the baseline does not know.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type BenchOptions, comparedMetric, emit, median } from './harness.ts';
import { type Cost, type EngineName, engineNames } from './matching-plain-engine.ts';

const depths = [
  { name: '1e3', depth: 1_000, target: 12, baselineOrders: 20_000 },
  { name: '1e4', depth: 10_000, target: 15, baselineOrders: 20_000 },
  { name: '1e5', depth: 100_000, target: 30, baselineOrders: 20_000 },
  // A cancellation there looks at 5,000 orders of its level.
  { name: '1e6', depth: 1_000_000, target: 300, baselineOrders: 600 },
] as const;

const chunk = 20_000;
/** Rounds in each process that are not measured: it takes some ten of them until all code is compiled. */
const warmUps = 15;

const engineFile = fileURLToPath(new URL('./matching-plain-engine.ts', import.meta.url));

const start = async (name: EngineName, depth: number): Promise<ChildProcess> => {
  const child = fork(engineFile, [name, String(depth)]);
  await once(child, 'message');
  return child;
};

const costOf = async (child: ChildProcess, orders: number): Promise<Cost> => {
  child.send(orders);
  const [cost] = await once(child, 'message');
  return cost as Cost;
};

const plainRate = ({ orders, seconds }: Cost): number => orders / seconds;
const wholeRate = ({ orders, seconds, payouts }: Cost): number => orders / (seconds + payouts);

type Costs = Readonly<Record<EngineName, Cost[]>>;

/** All engines in turn, round by round, with the same orders. */
const costsAt = async ({ depth, baselineOrders }: { depth: number; baselineOrders: number }, measured: number): Promise<Costs> => {
  const children = {
    theirs: await start('theirs', depth),
    ours: await start('ours', depth),
    floor: await start('floor', depth),
    bare: await start('bare', depth),
  };
  const costs: Costs = { theirs: [], ours: [], floor: [], bare: [] };
  for (let round = -warmUps; round < measured; round += 1) {
    for (const engine of engineNames) {
      const cost = await costOf(children[engine], engine === 'theirs' ? baselineOrders : chunk);
      if (round >= 0) costs[engine].push(cost);
    }
  }
  for (const engine of engineNames) children[engine].disconnect();
  return costs;
};

export const runPlain = async (options: BenchOptions): Promise<void> => {
  for (const { name, depth, target, baselineOrders } of depths) {
    const costs = await costsAt({ depth, baselineOrders }, options.rounds * 3);
    const facts = { bench: 'matching', unit: 'orders/s of CPU' };
    const baseline = costs.theirs.map(plainRate);
    const against = { ...facts, baseline: 'nodejs-order-book', target: `≥ ${target} ×` };
    const candidate = costs.ours.map(plainRate);
    emit(options, comparedMetric({ ...against, metric: `plain-${name}` }, { candidate, baseline }));
    const whole = { ...against, metric: `plain-whole-${name}`, target: 'shown' };
    emit(options, comparedMetric(whole, { candidate: costs.ours.map(wholeRate), baseline }));
    emit(
      options,
      comparedMetric({ ...against, metric: `floor-${name}`, target: 'shown' }, { candidate: costs.floor.map(plainRate), baseline }),
    );
    const distance = { ...facts, metric: `bare-${name}`, baseline: 'bare typed-array book', target: 'shown' };
    emit(options, comparedMetric(distance, { candidate, baseline: [median(costs.bare.map(plainRate))] }));
  }
};
