/**
 * One row per consumer and stream (a topic's events of one aggregate) says how far it has come. A version it has is a duplicate, the
 * next one is handled, a later one is a gap. Duplicates, order and parking are this one rule.
 */
import type { Sql, Tx } from '@mutua/db';

// Each stream by itself in the index, whatever the planner believes: a table that was empty when it last looked gives it the idea to read
// all streams of the consumer for each batch.
const lockSql = `select i.stream, i.version from unnest($2::text[]) as wanted(stream) cross join lateral
  (select stream, version from inbox where consumer = $1 and stream = wanted.stream for update) as i`;
const openSql = `insert into inbox (consumer, stream, version) select $1, m.stream, m.version from unnest($2::text[], $3::bigint[]) as m(stream, version)
  order by m.stream`;
const moveSql = `${openSql} on conflict (consumer, stream) do update set version = excluded.version`;

/** Two services may tell of the same aggregate on topics of their own; each topic counts by itself. */
export const streamOf = ({ topic, aggregateId }: { readonly topic: string; readonly aggregateId: string }): string =>
  `${topic}:${aggregateId}`;

/** Locks the positions of the streams, in order of their names. A stream that is not in the answer is new. */
export const lockPositions = async (sql: Sql, consumer: string, streams: readonly string[]): Promise<ReadonlyMap<string, bigint>> => {
  const wanted = [...new Set(streams)].sort();
  const rows = await sql.query<{ stream: string; version: bigint }>(lockSql, [consumer, wanted]);
  return new Map(rows.map(({ stream, version }) => [stream, version]));
};

export type Moves = { readonly from: ReadonlyMap<string, bigint>; readonly to: ReadonlyMap<string, bigint> };

/**
 * Stores with the commit how far each stream has come; `from` is what lockPositions answered in this transaction. A new stream has no
 * row to lock: of two transactions that open it, the second breaks the primary key and with it its commit.
 */
export const movePositions = (tx: Tx, consumer: string, { from, to }: Moves): void => {
  const move = (text: string, moved: readonly (readonly [string, bigint])[]): void => {
    if (moved.length === 0) return;
    tx.defer(() => ({ text, params: [consumer, moved.map(([stream]) => stream), moved.map(([, version]) => version)] }));
  };
  move(
    moveSql,
    [...to].filter(([stream]) => from.has(stream)),
  );
  move(
    openSql,
    [...to].filter(([stream]) => !from.has(stream)),
  );
};
