/** The spread of markets over instances. */
import { expect, test } from 'vitest';
import { movesOf } from './shares.ts';

const markets = ['CHF', 'EUR', 'GBP', 'SEK', 'USD'];

test('one instance takes all', () => {
  expect(movesOf({ markets, held: new Set(), instances: 1 })).toEqual({ give: [], want: markets, room: 5 });
});

test('a second instance takes what the first one gives, and then nothing moves any more', () => {
  const first = movesOf({ markets, held: new Set(markets), instances: 2 });
  expect(first).toEqual({ give: ['USD', 'SEK'], want: [], room: 0 });
  const kept = new Set(['CHF', 'EUR', 'GBP']);
  expect(movesOf({ markets, held: kept, instances: 2 })).toMatchObject({ give: [], room: 0 });
  expect(movesOf({ markets, held: new Set(first.give), instances: 2 })).toMatchObject({ give: [], room: 1 });
});

test('every market finds room whatever the number of instances', () => {
  for (let instances = 1; instances < 9; instances += 1) {
    const { room } = movesOf({ markets, held: new Set(), instances });
    expect(room * instances).toBeGreaterThanOrEqual(markets.length);
  }
});
