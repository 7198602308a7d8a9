/**
 * One row per consumer and stream (a topic's events of one aggregate) says how far it has come. A version it has is a duplicate, the
 * next one is handled, a later one is a gap. Duplicates, order and parking are this one rule.
 */
import type { Sql } from '@mutua/db';

const lockSql = 'select stream, version from inbox where consumer = $1 and stream = any($2) order by stream for update';
const openSql = `insert into inbox (consumer, stream, version) select $1, m.stream, m.version from unnest($2::text[], $3::bigint[]) as m(stream, version)
  order by m.stream on conflict do nothing`;
const moveSql = `update inbox i set version = m.version from unnest($2::text[], $3::bigint[]) as m(stream, version)
  where i.consumer = $1 and i.stream = m.stream`;

/** Two services may tell of the same aggregate on topics of their own; each topic counts by itself. */
export const streamOf = ({ topic, aggregateId }: { readonly topic: string; readonly aggregateId: string }): string =>
  `${topic}:${aggregateId}`;

/** Locks the positions of the streams, in order of their names. A stream that is not in the answer is new. */
export const lockPositions = async (sql: Sql, consumer: string, streams: readonly string[]): Promise<ReadonlyMap<string, bigint>> => {
  const wanted = [...new Set(streams)].sort();
  const rows = await sql.query<{ stream: string; version: bigint }>(lockSql, [consumer, wanted]);
  return new Map(rows.map(({ stream, version }) => [stream, version]));
};

/** Another transaction opened the stream meanwhile. Carries the SQLSTATE of a serialization failure: the work is to be run again. */
class StreamConflict extends Error {
  override readonly name = 'StreamConflict';
  readonly code = '40001';
}

export type Moves = { readonly from: ReadonlyMap<string, bigint>; readonly to: ReadonlyMap<string, bigint> };

/** Stores how far each stream has come; `from` is what lockPositions answered in this transaction. */
export const movePositions = async (sql: Sql, consumer: string, { from, to }: Moves): Promise<void> => {
  const known = [...to].filter(([stream]) => from.has(stream));
  const fresh = [...to].filter(([stream]) => !from.has(stream));
  const move = (text: string, moved: typeof known) =>
    sql.run(text, [consumer, moved.map(([stream]) => stream), moved.map(([, version]) => version)]);
  if (known.length > 0) await move(moveSql, known);
  // A new stream has no row to lock: who comes second finds out here.
  if (fresh.length > 0 && (await move(openSql, fresh)) < fresh.length) throw new StreamConflict('a stream was opened at the same time');
};
