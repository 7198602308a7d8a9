/** A unit of work on one connection. Owns begin, commit and rollback; what follows a commit is told after it. */
import type { PoolClient } from 'pg';
import { isConnectionLoss, OutcomeUnknownError } from './errors.ts';
import { appendEvents } from './outbox.ts';
import { type Counter, sqlOver } from './statements.ts';
import type { Tx } from './types.ts';

export type Committed<T> = { readonly value: T; readonly hadEvents: boolean; readonly listeners: readonly (() => void)[] };

/** Runs `work` between BEGIN and COMMIT on a connection that the caller releases. */
export const runOn = async <T>(client: PoolClient, counter: Counter, work: (tx: Tx) => Promise<T>): Promise<Committed<T>> => {
  const sql = sqlOver(client, counter);
  const listeners: (() => void)[] = [];
  let hadEvents = false;
  const tx: Tx = {
    ...sql,
    outbox: {
      append: async (events) => {
        hadEvents ||= events.length > 0;
        await appendEvents(sql, events);
      },
    },
    audit: {
      record: async ({ id, actorId, action, objectId, details, at }) => {
        await sql.run(
          'insert into audit_events (audit_event_id, actor_id, action, object_id, details, recorded_at) values ($1, $2, $3, $4, $5, $6)',
          [...[id, actorId, action, objectId, JSON.stringify(details), at]],
        );
      },
    },
    afterCommit: (listener) => void listeners.push(listener),
  };
  await client.query('begin');
  const value = await work(tx).catch(async (error: unknown) => {
    await client.query('rollback').catch(() => undefined);
    throw error;
  });
  await client.query('commit').catch((error: unknown) => {
    throw isConnectionLoss(error) ? new OutcomeUnknownError(error) : error;
  });
  return { value, hadEvents, listeners };
};
