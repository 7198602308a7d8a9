/** Statements on a connection: parameters only, prepared once per connection, counted. */
import { createHash } from 'node:crypto';
import { assert } from '@mutua/kernel';
import type { ClientBase, PoolClient, QueryConfig, QueryResult } from 'pg';
import { arrayLiteral } from './array-literal.ts';
import type { Sql } from './types.ts';

const preparedMax = 500;
/** Statement names by text, shared by all connections of the process; beyond the bound statements go unprepared. */
const names = new Map<string, string>();

const nameOf = (text: string): string | undefined => {
  const known = names.get(text);
  if (known !== undefined || names.size >= preparedMax) return known;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 24);
  names.set(text, name);
  return name;
};

export type Executor = { query(config: QueryConfig): Promise<QueryResult> };
export type Counter = { count: number };

type Corkable = { readonly connection?: { readonly stream?: { cork?(): void; uncork?(): void } } };

/** Sends what is asked in one turn of the event loop in one packet: a system call and a wake-up each would cost more than the statement. */
export const sendTogether = (client: PoolClient, config: QueryConfig): Promise<QueryResult> => {
  const stream = (client as Corkable).connection?.stream;
  stream?.cork?.();
  process.nextTick(() => stream?.uncork?.());
  return client.query(config);
};

const parameterOf = (param: unknown): unknown => (Array.isArray(param) ? arrayLiteral(param) : param);

/** `Sql` over a connection or a pool. */
export const sqlOver = (executor: Executor | ClientBase, counter: Counter): Sql => {
  const execute = (text: string, params: readonly unknown[] = []): Promise<QueryResult> => {
    counter.count += 1;
    const name = params.length > 0 ? nameOf(text) : undefined;
    return executor.query({ text, values: params.map(parameterOf), ...(name === undefined ? {} : { name }) });
  };
  return {
    query: async <R extends object>(text: string, params?: readonly unknown[]) => (await execute(text, params)).rows as R[],
    async one<R extends object>(text: string, params?: readonly unknown[]) {
      const { rows } = await execute(text, params);
      assert(rows.length <= 1, 'a query for one row found more', { rows: rows.length });
      return rows[0] as R | undefined;
    },
    run: async (text, params) => (await execute(text, params)).rowCount ?? 0,
  };
};
