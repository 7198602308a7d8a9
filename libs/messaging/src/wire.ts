/** Events on the wire: CloudEvents 1.0 in binary mode, the key is the aggregate, the value the JSON data. */
import { type CalendarDate, calendarDate, type Instant, parseCalendarDate, parseInstant } from '@mutua/kernel';
import type { IHeaders, Message } from 'kafkajs';

export type EventEnvelope<D = unknown> = {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly aggregateId: string;
  readonly aggregateVersion: bigint;
  readonly occurredAt: Instant;
  readonly businessDate?: CalendarDate;
  readonly subjects: readonly string[];
  readonly traceparent?: string;
  readonly data: D;
};

export type OutboxRow = {
  readonly position: bigint;
  readonly event_id: string;
  readonly topic: string;
  readonly name: string;
  readonly aggregate_id: string;
  readonly aggregate_version: bigint;
  readonly payload: string;
  readonly business_date: CalendarDate | null;
  /** Separated by commas. */
  readonly subjects: string;
  readonly occurred_at: Instant;
  readonly traceparent: string | null;
};

export const toMessage = (row: OutboxRow, source: string): Message => ({
  key: row.aggregate_id,
  value: row.payload,
  headers: {
    ce_specversion: '1.0',
    ce_id: row.event_id,
    ce_type: row.name,
    ce_source: `/mutua/${source}`,
    ce_time: row.occurred_at,
    ce_aggregateversion: row.aggregate_version.toString(),
    ...(row.business_date === null ? {} : { ce_businessdate: row.business_date }),
    ...(row.subjects === '' ? {} : { ce_subjects: row.subjects }),
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  },
});

export type RawMessage = {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: IHeaders | undefined;
};

export const headerText = (headers: IHeaders | undefined, name: string): string => {
  const value = headers?.[name];
  return value === undefined ? '' : Array.isArray(value) ? value.join(',') : value.toString();
};

/** The envelope with the data still as text; undefined when the headers do not say what it is. */
export const fromMessage = (message: RawMessage): (EventEnvelope<undefined> & { readonly text: string }) | undefined => {
  const header = (name: string): string => headerText(message.headers, name);
  const version = header('ce_aggregateversion');
  const occurredAt = parseInstant(header('ce_time'));
  const name = header('ce_type');
  if (!/^\d{1,18}$/.test(version) || occurredAt === undefined || name === '' || message.key === null) return undefined;
  const businessDate = parseCalendarDate(header('ce_businessdate'));
  const subjects = header('ce_subjects');
  const traceparent = header('traceparent');
  return {
    id: header('ce_id'),
    name,
    topic: message.topic,
    aggregateId: message.key.toString(),
    aggregateVersion: BigInt(version),
    occurredAt,
    ...(businessDate === undefined ? {} : { businessDate: calendarDate(businessDate) }),
    subjects: subjects === '' ? [] : subjects.split(','),
    ...(traceparent === '' ? {} : { traceparent }),
    data: undefined,
    text: message.value?.toString() ?? '',
  };
};
