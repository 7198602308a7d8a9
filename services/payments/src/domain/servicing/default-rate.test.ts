import { expect, test } from 'vitest';
import { meanRateOf, rateOf } from './default-rate.ts';

const window = (loans: number, defaults: number) => ({ loans, defaults });

test.each([
  [window(0, 0), null],
  [window(3, 1), 333_333n],
  [window(200, 5), 25_000n],
  [window(4, 4), 1_000_000n],
])('%j has a rate of %s', (each, expected) => expect(rateOf(each)).toBe(expected));

test.each([
  ['three years, each as heavy', [window(100, 1), window(100, 2), window(1_000, 30)], 20_000n],
  ['two years are not enough', [window(100, 1), window(100, 2)], null],
  ['a year without loans does not count', [window(100, 1), window(100, 2), window(0, 0)], null],
])('%s', (_, windows, expected) => expect(meanRateOf(windows)).toBe(expected));
