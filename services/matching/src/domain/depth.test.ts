/** The kept depth against the queues themselves, on random command sequences; and what it costs when nothing or little moved. */
import type { Instant } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { RandomCommands } from '../../test/model/random-commands.ts';
import { apply } from './apply.ts';
import { type Book, clearTouched, createBook } from './book.ts';
import { termRanges } from './cells.ts';
import { depthOf, forgetTouched, rateCurve } from './depth.ts';

const at = '2026-01-01T00:00:00.000Z' as Instant;
const baseSeed = Number(process.env['MUTUA_SEED'] ?? Math.floor(Math.random() * 1e9));

/** Level by level what the queues hold, by a walk through them. */
function walked(book: Book): object[] {
  return ['A', 'B', 'C', 'D', 'E', 'F', 'G'].flatMap((grade) =>
    termRanges.flatMap(({ minTermMonths }) => {
      const points = rateCurve(book, { grade, termMonths: minTermMonths });
      const offers = points.map(({ ratePpm, availableMinor, count }, n) => ({
        ratePpm,
        amountMinor: availableMinor - (points[n - 1]?.availableMinor ?? 0n),
        count: count - (points[n - 1]?.count ?? 0),
      }));
      return offers.length === 0 ? [] : [{ grade, minTermMonths, offers }];
    }),
  );
}

const kept = (book: Book): object[] =>
  depthOf(book)
    .filter(({ offers }) => offers.length > 0)
    .map(({ grade, minTermMonths, offers }) => ({ grade, minTermMonths, offers }));

test(`what is kept is what rests, whenever it is asked for (MUTUA_SEED=${baseSeed})`, () => {
  let levels = 0;
  for (let seed = baseSeed; seed < baseSeed + 150; seed += 1) {
    const book = createBook('EUR');
    const commands = new RandomCommands(seed, { full: seed % 4 !== 0, narrow: seed % 4 > 1 });
    for (let step = 0; step < 120; step += 1) {
      apply(book, { seq: book.seq + 1, at, command: commands.next() });
      if (step % 3 === seed % 3) forgetTouched(book);
      if (step % 5 === 0) {
        expect(kept(book), `seed ${seed} step ${step}`).toEqual(walked(book));
        levels += kept(book).length;
      }
    }
  }
  expect(levels).toBeGreaterThan(1_000);
});

test('nothing moved: the answer is the one that was given; a book that was not told of all moves is looked at anew', () => {
  const book = createBook('EUR');
  const commands = new RandomCommands(baseSeed, { full: true, narrow: false });
  const move = (): void => {
    for (const before = book.seq; book.seq === before; ) apply(book, { seq: book.seq + 1, at, command: commands.next() });
  };
  for (let n = 0; n < 100; n += 1) move();
  const [first, second] = [depthOf(book), depthOf(book)];
  expect(first.every((cell, n) => cell === second[n])).toBe(true);
  for (let n = 0; n < 50; n += 1) {
    move();
    clearTouched(book);
    expect(kept(book)).toEqual(walked(book));
  }
});
