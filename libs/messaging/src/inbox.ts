/**
 * One row per consumer and stream (a topic's events of one aggregate) says how far it has come. A version it has is a duplicate, the next one is handled, a later one is
 * a gap. Duplicates, order and parking are this one rule.
 */
import type { Sql } from '@mutua/db';

const lockSql = 'select stream, version from inbox where consumer = $1 and stream = any($2) order by stream for update';
const openSql =
  'insert into inbox (consumer, stream, version) select $1, a, 0 from unnest($2::text[]) as a order by a on conflict do nothing';
const moveSql =
  'update inbox i set version = m.version from unnest($2::text[], $3::bigint[]) as m(stream, version) where i.consumer = $1 and i.stream = m.stream';

/** Two services may tell of the same aggregate on topics of their own; each topic counts by itself. */
export const streamOf = ({ topic, aggregateId }: { readonly topic: string; readonly aggregateId: string }): string =>
  `${topic}:${aggregateId}`;

/** Locks the positions of the streams, in order of their names; a new stream starts at 0. */
export const lockPositions = async (sql: Sql, consumer: string, streams: readonly string[]): Promise<Map<string, bigint>> => {
  const wanted = [...new Set(streams)].sort();
  const read = async () => sql.query<{ stream: string; version: bigint }>(lockSql, [consumer, wanted]);
  let rows = await read();
  if (rows.length < wanted.length) {
    await sql.run(openSql, [consumer, wanted]);
    rows = await read();
  }
  return new Map(rows.map(({ stream, version }) => [stream, version]));
};

export const movePositions = async (sql: Sql, consumer: string, moved: ReadonlyMap<string, bigint>): Promise<void> => {
  if (moved.size > 0) await sql.run(moveSql, [consumer, [...moved.keys()], [...moved.values()]]);
};
