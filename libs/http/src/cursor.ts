/** Opaque cursors of growing lists: base64url of the JSON of the last row's sort keys. */
import { type Err, type Ok, ok, type Rejection, reject } from '@mutua/kernel';

export type Page<T> = { readonly items: T[]; readonly nextCursor: string | null };

const cursorMax = 512;

/** The sort keys of the last row of a page, in order. */
export function encodeCursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys), 'utf8').toString('base64url');
}

/** The `count` sort keys of a cursor, or the rejection `cursor.invalid`; without a cursor, undefined keys. */
export function decodeCursor(
  cursor: string | undefined,
  count: number,
): Ok<readonly string[] | undefined> | Err<Rejection<'cursor.invalid'>> {
  if (cursor === undefined) return ok(undefined);
  const keys = cursor.length <= cursorMax ? parse(Buffer.from(cursor, 'base64url').toString('utf8')) : undefined;
  if (!Array.isArray(keys) || keys.length !== count || !keys.every((key) => typeof key === 'string' && !key.includes('\0'))) {
    return reject('cursor.invalid');
  }
  return ok(keys as string[]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A page from `limit + 1` rows: the extra row only tells that there is a next page. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  { keys, view }: { keys: (row: Row) => readonly string[]; view: (row: Row) => T },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keys(last)) : null;
  return { items: shown.map(view), nextCursor };
}
