/**
 * Sends what the outbox holds, in position order, and settles it after the broker's ack. One relay per database leads, by advisory lock;
 * a crash in between sends again, which the inbox of every consumer recognises.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createAlarm, type Database, leaderKeys, type Sql, whileLeading } from '@mutua/db';
import type { Instant } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import type { TopicMessages } from 'kafkajs';
import type { PoolClient } from 'pg';
import { type OutboxRow, toMessage } from './wire.ts';

export type RelayOptions = {
  readonly db: Database;
  /** Resolves when every replica that must have the messages has them; order is kept. */
  readonly send: (messages: TopicMessages[]) => Promise<unknown>;
  readonly topicPrefix: string;
  readonly service: string;
  readonly logger: Logger;
  readonly onSent?: (events: number) => void;
};
export type RelayState = { readonly leads: boolean; readonly pending: number; readonly oldestPendingMs: number };
export type Relay = { status(): Promise<RelayState>; close(): Promise<void> };

const batchMax = 1_000;
/** What goes to one partition is one batch to the broker, which takes a mebibyte and refuses more, again and again. */
const sendBytesMax = 750_000;
/** Key and headers of a message. */
const envelopeBytes = 500;
/** Commits ring an alarm, those of other processes through a notification; looking every so often is the backstop for a lost one. */
const idleMs = 1_000;
const standbyMs = 500;
const channel = 'outbox';
const troubleMs = 500;
/** The least time from one batch to the next grows with the rate, up to 25 ms at 200 events a second. A full batch is not waited after. */
const pacing = { rowsPerSecondPerMs: 8, msMax: 25, memory: 0.8 };

// The positions first and by themselves: this reads one index from its start.
const readSql = `with due as materialized (
    select position from outbox_pending where position <> all($1::bigint[]) order by position limit ${batchMax}
  )
  select o.position, o.event_id, o.topic, o.name, o.aggregate_id, o.aggregate_version, o.payload, o.business_date,
    array_to_string(o.subjects, ',') as subjects, o.occurred_at, o.traceparent
  from due join outbox o using (position) order by position`;
const settleSql = 'delete from outbox_pending where position = any($1::bigint[])';
const statusSql = `select count(*) as pending, coalesce(extract(epoch from now() - min(occurred_at)) * 1000, 0)::bigint as oldest_ms
  from outbox_pending join outbox using (position)`;

/**
 * A table that fills and empties within seconds never has true statistics; believing them, the planner scans the whole outbox for each
 * batch. The leader's connection goes by the indexes: 2 ms a batch instead of up to 95.
 */
const plannerSettings = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'];
const byIndex = plannerSettings.map((name) => `set ${name} = off`).join('; ');
const byDefault = plannerSettings.map((name) => `reset ${name}`).join('; ');

export const startRelay = (options: RelayOptions): Relay => {
  const { db, logger } = options;
  const alarm = createAlarm();
  const state = { closing: false, leads: false };
  const notify = createNotifier(db.sql);
  const stopListening = db.onCommitWithEvents(() => (state.leads ? alarm.ring() : notify()));
  const lead = async (client: PoolClient): Promise<void> => {
    client.on('notification', alarm.ring);
    try {
      await client.query(`${byIndex}; listen ${channel}`);
      state.leads = true;
      while (!state.closing) {
        await sendBacklog(options, client, state);
        if (!state.closing) await alarm.sleep(idleMs);
      }
      await client.query(`${byDefault}; unlisten ${channel}`);
    } finally {
      client.off('notification', alarm.ring);
    }
  };
  const loop = async (): Promise<void> => {
    while (!state.closing) {
      try {
        await whileLeading(db.pool, leaderKeys.relay, lead);
        if (!state.closing) await alarm.sleep(standbyMs);
      } catch (error) {
        state.leads = false;
        logger.warn({ err: error }, 'the relay lost its connection, trying again');
        await pause(troubleMs);
      } finally {
        state.leads = false;
      }
    }
  };
  const running = loop();
  return {
    async status() {
      const row = await db.sql.one<{ pending: bigint; oldest_ms: bigint }>(statusSql);
      return { leads: state.leads, pending: Number(row?.pending ?? 0n), oldestPendingMs: Number(row?.oldest_ms ?? 0n) };
    },
    async close() {
      state.closing = true;
      stopListening();
      alarm.ring();
      await running;
    },
  };
};

/** Tells the leader in another process. In a statement of its own: a notification inside the transaction would make commits queue up. */
const createNotifier = (sql: Sql): (() => void) => {
  const state = { isUnderWay: false, isWanted: false };
  const notify = async (): Promise<void> => {
    while (state.isWanted) {
      state.isWanted = false;
      // A lost one costs little: the leader looks by itself before long.
      await sql.query('select pg_notify($1, $2)', [channel, '']).catch(() => undefined);
    }
    state.isUnderWay = false;
  };
  return () => {
    state.isWanted = true;
    if (state.isUnderWay) return;
    state.isUnderWay = true;
    void notify();
  };
};

/**
 * Sends until nothing is left. The next batch is read while one is sent; what is under way is left out by its positions and not by a
 * position to start from, because an event may commit after another one with a later position.
 */
const sendBacklog = async (options: RelayOptions, client: PoolClient, state: { readonly closing: boolean }): Promise<void> => {
  let settling: Promise<unknown> = Promise.resolve();
  let rows = await read(client, []);
  const pace = createPace();
  while (rows.length > 0 && !state.closing) {
    const positions = rows.map(({ position }) => position);
    // Statements of one connection run in turn, so what was sent before is settled by the time of this read.
    const next = rows.length < batchMax ? undefined : read(client, positions);
    next?.catch(() => undefined); // told when it is awaited
    for (const part of partsOf(rows)) await options.send(messagesOf(part, options));
    await settling;
    settling = client.query({ name: 'relay-settle', text: settleSql, values: [arrayText(positions)] });
    settling.catch(() => undefined);
    options.onSent?.(rows.length);
    const restMs = pace.restMs(rows.length);
    if (next === undefined && restMs > 0) await pause(restMs);
    rows = await (next ?? read(client, []));
  }
  await settling;
};

/** Under load, many small batches would cost the broker and every consumer more than they gain: a little rest makes them fewer. */
const createPace = () => {
  let lastAt = performance.now();
  let restedMs = 0;
  let rowsPerSecond = 0;
  return {
    /** How long to rest after a batch of so many rows. */
    restMs(rows: number): number {
      const sinceMs = Math.max(performance.now() - lastAt, 1);
      lastAt += sinceMs;
      rowsPerSecond = pacing.memory * rowsPerSecond + (1 - pacing.memory) * ((rows * 1_000) / sinceMs);
      const workedMs = sinceMs - restedMs;
      restedMs = Math.max(Math.min(rowsPerSecond / pacing.rowsPerSecondPerMs, pacing.msMax) - workedMs, 0);
      return restedMs;
    },
  };
};

const read = async (client: PoolClient, underWay: readonly bigint[]): Promise<OutboxRow[]> => {
  const { rows } = await client.query<OutboxRow>({ name: 'relay-read', text: readSql, values: [arrayText(underWay)] });
  return rows;
};

/** The driver would quote and escape each number. */
const arrayText = (positions: readonly bigint[]): string => `{${positions.join(',')}}`;

/** The rows in order, cut where a send would become too large. An event that is larger by itself goes alone. */
const partsOf = (rows: readonly OutboxRow[]): readonly (readonly OutboxRow[])[] => {
  const parts: OutboxRow[][] = [];
  let room = 0;
  for (const row of rows) {
    const bytes = Buffer.byteLength(row.payload) + envelopeBytes;
    if (bytes > room) {
      parts.push([]);
      room = sendBytesMax;
    }
    parts.at(-1)?.push(row);
    room -= bytes;
  }
  return parts;
};

const messagesOf = (rows: readonly OutboxRow[], { topicPrefix, service }: RelayOptions): TopicMessages[] => {
  const byTopic = new Map<string, TopicMessages>();
  for (const row of rows) {
    const topic = `${topicPrefix}${row.topic}`;
    const entry = byTopic.get(topic) ?? { topic, messages: [] };
    entry.messages.push(toMessage(row, service));
    byTopic.set(topic, entry);
  }
  return [...byTopic.values()];
};

/** Has the relay send again, in order, what occurred since then. The number of events that it had sent before. */
export const republish = (sql: Sql, since: Instant): Promise<number> =>
  sql.run('insert into outbox_pending select position from outbox where occurred_at >= $1 on conflict do nothing', [since]);
