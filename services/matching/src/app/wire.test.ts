import type { Id, RatePpm } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { decode } from '../domain/codec.ts';
import type { Command } from '../domain/command.ts';
import { commandFrom, payloadOf } from './wire.ts';

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
  expect(commandFrom(payloadOf(command))).toEqual(command);
});

test('texts are read as the codec of the book reads them', () => {
  const text =
    '{"type":"x","aMinor":"12","minor":"12","listMinor":["1"],"in":[{"bPpm":"-3","c":"4"},null,[{"dMinor":"5"}]],"eMinor":6,"fPpm":null}';
  expect(commandFrom(text)).toEqual(decode(text));
});
