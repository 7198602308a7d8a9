/** What a receipt and the close of a day leave written on an instalment, and that a day tells of an instalment once. */
import { defaultWaterfall } from '@mutua/finance';
import { addDays, calendarDate } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { adopt, dayInput, makeWorld } from '../../../test/servicing/life.ts';
import { amountToCollect, closeDay } from './close-of-business.ts';
import { type Instalment, type Loan, nothing, totalOf } from './loan.ts';
import { payInstalments } from './receipt.ts';

const dueOn = calendarDate('2026-02-28');
const world = () => makeWorld(1_000_000n, 120_000n);
const first = (status: Instalment['status']): Instalment => {
  const [instalment] = world().instalments;
  if (instalment === undefined) throw new Error('a schedule has a first instalment');
  return { ...instalment, status };
};
const owedMinor = totalOf(first('due').scheduled);
const statusAfter = (instalment: Instalment, amountMinor: bigint, on: typeof dueOn) =>
  payInstalments([instalment], { amountMinor, source: 'manual', on, waterfall: defaultWaterfall }).instalments[0]?.status;

test.each([
  ['in advance, in part', 'pending', 1n, addDays(dueOn, -1), 'pending'],
  ['in advance, in full', 'pending', owedMinor, addDays(dueOn, -1), 'paid'],
  ['on its day, in part', 'due', 1n, dueOn, 'partially-paid'],
  ['on its day, in full', 'due', owedMinor, dueOn, 'paid'],
  ['a day late, in part', 'due', 1n, addDays(dueOn, 1), 'late'],
  ['a day late, the rest of it', 'partially-paid', 1n, addDays(dueOn, 1), 'late'],
  ['a day late, in full', 'late', owedMinor, addDays(dueOn, 1), 'paid-late'],
] as const)('an instalment that is paid %s', (...[, before, amountMinor, on, after]) =>
  expect(statusAfter(first(before), amountMinor, on)).toBe(after),
);

test('what the bank does not pay is due, told once, and asked for in full', () => {
  const lived = world();
  const input = dayInput(lived, dueOn);
  expect(amountToCollect(input)).toBe(owedMinor);
  const closed = closeDay(input, 0n);
  expect(closed).toMatchObject({ receipt: null, daysPastDue: 0, facts: [{ type: 'instalment-due', nr: 1, dueMinor: owedMinor }] });
  expect(closed.instalments[0]?.status).toBe('due');
  adopt(lived, closed);
  expect(closeDay(dayInput(lived, dueOn), 0n).facts).toEqual([]);
});

test('an instalment paid in part keeps its mark when its day closes again', () => {
  const lived = world();
  const part: Instalment = { ...first('partially-paid'), paid: { ...nothing, interestMinor: 1n } };
  expect(closeDay({ ...dayInput(lived, dueOn), due: [part] }, 0n).instalments[0]).toEqual(part);
});

test('an instalment of nothing, as in a grace of everything, falls due without a word', () => {
  const lived = world();
  const empty: Instalment = { ...first('pending'), scheduled: nothing };
  expect(closeDay({ ...dayInput(lived, dueOn), due: [empty] }, 0n).facts.filter(({ type }) => type === 'instalment-due')).toEqual([]);
});

test('what the bank pays goes the way of autopay, and after default the way agreed for that', () => {
  const lived = world();
  const only = (component: 'principal' | 'interest') =>
    ({
      mode: 'horizontal',
      order: ([component, 'penalty', 'fee', 'interest', 'principal'] as const)
        .filter((name, at, all) => all.indexOf(name) === at)
        .flatMap((name) => [{ timing: 'pastDue', component: name } as const, { timing: 'due', component: name } as const]),
    }) as const;
  const policy = {
    waterfalls: { autopay: only('interest'), manual: 'standard', afterDefault: only('principal') },
    toleranceMinor: 0n,
    serviceFeeCappedMonths: 12,
  } as const;
  const paidBy = (status: Loan['status']) => {
    const loan: Loan = { ...lived.loan, status, terms: { ...lived.loan.terms, policy } };
    return closeDay({ ...dayInput(lived, dueOn), loan }, 100n).receipt;
  };
  expect(paidBy('active')).toMatchObject({ source: 'autopay', components: { interestMinor: 100n, principalMinor: 0n } });
  expect(paidBy('defaulted')).toMatchObject({ source: 'autopay', components: { interestMinor: 0n, principalMinor: 100n } });
});

test('a bank that paid more than was asked is a bug, not a gift', () => {
  expect(() => closeDay(dayInput(world(), dueOn), owedMinor + 1n)).toThrow('never more is collected than is due');
});
