import type { Id, RatePpm } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { decode, encode } from './codec.ts';
import type { Command } from './command.ts';

const ppm = (value: bigint) => value as RatePpm;

test('a logged command comes back with its exact numbers, wherever they are', () => {
  const command: Command = {
    type: 'place-offer',
    terms: {
      offerId: 'off_1' as Id<'offer'>,
      lenderId: 'mem_1' as Id<'member'>,
      requestId: null,
      totalMinor: 9_007_199_254_740_993n,
      goodTillOn: null,
      criteria: {
        minRatePpm: ppm(0n),
        grades: ['A', '12'],
        minTermMonths: 12,
        maxTermMonths: 60,
        purposes: ['7', 'car'],
        capPerLoanMinor: 2_500n,
        capOfPortfolio: { sharePpm: ppm(100_000n), portfolioMinor: 5n },
      },
    },
  };
  expect(decode(encode(command))).toEqual(command);
});

test('only the fields that are named so become exact, however deep', () => {
  const text =
    '{"type":"1","aMinor":"12","minor":"12","listMinor":["1"],"in":[{"bPpm":"-3","c":"4"},null,[{"dMinor":"5"}]],"eMinor":6,"fPpm":null}';
  expect(decode(text)).toEqual({
    ...{ type: '1', aMinor: 12n, minor: '12', listMinor: ['1'] },
    in: [{ bPpm: -3n, c: '4' }, null, [{ dMinor: 5n }]],
    ...{ eMinor: 6, fPpm: null },
  });
});
