/**
 * The engine of this instance: books in memory, commands applied one after the other, everything of a transaction stored in that
 * transaction. Memory is never ahead of the database for long: after a rollback the books are recovered from snapshot and log.
 */
import type { OutboxEvent, Tx } from '@mutua/db';
import { assert, type Clock, ok, type Result } from '@mutua/kernel';
import { apply, type Refusal } from '../domain/apply.ts';
import { type Book, stateHash } from '../domain/book.ts';
import type { Command, RefusalCode } from '../domain/command.ts';
import { clearTouched } from '../domain/snapshot.ts';
import { type Batch, changesOf, emptyBatch, note } from './batch.ts';
import { createMutex } from './mutex.ts';
import type { Publish, StoreOf } from './ports.ts';
import { recoverBook } from './replay.ts';

export type EngineDeps = {
  readonly storeOf: StoreOf;
  readonly publish: Publish;
  readonly clock: Clock;
  /** Commands between two snapshots. */
  readonly snapshotEvery: number;
  /** The note minimum a new market begins with. */
  readonly noteMinimumMinor: bigint;
  /** Called when another engine has taken over. */
  readonly onFenced: () => void;
  /** Runs one unit of work; may run it again after a rollback. */
  readonly run: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
};

export type Engine = {
  /** Begins to act for the markets with these epochs; the books are recovered by the next transaction. */
  take(epochs: ReadonlyMap<string, bigint>): void;
  /** No longer acts: begin is refused until the next take. */
  drop(): void;
  isActive(): boolean;
  epochOf(market: string): bigint | undefined;
  begin(tx: Tx): Promise<void>;
  end(tx: Tx): Promise<void>;
  rolledBack(tx: Tx): Promise<void>;
  /** Between begin and end. A refusal that is a lost race is recorded and ok; one that is a broken command is answered. */
  execute(market: string, command: Command, eventId: string | null): Result<undefined, Refusal>;
  /** The market whose book knows the offer or request; undefined when none does. Between begin and end. */
  marketOf(id: string): string | undefined;
  readonly markets: readonly string[];
  /** One whole transaction around the work: begin, end, and memory that follows a rollback. */
  transact(work: () => Promise<void>): Promise<void>;
  /** Reads a committed book; undefined when this engine does not act for the market. */
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

/** Codes that say the command itself is wrong. All others are lost races. */
const broken: ReadonlySet<RefusalCode> = new Set([
  ...(['request.duplicate', 'request.invalid_terms', 'offer.duplicate', 'offer.invalid_terms', 'market.out_of_sequence'] as const),
]);

type Market = { readonly book: Book; snapshotSeq: number; batch: Batch };
type Markets = Map<string, Market>;
/** A transaction at work. It keeps its own books: what is dropped meanwhile concerns the next one. */
type Turn = { readonly tx: Tx; readonly markets: Markets; readonly events: OutboxEvent[]; readonly release: () => void };
type State = { epochs: ReadonlyMap<string, bigint>; markets: Markets; turn: Turn | undefined };

export function createEngine(deps: EngineDeps): Engine {
  const mutex = createMutex();
  const state: State = { epochs: new Map(), markets: new Map(), turn: undefined };
  const act = (epochs: ReadonlyMap<string, bigint>): void => {
    state.epochs = new Map([...epochs].sort(([a], [b]) => (a < b ? -1 : 1)));
    state.markets = new Map();
  };
  const finish = (turn: Turn): void => {
    if (state.turn !== turn) return;
    state.turn = undefined;
    turn.release();
  };
  const turnOf = (): Turn => {
    assert(state.turn !== undefined, 'a command runs inside a transaction');
    return state.turn;
  };
  const engine: Engine = {
    take: act,
    drop: () => act(new Map()),
    isActive: () => state.epochs.size > 0,
    epochOf: (market) => state.epochs.get(market),
    async begin(tx) {
      const release = await mutex.acquire();
      const turn: Turn = { tx, markets: state.markets, events: [], release };
      state.turn = turn;
      tx.afterCommit(() => finish(turn));
      await enter(deps, turn, state.epochs);
    },
    async end(tx) {
      const turn = turnOf();
      assert(turn.tx === tx, 'the transaction that ends is the one that began');
      const store = deps.storeOf(tx);
      for (const market of turn.markets.values()) await save(deps, store, market);
      await tx.outbox.append(turn.events);
    },
    async rolledBack(tx) {
      const { turn } = state;
      if (turn?.tx !== tx) return;
      state.markets = new Map();
      finish(turn);
    },
    execute: (market, command, eventId) => execute(deps, turnOf(), { market, command, eventId }),
    marketOf: (id) => [...turnOf().markets].find(([, { book }]) => knows(book, id))?.[0],
    get markets() {
      return [...state.epochs.keys()];
    },
    transact: (work) => transact(deps, engine, work),
    async read(market, look) {
      const first = await readNow(market, look);
      if (first !== undefined || !state.epochs.has(market)) return first;
      // Taken over or rolled back just now: an empty transaction recovers the books.
      await engine.transact(async () => undefined);
      return readNow(market, look);
    },
  };
  const readNow = async <T>(market: string, look: (book: Book) => T): Promise<T | undefined> => {
    const release = await mutex.acquire();
    try {
      const found = state.markets.get(market);
      return found === undefined ? undefined : look(found.book);
    } finally {
      release();
    }
  };
  return engine;
}

/** The first statements of a transaction: it may write for the markets, and their books are in memory. */
async function enter(deps: EngineDeps, turn: Turn, epochs: ReadonlyMap<string, bigint>): Promise<void> {
  const { tx, markets } = turn;
  if (epochs.size === 0) throw new FencedError();
  // A frozen engine must not keep the rows locked for long: the server ends its transaction, and another one takes over.
  const store = deps.storeOf(tx);
  const [, isOurs] = await Promise.all([tx.run("set local idle_in_transaction_session_timeout = '10s'"), store.assertEpochs(epochs)]);
  if (!isOurs) {
    deps.onFenced();
    throw new FencedError();
  }
  for (const market of epochs.keys()) {
    if (markets.has(market)) continue;
    const recovered = await recoverBook(store, market);
    markets.set(market, { ...recovered, batch: emptyBatch() });
    const command = { type: 'configure', noteMinimumMinor: deps.noteMinimumMinor } as const;
    if (recovered.book.seq === 0) execute(deps, turn, { market, command, eventId: null });
  }
}

type Execution = { readonly market: string; readonly command: Command; readonly eventId: string | null };

function execute(deps: EngineDeps, turn: Turn, { market, command, eventId }: Execution): Result<undefined, Refusal> {
  const found = turn.markets.get(market);
  assert(found !== undefined, 'the engine acts for the market', { market });
  const { book, batch } = found;
  const numbered = { seq: book.seq + 1, at: deps.clock.now(), command };
  const done = apply(book, numbered);
  if (!done.ok) {
    const { code } = done.error;
    if (broken.has(code)) return done;
    batch.refusals.push({ afterSeq: book.seq, command, code, eventId, at: numbered.at });
    return ok(undefined);
  }
  batch.log.push({ numbered, eventId, stateHash: stateHash(book) });
  for (const [index, event] of done.value.entries()) {
    note(batch, event);
    const published = deps.publish({ market, numbered, index, event, businessDate: book.businessDate });
    if (published !== undefined) turn.events.push(published);
  }
  return ok(undefined);
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

function knows(book: Book, id: string): boolean {
  const ids: { readonly offers: ReadonlyMap<string, unknown>; readonly requests: ReadonlyMap<string, unknown> } = book;
  return ids.offers.has(id) || ids.requests.has(id);
}

async function save(deps: EngineDeps, store: ReturnType<StoreOf>, market: Market): Promise<void> {
  const { book, batch } = market;
  if (batch.log.length === 0 && batch.refusals.length === 0) return;
  const isDue = book.seq - market.snapshotSeq >= deps.snapshotEvery;
  await store.save(changesOf(book, batch, { isDue, at: deps.clock.now() }));
  // Safe before the commit: after a rollback this memory is thrown away.
  if (isDue) market.snapshotSeq = book.seq;
  market.batch = emptyBatch();
  clearTouched(book);
}
