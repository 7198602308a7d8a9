/** A loan of which everything falls due at once: nothing more and nothing less than settles it, and told again it gives the same. */
import { addDays, type CalendarDate } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adopt, dayInput, disbursedOn, makeWorld, type World } from '../../../test/servicing/life.ts';
import { accelerate, isCuredBy, isToAccelerate } from './acceleration.ts';
import { amountToCollect, closeDay } from './close-of-business.ts';
import type { RepaymentSource } from './facts.ts';
import { type Instalment, isOpen, isSettled, sumOf, totalOf, unpaidOf } from './loan.ts';
import { defaultPolicy } from './policy.ts';
import { quotePayoff, repayAmount } from './repay.ts';
import { type PastReceipt, type Replay, replayLoan } from './replay.ts';

const acceleration = { afterDays: 60, cureDays: 20 };
const unsettledOf = ({ instalments }: World): Instalment[] => instalments.filter((each) => !isSettled(each));
const openOf = (world: World): bigint => totalOf(sumOf(unsettledOf(world).map(unpaidOf)));
const payoffOf = (world: World, on: CalendarDate): bigint =>
  quotePayoff({ loan: world.loan, unsettled: unsettledOf(world), on }).totalMinor;
const fresh = (policy: object = { acceleration }): World => {
  const world = makeWorld(1_000_000n, 120_000n);
  return { ...world, loan: { ...world.loan, terms: { ...world.loan.terms, policy: { ...defaultPolicy, ...policy } } } };
};
const allDueOn = (world: World, on: CalendarDate, through: string | null = null): void => {
  const made = accelerate({ loan: world.loan, instalments: world.instalments, on }, through);
  if (!made.ok) throw new Error(made.error.code);
  world.loan = made.value.loan;
  world.instalments = [...made.value.instalments];
};

type Life = { readonly payments: readonly { day: number; amount: bigint }[]; readonly stopsAfter: number; readonly days: number };
/** Lives day by day, with autopay until it stops, and what the policy does at a close; answers the receipts. */
const live = (world: World, { payments, stopsAfter, days }: Life): PastReceipt[] => {
  const receipts: PastReceipt[] = [];
  const note = (receipt: { amountMinor: bigint; source: RepaymentSource } | null, valueOn: CalendarDate): void => {
    if (receipt === null) return;
    const { amountMinor, source } = receipt;
    receipts.push({ rootId: `rpy_${String(receipts.length).padStart(3, '0')}`, amountMinor, source, valueOn });
  };
  for (let day = 1; day <= days; day += 1) {
    const on = addDays(disbursedOn, day);
    for (const { amount } of payments.filter((each) => each.day === day)) {
      const paid = repayAmount({ loan: world.loan, unsettled: unsettledOf(world), on }, amount);
      if (!paid.ok) continue;
      note(paid.value.receipt, on);
      adopt(world, paid.value);
    }
    if (world.loan.nextWorkOn === null || world.loan.nextWorkOn > on) continue;
    const input = dayInput(world, on);
    const outcome = closeDay(input, day <= stopsAfter ? amountToCollect(input) : 0n);
    note(outcome.receipt, on);
    adopt(world, outcome);
    if (isToAccelerate(world.loan, on)) {
      const before = payoffOf(world, on);
      allDueOn(world, on);
      expect(openOf(world)).toBe(before);
    }
  }
  return receipts;
};

const lives = fc.record({
  payments: fc.array(fc.record({ day: fc.integer({ min: 1, max: 200 }), amount: fc.bigInt({ min: 1n, max: 150_000n }) }), { maxLength: 8 }),
  stopsAfter: fc.integer({ min: 0, max: 120 }),
  days: fc.integer({ min: 60, max: 175 }),
});
const shown = ({ nr, dueOn, scheduled, paid, lateFeeOn, ...rest }: Instalment) => ({
  ...{ nr, dueOn, scheduled, paid, lateFeeOn },
  isSettled: isSettled({ ...rest } as Instalment),
});

/** The next day of work once the open day is closed too: told again during it, the loan may know already what its close would say. */
const nextAfterClose = ({ loan, instalments }: Pick<Replay, 'loan' | 'instalments'>, on: CalendarDate): CalendarDate | null =>
  closeDay(dayInput({ loan, instalments: [...instalments] }, on), 0n).loan.nextWorkOn;

test('what falls due is what settles the loan, it never grows but by late fees of before, and told again the life is the same', () => {
  let accelerated = 0;
  fc.assert(
    fc.property(lives, (life) => {
      const world = fresh();
      const { instalments: planned } = fresh();
      const receipts = live(world, life);
      if (world.loan.status === 'charged-off') return;
      const on = addDays(disbursedOn, life.days + 1);
      if (world.loan.acceleratedOn !== null) accelerated += 1;
      expect(sumOf(world.instalments.map((each) => each.scheduled)).principalMinor).toBe(1_000_000n);
      expect(totalOf(sumOf(world.instalments.map((each) => each.paid)))).toBe(totalOf(world.loan.distributed));
      const replay = replayLoan({ loan: world.loan, planned, receipts, on });
      expect(replay.instalments.map(shown)).toEqual(world.instalments.map(shown));
      expect(replay.loan.distributed).toEqual(world.loan.distributed);
      expect(nextAfterClose(replay, on)).toEqual(nextAfterClose(world, on));
    }),
    { seed: 3 },
  );
  expect(accelerated).toBeGreaterThan(10);
});

test('without any one of its receipts the acceleration stands and nothing is over-collected', () => {
  fc.assert(
    fc.property(lives, fc.nat(), (life, pick) => {
      const world = fresh();
      const { instalments: planned } = fresh();
      const receipts = live(world, life);
      const left = receipts.filter((_, index) => index !== pick % Math.max(1, receipts.length));
      const { loan, instalments } = replayLoan({ loan: world.loan, planned, receipts: left, on: addDays(disbursedOn, life.days + 1) });
      expect(sumOf(instalments.map((each) => each.scheduled)).principalMinor).toBe(1_000_000n);
      expect(totalOf(sumOf(instalments.map((each) => each.paid)))).toBe(totalOf(loan.distributed));
      const due = sumOf(instalments.map(unpaidOf));
      expect(due.principalMinor >= 0n && due.interestMinor >= 0n && due.lateFeeMinor >= 0n).toBe(true);
      if (world.loan.acceleratedOn !== null)
        expect(instalments.every(({ dueOn }) => dueOn <= (world.loan.acceleratedOn ?? dueOn))).toBe(true);
    }),
    { seed: 4 },
  );
});

describe('at the close', () => {
  test.each([
    [59, false],
    [60, true],
  ])('%s days past due: %s', (days, isDue) => {
    const world = fresh();
    live(world, { payments: [], stopsAfter: 0, days: 28 + days });
    expect(world.loan.acceleratedOn !== null).toBe(isDue);
  });
  test('no late fee on what fell due by it, none of it is drawn, and reminders go on', () => {
    const world = fresh({ acceleration, dunningDays: [70] });
    live(world, { payments: [], stopsAfter: 0, days: 28 + 69 });
    const whole = world.instalments.at(-1);
    expect(whole).toMatchObject({ dueOn: world.loan.acceleratedOn, lateFeeOn: null, balanceMinor: 0n });
    expect(amountToCollect(dayInput(world, addDays(disbursedOn, 28 + 63)))).toBe(0n);
    const outcome = closeDay(dayInput(world, addDays(disbursedOn, 28 + 70)), 0n);
    expect(outcome.facts).toMatchObject([{ type: 'dunning-due', level: 1, daysPastDue: 70, overdueMinor: openOf(world) }]);
    adopt(world, outcome);
    live(world, { payments: [], stopsAfter: 0, days: 28 + 100 });
    expect(world.instalments.at(-1)?.scheduled.lateFeeMinor).toBe(0n);
  });
});

describe('by hand, and what is refused', () => {
  const on = addDays(disbursedOn, 40);
  test('a loan that is current is accelerated at once and cannot be cured', () => {
    const world = fresh();
    live(world, { payments: [], stopsAfter: 40, days: 39 });
    allDueOn(world, on, '');
    expect(world.loan).toMatchObject({ status: 'active', acceleratedOn: on, acceleratedThrough: '', maturesOn: on });
    expect(isCuredBy({ loan: world.loan, instalments: world.instalments, on }, 1_000_000n)).toBe(false);
    expect(accelerate({ ...world, on }, '')).toMatchObject({ ok: false, error: { code: 'acceleration.done' } });
  });
  test('a loan that is over, or whose schedule is', () => {
    const world = fresh();
    const closed = { ...world.loan, status: 'closed' } as const;
    expect(isOpen(closed)).toBe(false);
    expect(accelerate({ ...world, loan: closed, on }, '')).toMatchObject({ ok: false, error: { code: 'loan.not_open' } });
    const last = addDays(disbursedOn, 400);
    expect(accelerate({ ...world, on: last }, '')).toMatchObject({ ok: false, error: { code: 'acceleration.nothing_ahead' } });
  });
  test.each([
    ['on the last day, all arrears', 20, 0n, true],
    ['a day later', 21, 0n, false],
    ['a cent less', 20, -1n, false],
  ])('a cure %s', (_, days, more, isCured) => {
    const world = fresh();
    live(world, { payments: [], stopsAfter: 0, days: 28 + 60 });
    const { acceleratedOn } = world.loan;
    if (acceleratedOn === null) throw new Error('accelerated');
    const arrears = totalOf(sumOf(world.instalments.filter(({ dueOn }) => dueOn < acceleratedOn).map(unpaidOf)));
    expect(isCuredBy({ ...world, on: addDays(acceleratedOn, days) }, arrears + more)).toBe(isCured);
    const strict = fresh({ acceleration: { afterDays: 60, cureDays: 0 } }).loan.terms;
    expect(isCuredBy({ ...world, loan: { ...world.loan, terms: strict }, on: addDays(acceleratedOn, 1) }, arrears)).toBe(false);
  });
});
