/**
 * Plain limit orders: the same mix at the same depth through both engines, and through a bare book to see how far the loop is away. Orders
 * are made before the clock starts, in the form each engine takes. plain-*: placing, cancelling and taking, all that production runs for it
 * (checks, state hash, events). plain-whole-*: the payouts of what was filled too, which the baseline does not know.
 */
import type { Id } from '@mutua/kernel';
import { OrderBook, Side } from 'nodejs-order-book';
import { type Command, composeMarket } from '../../services/matching/src/compose-market.ts';
import { BareBook } from './bare-book.ts';
import { type BenchOptions, collect, comparedMetric, cpuSeconds, emit, median } from './harness.ts';
import { diceOf, type PlainOrder, plainBook, plainCommand, plainMix } from './matching-load.ts';

const depths = [
  { name: '1e3', depth: 1_000, target: 12, baselineOrders: 20_000 },
  { name: '1e4', depth: 10_000, target: 15, baselineOrders: 20_000 },
  { name: '1e5', depth: 100_000, target: 30, baselineOrders: 20_000 },
  // A cancellation there looks at 5,000 orders of its level.
  { name: '1e6', depth: 1_000_000, target: 300, baselineOrders: 600 },
] as const;

const chunk = 20_000;
/** Chunks in a shallow book before anything is measured: it takes some ten of them until all code is compiled. */
const warmUps = 24;
/** Chunks in each new book that are not measured: code that knew one book only is compiled again. */
const settling = 3;

/** Seconds of CPU for so many orders, and for the payouts that followed. */
type Cost = { readonly orders: number; readonly seconds: number; readonly payouts: number };

type Driver = { load(orders: readonly PlainOrder[]): void; cost(orders: readonly PlainOrder[]): Cost };

const costOf = (orders: number, work: () => void): Cost => {
  const startedAt = cpuSeconds();
  work();
  return { orders, seconds: cpuSeconds() - startedAt, payouts: 0 };
};

type Limit = Parameters<OrderBook['limit']>[0];

/** An order as the baseline takes it; the id alone cancels. */
const theirOrder = (order: PlainOrder): Limit | string =>
  order.kind === 'cancel' ? order.id : { id: order.id, side: order.isBid ? Side.BUY : Side.SELL, size: order.size, price: order.price };

const theirs = (limit: number): Driver => {
  const book = new OrderBook();
  const send = (order: Limit | string): void => {
    if (typeof order === 'string') book.cancel(order);
    else book.limit(order);
  };
  return {
    load(orders) {
      for (const order of orders) send(theirOrder(order));
    },
    cost(orders) {
      const ready = orders.slice(0, limit).map(theirOrder);
      return costOf(ready.length, () => ready.forEach(send));
    },
  };
};

/** Requests that are full are paid out after each chunk, so that the depth stays what it is. */
const ours = (): Driver => {
  const market = composeMarket();
  let filled: Id<'loanRequest'>[] = [];
  const send = (command: Command): void => {
    const events = market.apply(command);
    if (events === undefined) return;
    for (const event of events) if (event.type === 'request-filled') filled.push(event.requestId);
  };
  const payOut = (): void => {
    for (const requestId of filled) market.apply({ type: 'settle-request', requestId });
    filled = [];
  };
  return {
    load(orders) {
      for (const order of orders) send(plainCommand(order));
      payOut();
    },
    cost(orders) {
      const commands = orders.map(plainCommand);
      const placed = costOf(commands.length, () => commands.forEach(send));
      return { ...placed, payouts: costOf(filled.length, payOut).seconds };
    },
  };
};

const bare = (capacity: number): Driver => {
  const book = new BareBook(capacity);
  const numbers = new Map<string, number>();
  const numbered = (orders: readonly PlainOrder[]) =>
    orders.map((order) => {
      const number = numbers.get(order.id) ?? numbers.size;
      numbers.set(order.id, number);
      return order.kind === 'cancel'
        ? { number, isBid: order.isBid, size: 0, level: 0 }
        : { number, isBid: order.isBid, size: order.size, level: Math.round((order.price - 50_000) / 500) };
    });
  const send = ({ number, isBid, size, level }: ReturnType<typeof numbered>[number]): void =>
    size === 0 ? book.remove(number, isBid) : book.add(number, isBid, size, level);
  return {
    load: (orders) => numbered(orders).forEach(send),
    cost(orders) {
      const list = numbered(orders);
      return costOf(list.length, () => list.forEach(send));
    },
  };
};

const plainRate = ({ orders, seconds }: Cost): number => orders / seconds;
const wholeRate = ({ orders, seconds, payouts }: Cost): number => orders / (seconds + payouts);

const engines = ['theirs', 'ours', 'bare'] as const;
type Costs = Readonly<Record<(typeof engines)[number], Cost[]>>;

/** All engines in turn with the same orders. */
const costsAt = ({ depth, baselineOrders }: { depth: number; baselineOrders: number }, measured: number): Costs => {
  const dice = diceOf(depth);
  const mix = plainMix(depth, dice);
  const rounds = settling + measured;
  const drivers = { theirs: theirs(baselineOrders), ours: ours(), bare: bare(depth + rounds * chunk + 16) };
  const resting = plainBook(depth, dice);
  for (const engine of engines) drivers[engine].load(resting);
  // Once, and not in each round: what the collector puts off would be done on the clock of whoever comes next.
  collect();
  const costs: Costs = { theirs: [], ours: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    const orders = mix(chunk);
    for (const engine of engines) {
      const cost = drivers[engine].cost(orders);
      if (round >= settling) costs[engine].push(cost);
    }
  }
  return costs;
};

export const runPlain = async (options: BenchOptions): Promise<void> => {
  costsAt({ depth: 1_000, baselineOrders: chunk }, warmUps);
  for (const { name, depth, target, baselineOrders } of depths) {
    const costs = costsAt({ depth, baselineOrders }, depth < 1_000_000 ? options.rounds * 3 : options.rounds);
    const facts = { bench: 'matching', unit: 'orders/s of CPU' };
    const baseline = costs.theirs.map(plainRate);
    const against = { ...facts, baseline: 'nodejs-order-book', target: `≥ ${target} ×` };
    const candidate = costs.ours.map(plainRate);
    emit(options, comparedMetric({ ...against, metric: `plain-${name}` }, { candidate, baseline }));
    const whole = { ...against, metric: `plain-whole-${name}`, target: 'shown' };
    emit(options, comparedMetric(whole, { candidate: costs.ours.map(wholeRate), baseline }));
    const distance = { ...facts, metric: `bare-${name}`, baseline: 'bare typed-array book', target: 'shown' };
    emit(options, comparedMetric(distance, { candidate, baseline: [median(costs.bare.map(plainRate))] }));
  }
};
