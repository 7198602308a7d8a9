/** What a service does with events: one handler per event name, inside the transaction that also moves the inbox. */
import { type EventData, type EventName, isEventName, parseEvent, topicOf } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import type { Rejection, Result } from '@mutua/kernel';
import type { EventEnvelope } from './wire.ts';

/** A rejection is a business refusal that nobody waits for: it becomes a dead letter with its code. */
export type HandlerAnswer = Promise<void> | Promise<Result<unknown, Rejection> | undefined>;
export type Handlers = { readonly [N in EventName]?: (event: EventEnvelope<EventData<N>>, tx: Tx) => HandlerAnswer };

/**
 * Called once per transaction of the runner; `rolledBack` after any rollback, so that memory can follow. Transactions run side by side:
 * `rolledBack` names the one that `begin` was called with, and is not called for one that never began.
 */
export type Hooks = {
  /** `events` are those that may be handled in this transaction, so that what they need can be loaded at once. */
  begin?(tx: Tx, events: readonly Heading[]): Promise<void>;
  end?(tx: Tx): Promise<void>;
  rolledBack?(tx: Tx): Promise<void>;
};
export type Heading = Pick<EventEnvelope, 'name' | 'aggregateId'>;

/** Thrown by a handler that must be tried again, such as when a fact of another aggregate has not arrived yet. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

/** An event that no number of tries will get through: a broken contract, an unknown name, a refusal. */
export class PoisonError extends Error {
  override readonly name = 'PoisonError';
  readonly code: string;

  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}

export const topicsOf = (handlers: Handlers): readonly string[] => [...new Set(Object.keys(handlers).filter(isEventName).map(topicOf))];

type Loose = (event: EventEnvelope, tx: Tx) => HandlerAnswer;

/** Validates and handles one event; a known event without a handler is nobody's business here. */
export const handleEvent = async (
  handlers: Handlers,
  event: EventEnvelope<undefined> & { readonly text: string },
  tx: Tx,
): Promise<void> => {
  if (!isEventName(event.name)) throw new PoisonError('event.unknown', `no contract for ${event.name}`);
  const handler = handlers[event.name] as Loose | undefined;
  if (handler === undefined) return;
  const parsed = parseEvent(event.name, parseJson(event));
  if (!parsed.ok) throw new PoisonError(parsed.error.code, parsed.error.issues.map(({ path, message }) => `${path} ${message}`).join('; '));
  const answer = await handler({ ...event, data: parsed.value }, tx);
  if (answer && !answer.ok)
    throw new PoisonError(
      answer.error.code,
      JSON.stringify(answer.error.details, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
    );
};

const parseJson = ({ text }: { text: string }): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new PoisonError('event.unreadable', 'the value is not JSON');
  }
};
