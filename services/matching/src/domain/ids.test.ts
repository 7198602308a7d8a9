import { derivedId, idFromBytes } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { chance } from '../../test/model/random-commands.ts';
import { absent, IdTable, malformed } from './ids.ts';

test('ids are found, given back as they were, and gone when they are removed', () => {
  const words = new Int32Array(4_000);
  const ids = new IdTable('off_', words);
  const { below } = chance(7);
  const rows = new Map<string, number>();
  const free = Array.from({ length: 1_000 }, (_, row) => row);
  for (let step = 0; step < 20_000; step += 1) {
    const id = derivedId('offer', String(below(1_500)));
    const known = rows.get(id);
    expect(ids.find(id)).toBe(known ?? absent);
    const row = known === undefined ? free.pop() : undefined;
    if (row !== undefined) {
      ids.add(row);
      rows.set(id, row);
      expect(ids.text(row)).toBe(id);
    } else if (known !== undefined) {
      ids.remove(known);
      rows.delete(id);
      free.push(known);
    }
  }
});

test('a row that is read from a snapshot takes nothing from the one looked for before', () => {
  const words = new Int32Array(8);
  const ids = new IdTable('off_', words);
  const [known, read] = [derivedId('offer', 'known'), derivedId('offer', 'read')];
  const other = new Int32Array(4);
  const elsewhere = new IdTable('off_', other);
  for (const [table, id] of [
    [ids, known],
    [elsewhere, read],
  ] as const) {
    table.find(id);
    table.add(0);
  }
  words.set(other, 4);
  ids.index(1);
  expect([ids.text(0), ids.text(1)]).toEqual([known, read]);
  expect([ids.find(known), ids.find(read)]).toEqual([0, 1]);
});

test('a text that was told is not that of who has the row next', () => {
  const ids = new IdTable('off_', new Int32Array(8));
  const [first, other, next] = [derivedId('offer', 'first'), derivedId('offer', 'other'), derivedId('offer', 'next')];
  for (const [row, id] of [first, other].entries()) {
    ids.find(id);
    ids.add(row);
  }
  expect([ids.text(0), ids.text(0)]).toEqual([first, first]);
  ids.remove(0);
  expect(ids.text(0)).toBe(first);
  expect(ids.find(first)).toBe(absent);
  ids.find(next);
  ids.add(0);
  ids.find(other);
  expect([ids.text(0), ids.text(1)]).toEqual([next, other]);
});

test('all bits of an id count', () => {
  const ids = new IdTable('off_', new Int32Array(4 * 128));
  const all = Array.from({ length: 128 }, (_, bit) => {
    const bytes = new Uint8Array(16);
    bytes[bit >> 3] = 128 >> (bit & 7);
    return idFromBytes('offer', bytes);
  });
  for (const [row, id] of all.entries()) {
    expect(ids.find(id)).toBe(absent);
    ids.add(row);
  }
  expect(all.map((id) => ids.find(id))).toEqual(all.map((_, row) => row));
  expect(all.map((_, row) => ids.text(row))).toEqual(all);
});

test.each([
  '',
  'off_',
  'loan_00000000000000000000000000',
  'off_0000000000000000000000000',
  'off_0000000000000000000000000i',
  'off_80000000000000000000000000',
  'off_0000000000000000000000000é',
])('"%s" is no id of an offer', (text) => {
  expect(new IdTable('off_', new Int32Array(4)).find(text)).toBe(malformed);
});
