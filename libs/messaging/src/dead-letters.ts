/** Events that could not be handled now, kept in Postgres with their cause: parked behind a gap, retrying, or dead until a person decides. */
import type { Sql } from '@mutua/db';
import { type Id, ok, parseInstant, type Rejection, type Result, reject } from '@mutua/kernel';
import type { EventEnvelope } from './wire.ts';

export type StoredEvent = EventEnvelope<undefined> & { readonly text: string };
export type DeadLetterStatus = 'parked' | 'retrying' | 'dead' | 'replayed' | 'discarded';
export type DeadLetter = {
  readonly deadLetterId: string;
  readonly status: DeadLetterStatus;
  readonly attempts: number;
  readonly event: StoredEvent;
};
export type Cause = {
  readonly status: 'parked' | 'retrying' | 'dead';
  readonly code: string;
  readonly detail: string;
  readonly attempts: number;
  readonly retryInMs?: number;
};

type Row = {
  readonly dead_letter_id: string;
  readonly status: DeadLetterStatus;
  readonly attempts: number;
  readonly topic: string;
  readonly name: string;
  readonly event_id: string;
  readonly aggregate_id: string;
  readonly aggregate_version: bigint;
  readonly payload: string;
  readonly headers: {
    readonly occurredAt: string;
    readonly subjects: readonly string[];
    readonly businessDate?: StoredEvent['businessDate'];
    readonly traceparent?: string;
  };
};

const columns = 'dead_letter_id, status, attempts, topic, name, event_id, aggregate_id, aggregate_version, payload, headers';

const fromRow = (row: Row): DeadLetter => ({
  deadLetterId: row.dead_letter_id,
  status: row.status,
  attempts: row.attempts,
  event: {
    id: row.event_id,
    name: row.name,
    topic: row.topic,
    aggregateId: row.aggregate_id,
    aggregateVersion: row.aggregate_version,
    occurredAt: parseInstant(row.headers.occurredAt) ?? ('' as StoredEvent['occurredAt']),
    subjects: row.headers.subjects,
    ...(row.headers.businessDate === undefined ? {} : { businessDate: row.headers.businessDate }),
    ...(row.headers.traceparent === undefined ? {} : { traceparent: row.headers.traceparent }),
    data: undefined,
    text: row.payload,
  },
});

/** Keeps the event; one that is kept already only changes its cause. */
export const keep = async (
  sql: Sql,
  kept: { consumer: string; deadLetterId: Id<'deadLetter'>; event: StoredEvent; cause: Cause },
): Promise<void> => {
  const { consumer, deadLetterId, event, cause } = kept;
  const { occurredAt, subjects, businessDate, traceparent } = event;
  await sql.run(
    `insert into dead_letters (dead_letter_id, consumer, topic, name, event_id, aggregate_id, aggregate_version, payload, headers, status, cause_code, cause_detail, attempts, retry_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, now() + make_interval(secs => $14::double precision / 1000))
     on conflict (consumer, topic, aggregate_id, aggregate_version) do update set status = excluded.status, cause_code = excluded.cause_code, cause_detail = excluded.cause_detail,
       attempts = excluded.attempts, retry_at = excluded.retry_at, updated_at = now()
     where dead_letters.status in ('parked', 'retrying') and excluded.status <> 'parked'`,
    [
      ...[deadLetterId, consumer, event.topic, event.name, event.id, event.aggregateId, event.aggregateVersion, event.text],
      ...[
        JSON.stringify({ occurredAt, subjects, businessDate, traceparent }),
        cause.status,
        cause.code,
        cause.detail.slice(0, 2_000),
        cause.attempts,
        cause.retryInMs ?? null,
      ],
    ],
  );
};

/** What may be handled now: parked events whose turn has come, and retries whose time has come. */
export const findDue = async (sql: Sql, consumer: string, limit: number): Promise<readonly DeadLetter[]> => {
  const rows = await sql.query<Row>(
    `select ${columns
      .split(', ')
      .map((name) => `d.${name}`)
      .join(', ')} from dead_letters d left join inbox i on i.consumer = d.consumer and i.stream = d.topic || ':' || d.aggregate_id
     where d.consumer = $1 and ((d.status = 'parked' and d.aggregate_version <= coalesce(i.version, 0) + 1) or (d.status = 'retrying' and d.retry_at <= now()))
     order by d.aggregate_id, d.aggregate_version limit $2`,
    [consumer, limit],
  );
  return rows.map(fromRow);
};

export const findDeadLetter = async (
  sql: Sql,
  consumer: string,
  deadLetterId: string,
  how: 'read' | 'locked' = 'read',
): Promise<DeadLetter | undefined> => {
  const text = `select ${columns} from dead_letters where consumer = $1 and dead_letter_id = $2`;
  const row = await sql.one<Row>(how === 'locked' ? `${text} for update` : text, [consumer, deadLetterId]);
  return row && fromRow(row);
};

export const settleDeadLetter = async (sql: Sql, deadLetterId: string, status: 'replayed' | 'discarded'): Promise<void> => {
  await sql.run('update dead_letters set status = $2, updated_at = now() where dead_letter_id = $1', [deadLetterId, status]);
};

export const countDeadLetters = async (sql: Sql, consumer: string): Promise<Readonly<Record<string, number>>> => {
  const rows = await sql.query<{ status: string; count: bigint }>(
    'select status, count(*) as count from dead_letters where consumer = $1 group by status',
    [consumer],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
};

export type DeadLetterRejection = 'dead_letter.not_found' | 'dead_letter.settled' | 'dead_letter.not_next' | 'dead_letter.failed_again';

/** Whether a person may replay or discard it now: open, and the next event of its aggregate. */
export const checkTurn = (letter: DeadLetter | undefined, version: bigint): Result<DeadLetter, Rejection<DeadLetterRejection>> => {
  if (letter === undefined) return reject('dead_letter.not_found');
  if (letter.status === 'replayed' || letter.status === 'discarded') return reject('dead_letter.settled', { status: letter.status });
  if (letter.event.aggregateVersion > version + 1n) return reject('dead_letter.not_next', { waitsForVersion: (version + 1n).toString() });
  return ok(letter);
};
