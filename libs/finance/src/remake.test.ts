/** Rows made anew, worked by hand where a change of a schedule seldom leads. */
import { calendarDate as on } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { terms } from '../test/in-force.ts';
import { periodsOf } from './periods.ts';
import { type Remake, remake } from './remake.ts';

/** 1,200.00 open from 15 January 2024, over months at 12 %; each row as principal+interest. */
function rows(instalments: number, changes: Partial<Remake>): string {
  const periods = periodsOf({ instalments, frequency: 'monthly', disbursedOn: on('2024-01-15') });
  const made = remake({ terms, firstNr: 1, openMinor: 120_000n, periods, ...changes });
  return made.rows.map((row) => `${row.principalMinor}+${row.interestMinor}`).join(' ');
}

const free = { ...terms, ratePpm: 0n };

test('an instalment kept that leaves the balloon and no more pays it at once', () => {
  const repayment = { kind: 'keep', instalmentMinor: 50_000n } as const;
  expect(rows(4, { terms: { ...free, balloonMinor: 20_000n }, repayment })).toBe('50000+0 70000+0');
  expect(rows(4, { terms: { ...free, balloonMinor: 19_999n }, repayment })).toBe('50000+0 50000+0 20000+0');
});

test('equal principal is shared by the periods after a grace', () => {
  expect(rows(4, { terms: { ...free, method: 'linear' }, interestOnly: 1 })).toBe('0+0 40000+0 40000+0 40000+0');
});

test.each(['next', 'spread'] as const)('interest put off beyond the end falls due at the end (%s)', (to) => {
  expect(rows(3, { terms: { ...terms, method: 'bullet' }, putOff: { periods: 3, to } })).toBe('0+0 0+0 120000+3600');
});
