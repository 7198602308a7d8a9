/** The database of one service: a bounded pool (TypeORM's DataSource owns it), units of work, idempotent requests. */
import { setTimeout as pause } from 'node:timers/promises';
import { assert } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';
import { isRetriable } from './errors.ts';
import { onceOver } from './once.ts';
import { columnTypes } from './parsers.ts';
import { sqlOver } from './statements.ts';
import { type Committed, runOn } from './transaction.ts';
import type { Database, Tx } from './types.ts';

export type DatabaseOptions = {
  readonly url: string;
  /** Shown by the server for each connection. */
  readonly applicationName: string;
  readonly poolMax?: number;
  readonly logger: Logger;
  /** The tables used through `tx.repository`. */
  readonly entities?: readonly EntitySchema[];
};

const attemptsMax = 6;
const firstPauseMs = 5;
const limits = { statementMs: 30_000, idleInTransactionMs: 30_000, lockMs: 10_000, connectMs: 10_000 };

const openPool = async ({
  url,
  applicationName,
  poolMax = 12,
  logger,
  entities = [],
}: DatabaseOptions): Promise<{ source: DataSource; pool: Pool }> => {
  const source = new DataSource({
    type: 'postgres',
    url,
    applicationName,
    entities: [...entities],
    installExtensions: false,
    poolErrorHandler: (error: unknown) => logger.warn({ err: error }, 'an idle database connection was lost'),
    extra: {
      max: poolMax,
      // Statements that do not wait for each other's answers leave together.
      pipeline: true,
      types: columnTypes,
      keepAlive: true,
      connectionTimeoutMillis: limits.connectMs,
      options: `-c timezone=UTC -c statement_timeout=${limits.statementMs} -c idle_in_transaction_session_timeout=${limits.idleInTransactionMs} -c lock_timeout=${limits.lockMs}`,
    },
  });
  await source.initialize();
  assert('master' in source.driver, 'the Postgres driver of TypeORM holds its pool');
  return { source, pool: source.driver.master as Pool };
};

/** Opens the pool and checks that the server answers. */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const { source, pool } = await openPool(options);
  const statements = { count: 0 };
  const listeners = new Set<() => void>();
  const finish = <T>({ value, hadEvents, listeners: after }: Committed<T>): T => {
    for (const listener of after) listener();
    if (hadEvents) for (const listener of listeners) listener();
    return value;
  };
  const attempt = async <T>(work: (tx: Tx) => Promise<T>): Promise<Committed<T>> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on('error', onError);
    try {
      return await runOn({ client, source, counter: statements }, work);
    } finally {
      release(client, { onError, broken });
    }
  };
  const run = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    for (let tried = 1; ; tried += 1) {
      try {
        return finish(await attempt(work));
      } catch (error) {
        if (tried >= attemptsMax || !isRetriable(error)) throw error;
        await pause(firstPauseMs * 2 ** tried * (0.5 + Math.random()));
      }
    }
  };
  return {
    sql: sqlOver(pool, statements),
    pool,
    run,
    once: (request, work) => onceOver({ run }, request, work),
    onCommitWithEvents: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    statements,
    close: () => source.destroy(),
  };
};

/** A connection that failed is thrown away, not handed to the next caller. */
const release = (client: PoolClient, { onError, broken }: { onError: (error: Error) => void; broken: Error | undefined }): void => {
  client.off('error', onError);
  client.release(broken);
};
