/** A unit of work on one connection. Owns begin, commit and rollback; what follows a commit is told after it. */
import { assert } from '@mutua/kernel';
import type { PoolClient, QueryResult } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { isConnectionLoss, OutcomeUnknownError } from './errors.ts';
import { appendEvents, type CheckedEvent, checkEvent } from './outbox.ts';
import { type Counter, sendTogether, sqlOver } from './statements.ts';
import type { Statement, Tx } from './types.ts';

export type Committed<T> = { readonly value: T; readonly hadEvents: boolean; readonly listeners: readonly (() => void)[] };
export type Connected = { readonly client: PoolClient; readonly source: DataSource; readonly counter: Counter };

/** Runs `work` between BEGIN and COMMIT on a connection that the caller releases. */
export const runOn = async <T>(connected: Connected, work: (tx: Tx) => Promise<T>): Promise<Committed<T>> => {
  const { client } = connected;
  const unit = openUnit(connected);
  // Waited for: behind a BEGIN that failed every statement would commit by itself.
  await client.query('begin');
  try {
    const value = await work(unit.tx);
    await finish(client, unit);
    return { value, hadEvents: unit.hadEvents(), listeners: unit.listeners };
  } catch (error) {
    unit.end();
    // A connection that cannot roll back is broken, and the pool drops it.
    if (!(error instanceof OutcomeUnknownError)) await client.query('rollback').catch(() => undefined);
    throw error;
  }
};

/** What was put off, the events and the commit leave together: when one of them fails, the server turns the commit into a rollback. */
const finish = async (client: PoolClient, unit: Unit): Promise<void> => {
  const sent: Promise<unknown>[] = [];
  for (const make of unit.deferred) {
    const statement = make();
    if (statement) sent.push(quiet(unit.tx.run(statement.text, statement.params)));
  }
  sent.push(quiet(unit.tx.outbox.send()));
  unit.end();
  sent.push(commit(client));
  const failures = (await Promise.allSettled(sent)).flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  // A lost connection fails every statement, and the commit may have been done all the same. Otherwise the first failure is the cause.
  if (failures.length > 0) throw failures.find((failure) => failure instanceof OutcomeUnknownError) ?? failures[0];
};

/** A promise that is awaited later; its failure is told then. */
const quiet = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};

const commit = async (client: PoolClient): Promise<void> => {
  const { command }: QueryResult = await sendTogether(client, { text: 'commit' }).catch((error: unknown) => {
    throw isConnectionLoss(error) ? new OutcomeUnknownError(error) : error;
  });
  // Postgres answers COMMIT of a failed transaction with ROLLBACK and no error: somebody swallowed the failure of a statement.
  assert(command === 'COMMIT', 'a statement of the transaction had failed before its commit', { command });
};

type Unit = {
  readonly tx: Tx;
  readonly listeners: readonly (() => void)[];
  readonly deferred: readonly (() => Statement | undefined)[];
  hadEvents(): boolean;
  end(): void;
};

const openUnit = ({ client, source, counter }: Connected): Unit => {
  const state = { ended: false, hadEvents: false };
  const listeners: (() => void)[] = [];
  const deferred: (() => Statement | undefined)[] = [];
  const events: CheckedEvent[] = [];
  const alive = (): void => assert(!state.ended, 'a transaction is used after its end');
  const sql = sqlOver(
    {
      query: (config) => {
        alive();
        return sendTogether(client, config);
      },
    },
    counter,
  );
  let runner: QueryRunner | undefined;
  const tx: Tx = {
    ...sql,
    outbox: {
      append: async (added) => {
        alive();
        events.push(...added.map(checkEvent));
        state.hadEvents ||= added.length > 0;
      },
      send: async () => {
        alive();
        await appendEvents(sql, events.splice(0));
      },
    },
    audit: {
      record: async ({ id, actorId, action, objectId, details, at }) => {
        tx.defer(() => ({
          text: 'insert into audit_events (audit_event_id, actor_id, action, object_id, details, recorded_at) values ($1, $2, $3, $4, $5, $6)',
          params: [id, actorId, action, objectId, JSON.stringify(details), at],
        }));
      },
    },
    defer: (statement) => {
      alive();
      deferred.push(statement);
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
    deferred,
    hadEvents: () => state.hadEvents,
    end: () => {
      state.ended = true;
    },
  };
};

/** TypeORM on our connection. It must believe that a transaction is open, or its save() would begin and commit one of its own. */
const runnerOn = (source: DataSource, client: PoolClient): QueryRunner =>
  Object.assign(source.createQueryRunner(), { databaseConnection: client, isTransactionActive: true });
