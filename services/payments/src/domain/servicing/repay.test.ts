/** Repayments by hand between two closes: they take nothing away from what the close of their day still has to do. */
import { addDays, type CalendarDate } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { dayInput, disbursedOn, makeWorld } from '../../../test/servicing/life.ts';
import { amountToCollect, closeDay } from './close-of-business.ts';
import { bucketAt, type Instalment, isSettled, type Loan, nothing, plus, totalOf, unpaidOf } from './loan.ts';
import { payOff, quotePayoff, repayAmount, settleAll } from './repay.ts';

type World = { readonly loan: Loan; readonly instalments: readonly Instalment[] };
const start: World = makeWorld(600_000n, 120_000n, { termMonths: 6 });
const { loan, instalments } = start;
const { terms } = loan;
const dueOn = (nr: number): CalendarDate => instalments[nr - 1]?.dueOn ?? disbursedOn;

const adopt = (world: World, outcome: World): World => ({
  loan: outcome.loan,
  instalments: world.instalments.map((each) => outcome.instalments.find(({ nr }) => nr === each.nr) ?? each),
});

const unsettledOf = (world: World): Instalment[] => world.instalments.filter((each) => !isSettled(each));

function repay(world: World, amountMinor: bigint, on: CalendarDate): World {
  const outcome = repayAmount({ loan: world.loan, unsettled: unsettledOf(world), on }, amountMinor);
  if (!outcome.ok) throw new Error(outcome.error.code);
  return adopt(world, outcome.value);
}

/** Closes every day on which there is work, with nothing collected. */
function unpaidUntil(world: World, last: CalendarDate): World {
  let now = world;
  while (now.loan.nextWorkOn !== null && now.loan.nextWorkOn <= last) now = adopt(now, closeDay(dayInput(now, now.loan.nextWorkOn), 0n));
  return now;
}

test('an instalment paid in part in advance still falls due, and autopay collects the rest', () => {
  const world = repay(start, 40_000n, addDays(disbursedOn, 10));
  expect(world.loan.nextWorkOn).toBe(dueOn(1));
  const day = dayInput(world, dueOn(1));
  const first = instalments[0];
  const restMinor = (first ? totalOf(first.scheduled) : 0n) - 40_000n;
  expect(amountToCollect(day)).toBe(restMinor);
  const closed = closeDay(day, restMinor);
  expect(closed.facts.map(({ type }) => type)).toEqual(['instalment-due']);
  expect(closed.instalments[0]).toMatchObject({ status: 'paid' });
  expect(closed.loan.nextWorkOn).toBe(dueOn(2));
});

test('a payment on a due date that covers only what is older leaves the close of that day its work', () => {
  const late = unpaidUntil(start, addDays(dueOn(2), -1));
  const world = repay(late, 1_000n, dueOn(2));
  expect(world.loan.nextWorkOn).toBe(dueOn(2));
  expect(amountToCollect(dayInput(world, dueOn(2)))).toBeGreaterThan(0n);
});

test('a cent on the day of the late fee does not put the fee off', () => {
  const feeDay = addDays(dueOn(1), 16);
  const world = repay(unpaidUntil(start, addDays(feeDay, -1)), 1n, feeDay);
  expect(world.loan.nextWorkOn).toBe(feeDay);
  expect(closeDay(dayInput(world, feeDay), 0n).facts.map(({ type }) => type)).toContain('late-fee-charged');
});

test('a payment does not charge a loan off, the close of its day does', () => {
  const lastDay = addDays(dueOn(1), 150);
  const world = repay(unpaidUntil(start, addDays(lastDay, -1)), 1n, lastDay);
  expect(world.loan).toMatchObject({ status: 'defaulted', nextWorkOn: lastDay, chargedOffMinor: 0n });
  expect(closeDay(dayInput(world, lastDay), 0n).loan).toMatchObject({ status: 'charged-off' });
});

test('after a payoff the instalments in force say all that was paid, part payments in advance included', () => {
  const on = addDays(disbursedOn, 20);
  const world = repay(start, 150_000n, on);
  const outcome = payOff({ loan: world.loan, unsettled: unsettledOf(world), on });
  if (!outcome.ok) throw new Error(outcome.error.code);
  const { finalInstalment } = outcome.value;
  const kept = adopt(world, outcome.value).instalments.filter(({ nr }) => finalInstalment === null || nr < finalInstalment.nr);
  const inForce = finalInstalment === null ? kept : [...kept, finalInstalment];
  const paid = inForce.map((each) => each.paid).reduce(plus, nothing);
  const { principalMinor, interestMinor, lateFeeMinor } = outcome.value.loan.distributed;
  expect(paid).toEqual({ principalMinor, interestMinor, lateFeeMinor });
  expect(inForce.every((each) => totalOf(unpaidOf(each)) === 0n)).toBe(true);
  expect(principalMinor).toBe(600_000n);
});

test('a payoff of a loan in arrears pays what was late as late, what is due as due, and leaves the rest to one instalment of the day', () => {
  const world = unpaidUntil(start, addDays(dueOn(2), -1));
  const on = dueOn(2);
  const late = world.instalments[0];
  expect(late?.scheduled.lateFeeMinor).toBeGreaterThan(0n);
  const unsettled = unsettledOf(world);
  const quote = quotePayoff({ loan: world.loan, unsettled, on });
  expect(quote.components).toMatchObject({ principalMinor: 600_000n, lateFeeMinor: late?.scheduled.lateFeeMinor });
  const outcome = payOff({ loan: world.loan, unsettled, on });
  if (!outcome.ok) throw new Error(outcome.error.code);
  const { instalments: settled, finalInstalment, receipt, facts } = outcome.value;
  expect(settled.map(({ nr, status }) => [nr, status])).toEqual([
    [1, 'paid-late'],
    [2, 'paid'],
  ]);
  expect(settled.every((each) => totalOf(unpaidOf(each)) === 0n)).toBe(true);
  expect(finalInstalment).toMatchObject({ nr: 3, fromOn: on, dueOn: on, paid: { interestMinor: 0n, lateFeeMinor: 0n } });
  const whole = [...settled, ...(finalInstalment === null ? [] : [finalInstalment])];
  expect(whole.reduce((sum, each) => sum + totalOf(each.paid), 0n)).toBe(receipt?.amountMinor);
  expect(settleAll({ loan: world.loan, instalments: world.instalments, on })).toEqual(whole);
  expect(facts.map(({ type }) => type)).toContain('closed');
});

test('a payoff after the last due date needs no further instalment, and what was settled before stays as it was', () => {
  const paidFirst = repay(start, totalOf(instalments[0]?.scheduled ?? nothing), addDays(disbursedOn, 10));
  const on = addDays(dueOn(6), 3);
  const outcome = payOff({ loan: paidFirst.loan, unsettled: unsettledOf(paidFirst), on });
  if (!outcome.ok) throw new Error(outcome.error.code);
  expect(outcome.value).toMatchObject({ finalInstalment: null, loan: { scheduleVersion: 1, status: 'closed' } });
  const all = settleAll({ loan: paidFirst.loan, instalments: paidFirst.instalments, on });
  expect(all[0]).toBe(paidFirst.instalments[0]);
  expect(all.slice(1).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'paid-late'));
});

test('a refusal says of which loan, in which state, and what would settle it', () => {
  const on = addDays(disbursedOn, 5);
  const closed = { loan: { ...loan, status: 'closed' }, unsettled: [], on } as const;
  const told = { ok: false, error: { code: 'loan.not_open', details: { loanId: 'loan_1', status: 'closed' } } };
  expect(repayAmount(closed, 1n)).toEqual(told);
  expect(payOff(closed)).toEqual(told);
  const { totalMinor } = quotePayoff({ loan, unsettled: instalments, on });
  expect(repayAmount({ loan, unsettled: instalments, on }, totalMinor)).toMatchObject({
    error: { code: 'repayment.exceeds_payoff', details: { loanId: 'loan_1', payoffMinor: totalMinor.toString() } },
  });
  const policy = {
    waterfalls: {
      autopay: 'standard',
      manual: { mode: 'horizontal', order: [{ timing: 'due', component: 'interest' }] },
      afterDefault: null,
    },
    ...{ toleranceMinor: 0n, serviceFeeCappedMonths: 12 },
  } as const;
  const strict: Loan = { ...loan, terms: { ...terms, policy } };
  expect(repayAmount({ loan: strict, unsettled: instalments, on }, 1n)).toMatchObject({
    error: { code: 'repayment.nothing_due', details: { loanId: 'loan_1' } },
  });
});

test('after default the money of the borrower goes the way agreed for that, and before it does not', () => {
  const order = (['principal', 'penalty', 'fee', 'interest'] as const).flatMap((component) => [
    { timing: 'pastDue', component } as const,
    { timing: 'due', component } as const,
  ]);
  const policy = {
    waterfalls: { autopay: 'standard', manual: 'standard', afterDefault: { mode: 'horizontal', order } },
    ...{ toleranceMinor: 0n, serviceFeeCappedMonths: 12 },
  } as const;
  const agreed: World = { loan: { ...loan, terms: { ...terms, policy } }, instalments };
  const paidOn = (days: number) => {
    const world = unpaidUntil(agreed, addDays(dueOn(1), days));
    const outcome = repayAmount({ loan: world.loan, unsettled: unsettledOf(world), on: addDays(dueOn(1), days) }, 100n);
    return outcome.ok ? outcome.value.receipt : null;
  };
  expect(paidOn(120)).toMatchObject({ source: 'manual', components: { principalMinor: 0n } });
  expect(paidOn(121)).toMatchObject({ source: 'manual', components: { principalMinor: 100n } });
});

test.each([
  [0, 'current'],
  [1, 'grace'],
  [15, 'grace'],
  [16, 'late-16-30'],
  [30, 'late-16-30'],
  [31, 'late-31-120'],
  [120, 'late-31-120'],
  [121, 'default'],
] as const)('%i days past due is the bucket %s', (days, bucket) => expect(bucketAt(days, terms)).toBe(bucket));

test('what was written off is settled: nothing is asked of it', () => {
  expect(instalments.slice(0, 1).map((each) => isSettled({ ...each, status: 'written-off' }))).toEqual([true]);
});
