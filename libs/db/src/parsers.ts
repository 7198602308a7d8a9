/** How column values become values: int8 a bigint, date a calendar day, timestamptz an Instant. Nothing becomes a float or a Date. */
import pg from 'pg';

const oids = { int8: 20, date: 1082, timestamptz: 1184, int8Array: 1016, dateArray: 1182 } as const;

/** `2026-11-21 05:00:00.1234+00` to milliseconds and Z; sessions run in UTC. */
const instantFrom = (text: string): string => {
  const end = text.indexOf('+');
  const point = text.indexOf('.');
  const seconds = text.slice(0, point < 0 ? end : point).replace(' ', 'T');
  const fraction = point < 0 ? '' : text.slice(point + 1, Math.min(point + 4, end));
  return `${seconds}.${fraction.padEnd(3, '0')}Z`;
};

const elements = (text: string): string[] => (text === '{}' ? [] : text.slice(1, -1).split(','));

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [oids.int8, BigInt],
  [oids.date, (text) => text],
  [oids.timestamptz, instantFrom],
  [oids.int8Array, (text) => elements(text).map(BigInt)],
  [oids.dateArray, elements],
]);

export const columnTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): ((text: string) => unknown) =>
    parsers.get(oid) ?? (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};
