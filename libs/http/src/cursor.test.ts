/** Cursors: what was issued comes back, anything else is refused. */
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor, pageOf } from './cursor.ts';

test('a cursor comes back as it was issued', () => {
  expect(decodeCursor(encodeCursor(['2026-01-01', 'a|b"']), 2)).toEqual({ ok: true, value: ['2026-01-01', 'a|b"'] });
  expect(decodeCursor(undefined, 2)).toEqual({ ok: true, value: undefined });
});

test.each(['', 'x', 'W10', encodeCursor(['one']), encodeCursor(['a', 'b\0']), 'A'.repeat(600), Buffer.from('[1,2]').toString('base64url')])(
  '%s is refused',
  (cursor) => {
    expect(decodeCursor(cursor, 2)).toEqual({ ok: false, error: { code: 'cursor.invalid', details: {} } });
  },
);

test('the extra row only says that there is more', () => {
  const how = { keys: (row: string) => [row], view: (row: string) => row.toUpperCase() };
  expect(pageOf(['a', 'b', 'c'], 2, how)).toEqual({ items: ['A', 'B'], nextCursor: encodeCursor(['b']) });
  expect(pageOf(['a', 'b'], 2, how)).toEqual({ items: ['A', 'B'], nextCursor: null });
});
