/** Array literals say what the driver would say. */
import { expect, test } from 'vitest';
import { arrayLiteral } from './array-literal.ts';

test('texts are quoted where they must be, nothing is null, numbers are as they are', () => {
  expect(arrayLiteral(['plain', 'a b', 'null', 'NULL', '', 'say "no"', 'back\\slash', '2026-01-15'])).toBe(
    String.raw`{plain,"a b","null","NULL","","say \"no\"","back\\slash",2026-01-15}`,
  );
  expect(arrayLiteral([1, -2n, true, null, undefined])).toBe('{1,-2,true,null,null}');
  expect(arrayLiteral([])).toBe('{}');
});

test('what else a list may hold is left to the driver', () => {
  for (const list of [[['a'], ['b']], [new Uint8Array(1)], [{ a: 1 }]]) expect(arrayLiteral(list)).toBe(list);
});
