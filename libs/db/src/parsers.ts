/** How column values become values: int8 a bigint, date a calendar day, timestamptz an Instant. Nothing becomes a float or a Date. */
import pg from 'pg';

const oids = { int8: 20, date: 1082, timestamptz: 1184, int8Array: 1016, dateArray: 1182 } as const;

/** `2026-11-21 05:00:00.1234+00` to milliseconds and Z; sessions run in UTC. */
const instantFrom = (text: string): string => {
  // Whole milliseconds and whole seconds, as they are for the most part.
  if (text.length === 26 && text[19] === '.' && text[23] === '+') return `${text.slice(0, 10)}T${text.slice(11, 23)}Z`;
  if (text.length === 22 && text[19] === '+') return `${text.slice(0, 10)}T${text.slice(11, 19)}.000Z`;
  const [seconds = '', fraction = ''] = text.replace(/\+00(:00)?$/, '').split('.');
  return `${seconds.replace(' ', 'T')}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
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
