/**
 * Plain limit orders: the same mix at the same depth through both engines, and through a bare book to see how far the loop is away. Orders
 * are made before the clock starts, in the form each engine takes. Ours also checks, hashes, tells events and settles what is full.
 */
import { OrderBook, Side } from 'nodejs-order-book';
import { type Command, composeMarket } from '../../services/matching/src/compose-market.ts';
import { BareBook } from './bare-book.ts';
import { type BenchOptions, collect, comparedMetric, cpuSeconds, emit, median } from './harness.ts';
import { diceOf, type PlainOrder, plainBook, plainCommand, plainMix } from './matching-load.ts';

const depths = [
  { name: '1e3', depth: 1_000, target: 12 },
  { name: '1e4', depth: 10_000, target: 15 },
  { name: '1e5', depth: 100_000, target: 30 },
  { name: '1e6', depth: 1_000_000, target: 300 },
] as const;

const chunk = 20_000;
const warmUps = 3;

/** The baseline stops earlier where it is slow; all figures are orders per second of CPU. */
const windowSeconds = 0.5;

type Driver = { load(orders: readonly PlainOrder[]): void; rate(orders: readonly PlainOrder[]): number };

const perSecond = (count: number, startedAt: number): number => count / (cpuSeconds() - startedAt);

type Limit = Parameters<OrderBook['limit']>[0];

/** An order as the baseline takes it; the id alone cancels. */
const theirOrder = (order: PlainOrder): Limit | string =>
  order.kind === 'cancel' ? order.id : { id: order.id, side: order.isBid ? Side.BUY : Side.SELL, size: order.size, price: order.price };

const theirs = (): Driver => {
  const book = new OrderBook();
  const send = (order: Limit | string): void => {
    if (typeof order === 'string') book.cancel(order);
    else book.limit(order);
  };
  return {
    load(orders) {
      for (const order of orders) send(theirOrder(order));
    },
    rate(orders) {
      const ready = orders.map(theirOrder);
      collect();
      const startedAt = cpuSeconds();
      let done = 0;
      for (const order of ready) {
        send(order);
        done += 1;
        if (done % 256 === 0 && cpuSeconds() - startedAt > windowSeconds) break;
      }
      return perSecond(done, startedAt);
    },
  };
};

/** Requests that are full are paid out at once, as an order that is filled is over; that is inside the time. */
const ours = (): Driver => {
  const market = composeMarket();
  const send = (command: Command): void => {
    const events = market.apply(command);
    if (events === undefined) return;
    for (const event of events) if (event.type === 'request-filled') market.apply({ type: 'settle-request', requestId: event.requestId });
  };
  return {
    load(orders) {
      for (const order of orders) send(plainCommand(order));
    },
    rate(orders) {
      const commands = orders.map(plainCommand);
      collect();
      const startedAt = cpuSeconds();
      for (const command of commands) send(command);
      return perSecond(commands.length, startedAt);
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
    rate(orders) {
      const list = numbered(orders);
      const startedAt = cpuSeconds();
      for (const order of list) send(order);
      return perSecond(list.length, startedAt);
    },
  };
};

export const runPlain = async (options: BenchOptions): Promise<void> => {
  for (const { name, depth, target } of depths) {
    const dice = diceOf(depth);
    const mix = plainMix(depth, dice);
    const rounds = options.rounds * 3 + warmUps;
    const drivers = { theirs: theirs(), ours: ours(), bare: bare(depth + rounds * chunk + 16) };
    const resting = plainBook(depth, dice);
    for (const driver of Object.values(drivers)) driver.load(resting);
    const rates = { theirs: [] as number[], ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const orders = mix(chunk);
      for (const key of ['theirs', 'ours', 'bare'] as const) {
        const rate = drivers[key].rate(orders);
        if (round >= warmUps) rates[key].push(rate);
      }
    }
    const facts = { bench: 'matching', unit: 'orders/s of CPU', target: `≥ ${target} ×` };
    const compared = { candidate: rates.ours, baseline: rates.theirs };
    emit(options, comparedMetric({ ...facts, metric: `plain-${name}`, baseline: 'nodejs-order-book' }, compared));
    const distance = { metric: `bare-${name}`, baseline: 'bare typed-array book', target: 'shown' };
    emit(options, comparedMetric({ ...facts, ...distance }, { candidate: rates.ours, baseline: [median(rates.bare)] }));
  }
};
