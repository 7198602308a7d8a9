/**
 * Sends what the outbox holds, in position order, and marks it after the broker's ack. One relay per database leads, by advisory lock;
 * a crash between ack and mark sends again, which the inbox of every consumer recognises.
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

const batchMax = 2_000;
/** Commits ring an alarm, those of other processes through a notification; looking every so often is the backstop for a lost one. */
const idleMs = 500;
const standbyMs = 500;
const channel = 'outbox';
const troubleMs = 500;

const readSql = `select position, event_id, topic, name, aggregate_id, aggregate_version, payload, business_date, subjects, occurred_at, traceparent
  from outbox where published_at is null order by position limit ${batchMax}`;
const markSql = 'update outbox set published_at = now() where position = any($1)';

export const startRelay = (options: RelayOptions): Relay => {
  const { db, logger } = options;
  const alarm = createAlarm();
  const state = { closing: false, leads: false };
  const notify = createNotifier(db.sql);
  const stopListening = db.onCommitWithEvents(() => (state.leads ? alarm.ring() : notify()));
  const lead = async (client: PoolClient): Promise<void> => {
    client.on('notification', alarm.ring);
    try {
      await client.query(`listen ${channel}`);
      state.leads = true;
      while (!state.closing) if ((await sendBatch(options, client)) === 0) await alarm.sleep(idleMs);
      await client.query(`unlisten ${channel}`);
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
      const row = await db.sql.one<{ pending: bigint; oldest_ms: bigint }>(
        'select count(*) as pending, coalesce(extract(epoch from now() - min(occurred_at)) * 1000, 0)::bigint as oldest_ms from outbox where published_at is null',
      );
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

const sendBatch = async ({ send, topicPrefix, service, onSent }: RelayOptions, client: PoolClient): Promise<number> => {
  const { rows } = await client.query<OutboxRow>(readSql);
  if (rows.length === 0) return 0;
  const byTopic = new Map<string, TopicMessages>();
  for (const row of rows) {
    const topic = `${topicPrefix}${row.topic}`;
    const entry = byTopic.get(topic) ?? { topic, messages: [] };
    entry.messages.push(toMessage(row, service));
    byTopic.set(topic, entry);
  }
  await send([...byTopic.values()]);
  await client.query({ name: 'relay-mark', text: markSql, values: [rows.map(({ position }) => position)] });
  onSent?.(rows.length);
  return rows.length;
};

/** Marks what occurred since then as not sent, so that the relay sends it again in order. The number of events. */
export const republish = (sql: Sql, since: Instant): Promise<number> =>
  sql.run('update outbox set published_at = null where occurred_at >= $1 and published_at is not null', [since]);
