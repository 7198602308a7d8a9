/** Reads of batches, of the log and of the days in it, and of what was refused. */
import { createHash } from 'node:crypto';
import type { Sql } from '@mutua/db';
import type { CalendarDate, Instant } from '@mutua/kernel';
import type { BatchOfOffer } from '../../app/history.ts';
import { commandFrom } from '../../app/wire.ts';
import type { Command, MarketRules, RefusalCode, RequestTerms } from '../../domain/command.ts';

export type BatchRow = {
  readonly market: string;
  readonly seq: bigint;
  readonly type: string;
  readonly requests: number;
  readonly fills: number;
  readonly filled_minor: bigint;
  readonly seed: string | null;
  readonly recorded_at: Instant;
};

const columns = 'market, seq, type, requests, fills, filled_minor, seed, recorded_at';

export async function listBatches(
  sql: Sql,
  { market, beforeSeq, limit }: { market: string; beforeSeq: string | undefined; limit: number },
): Promise<readonly BatchRow[]> {
  return await sql.query<BatchRow>(
    `select ${columns} from batches where market = $1 and ($2::bigint is null or seq < $2) order by seq desc limit $3`,
    [market, beforeSeq ?? null, limit + 1],
  );
}

export async function findBatch(sql: Sql, { market, seq }: { market: string; seq: string }): Promise<BatchRow | undefined> {
  return await sql.one<BatchRow>(`select ${columns} from batches where market = $1 and seq = $2`, [market, seq]);
}

/** Batches while the offer was in the book, newest first. */
export async function batchesOfOffer(
  sql: Sql,
  { offerId, beforeSeq, limit }: { offerId: string; beforeSeq: string | undefined; limit: number },
): Promise<readonly BatchOfOffer[]> {
  const rows = await sql.query<{ seq: bigint; type: string; recorded_at: Instant }>(
    `select b.seq, b.type, b.recorded_at from offers o join batches b on b.market = o.market and b.seq >= o.seq
       and (o.closed_seq is null or b.seq <= o.closed_seq)
     where o.offer_id = $1 and ($2::bigint is null or b.seq < $2) order by b.seq desc limit $3`,
    [offerId, beforeSeq ?? null, limit + 1],
  );
  return rows.map(({ seq, type, recorded_at: at }) => ({ seq: Number(seq), type, at }));
}

export type ProofRow = {
  readonly inputHash: string | null;
  readonly outputHash: string;
  readonly commandHash: string;
  readonly noteMinimumMinor: bigint | null;
  readonly rules: MarketRules | null;
  readonly requests: readonly RequestTerms[];
};

/** Everything about a batch that the log says; five statements whatever its size. */
export async function proofOf(sql: Sql, { market, seq }: { market: string; seq: bigint }): Promise<ProofRow | undefined> {
  const [before, own, configured, withRules, listed] = await Promise.all([
    sql.one<{ state_hash: string }>('select state_hash from commands where market = $1 and seq = $2', [market, seq - 1n]),
    sql.one<{ state_hash: string; payload: string }>('select state_hash, payload from commands where market = $1 and seq = $2', [
      market,
      seq,
    ]),
    configuredAt(sql, { market, seq, like: '%' }),
    configuredAt(sql, { market, seq, like: '%"rules":%' }),
    sql.query<{ payload: string }>(
      `select c.payload from commands c where c.market = $1 and c.seq in (
         select r.seq from fills f join requests r using (request_id) where f.market = $1 and f.seq = $2) order by c.seq`,
      [market, seq],
    ),
  ]);
  if (own === undefined) return undefined;
  return {
    inputHash: before?.state_hash ?? null,
    outputHash: own.state_hash,
    commandHash: createHash('sha256').update(own.payload, 'utf8').digest('hex'),
    noteMinimumMinor: configured?.noteMinimumMinor ?? null,
    rules: withRules?.rules ?? null,
    requests: listed
      .map(({ payload }) => commandFrom(payload))
      .flatMap((command) => (command.type === 'list-request' ? [command.terms] : [])),
  };
}

type Configure = Extract<Command, { type: 'configure' }>;
type At = { readonly market: string; readonly seq: bigint; readonly like: string };

async function configuredAt(sql: Sql, { market, seq, like }: At): Promise<Configure | undefined> {
  const row = await sql.one<{ payload: string }>(
    `select payload from commands where market = $1 and type = 'configure' and seq <= $2 and payload like $3 order by seq desc limit 1`,
    [market, seq, like],
  );
  const command = row && commandFrom(row.payload);
  return command?.type === 'configure' ? command : undefined;
}

export async function findDay(sql: Sql, market: string, upTo: CalendarDate): Promise<number> {
  const row = await sql.one<{ seq: bigint }>(
    `select seq from commands where market = $1 and type = 'tick' and payload::json ->> 'businessDate' <= $2 order by seq desc limit 1`,
    [market, upTo],
  );
  return Number(row?.seq ?? 0n);
}

export type LoggedRow = { readonly seq: bigint; readonly payload: string; readonly state_hash: string; readonly recorded_at: Instant };

export async function listCommands(
  sql: Sql,
  { market, afterSeq, limit }: { market: string; afterSeq: string; limit: number },
): Promise<readonly LoggedRow[]> {
  return await sql.query<LoggedRow>(
    'select seq, payload, state_hash, recorded_at from commands where market = $1 and seq > $2 order by seq limit $3',
    [market, afterSeq, limit + 1],
  );
}

export type RefusalRow = {
  readonly refusal_id: bigint;
  readonly after_seq: bigint;
  readonly type: string;
  readonly object_id: string;
  readonly code: RefusalCode;
  readonly event_id: string | null;
  readonly recorded_at: Instant;
};

/** Newest first. */
export async function listRefusals(
  sql: Sql,
  { market, objectId, before, limit }: { market: string; objectId: string | undefined; before: string | undefined; limit: number },
): Promise<readonly RefusalRow[]> {
  return await sql.query<RefusalRow>(
    `select refusal_id, after_seq, type, object_id, code, event_id, recorded_at from refusals
     where market = $1 and ($2::text is null or object_id = $2) and ($3::bigint is null or refusal_id < $3)
     order by refusal_id desc limit $4`,
    [market, objectId ?? null, before ?? null, limit + 1],
  );
}

export type FilledCell = { readonly grade: string; readonly termMonths: number; readonly filledMinor: bigint };

/** What was filled after a command, by grade and term. */
export async function filledSince(sql: Sql, { market, seq }: { market: string; seq: number }): Promise<readonly FilledCell[]> {
  const rows = await sql.query<{ grade: string; term_months: number; filled_minor: bigint }>(
    `select r.grade, r.term_months, sum(f.amount_minor)::bigint as filled_minor from fills f join requests r using (request_id)
     where f.market = $1 and f.seq > $2 group by r.grade, r.term_months`,
    [market, seq],
  );
  return rows.map(({ grade, term_months: termMonths, filled_minor: filledMinor }) => ({ grade, termMonths, filledMinor }));
}

/** When commands were recorded. */
export async function recordedAt(
  sql: Sql,
  { market, seqs }: { market: string; seqs: readonly number[] },
): Promise<ReadonlyMap<number, Instant>> {
  const rows = await sql.query<{ seq: bigint; recorded_at: Instant }>(
    'select seq, recorded_at from commands where market = $1 and seq = any($2)',
    [market, seqs],
  );
  return new Map(rows.map(({ seq, recorded_at: at }) => [Number(seq), at]));
}
