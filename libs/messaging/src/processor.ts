/**
 * Handles events in transactions: many at once when all goes well, one by one when something fails, so that a bad event costs only
 * itself and the later events of its aggregate. What cannot be handled is kept with its cause.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Database, isTransient, type Tx } from '@mutua/db';
import { DefectError, type Ids } from '@mutua/kernel';
import { inSpan, type Logger } from '@mutua/telemetry';
import { type Cause, findDue, keep, type StoredEvent } from './dead-letters.ts';
import { type Handlers, type Hooks, handleEvent, PoisonError, TransientError } from './handlers.ts';
import { lockPositions, movePositions, streamOf } from './inbox.ts';
import {
  discardLetter,
  failureCode,
  isOutage,
  messageOf,
  replayLetter,
  retryAfterMs,
  retryLetter,
  type SettleContext,
  type Settled,
  type Transaction,
} from './settle.ts';
import { together } from './together.ts';

/** Events between two signs of life of a consumer, and of one transaction unless the service says otherwise: locks are held as long. */
export const chunkMax = 200;

export type ProcessorOptions = {
  readonly db: Database;
  readonly consumer: string;
  readonly handlers: Handlers;
  readonly hooks?: Hooks | undefined;
  /** Events of one transaction at most, of several partitions together. */
  readonly transactionMax?: number | undefined;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly onHandled?: (events: number) => void;
};
type Context = ProcessorOptions & SettleContext;

export type Processor = {
  /** Resolves when every event is handled or kept; throws only while the database is away for good or the signal ends it. */
  handle(events: readonly StoredEvent[], alive: { heartbeat(): Promise<void>; signal: AbortSignal }): Promise<void>;
  /** Handles what waits in the dead letters and may go on now; the number of events settled. */
  drain(): Promise<number>;
  /** Whether this process has kept or released an event of late, so that draining may find something. */
  hasKept(): boolean;
  replay(deadLetterId: string): Promise<Settled>;
  discard(deadLetterId: string): Promise<Settled>;
};

const inPlaceTries = 6;
const otherTries = 3;
const firstPauseMs = 20;
const longestPauseMs = 2_000;
const drainMax = 200;
const watchKeptMs = 30_000;

export const createProcessor = (given: ProcessorOptions): Processor => {
  const { db, consumer, hooks, transactionMax = chunkMax } = given;
  let keptAt = Number.NEGATIVE_INFINITY;
  const onKept = (): void => {
    keptAt = performance.now();
  };
  const options: Context = { ...given, onKept };
  const transaction = hookedTransaction(db, hooks);
  const handleChunk = (events: readonly StoredEvent[]) => transaction((tx, ready) => handleIn(tx, { ...options, ready }, events), events);
  const handleOne = (event: StoredEvent, alive: Parameters<Processor['handle']>[1]) =>
    persist(options, { event, alive, handle: () => handleChunk([event]) });
  const handleTogether = together(handleChunk, transactionMax);
  return {
    async handle(events, alive) {
      try {
        await handleTogether(events);
      } catch (error) {
        options.logger.debug({ err: error, events: events.length }, 'a batch failed, its events are handled one by one');
        for (const event of events) await handleOne(event, alive);
      }
    },
    async drain() {
      const due = await findDue(db.sql, consumer, drainMax);
      let settled = 0;
      for (const letter of due) if (await retryLetter(options, letter, transaction)) settled += 1;
      return settled;
    },
    hasKept: () => performance.now() - keptAt < watchKeptMs,
    replay: (deadLetterId) => replayLetter(options, deadLetterId, transaction),
    discard: (deadLetterId) => discardLetter(options, deadLetterId),
  };
};

/** A unit of work with the hooks around it; `rolledBack` for each attempt that began and came to nothing. */
const hookedTransaction =
  (db: Database, hooks: Hooks | undefined): Transaction =>
  async (work, events = []) => {
    let begun: Tx | undefined;
    const undo = async (): Promise<void> => {
      const undone = begun;
      begun = undefined;
      if (undone) await hooks?.rolledBack?.(undone);
    };
    try {
      await db.run(async (tx) => {
        await undo();
        begun = tx;
        const ready = hooks?.begin?.(tx, events) ?? Promise.resolve();
        ready.catch(() => undefined); // told by the work
        await work(tx, ready);
        await hooks?.end?.(tx);
      });
    } catch (error) {
      await undo();
      throw error;
    }
  };

/** One transaction over events in order: duplicates fall away, gaps are parked, the rest is handled. */
const handleIn = async (tx: Tx, options: Context & { readonly ready: Promise<void> }, events: readonly StoredEvent[]): Promise<void> => {
  const { consumer, handlers, ids, onHandled } = options;
  const [positions] = await Promise.all([lockPositions(tx, consumer, events.map(streamOf)), options.ready]);
  const moved = new Map<string, bigint>();
  for (const event of events) {
    const stream = streamOf(event);
    const at = moved.get(stream) ?? positions.get(stream) ?? 0n;
    if (event.aggregateVersion <= at) continue;
    if (event.aggregateVersion > at + 1n) {
      await keep(tx, { consumer, deadLetterId: ids.next('deadLetter'), event, cause: gap(at) });
      options.onKept();
      continue;
    }
    await inSpan(event.name, { traceparent: event.traceparent }, () => handleEvent(handlers, event, tx));
    moved.set(stream, event.aggregateVersion);
  }
  movePositions(tx, consumer, { from: positions, to: moved });
  if (moved.size > 0) tx.afterCommit(() => onHandled?.(events.length));
};

const gap = (at: bigint): Cause => ({
  status: 'parked',
  code: 'event.gap',
  detail: `waits for version ${at + 1n} of its aggregate`,
  attempts: 0,
});

type Persisted = { readonly event: StoredEvent; readonly alive: Parameters<Processor['handle']>[1]; readonly handle: () => Promise<void> };

/** Tries one event: for ever while the database is away, a few times in place otherwise, then keeps it with its cause. */
const persist = async (options: Context, { event, alive, handle }: Persisted): Promise<void> => {
  for (let tried = 1, waitMs = firstPauseMs; ; waitMs = Math.min(waitMs * 2, longestPauseMs)) {
    const error = await failureOf(handle);
    if (error === undefined) return;
    const verdict = verdictOf(error, tried);
    if (verdict.kind === 'keep') {
      options.logger.warn(
        { err: error, event: event.name, aggregateId: event.aggregateId, status: verdict.cause.status },
        'an event was kept aside',
      );
      const kept = await failureOf(() =>
        options.db.run((tx) =>
          keep(tx, { consumer: options.consumer, deadLetterId: options.ids.next('deadLetter'), event, cause: verdict.cause }),
        ),
      );
      options.onKept();
      if (kept === undefined) return;
      if (!isTransient(kept)) throw kept;
    }
    if (verdict.counts) tried += 1;
    await alive.heartbeat();
    await pause(waitMs, undefined, { signal: alive.signal });
  }
};

const failureOf = async (work: () => Promise<void>): Promise<unknown> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new DefectError('a handler threw nothing');
  }
};

type Verdict =
  | { readonly kind: 'again'; readonly counts: boolean }
  | { readonly kind: 'keep'; readonly counts: boolean; readonly cause: Cause };

const verdictOf = (error: unknown, tried: number): Verdict => {
  if (isOutage(error)) return { kind: 'again', counts: false };
  const triesMax = error instanceof PoisonError ? 1 : error instanceof TransientError ? inPlaceTries : otherTries;
  if (tried < triesMax) return { kind: 'again', counts: true };
  const told = { code: failureCode(error), detail: messageOf(error) };
  const cause: Cause =
    error instanceof TransientError
      ? { status: 'retrying', ...told, attempts: 1, retryInMs: retryAfterMs(1) }
      : { status: 'dead', ...told, attempts: tried };
  return { kind: 'keep', counts: false, cause };
};
