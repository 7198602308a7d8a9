/**
 * Handles events in transactions: many at once when all goes well, one by one when something fails, so that a bad event costs only
 * itself and the later events of its aggregate. What cannot be handled is kept with its cause.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Database, isTransient, type Tx } from '@mutua/db';
import { DefectError, type Ids, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { inSpan, type Logger } from '@mutua/telemetry';
import {
  type Cause,
  checkTurn,
  type DeadLetter,
  type DeadLetterRejection,
  findDeadLetter,
  findDue,
  keep,
  type StoredEvent,
  settleDeadLetter,
} from './dead-letters.ts';
import { type Handlers, type Hooks, handleEvent, PoisonError, TransientError } from './handlers.ts';
import { lockPositions, movePositions, streamOf } from './inbox.ts';

export type ProcessorOptions = {
  readonly db: Database;
  readonly consumer: string;
  readonly handlers: Handlers;
  readonly hooks?: Hooks | undefined;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly onHandled?: (events: number) => void;
};
type Context = ProcessorOptions & { readonly onKept: () => void };

export type Processor = {
  /** Resolves when every event is handled or kept; throws only while the database is away for good or the signal ends it. */
  handle(events: readonly StoredEvent[], alive: { heartbeat(): Promise<void>; signal: AbortSignal }): Promise<void>;
  /** Handles what waits in the dead letters and may go on now; the number of events settled. */
  drain(): Promise<number>;
  /** Whether this process has kept or released an event of late, so that draining may find something. */
  hasKept(): boolean;
  replay(deadLetterId: string): Promise<Result<{ deadLetterId: string }, Rejection<DeadLetterRejection>>>;
  discard(deadLetterId: string): Promise<Result<{ deadLetterId: string }, Rejection<DeadLetterRejection>>>;
};

const inPlaceTries = 6;
const otherTries = 3;
const firstPauseMs = 20;
const longestPauseMs = 2_000;
/** With the delays below: about an hour. */
const retriesMax = 64;
const drainMax = 200;
const watchKeptMs = 30_000;
const retryAfterMs = (attempts: number): number => Math.min(500 * 2 ** attempts, 60_000);

export const createProcessor = (given: ProcessorOptions): Processor => {
  const { db, consumer, hooks } = given;
  let keptAt = Number.NEGATIVE_INFINITY;
  const onKept = (): void => {
    keptAt = performance.now();
  };
  const options: Context = { ...given, onKept };
  const transaction = async (work: (tx: Tx) => Promise<void>): Promise<void> => {
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
        await hooks?.begin?.(tx);
        await work(tx);
        await hooks?.end?.(tx);
      });
    } catch (error) {
      await undo();
      throw error;
    }
  };
  const handleChunk = (events: readonly StoredEvent[]) => transaction((tx) => handleIn(tx, options, events));
  const handleOne = (event: StoredEvent, alive: Parameters<Processor['handle']>[1]) =>
    persist(options, { event, alive, handle: () => handleChunk([event]) });
  return {
    async handle(events, alive) {
      const [first, second] = events;
      if (first && !second) return handleOne(first, alive);
      try {
        await handleChunk(events);
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
    async replay(deadLetterId) {
      const outcome: { answer: Result<{ deadLetterId: string }, Rejection<DeadLetterRejection>> } = {
        answer: reject('dead_letter.not_found'),
      };
      try {
        await transaction(async (tx) => {
          const turn = await turnOf(tx, consumer, deadLetterId);
          outcome.answer = turn.ok ? ok({ deadLetterId }) : turn;
          if (turn.ok) await settle(tx, options, turn.value, 'replayed');
        });
      } catch (error) {
        if (!(error instanceof PoisonError || error instanceof TransientError)) throw error;
        return reject('dead_letter.failed_again', {
          cause: error instanceof PoisonError ? error.code : 'transient',
          detail: error.message,
        });
      }
      return outcome.answer;
    },
    discard: (deadLetterId) =>
      db.run(async (tx) => {
        const turn = await turnOf(tx, consumer, deadLetterId);
        if (!turn.ok) return turn;
        await settle(tx, options, turn.value, 'discarded');
        return ok({ deadLetterId });
      }),
  };
};

/** One transaction over events in order: duplicates fall away, gaps are parked, the rest is handled. */
const handleIn = async (tx: Tx, options: Context, events: readonly StoredEvent[]): Promise<void> => {
  const { consumer, handlers, ids, onHandled } = options;
  const positions = await lockPositions(tx, consumer, events.map(streamOf));
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
  await movePositions(tx, consumer, { from: positions, to: moved });
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
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof PoisonError)
    return { kind: 'keep', counts: false, cause: { status: 'dead', code: error.code, detail, attempts: tried } };
  if (error instanceof TransientError) {
    if (tried < inPlaceTries) return { kind: 'again', counts: true };
    return {
      kind: 'keep',
      counts: false,
      cause: { status: 'retrying', code: 'event.not_yet', detail, attempts: 1, retryInMs: retryAfterMs(1) },
    };
  }
  if (isTransient(error)) return { kind: 'again', counts: false };
  if (tried < otherTries) return { kind: 'again', counts: true };
  return { kind: 'keep', counts: false, cause: { status: 'dead', code: 'event.handler_failed', detail, attempts: tried } };
};

type Transaction = (work: (tx: Tx) => Promise<void>) => Promise<void>;

/** A parked or retried event: handled and settled in one transaction (the answer is true), or kept with one more attempt. */
const retryLetter = async (options: Context, letter: DeadLetter, transaction: Transaction): Promise<boolean> => {
  const error = await failureOf(() =>
    transaction(async (tx) => {
      const turn = await turnOf(tx, options.consumer, letter.deadLetterId);
      if (turn.ok && turn.value.status !== 'dead') await settle(tx, options, turn.value, 'replayed');
    }),
  );
  if (error === undefined) return true;
  if (isTransient(error) && !(error instanceof TransientError)) return false;
  const attempts = letter.attempts + 1;
  const isFinal = !(error instanceof TransientError) || attempts > retriesMax;
  const detail = error instanceof Error ? error.message : String(error);
  const code = error instanceof PoisonError ? error.code : error instanceof TransientError ? 'event.not_yet' : 'event.handler_failed';
  const cause: Cause = isFinal
    ? { status: 'dead', code, detail, attempts }
    : { status: 'retrying', code, detail, attempts, retryInMs: retryAfterMs(attempts) };
  options.logger.warn(
    { err: error, event: letter.event.name, aggregateId: letter.event.aggregateId, status: cause.status },
    'a kept event failed again',
  );
  await options.db.run((tx) =>
    keep(tx, { consumer: options.consumer, deadLetterId: options.ids.next('deadLetter'), event: letter.event, cause }),
  );
  return false;
};

const turnOf = async (tx: Tx, consumer: string, deadLetterId: string): Promise<Result<DeadLetter, Rejection<DeadLetterRejection>>> => {
  // The position first and the letter second, as the live path does: two orders would be a deadlock.
  const seen = await findDeadLetter(tx, consumer, deadLetterId);
  if (seen === undefined) return reject('dead_letter.not_found');
  const stream = streamOf(seen.event);
  const positions = await lockPositions(tx, consumer, [stream]);
  const letter = await findDeadLetter(tx, consumer, deadLetterId, 'locked');
  return checkTurn(letter, positions.get(stream) ?? 0n);
};

/** Replaying handles the event, discarding only moves past it; a version that was handled meanwhile is a duplicate. */
const settle = async (tx: Tx, options: Context, letter: DeadLetter, status: 'replayed' | 'discarded'): Promise<void> => {
  const { aggregateVersion } = letter.event;
  const stream = streamOf(letter.event);
  const positions = await lockPositions(tx, options.consumer, [stream]);
  if (aggregateVersion > (positions.get(stream) ?? 0n)) {
    if (status === 'replayed') await handleEvent(options.handlers, letter.event, tx);
    await movePositions(tx, options.consumer, { from: positions, to: new Map([[stream, aggregateVersion]]) });
  }
  await settleDeadLetter(tx, letter.deadLetterId, status);
  options.onKept(); // others may have waited behind it
};
