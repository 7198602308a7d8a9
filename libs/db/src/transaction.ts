/** A unit of work on one connection. Owns begin, commit and rollback; what follows a commit is told after it. */
import { assert } from '@mutua/kernel';
import type { PoolClient, QueryResult } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { isConnectionLoss, OutcomeUnknownError } from './errors.ts';
import { appendEvents } from './outbox.ts';
import { type Counter, sqlOver } from './statements.ts';
import type { Tx } from './types.ts';

export type Committed<T> = { readonly value: T; readonly hadEvents: boolean; readonly listeners: readonly (() => void)[] };
export type Connected = { readonly client: PoolClient; readonly source: DataSource; readonly counter: Counter };

/** Runs `work` between BEGIN and COMMIT on a connection that the caller releases. */
export const runOn = async <T>(connected: Connected, work: (tx: Tx) => Promise<T>): Promise<Committed<T>> => {
  const { client } = connected;
  const unit = openUnit(connected);
  await client.query('begin');
  let value: T;
  try {
    value = await work(unit.tx);
  } catch (error) {
    unit.end();
    // A connection that cannot roll back is broken, and the pool drops it.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
  unit.end();
  await commit(client);
  return { value, hadEvents: unit.hadEvents(), listeners: unit.listeners };
};

const commit = async (client: PoolClient): Promise<void> => {
  const { command }: QueryResult = await client.query('commit').catch((error: unknown) => {
    throw isConnectionLoss(error) ? new OutcomeUnknownError(error) : error;
  });
  // Postgres answers COMMIT of a failed transaction with ROLLBACK and no error: somebody swallowed the failure of a statement.
  assert(command === 'COMMIT', 'a statement of the transaction had failed before its commit', { command });
};

type Unit = { readonly tx: Tx; readonly listeners: readonly (() => void)[]; hadEvents(): boolean; end(): void };

const openUnit = ({ client, source, counter }: Connected): Unit => {
  const state = { hadEvents: false, ended: false };
  const listeners: (() => void)[] = [];
  const alive = (): void => assert(!state.ended, 'a transaction is used after its end');
  const sql = sqlOver(
    {
      query: (config) => {
        alive();
        return client.query(config);
      },
    },
    counter,
  );
  let runner: QueryRunner | undefined;
  const tx: Tx = {
    ...sql,
    outbox: {
      append: async (events) => {
        state.hadEvents ||= events.length > 0;
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
    repository: (entity) => {
      alive();
      runner ??= runnerOn(source, client);
      return runner.manager.getRepository(entity);
    },
  };
  return {
    tx,
    listeners,
    hadEvents: () => state.hadEvents,
    end: () => {
      state.ended = true;
    },
  };
};

/** TypeORM on our connection. It must believe that a transaction is open, or its save() would begin and commit one of its own. */
const runnerOn = (source: DataSource, client: PoolClient): QueryRunner =>
  Object.assign(source.createQueryRunner(), { databaseConnection: client, isTransactionActive: true });
