/**
 * The engine of this instance: the books of the markets it acts for, in memory; commands applied one after the other, everything of a
 * transaction stored in that transaction. A command of another instance's market is filed for it. Memory is never ahead of the database
 * for long: after a rollback the books that were touched are recovered from snapshot and log.
 */
import type { Sql, Tx } from '@mutua/db';
import { assert, ok, type Result } from '@mutua/kernel';
import type { Refusal } from '../domain/apply.ts';
import type { Book } from '../domain/book.ts';
import type { Command } from '../domain/command.ts';
import { emptyBatch } from './batch.ts';
import { drawFor, type Lottery } from './lottery.ts';
import {
  type Execution,
  execute,
  knows,
  type Market,
  type MarketDeps,
  type Markets,
  marketIn,
  recoverMarket,
  saveMarket,
  type Turn,
} from './markets.ts';
import { createMutex, type Mutex } from './mutex.ts';
import type { EngineStore, LogReaderOf, StoreOf } from './ports.ts';
import { catchUp } from './replay.ts';
import { objectOf } from './wire.ts';

export type EngineDeps = MarketDeps & {
  /** All markets of the platform. */
  readonly markets: readonly string[];
  readonly storeOf: StoreOf;
  readonly logOf: LogReaderOf;
  readonly lottery: Lottery;
  /** Called when another engine has taken one of our markets. */
  readonly onFenced: () => void;
  /** Called when the book of a market cannot be recovered: this instance no longer acts for it. */
  readonly onBroken: (market: string, error: unknown) => void;
  /** Reads outside of transactions. */
  readonly sql: Sql;
  /** Runs one unit of work; may run it again after a rollback. */
  readonly run: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
};

export type Engine = {
  /** Acts for the market from now on. Recovers its book and checks it; throws, and does not act, when that fails. */
  take(market: string, epoch: bigint): Promise<void>;
  /** No longer acts for the market, once the transaction at work has ended. */
  drop(market: string): Promise<void>;
  epochOf(market: string): bigint | undefined;
  /**
   * Waits for the turn of the transaction; again in the same one it does nothing. Rows that others wait for are locked before it, never
   * after: who waits for a row while everybody waits for his turn stops the market.
   */
  begin(tx: Tx): Promise<void>;
  /** Stores what the transaction did, if it began. */
  end(tx: Tx): Promise<void>;
  rolledBack(tx: Tx): Promise<void>;
  /**
   * Between begin and end, once the events of the transaction are this consumer's: applies what was filed for our markets before, then the
   * command; a command of a market that is not ours is filed. A refusal that is a lost race, or that is told, is recorded and ok.
   */
  submit(market: string, command: Command, eventId: string | null): Promise<Result<undefined, Refusal>>;
  /** Between begin and end: applies the command as it is, to a market of ours. */
  execute(market: string, command: Command, eventId: string | null): Result<undefined, Refusal>;
  /** The market that knows the offer or request, or has a command about it waiting. Between begin and end. */
  marketOf(id: string): Promise<string | undefined>;
  /** Markets this instance acts for. */
  readonly held: readonly string[];
  /** One whole transaction around the work: begin, end, and memory that follows a rollback. */
  transact(work: () => Promise<void>): Promise<void>;
  /** Applies what other instances filed for our markets; the number of commands. */
  drain(): Promise<number>;
  /** Reads a committed book of ours; undefined when it is not here. */
  read<T>(market: string, look: (book: Book) => T): Promise<T | undefined>;
};

/** Another engine has taken over. The code says to the runner that this passes by itself, so that no event is blamed for it. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
  readonly code = '57P03';

  constructor() {
    super('another engine has taken over');
  }
}

/** Filed commands that one transaction takes. */
const drainMax = 500;

type State = { epochs: ReadonlyMap<string, bigint>; markets: Markets; turn: Turn | undefined };

export function createEngine(deps: EngineDeps): Engine {
  const mutex = createMutex();
  const state: State = { epochs: new Map(), markets: new Map(), turn: undefined };
  const engine: Engine = {
    ...hooksOf(deps, state, mutex),
    async take(market, epoch) {
      await take(deps, state, { market, epoch, mutex });
      // The first transaction of a new market writes the beginning of its log.
      if (state.markets.get(market)?.book.seq === 0) await engine.transact(async () => undefined);
    },
    async drop(market) {
      const release = await mutex.acquire();
      forget(state, market);
      release();
    },
    epochOf: (market) => state.epochs.get(market),
    submit: (market, command, eventId) => submit(deps, turnOf(state), { market, command, eventId }),
    execute: (market, command, eventId) => execute(deps, turnOf(state), { market, command, eventId }),
    marketOf: (id) => marketOf(deps, turnOf(state), id),
    get held() {
      return [...state.epochs.keys()];
    },
    transact: (work) => transact(deps, engine, work),
    async drain() {
      if (state.epochs.size === 0 || !(await deps.logOf(deps.sql).hasFiled([...state.epochs.keys()]))) return 0;
      let drained = 0;
      await engine.transact(async () => {
        drained = await drainOnce(deps, turnOf(state));
      });
      return drained;
    },
    async read(market, look) {
      if (!state.epochs.has(market)) return undefined;
      // Rolled back just now: an empty transaction recovers the book.
      if (!state.markets.has(market) && state.turn === undefined) await engine.transact(async () => undefined);
      const release = await mutex.acquire();
      try {
        const found = state.markets.get(market);
        return found === undefined ? undefined : look(found.book);
      } finally {
        release();
      }
    },
  };
  return engine;
}

function openTurn({ storeOf }: EngineDeps, tx: Tx, release: () => void): Turn {
  const gathered = { events: [], filed: [], storing: undefined, drained: undefined, isBehind: false };
  return { tx, store: storeOf(tx), markets: new Map(), begunAt: new Map(), ...gathered, release };
}

function turnOf({ turn }: State): Turn {
  assert(turn !== undefined, 'a command runs inside a transaction');
  return turn;
}

/** What happens around each transaction: one at a time, and memory that follows its end. */
function hooksOf(deps: EngineDeps, state: State, mutex: Mutex): Pick<Engine, 'begin' | 'end' | 'rolledBack'> {
  const finish = (turn: Turn): void => {
    if (state.turn !== turn) return;
    state.turn = undefined;
    turn.release();
  };
  return {
    async begin(tx) {
      if (state.turn?.tx === tx) return;
      const release = await mutex.acquire();
      const turn = openTurn(deps, tx, release);
      state.turn = turn;
      tx.afterCommit(() => finish(turn));
      await enter(deps, state, turn);
    },
    async end(tx) {
      const { turn } = state;
      if (turn?.tx !== tx) return;
      const { store, markets, filed, storing, events } = turn;
      if (filed.length > 0) await store.file(filed);
      await Promise.all([storing, ...[...markets.values()].map((market) => saveMarket(deps, store, market)), tx.outbox.append(events)]);
    },
    async rolledBack(tx) {
      const { turn } = state;
      if (turn?.tx !== tx) return;
      for (const [name, { book }] of turn.markets) if (turn.begunAt.get(name) !== book.seq) state.markets.delete(name);
      for (const market of turn.markets.values()) market.batch = emptyBatch();
      finish(turn);
    },
  };
}

/** Applies the command, or files it for the instance that runs its market. */
async function submit(deps: EngineDeps, turn: Turn, { market, command, eventId }: Execution): Promise<Result<undefined, Refusal>> {
  await drainOnce(deps, turn);
  const found = turn.markets.get(market);
  if (found === undefined || turn.isBehind) {
    turn.filed.push({ market, command, eventId });
    return ok(undefined);
  }
  const done = execute(deps, turn, { market, command: await drawFor(deps.lottery, turn.tx, { book: found.book, command }), eventId });
  // Now and then answers of the server come in, and what there is to store goes out.
  if (found.batch.log.length % deps.storeEvery === 0) await turn.store.sent();
  return done;
}

function forget(state: State, market: string): void {
  state.epochs = new Map([...state.epochs].filter(([held]) => held !== market));
  state.markets.delete(market);
}

type Taking = { readonly market: string; readonly epoch: bigint; readonly mutex: Mutex };

/** The book is replayed outside of the lock first: other markets go on meanwhile, and only the last commands remain. */
async function take(deps: EngineDeps, state: State, { market, epoch, mutex }: Taking): Promise<void> {
  const early = await recoverMarket(deps.logOf(deps.sql), market);
  const release = await mutex.acquire();
  try {
    await deps.run(async (tx) => {
      const store = deps.storeOf(tx);
      if (!(await store.assertEpochs(new Map([[market, epoch]])))) throw new FencedError();
      await catchUp(store, early.book);
    });
    state.epochs = new Map([...state.epochs, [market, epoch] as const].sort(([a], [b]) => (a < b ? -1 : 1)));
    state.markets.set(market, early);
  } finally {
    release();
  }
}

/** The first statements of a transaction: it may write for our markets, and their books are in memory. */
async function enter(deps: EngineDeps, state: State, turn: Turn): Promise<void> {
  const { tx, store, markets, begunAt } = turn;
  const { epochs } = state;
  if (epochs.size === 0) return;
  // A frozen engine must not keep the rows locked for long: the server ends its transaction, and another one takes over.
  const [, isOurs] = await Promise.all([tx.run("set local idle_in_transaction_session_timeout = '10s'"), store.assertEpochs(epochs)]);
  if (!isOurs) {
    deps.onFenced();
    throw new FencedError();
  }
  for (const name of epochs.keys()) {
    const market = state.markets.get(name) ?? (await recovered(deps, store, { state, name }));
    state.markets.set(name, market);
    markets.set(name, market);
    begunAt.set(name, market.book.seq);
    const command = { type: 'configure', noteMinimumMinor: deps.noteMinimumMinor } as const;
    if (market.book.seq === 0) execute(deps, turn, { market: name, command, eventId: null });
  }
}

/** One market that cannot be recovered is no longer ours; the others go on without it. */
async function recovered(deps: EngineDeps, store: EngineStore, { state, name }: { state: State; name: string }): Promise<Market> {
  try {
    return await recoverMarket(store, name);
  } catch (error) {
    forget(state, name);
    deps.onBroken(name, error);
    throw new FencedError();
  }
}

/** Once for each transaction, before its first command. */
function drainOnce(deps: EngineDeps, turn: Turn): Promise<number> {
  turn.drained ??= drainInto(deps, turn);
  return turn.drained;
}

/** Applies filed commands in the order they were filed. One that is wrong is recorded with its code: there is no event to keep aside. */
async function drainInto(deps: EngineDeps, turn: Turn): Promise<number> {
  const held = [...turn.markets.keys()];
  const filed = held.length === 0 ? [] : await turn.store.takeFiled(held, drainMax);
  // What was filed comes first: with more of it left, the commands of this transaction line up behind it.
  turn.isBehind = filed.length === drainMax;
  for (const { market, command, eventId } of filed) {
    const { book, batch } = marketIn(turn, market);
    const done = execute(deps, turn, { market, command: await drawFor(deps.lottery, turn.tx, { book, command }), eventId });
    if (!done.ok) batch.refusals.push({ afterSeq: book.seq, command, code: done.error.code, eventId, at: deps.clock.now() });
  }
  return filed.length;
}

/** Own books first, then what was filed a moment ago, then the tables. */
async function marketOf(deps: EngineDeps, turn: Turn, id: string): Promise<string | undefined> {
  await drainOnce(deps, turn);
  for (const [name, { book }] of turn.markets) if (knows(book, id)) return name;
  // With every market here and nothing waiting, what no book knows is over: no table has to say where it was.
  if (turn.markets.size === deps.markets.length && !turn.isBehind) return undefined;
  const filed = turn.filed.find(({ command }) => objectOf(command) === id);
  return filed?.market ?? (await turn.store.whereIs(id));
}

async function transact(deps: EngineDeps, engine: Engine, work: () => Promise<void>): Promise<void> {
  let begun: Tx | undefined;
  const undo = async (): Promise<void> => {
    if (begun !== undefined) await engine.rolledBack(begun);
    begun = undefined;
  };
  try {
    await deps.run(async (tx) => {
      await undo();
      begun = tx;
      await engine.begin(tx);
      await work();
      await engine.end(tx);
    });
  } catch (error) {
    await undo();
    throw error;
  }
}
