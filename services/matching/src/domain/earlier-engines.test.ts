/** What earlier engines stored is still read: their logs give the same market, and so do their snapshots. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { type Book, createBook, stateHash } from './book.ts';
import { decode, encode } from './codec.ts';
import type { NumberedCommand } from './command.ts';
import { engineOf, engineVersion } from './hash.ts';
import { brokenInvariants } from './invariants.ts';
import { restoreBook } from './snapshot.ts';
import { offersOf, requestsOf } from './views.ts';

// Each written by its engine: random commands, the snapshot after them (of the second engine bytes) and its hash.
const stored = (name: string): string => readFileSync(new URL(`../../test/model/${name}-engine.json`, import.meta.url), 'utf8');

/** Grades and purposes come back in the order the book learned them. */
const inOrder = (book: Book) =>
  offersOf(book).map(({ terms, ...rest }) => ({
    ...rest,
    terms: {
      ...terms,
      criteria: { ...terms.criteria, grades: [...terms.criteria.grades].sort(), purposes: [...(terms.criteria.purposes ?? [])].sort() },
    },
  }));

const expectSame = (restored: Book, log: readonly NumberedCommand[]): void => {
  const replayed = createBook('EUR');
  for (const entry of log) expect(apply(replayed, entry).ok).toBe(true);
  expect(brokenInvariants(restored)).toEqual([]);
  expect(inOrder(restored)).toEqual(inOrder(replayed));
  expect(requestsOf(restored)).toEqual(requestsOf(replayed));
  expect(stateHash(restored)).toBe(stateHash(replayed));
  expect(engineOf(stateHash(restored))).toBe(engineVersion);
};

test('log and snapshot of the first engine give the same market', () => {
  const { log, snapshot, hash } = decode<{ log: NumberedCommand[]; snapshot: object; hash: string }>(stored('first'));
  expectSame(restoreBook(encode(snapshot)), log);
  expect(engineOf(hash)).toBe(1);
});

test('log and snapshot of the second engine give the same market', () => {
  const { log, snapshot, hash } = decode<{ log: NumberedCommand[]; snapshot: string; hash: string }>(stored('second'));
  expectSame(restoreBook(Buffer.from(snapshot, 'base64')), log);
  expect(engineOf(hash)).toBe(2);
  // Wherever it stands in what was read.
  expectSame(restoreBook(Buffer.concat([Buffer.from('before '), Buffer.from(snapshot, 'base64'), Buffer.from('.')]).subarray(7, -1)), log);
});

test('what is no hash has no engine', () => {
  expect(['', 'x'.repeat(16), `2x${'0'.repeat(15)}`].map((text) => engineOf(text))).toEqual([undefined, undefined, undefined]);
});
