import { addDays, calendarDate } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { dayInput, disbursedOn, makeWorld, type World } from '../../../test/servicing/life.ts';
import { closeDay } from './close-of-business.ts';
import { isSettled, type Loan } from './loan.ts';
import { defaultPolicy, policyProblem, type ServicingPolicy, type WaterfallChoice, waterfallFor } from './policy.ts';
import { repayAmount } from './repay.ts';

const dueOn = calendarDate('2026-02-28');
const withPolicy = (change: Partial<ServicingPolicy>): World => {
  const world = makeWorld(1_000_000n, 120_000n);
  const policy = { ...defaultPolicy, ...change };
  return { ...world, loan: { ...world.loan, terms: { ...world.loan.terms, policy } } };
};
const manual = (choice: WaterfallChoice): World => withPolicy({ waterfalls: { ...defaultPolicy.waterfalls, manual: choice } });
const pay = ({ loan, instalments }: World, amountMinor: bigint, on = dueOn) => {
  const paid = repayAmount({ loan, unsettled: instalments.filter((each) => !isSettled(each)), on }, amountMinor);
  return paid.ok ? paid.value.receipt : paid.error.code;
};

test.each<[WaterfallChoice, object | string]>([
  ['standard', { amountMinor: 95_000n, components: { principalMinor: 78_849n, interestMinor: 16_151n, lateFeeMinor: 0n } }],
  ['principal-first', { amountMinor: 95_000n, components: { principalMinor: 85_000n, interestMinor: 10_000n, lateFeeMinor: 0n } }],
  ['due-only', { amountMinor: 88_849n, components: { principalMinor: 78_849n, interestMinor: 10_000n, lateFeeMinor: 0n } }],
  ['principal-across', { amountMinor: 88_849n, components: { principalMinor: 78_849n, interestMinor: 10_000n, lateFeeMinor: 0n } }],
])('a repayment by hand of 950.00 on the due date goes down %s', (choice, expected) => {
  expect(pay(manual(choice), 95_000n)).toMatchObject(expected as object);
});

test('what takes nothing in advance refuses a receipt while nothing is due', () => {
  expect(pay(manual('due-only'), 5_000n, addDays(disbursedOn, 5))).toBe('repayment.nothing_due');
});

test('after default the other waterfall is in force, whoever pays', () => {
  const policy: ServicingPolicy = { ...defaultPolicy, waterfalls: { ...defaultPolicy.waterfalls, afterDefault: 'principal-across' } };
  expect(waterfallFor(policy, 'autopay', false)).toBe(waterfallFor(defaultPolicy, 'autopay', false));
  expect(waterfallFor(policy, 'manual', true).order.map(({ timing }) => timing)).not.toContain('inAdvance');
  expect(waterfallFor(defaultPolicy, 'manual', true)).toBe(waterfallFor(defaultPolicy, 'manual', false));
});

const dayAfter = (open: bigint, toleranceMinor: bigint): Loan => {
  const world = withPolicy({ toleranceMinor });
  const [first, ...rest] = world.instalments;
  if (!first) throw new Error('no schedule');
  const paid = { ...first.scheduled, principalMinor: first.scheduled.principalMinor - open };
  const at = { loan: world.loan, instalments: [{ ...first, paid, status: 'partially-paid' as const }, ...rest] };
  return closeDay(dayInput(at, addDays(dueOn, 20)), 0n).loan;
};
test.each([
  [50n, 50n, 'current', null],
  [51n, 50n, 'late-16-30', dueOn],
  [1n, 0n, 'late-16-30', dueOn],
])('with %s open and a tolerance of %s the loan is %s', (open, tolerance, bucket, oldest) => {
  expect(dayAfter(open, tolerance)).toMatchObject({ bucket, oldestUnpaidDueOn: oldest });
});

test('an own order names every debt that is due, once', () => {
  const all = (['pastDue', 'due'] as const).flatMap((timing) =>
    (['interest', 'principal', 'penalty', 'fee'] as const).map((component) => ({ timing, component })),
  );
  const codeOf = (order: typeof all) => {
    const checked = policyProblem({ waterfalls: { autopay: { mode: 'horizontal', order }, manual: 'standard', afterDefault: null } });
    return checked.ok ? 'fine' : checked.error.code;
  };
  expect(codeOf(all)).toBe('fine');
  expect(codeOf(all.slice(1))).toBe('policy.waterfall_incomplete');
  expect(codeOf([...all, ...all.slice(0, 1)])).toBe('policy.waterfall_repeats');
});
