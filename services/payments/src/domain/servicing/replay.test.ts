import { addDays, calendarDate } from '@mutua/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adopt, dayInput, disbursedOn, makeWorld, type World } from '../../../test/servicing/life.ts';
import { amountToCollect, closeDay, type DayOutcome } from './close-of-business.ts';
import { type Instalment, isOpen, isSettled, type Loan, nothing, sumOf, totalOf, unpaidOf } from './loan.ts';
import { type PayoffOutcome, payOff, repayAmount } from './repay.ts';
import { type PastReceipt, replayLoan, withoutBehind } from './replay.ts';

type Told = {
  readonly world: World;
  readonly receipts: PastReceipt[];
  readonly planned: readonly Instalment[];
  readonly on: ReturnType<typeof calendarDate>;
};
type Step = { readonly day: number; readonly share: number };

/** Lives a loan day by day and writes down its receipts. */
const live = (steps: readonly Step[], stopsOn: string, days: number): Told => {
  const world = makeWorld(1_000_000n, 120_000n);
  const planned = world.instalments;
  const receipts: PastReceipt[] = [];
  const note = (outcome: DayOutcome, valueOn: ReturnType<typeof calendarDate>): void => {
    if (outcome.receipt === null) return;
    const { amountMinor, source } = outcome.receipt;
    receipts.push({ rootId: `rpy_${String(receipts.length).padStart(3, '0')}`, amountMinor, source, valueOn });
  };
  for (let day = 1; day <= days; day += 1) {
    const on = addDays(disbursedOn, day);
    for (const step of steps.filter((each) => each.day === day)) {
      if (!isOpen(world.loan)) continue;
      const unsettled = world.instalments.filter((each) => !isSettled(each));
      const paid =
        step.share > 140
          ? payOff({ loan: world.loan, unsettled, on })
          : repayAmount({ loan: world.loan, unsettled, on }, BigInt(step.share) * 900n);
      if (!paid.ok) continue;
      note(paid.value, on);
      adopt(world, paid.value);
      const final = 'finalInstalment' in paid.value ? (paid.value as PayoffOutcome).finalInstalment : null;
      if (final) world.instalments = [...world.instalments.filter(({ nr }) => nr < final.nr), final];
    }
    if (world.loan.nextWorkOn !== null && world.loan.nextWorkOn <= on) {
      const input = dayInput(world, on);
      const outcome = closeDay(input, on < stopsOn ? amountToCollect(input) : 0n);
      note(outcome, on);
      adopt(world, outcome);
      if (outcome.loan.status === 'charged-off') {
        world.instalments = world.instalments.map((each): Instalment => (isSettled(each) ? each : { ...each, status: 'written-off' }));
      }
    }
  }
  return { world, receipts, planned, on: addDays(disbursedOn, days + 1) };
};

const amounts = ({ nr, dueOn, scheduled, paid, lateFeeOn, ...rest }: Instalment) => ({
  nr,
  dueOn,
  scheduled,
  paid,
  lateFeeOn,
  isSettled: isSettled({ ...rest } as Instalment),
});
const steps = fc.array(fc.record({ day: fc.integer({ min: 1, max: 400 }), share: fc.integer({ min: 1, max: 150 }) }), { maxLength: 10 });
const stops = fc.integer({ min: 0, max: 14 }).map((months) => addDays(disbursedOn, months * 30));

test('told unchanged, a life gives the loan as it is', () => {
  fc.assert(
    fc.property(steps, stops, fc.integer({ min: 40, max: 560 }), (payments, stopsOn, days) => {
      const { world, receipts, planned, on } = live(payments, stopsOn, days);
      const replay = replayLoan({ loan: world.loan, planned, receipts, on });
      expect(replay.instalments.map(amounts)).toEqual(world.instalments.map(amounts));
      expect(replay.receipts.map(({ receipt }) => receipt?.amountMinor)).toEqual(receipts.map(({ amountMinor }) => amountMinor));
      expect(replay.loan.distributed).toEqual(world.loan.distributed);
      expect(replay.loan.chargedOffMinor).toBe(world.loan.chargedOffMinor);
      expect(replay.loan.closedOn).toBe(world.loan.closedOn);
    }),
    { seed: 20_261_121 },
  );
});

test('without any one of its receipts, or with one more, nothing is over-collected and every cent is somewhere', () => {
  fc.assert(
    fc.property(steps, stops, fc.integer({ min: 40, max: 560 }), fc.nat(), (payments, stopsOn, days, pick) => {
      const { world, receipts, planned, on } = live(payments, stopsOn, days);
      const left = receipts.filter((_, index) => index !== pick % Math.max(1, receipts.length));
      const replay = replayLoan({ loan: world.loan, planned, receipts: left, on });
      checkWhole(replay.loan, replay.instalments);
      for (const { past, receipt } of replay.receipts) expect((receipt?.amountMinor ?? 0n) <= past.amountMinor).toBe(true);
    }),
    { seed: 7 },
  );
});

test('what is gone from behind an agreed schedule is open on the instalments settled last, to the cent, and nothing else changes', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 40, max: 400 }), fc.nat(), (payments, days, pick) => {
      const { world, receipts } = live(payments, '2027-12-31', days);
      const gone = pick % Math.max(1, receipts.length);
      const told = replayLoan({
        loan: world.loan,
        planned: makeWorld(1_000_000n, 120_000n).instalments,
        receipts,
        on: addDays(disbursedOn, days + 1),
      });
      const paid = told.receipts.map(({ receipt }) => receipt?.components ?? nothing);
      const kept = sumOf(paid.filter((_, index) => index !== gone));
      const opened = withoutBehind(told.instalments, kept);
      expect(sumOf(opened.map((each) => each.paid))).toEqual(kept);
      expect(opened.map(({ scheduled }) => scheduled)).toEqual(told.instalments.map(({ scheduled }) => scheduled));
      expect(opened.every((each) => each.paid.principalMinor >= 0n && each.paid.interestMinor >= 0n && each.paid.lateFeeMinor >= 0n)).toBe(
        true,
      );
      const untouched = opened.findIndex((each, index) => each !== told.instalments[index]);
      expect(opened.slice(0, untouched === -1 ? undefined : untouched)).toEqual(
        told.instalments.slice(0, untouched === -1 ? undefined : untouched),
      );
      expect(withoutBehind(told.instalments, sumOf(paid))).toEqual(told.instalments);
    }),
    { seed: 9 },
  );
});

const checkWhole = (loan: Loan, instalments: readonly Instalment[]): void => {
  const sum = (of: (each: Instalment) => bigint): bigint => instalments.reduce((total, each) => total + of(each), 0n);
  expect(
    instalments.every(
      (each) => unpaidOf(each).principalMinor >= 0n && unpaidOf(each).interestMinor >= 0n && unpaidOf(each).lateFeeMinor >= 0n,
    ),
  ).toBe(true);
  expect(sum(({ scheduled }) => scheduled.principalMinor)).toBe(loan.principalMinor);
  expect(sum(({ paid }) => totalOf(paid))).toBe(totalOf(loan.distributed));
  expect(loan.distributed.principalMinor + loan.chargedOffMinor <= loan.principalMinor).toBe(true);
};

const told = (receipts: readonly Omit<PastReceipt, 'rootId'>[], on: string) => {
  const { loan, instalments: planned } = makeWorld(1_000_000n, 120_000n);
  return replayLoan({ loan, planned, receipts: receipts.map((each, nr) => ({ ...each, rootId: `rpy_${nr}` })), on: calendarDate(on) });
};
const instalment = 88_849n;

test('a returned instalment is open again with its due date, and late by the days since', () => {
  const replay = told([], '2026-03-02');
  expect(replay.instalments[0]).toMatchObject({ dueOn: '2026-02-28', status: 'late', paid: { principalMinor: 0n }, lateFeeOn: null });
  expect(replay.loan).toMatchObject({ status: 'in-arrears', bucket: 'grace', oldestUnpaidDueOn: '2026-02-28' });
});

test('without the receipt the late fee was due on its day, and a later receipt pays it first', () => {
  const later = { amountMinor: instalment, source: 'manual', valueOn: calendarDate('2026-03-31') } as const;
  const replay = told([later], '2026-04-02');
  expect(replay.instalments[0]).toMatchObject({ lateFeeOn: '2026-03-16', scheduled: { lateFeeMinor: 4_442n }, status: 'late' });
  expect(replay.receipts[0]?.receipt?.components.lateFeeMinor).toBe(4_442n);
});

test('a receipt that came in time takes the late fee away, however late it was booked', () => {
  const inTime = { amountMinor: instalment, source: 'manual', valueOn: calendarDate('2026-02-28') } as const;
  expect(told([inTime], '2026-04-02').instalments[0]).toMatchObject({ status: 'paid', lateFeeOn: null, scheduled: { lateFeeMinor: 0n } });
});

test('a payoff whose loan now owes more is an ordinary repayment, and the loan is open again', () => {
  const world = makeWorld(1_000_000n, 120_000n);
  const closed: Loan = { ...world.loan, status: 'closed', outcome: 'prepaid', closedOn: calendarDate('2026-03-15'), nextWorkOn: null };
  const payoff: PastReceipt = { rootId: 'rpy_1', amountMinor: 900_000n, source: 'payoff', valueOn: calendarDate('2026-03-15') };
  const replay = replayLoan({ loan: closed, planned: world.instalments, receipts: [payoff], on: calendarDate('2026-03-17') });
  expect(replay.loan).toMatchObject({ status: 'active', outcome: null, closedOn: null });
  expect(replay.receipts[0]?.receipt).toMatchObject({ amountMinor: 900_000n, source: 'manual' });
  expect(replay.facts.map(({ type }) => type)).toEqual(['reopened']);
});

test('more than was owed is the borrower’s: the receipt takes what settles the loan', () => {
  const tooMuch = { amountMinor: 2_000_000n, source: 'manual', valueOn: calendarDate('2026-02-28') } as const;
  const replay = told([tooMuch, { ...tooMuch, amountMinor: 5n }], '2026-03-02');
  expect(replay.loan.status).toBe('closed');
  expect(replay.receipts.map(({ receipt }) => receipt?.amountMinor ?? null)).toEqual([1_010_000n, null]);
});
