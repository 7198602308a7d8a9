/** The life of a loan day by day: rules as tables, conservation as properties. */
import { addDays, addMonths, calendarDate } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adopt, dayInput, disbursedOn, makeWorld, type World } from '../../../test/servicing/life.ts';
import { amountToCollect, closeDay, type DayOutcome } from './close-of-business.ts';
import { isOpen, isSettled, type Loan, nothing, outstandingPrincipal, totalOf, unpaidOf } from './loan.ts';
import { payOff, quotePayoff, repayAmount } from './repay.ts';
import { type Note, shareReceipt } from './share.ts';

/** Runs the closes of every day up to `until`; only days on which the loan asked for work are run, as in production. */
const run = (world: World, until: ReturnType<typeof calendarDate>, pays: (on: string) => boolean): string[] => {
  const seen: string[] = [];
  for (let on = world.loan.nextWorkOn; on !== null && on <= until; on = world.loan.nextWorkOn) {
    const input = dayInput(world, on);
    const outcome = closeDay(input, pays(on) ? amountToCollect(input) : 0n);
    seen.push(...outcome.facts.map(({ type }) => `${on} ${type}`));
    adopt(world, outcome);
  }
  return seen;
};

describe('close of business', () => {
  test('a loan paid by autopay closes on its last due date, on the kept month-end anchor', () => {
    const world = makeWorld(1_000_000n, 120_000n);
    const seen = run(world, calendarDate('2027-12-31'), () => true);
    expect(seen.slice(0, 2)).toEqual(['2026-02-28 instalment-due', '2026-03-31 instalment-due']);
    expect(seen.at(-1)).toBe('2027-01-31 closed');
    expect(world.loan).toMatchObject({
      status: 'closed',
      outcome: 'repaid',
      nextWorkOn: null,
      distributed: { principalMinor: 1_000_000n },
    });
  });

  test('a borrower who stops: arrears, one late fee an instalment, default at 121 and charge-off at 150 days', () => {
    const world = makeWorld(1_000_000n, 120_000n);
    const due = calendarDate('2026-02-28');
    const seen = run(world, calendarDate('2026-12-31'), () => false);
    const at = (type: string): string[] => seen.filter((line) => line.endsWith(` ${type}`)).map((line) => line.slice(0, 10));
    expect(at('in-arrears')).toEqual([addDays(due, 1), addDays(due, 16), addDays(due, 31), addDays(due, 121)]);
    expect(at('late-fee-charged').slice(0, 2)).toEqual([addDays(due, 16), addDays(calendarDate('2026-03-31'), 16)]);
    expect(at('non-accrual')).toEqual([addDays(due, 90)]);
    expect(at('defaulted')).toEqual([addDays(due, 121)]);
    expect(at('charged-off')).toEqual([addDays(due, 150)]);
    expect(world.loan).toMatchObject({ status: 'charged-off', chargedOffMinor: 1_000_000n, nextWorkOn: null });
    expect(outstandingPrincipal(world.loan)).toBe(0n);
  });

  test.each([
    [89, null],
    [90, '2026-05-29'],
    [110, '2026-05-29'],
  ])('%i days past due it is in non-accrual since %s', (days, since) => {
    const world = makeWorld(500_000n, 90_000n);
    run(world, addDays(calendarDate('2026-02-28'), days), () => false);
    expect(world.loan.nonAccrualSince).toBe(since);
  });

  test.each([
    [120, 'in-arrears'],
    [121, 'defaulted'],
    [149, 'defaulted'],
    [150, 'charged-off'],
  ])('%i days past due is %s', (days, status) => {
    const world = makeWorld(500_000n, 90_000n);
    run(world, addDays(calendarDate('2026-02-28'), days), () => false);
    expect(world.loan.status).toBe(status);
  });

  test.each([
    ['2026-03-02', '2026-03-03'],
    ['2026-03-08', '2026-03-10'],
  ])('a refused debit is tried again on the third and the tenth day: money from %s cures on %s', (moneyFrom, curedOn) => {
    const world = makeWorld(500_000n, 90_000n);
    const seen = run(world, calendarDate('2026-03-20'), (on) => on >= moneyFrom);
    expect(seen).toEqual(['2026-02-28 instalment-due', '2026-03-01 in-arrears', `${curedOn} cured`]);
    expect(world.instalments[0]).toMatchObject({ status: 'paid-late', lateFeeOn: null });
  });

  test('the late fee is the larger of its rate and its minimum, and is owed with the instalment', () => {
    const small = makeWorld(100_000n, 90_000n);
    run(small, calendarDate('2026-03-16'), () => false);
    expect(small.instalments[0]?.scheduled.lateFeeMinor).toBe(1_500n);
    const large = makeWorld(10_000_000n, 90_000n);
    run(large, calendarDate('2026-03-16'), () => false);
    expect(large.instalments[0]?.scheduled.lateFeeMinor).toBe(43_726n);
  });
});

describe('repayment by hand', () => {
  test('pays what is late before what comes next, and the loan is current again', () => {
    const world = makeWorld(1_000_000n, 120_000n);
    run(world, calendarDate('2026-03-20'), () => false);
    const overdue = world.instalments[0] ? totalOf(unpaidOf(world.instalments[0])) : 0n;
    const outcome = repayAmount({ loan: world.loan, unsettled: world.instalments, on: calendarDate('2026-03-20') }, overdue + 10_000n);
    if (!outcome.ok) throw new Error(outcome.error.code);
    adopt(world, outcome.value);
    expect(world.loan).toMatchObject({ status: 'active', bucket: 'current', nextWorkOn: calendarDate('2026-03-31') });
    expect(world.instalments[0]?.status).toBe('paid-late');
    expect(world.instalments[1] && totalOf(world.instalments[1].paid)).toBe(10_000n);
  });

  test('an amount at or above the payoff is refused with the payoff; a closed loan takes nothing', () => {
    const world = makeWorld(1_000_000n, 120_000n);
    const on = calendarDate('2026-02-10');
    const { totalMinor } = quotePayoff({ loan: world.loan, unsettled: world.instalments, on });
    expect(repayAmount({ loan: world.loan, unsettled: world.instalments, on }, totalMinor)).toMatchObject({
      ok: false,
      error: { code: 'repayment.exceeds_payoff' },
    });
    expect(repayAmount({ loan: { ...world.loan, status: 'closed' }, unsettled: [], on }, 1n)).toMatchObject({
      ok: false,
      error: { code: 'loan.not_open' },
    });
  });

  test('a payoff costs the principal and the interest to the day and closes the loan as prepaid', () => {
    const world = makeWorld(1_000_000n, 120_000n);
    const outcome = payOff({ loan: world.loan, unsettled: world.instalments, on: calendarDate('2026-02-15') });
    if (!outcome.ok) throw new Error(outcome.error.code);
    // 30E/360 from 31 January (30) to 15 February: 15 days of 12 % on 10,000.00.
    expect(outcome.value.receipt).toMatchObject({
      amountMinor: 1_005_000n,
      components: { principalMinor: 1_000_000n, interestMinor: 5_000n },
    });
    expect(outcome.value.loan).toMatchObject({ status: 'closed', outcome: 'prepaid', scheduleVersion: 2 });
    expect(outcome.value.finalInstalment).toMatchObject({ nr: 1, dueOn: '2026-02-15', status: 'paid' });
  });
});

const noteOf = (index: number, principalMinor: bigint): Note => ({
  noteId: `note_${index}`,
  holderId: `mem_${index}`,
  walletId: `wal_${index}`,
  principalMinor,
  ratePpm: 120_000n,
  paid: { ...nothing, recoveryMinor: 0n },
  feeTakenMinor: 0n,
  repaidMinorDays: 0n,
});

describe('any life of a loan', () => {
  test('conserves every cent, never over-collects, and keeps each note within one cent of its exact part', () => {
    const slices = fc.array(fc.bigInt({ min: 1n, max: 40n }), { minLength: 1, maxLength: 25 });
    const behaviour = fc.array(fc.record({ day: fc.integer({ min: 1, max: 450 }), share: fc.integer({ min: 1, max: 150 }) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(slices, behaviour, fc.integer({ min: 0, max: 14 }), (weights, payments, stopsAfter) => {
        let notes = weights.map((weight, index) => noteOf(index, weight * 2_500n));
        const principalMinor = notes.reduce((sum, note) => sum + note.principalMinor, 0n);
        const world = makeWorld(principalMinor, 120_000n);
        let received = 0n;
        let distributed = 0n;
        const book = (before: Loan, outcome: DayOutcome, receiptId: string): void => {
          if (outcome.receipt === null) return;
          received += outcome.receipt.amountMinor;
          const shares = shareReceipt({
            receiptId,
            notes,
            distributedBefore: before.distributed,
            amounts: { ...outcome.receipt.components, recoveryMinor: 0n },
            fee: {
              terms: { kind: 'of-receipts', ratePpm: 10_000n, graceDays: 15, cappedMonths: 12, rounding: 'half-even' },
              daysPastDue: outcome.daysPastDue,
              isPrepayment: false,
              monthsHeld: 1,
              instalmentMinor: 1n,
              fromOn: disbursedOn,
              toOn: disbursedOn,
            },
          });
          distributed += shares.reduce((sum, share) => sum + totalOf(share), 0n);
          notes = shares.map(({ note, principalMinor: p, interestMinor: i, lateFeeMinor: f }) => ({
            ...note,
            paid: {
              principalMinor: note.paid.principalMinor + p,
              interestMinor: note.paid.interestMinor + i,
              lateFeeMinor: note.paid.lateFeeMinor + f,
              recoveryMinor: 0n,
            },
          }));
          for (const note of notes) {
            const drift = note.paid.principalMinor * principalMinor - outcome.loan.distributed.principalMinor * note.principalMinor;
            expect(drift < principalMinor && -drift < principalMinor).toBe(true);
          }
        };
        const stopsOn = addMonths(disbursedOn, stopsAfter);
        for (let day = 1; day <= 560; day += 1) {
          const on = addDays(disbursedOn, day);
          const byHand = payments.find((payment) => payment.day === day);
          if (byHand && isOpen(world.loan)) {
            const before = world.loan;
            const amount = (world.instalments[0] ? totalOf(world.instalments[0].scheduled) : 0n) * BigInt(byHand.share);
            const outcome = repayAmount(
              { loan: before, unsettled: world.instalments.filter((each) => !isSettled(each)), on },
              amount === 0n ? 1n : amount / 100n + 1n,
            );
            if (outcome.ok) {
              adopt(world, outcome.value);
              book(before, outcome.value, `hand-${day}`);
            }
          }
          if (world.loan.nextWorkOn !== null && world.loan.nextWorkOn <= on) {
            const before = world.loan;
            const input = dayInput(world, on);
            const outcome = closeDay(input, on < stopsOn ? amountToCollect(input) : 0n);
            adopt(world, outcome);
            book(before, outcome, `day-${day}`);
          }
        }
        expect(distributed).toBe(received);
        expect(world.instalments.every((each) => totalOf(unpaidOf(each)) >= 0n)).toBe(true);
        expect(['closed', 'charged-off']).toContain(world.loan.status);
        expect(world.loan.distributed.principalMinor + world.loan.chargedOffMinor).toBe(principalMinor);
      }),
      { seed: 20_261_121 },
    );
  });
});
