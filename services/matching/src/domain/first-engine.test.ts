/** What the first engine stored is still read: its log gives the same market, and so does its snapshot. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { createBook, stateHash } from './book.ts';
import { decode } from './codec.ts';
import type { NumberedCommand } from './command.ts';
import { isComparableHash } from './hash.ts';
import { brokenInvariants } from './invariants.ts';
import { restoreBook } from './snapshot.ts';
import { offersOf, requestsOf } from './views.ts';

// Written by the engine before this one: 43 random commands, the snapshot after them and its hash.
const stored = readFileSync(new URL('../../test/model/first-engine.json', import.meta.url), 'utf8');

test('log and snapshot of the first engine give the same market', () => {
  const { log, snapshot, hash } = decode<{ log: NumberedCommand[]; snapshot: object; hash: string }>(stored);
  const replayed = createBook('EUR');
  for (const entry of log) expect(apply(replayed, entry).ok).toBe(true);
  const restored = restoreBook(JSON.stringify(snapshot, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
  expect(brokenInvariants(restored)).toEqual([]);
  const byGrade = (book: typeof restored) =>
    offersOf(book).map(({ terms, ...rest }) => ({
      ...rest,
      terms: {
        ...terms,
        criteria: { ...terms.criteria, grades: [...terms.criteria.grades].sort(), purposes: [...(terms.criteria.purposes ?? [])].sort() },
      },
    }));
  expect(byGrade(restored)).toEqual(byGrade(replayed));
  expect(requestsOf(restored)).toEqual(requestsOf(replayed));
  expect(stateHash(restored)).toBe(stateHash(replayed));
  expect(isComparableHash(hash)).toBe(false);
  expect(isComparableHash(stateHash(restored))).toBe(true);
});
