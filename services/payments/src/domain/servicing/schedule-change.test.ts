/** Agreed changes: what settles a loan is the same the moment before and after, nothing is lost or counted twice, and the rest can be lived. */
import { addDays, type CalendarDate, calendarDate } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adopt, dayInput, disbursedOn, makeWorld, type World } from '../../../test/servicing/life.ts';
import { standAt } from './arrears.ts';
import { amountToCollect, closeDay } from './close-of-business.ts';
import { isSettled, sumOf, totalOf, unpaidOf } from './loan.ts';
import { quotePayoff, repayAmount } from './repay.ts';
import { type ChangedSchedule, changeSchedule, forgoes, type ScheduleChange } from './schedule-change.ts';

const unsettledOf = ({ instalments }: World) => instalments.filter((each) => !isSettled(each));
const payoffOf = (world: World, on: CalendarDate): bigint =>
  quotePayoff({ loan: world.loan, unsettled: unsettledOf(world), on }).totalMinor;

/** Day after day to the date; autopay pays until `stopsOn`. */
const live = (world: World, to: CalendarDate, stopsOn: CalendarDate): void => {
  while (world.loan.nextWorkOn !== null && world.loan.nextWorkOn < to) {
    const input = dayInput(world, world.loan.nextWorkOn);
    adopt(world, closeDay(input, input.on < stopsOn ? amountToCollect(input) : 0n));
  }
};
const inputOf = ({ loan, instalments }: World, on: CalendarDate) => ({ loan, instalments, instalmentMinor: 88_849n, on });
const take = (world: World, changed: ChangedSchedule, on: CalendarDate): void => {
  const from = changed.instalments[0]?.nr ?? 0;
  world.instalments = [...world.instalments.filter(({ nr }) => nr < from), ...changed.instalments];
  const nextDueOn = world.instalments.find((each) => !isSettled(each))?.dueOn ?? null;
  world.loan = standAt(changed.loan, [], { on, nextDueOn, isClose: false }).loan;
};
const reAged = (firstDueOn: CalendarDate, more: Partial<Extract<ScheduleChange, { kind: 're-age' }>> = {}): ScheduleChange => ({
  ...{ kind: 're-age', instalments: 10, firstDueOn, interest: 'first', lateFees: 'keep' },
  ...more,
});

const anyChange = (on: CalendarDate): fc.Arbitrary<ScheduleChange> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('re-age' as const),
      instalments: fc.integer({ min: 1, max: 40 }),
      firstDueOn: fc.integer({ min: 1, max: 60 }).map((days) => addDays(on, days)),
      interest: fc.constantFrom('first' as const, 'spread' as const),
      lateFees: fc.constant('keep' as const),
    }),
    fc.record(
      {
        kind: fc.constant('reschedule' as const),
        instalments: fc.integer({ min: 1, max: 40 }),
        ratePpm: fc.bigInt({ min: 0n, max: 120_000n }),
        method: fc.constantFrom('annuity' as const, 'linear' as const, 'bullet' as const),
        frequency: fc.constantFrom('monthly' as const, 'weekly' as const, 'quarterly' as const),
        firstDueOn: fc.integer({ min: 1, max: 60 }).map((days) => addDays(on, days)),
      },
      { requiredKeys: ['kind'] },
    ),
    fc.record({
      kind: fc.constant('payment-holiday' as const),
      instalments: fc.integer({ min: 1, max: 3 }),
      term: fc.constantFrom('extend' as const, 'keep' as const),
    }),
    fc.record({ kind: fc.constant('due-day-change' as const), dueDay: fc.integer({ min: 1, max: 31 }) }),
  );

const lives = fc
  .record({
    days: fc.integer({ min: 1, max: 240 }),
    stops: fc.integer({ min: 0, max: 260 }),
    paid: fc.option(fc.bigInt({ min: 1n, max: 60_000n }), { nil: null }),
  })
  .chain((life) => anyChange(addDays(disbursedOn, life.days)).map((change) => ({ ...life, change })));

test('a change moves what is owed and neither makes nor loses a cent: the payoff of the day stays, principal adds up, the rest can be paid', () => {
  let changes = 0;
  fc.assert(
    fc.property(lives, ({ days, stops, paid, change }) => {
      const world = makeWorld(1_000_000n, 120_000n);
      const on = addDays(disbursedOn, days);
      live(world, on, addDays(disbursedOn, stops));
      if (paid !== null) {
        const repaid = repayAmount({ loan: world.loan, unsettled: unsettledOf(world), on }, paid);
        if (repaid.ok) adopt(world, repaid.value);
      }
      const before = payoffOf(world, on);
      const changed = changeSchedule(inputOf(world, on), change);
      if (!changed.ok) return;
      changes += 1;
      take(world, changed.value, on);
      expect(payoffOf(world, on)).toBe(before);
      expect(sumOf(world.instalments.map((each) => each.scheduled)).principalMinor).toBe(1_000_000n);
      expect(totalOf(sumOf(world.instalments.map((each) => each.paid)))).toBe(totalOf(world.loan.distributed));
      expect(world.instalments.at(-1)?.balanceMinor).toBe(0n);
      expect(world.loan).toMatchObject({ status: 'active', bucket: 'current', oldestUnpaidDueOn: null });
      live(world, addDays(on, 5_000), addDays(on, 5_000));
      expect(world.loan).toMatchObject({ status: 'closed', outcome: 'repaid' });
      expect(world.loan.distributed.principalMinor).toBe(1_000_000n);
    }),
    { seed: 11 },
  );
  expect(changes).toBeGreaterThan(30);
});

const late = (days: number): { world: World; on: CalendarDate } => {
  const world = makeWorld(1_000_000n, 120_000n);
  const on = addDays(calendarDate('2026-02-28'), days);
  live(world, on, disbursedOn);
  return { world, on };
};

describe('re-ageing', () => {
  test('interest that moves along is carried: owed at once, and not earned again', () => {
    const { world, on } = late(32);
    const owed = quotePayoff({ loan: world.loan, unsettled: unsettledOf(world), on }).components;
    const made = changeSchedule(inputOf(world, on), reAged(addDays(on, 30)));
    if (!made.ok) throw new Error(made.error.code);
    const [first, second] = made.value.instalments;
    expect(first).toMatchObject({ carriedInterestMinor: owed.interestMinor, carriedLateFeeMinor: owed.lateFeeMinor, status: 'pending' });
    expect(second).toMatchObject({ carriedInterestMinor: 0n, scheduled: { lateFeeMinor: 0n } });
    take(world, made.value, on);
    // The next day one day of interest on the principal is added and nothing else.
    expect(payoffOf(world, addDays(on, 1)) - payoffOf(world, on)).toBe(333n);
  });
  test('late fees are kept with the first instalment and bear no fee of their own, or given up by a second person', () => {
    const { world, on } = late(40);
    const feeMinor = sumOf(unsettledOf(world).map(unpaidOf)).lateFeeMinor;
    expect(feeMinor).toBeGreaterThan(0n);
    const waive = reAged(addDays(on, 10), { lateFees: 'waive' });
    expect(forgoes(world, waive)).toBe(true);
    expect(forgoes(world, reAged(addDays(on, 10)))).toBe(false);
    const waived = changeSchedule(inputOf(world, on), waive);
    expect(waived.ok && waived.value.waivedMinor).toBe(feeMinor);
    const kept = changeSchedule(inputOf(world, on), reAged(addDays(on, 10)));
    if (!kept.ok) throw new Error(kept.error.code);
    take(world, kept.value, on);
    live(world, addDays(on, 40), disbursedOn);
    const first = unsettledOf(world)[0];
    const { principalMinor = 0n, interestMinor = 0n } = first?.scheduled ?? {};
    expect(first?.scheduled.lateFeeMinor).toBe(feeMinor + (principalMinor + interestMinor + 10n) / 20n);
  });
});

describe('what is refused', () => {
  test.each([
    ['another due day while something is due', { kind: 'due-day-change', dueDay: 3 }, 'schedule.due_first'],
    ['new terms while something is due', { kind: 'reschedule', instalments: 20 }, 'schedule.due_first'],
    ['a higher rate', { kind: 'reschedule', ratePpm: 120_001n }, 'reschedule.rate_raised'],
    ['a first instalment of today', reAged(calendarDate('2026-03-20')), 'reschedule.terms_invalid'],
  ] as const)('%s', (_, change, code) => {
    const { world, on } = late(20);
    expect(changeSchedule(inputOf(world, on), change)).toMatchObject({ ok: false, error: { code } });
  });
  test('a loan that is charged off', () => {
    const { world, on } = late(152);
    expect(changeSchedule(inputOf(world, on), reAged(addDays(on, 10)))).toMatchObject({ ok: false, error: { code: 'loan.not_open' } });
  });
});
