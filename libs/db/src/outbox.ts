/**
 * Events leave with the state that caused them. Appending locks the stream (topic and aggregate) of each event, so versions have no gaps and positions of
 * one aggregate follow commit order, whatever the number of writers.
 */
import { isEventName, serialiseEvent, topicOf } from '@mutua/contracts';
import { assert } from '@mutua/kernel';
import type { OutboxEvent, Sql } from './types.ts';

const appendSql = `with input as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], string_to_array($5, E'\\n'), $6::date[], $7::timestamptz[], $8::text[], $9::text[])
      with ordinality as e(event_id, topic, name, aggregate_id, payload, business_date, occurred_at, traceparent, subjects, n)
  ), counts as (
    select topic collate "C" as topic, aggregate_id collate "C" as aggregate_id, count(*) as events from input group by 1, 2 order by 1, 2
  ), streams as (
    insert into outbox_streams as s (topic, aggregate_id, version) select topic, aggregate_id, events from counts order by topic, aggregate_id
    on conflict (topic, aggregate_id) do update set version = s.version + excluded.version returning topic, aggregate_id, version
  ), appended as (
  insert into outbox (event_id, topic, name, aggregate_id, aggregate_version, payload, business_date, subjects, occurred_at, traceparent)
  select i.event_id, i.topic, i.name, i.aggregate_id, s.version - c.events + row_number() over (partition by i.topic, i.aggregate_id order by i.n),
    i.payload, i.business_date, case when i.subjects = '' then '{}'::text[] else string_to_array(i.subjects, ',') end, i.occurred_at, i.traceparent
  from input i join counts c on c.topic = i.topic and c.aggregate_id = i.aggregate_id join streams s on s.topic = i.topic and s.aggregate_id = i.aggregate_id order by i.n
  returning position)
  insert into outbox_pending select position from appended`;

/** An event that has met its contract, as it will be written. */
export type CheckedEvent = OutboxEvent & { readonly topic: string; readonly payload: string };

/** Brokers take a mebibyte with key and headers unless they are told otherwise. */
const payloadBytesMax = 900_000;

/** Throws for an event that breaks its contract or fits into no message. */
export const checkEvent = (event: OutboxEvent): CheckedEvent => {
  const payload = serialiseEvent(event.name, event.data);
  const bytes = Buffer.byteLength(payload);
  // The broker would refuse it for ever, and with it everything behind it.
  assert(bytes <= payloadBytesMax, 'an event fits into a message', { name: event.name, bytes, payloadBytesMax });
  return { ...event, topic: topicOfEvent(event.name), payload };
};

/** Writes all events of a unit of work with one statement. */
export const appendEvents = async (sql: Sql, events: readonly CheckedEvent[]): Promise<void> => {
  if (events.length === 0) return;
  const written = await sql.run(appendSql, [
    events.map(({ id }) => id),
    events.map(({ topic }) => topic),
    events.map(({ name }) => name),
    events.map(({ aggregateId }) => aggregateId),
    // JSON in one line has no line feed of its own. As an array every quote in it would be escaped here and unescaped there.
    events.map(({ payload }) => payload).join('\n'),
    events.map(({ businessDate }) => businessDate ?? null),
    events.map(({ occurredAt }) => occurredAt),
    events.map(({ traceparent }) => traceparent ?? null),
    events.map(({ subjects }) => (subjects ?? []).join(',')),
  ]);
  assert(written === events.length, 'every event is in the outbox', { written, events: events.length });
};

const topicOfEvent = (name: string): string => {
  assert(isEventName(name), 'an event has a contract', { name });
  return topicOf(name);
};
