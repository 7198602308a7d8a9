/**
 * One engine with its book in a process of its own: the garbage of the others is not collected on its clock. Says what each round of orders
 * cost. Orders are made in the form the engine takes, a batch at a time.
 */
import type { Id } from '@mutua/kernel';
import { OrderBook, Side } from 'nodejs-order-book';
import { type Command, composeMarket } from '../../services/matching/src/compose-market.ts';
import { BareBook } from './bare-book.ts';
import { FloorBook } from './floor-book.ts';
import { cpuSecondsOf } from './harness.ts';
import { batchSize, diceOf, levelOf, type PlainOrder, plainBook, plainCommand, plainMix } from './matching-load.ts';

export const engineNames = ['theirs', 'ours', 'floor', 'bare'] as const;
export type EngineName = (typeof engineNames)[number];

/** Seconds of CPU for so many orders, and for the payouts that followed. */
export type Cost = { readonly orders: number; readonly seconds: number; readonly payouts: number };

/** Takes orders in its own form; `after` follows each batch on a clock of its own. */
type Engine = { prepare(orders: readonly PlainOrder[]): () => void; after(): void };

type Limit = Parameters<OrderBook['limit']>[0];

/** An order as the baseline takes it; the id alone cancels. */
const theirOrder = (order: PlainOrder): Limit | string =>
  order.kind === 'cancel' ? order.id : { id: order.id, side: order.isBid ? Side.BUY : Side.SELL, size: order.size, price: order.price };

const nothing = (): void => undefined;

const theirs = (): Engine => {
  const book = new OrderBook();
  const send = (order: Limit | string): void => {
    if (typeof order === 'string') book.cancel(order);
    else book.limit(order);
  };
  return {
    prepare(orders) {
      const ready = orders.map(theirOrder);
      return () => ready.forEach(send);
    },
    after: nothing,
  };
};

/** Requests that are full are paid out after each batch, so that the depth stays what it is. */
const ours = (): Engine => {
  const market = composeMarket();
  let filled: Id<'loanRequest'>[] = [];
  const send = (command: Command): void => {
    const events = market.apply(command);
    if (events === undefined) return;
    for (const event of events) if (event.type === 'request-filled') filled.push(event.requestId);
  };
  return {
    prepare(orders) {
      const commands = orders.map(plainCommand);
      return () => commands.forEach(send);
    },
    after() {
      for (const requestId of filled) market.apply({ type: 'settle-request', requestId });
      filled = [];
    },
  };
};

const floor = (): Engine => {
  const book = new FloorBook(2_000_000);
  const send = (command: Command): void => {
    book.apply(command);
  };
  return {
    prepare(orders) {
      const commands = orders.map(plainCommand);
      return () => commands.forEach(send);
    },
    after: nothing,
  };
};

const bare = (): Engine => {
  const book = new BareBook(4_000_000);
  const numbers = new Map<string, number>();
  let used = 0;
  const numberOf = (order: PlainOrder): number => {
    const number = numbers.get(order.id) ?? used++;
    if (order.kind === 'cancel') numbers.delete(order.id);
    else numbers.set(order.id, number);
    return number;
  };
  const numbered = (order: PlainOrder) => {
    const number = numberOf(order);
    if (order.kind === 'cancel') return { number, isBid: order.isBid, size: 0, level: 0 };
    return { number, isBid: order.isBid, size: order.size, level: levelOf(order.price) };
  };
  const send = ({ number, isBid, size, level }: ReturnType<typeof numbered>): void =>
    size === 0 ? book.remove(number, isBid) : book.add(number, isBid, size, level);
  return {
    prepare(orders) {
      const ready = orders.map(numbered);
      return () => ready.forEach(send);
    },
    after: nothing,
  };
};

const engines: Readonly<Record<EngineName, () => Engine>> = { theirs, ours, floor, bare };

const serve = (name: EngineName, depth: number): void => {
  const engine = engines[name]();
  const dice = diceOf(depth);
  const mix = plainMix(depth, dice);
  engine.prepare(plainBook(depth, dice))();
  engine.after();
  process.on('message', (orders: number) => {
    const cost = { orders, seconds: 0, payouts: 0 };
    for (let left = orders; left > 0; left -= batchSize) {
      const work = engine.prepare(mix(Math.min(left, batchSize)));
      cost.seconds += cpuSecondsOf(work);
      cost.payouts += cpuSecondsOf(() => engine.after());
    }
    process.send?.(cost);
  });
  process.send?.('ready');
};

// Imported for its types by the benchmark, run as a process by it.
if (import.meta.main) serve(engineNames.find((name) => name === process.argv[2]) ?? 'ours', Number(process.argv[3]));
