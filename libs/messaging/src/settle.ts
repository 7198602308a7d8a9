/** Settles kept events: by the runner when their time has come, by a person with replay and discard. Each in one transaction with its effect. */
import { type Database, isTransient, type Tx } from '@mutua/db';
import { type Ids, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import {
  type Cause,
  checkTurn,
  type DeadLetter,
  type DeadLetterRejection,
  findDeadLetter,
  keep,
  settleDeadLetter,
} from './dead-letters.ts';
import { type Handlers, type Heading, handleEvent, PoisonError, TransientError } from './handlers.ts';
import { lockPositions, movePositions, streamOf } from './inbox.ts';

export type SettleContext = {
  readonly db: Database;
  readonly consumer: string;
  readonly handlers: Handlers;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Something was kept or released: other events may go on now. */
  readonly onKept: () => void;
};
/** A unit of work, with the hooks of the runner around it; `ready` once the one that begins it is through. */
export type Transaction = (work: (tx: Tx, ready: Promise<void>) => Promise<void>, events?: readonly Heading[]) => Promise<void>;
export type Settled = Result<{ deadLetterId: string }, Rejection<DeadLetterRejection>>;

/** With the delays below: about an hour. */
const retriesMax = 64;
/** Doubling from one second to one minute. */
export const retryAfterMs = (attempts: number): number => Math.min(500 * 2 ** attempts, 60_000);

/** The code that a failure is kept under. */
export const failureCode = (error: unknown): string => {
  if (error instanceof PoisonError) return error.code;
  return error instanceof TransientError ? 'event.not_yet' : 'event.handler_failed';
};
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
/** The database is away or was in conflict: nothing is known about the event. */
export const isOutage = (error: unknown): boolean => isTransient(error) && !(error instanceof TransientError);

/** A parked or retried event: settled (the answer is true), or kept with one more attempt. */
export const retryLetter = async (context: SettleContext, letter: DeadLetter, transaction: Transaction): Promise<boolean> => {
  try {
    return await replayIn(context, transaction, (tx) => openTurn(tx, context, letter.deadLetterId));
  } catch (error) {
    if (isOutage(error)) return false;
    await keepAgain(context, letter, error);
    return false;
  }
};

/** The turn of a letter that nobody has given up on. */
const openTurn = async (tx: Tx, { consumer }: SettleContext, deadLetterId: string): Promise<DeadLetter | undefined> => {
  const turn = await turnOf(tx, consumer, deadLetterId);
  return turn.ok && turn.value.status !== 'dead' ? turn.value : undefined;
};

const replayIn = async (
  context: SettleContext,
  transaction: Transaction,
  find: (tx: Tx) => Promise<DeadLetter | undefined>,
): Promise<boolean> => {
  const outcome = { isSettled: false };
  await transaction(async (tx, ready) => {
    await ready;
    const letter = await find(tx);
    outcome.isSettled = letter !== undefined;
    if (letter) await settle(tx, context, { letter, status: 'replayed' });
  });
  return outcome.isSettled;
};

const keepAgain = async ({ db, consumer, ids, logger }: SettleContext, { event, attempts: before }: DeadLetter, error: unknown) => {
  const attempts = before + 1;
  const isFinal = !(error instanceof TransientError) || attempts > retriesMax;
  const told = { code: failureCode(error), detail: messageOf(error), attempts };
  const cause: Cause = isFinal ? { status: 'dead', ...told } : { status: 'retrying', ...told, retryInMs: retryAfterMs(attempts) };
  logger.warn({ err: error, event: event.name, aggregateId: event.aggregateId, status: cause.status }, 'a kept event failed again');
  await db.run((tx) => keep(tx, { consumer, deadLetterId: ids.next('deadLetter'), event, cause }));
};

/** Handles the event now. Throws only when the database is away. */
export const replayLetter = async (context: SettleContext, deadLetterId: string, transaction: Transaction): Promise<Settled> => {
  const outcome: { answer: Settled } = { answer: reject('dead_letter.not_found') };
  try {
    await replayIn(context, transaction, async (tx) => {
      const turn = await turnOf(tx, context.consumer, deadLetterId);
      outcome.answer = turn.ok ? ok({ deadLetterId }) : turn;
      return turn.ok ? turn.value : undefined;
    });
  } catch (error) {
    if (isOutage(error)) throw error;
    context.logger.warn({ err: error, deadLetterId }, 'a replayed event failed again');
    return reject('dead_letter.failed_again', { cause: failureCode(error), detail: messageOf(error) });
  }
  return outcome.answer;
};

/** Steps over the event for good. */
export const discardLetter = (context: SettleContext, deadLetterId: string): Promise<Settled> =>
  context.db.run(async (tx) => {
    const turn = await turnOf(tx, context.consumer, deadLetterId);
    if (!turn.ok) return turn;
    await settle(tx, context, { letter: turn.value, status: 'discarded' });
    return ok({ deadLetterId });
  });

const turnOf = async (tx: Tx, consumer: string, deadLetterId: string): Promise<Result<DeadLetter, Rejection<DeadLetterRejection>>> => {
  const seen = await findDeadLetter(tx, consumer, deadLetterId);
  if (seen === undefined) return reject('dead_letter.not_found');
  // The position first and the letter second, as the live path does: two orders would be a deadlock.
  const stream = streamOf(seen.event);
  const positions = await lockPositions(tx, consumer, [stream]);
  const letter = await findDeadLetter(tx, consumer, deadLetterId, 'locked');
  return checkTurn(letter, positions.get(stream) ?? 0n);
};

type Settlement = { readonly letter: DeadLetter; readonly status: 'replayed' | 'discarded' };

/** Replaying handles the event, discarding only moves past it; a version that was handled meanwhile is a duplicate. */
const settle = async (tx: Tx, { consumer, handlers, onKept }: SettleContext, { letter, status }: Settlement): Promise<void> => {
  const { aggregateVersion } = letter.event;
  const stream = streamOf(letter.event);
  const positions = await lockPositions(tx, consumer, [stream]);
  if (aggregateVersion > (positions.get(stream) ?? 0n)) {
    if (status === 'replayed') await handleEvent(handlers, letter.event, tx);
    movePositions(tx, consumer, { from: positions, to: new Map([[stream, aggregateVersion]]) });
  }
  await settleDeadLetter(tx, letter.deadLetterId, status);
  tx.afterCommit(onKept);
};
