import { addMonths, type CalendarDate, onePpm } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evolveLoan, type LoanFact, type LoanHistory, openLoan, outstandingOf } from './loan-history.ts';
import { adjustedPd, oddsFactorOf, type ReputationTerms, reputationOf } from './reputation.ts';

const terms: ReputationTerms = {
  fullWeightMinor: 10_000n,
  monthsMax: 24,
  priorMonths: 12,
  bestOddsPpm: 1_500_000n,
  worstOddsPpm: 500_000n,
};
const start = '2026-01-10' as CalendarDate;
const fresh = (loanId = 'loan_1', principalMinor = 120_000n): LoanHistory =>
  openLoan({ loanId, borrowerId: 'mem_1', requestId: 'req_1', currency: 'EUR', principalMinor, disbursedOn: start });
const due = (nr: number, dueMinor = 10_000n): LoanFact => ({ type: 'InstalmentDue', nr, dueOn: addMonths(start, nr), dueMinor });
const after = (loan: LoanHistory, ...facts: readonly LoanFact[]): LoanHistory => facts.reduce(evolveLoan, loan);
const paidOnTime = (months: number, dueMinor?: bigint): LoanHistory =>
  after(fresh(), ...Array.from({ length: months }, (_, at) => due(at + 1, dueMinor)), { type: 'Closed', on: addMonths(start, months) });
const score = (...loans: LoanHistory[]): number => reputationOf(loans, terms).score;

describe('the history of a loan', () => {
  test('an instalment is finished on time when the next one falls due with nothing overdue', () => {
    expect(after(fresh(), due(1))).toMatchObject({ open: [{ nr: 1 }], finished: [] });
    expect(after(fresh(), due(1), due(2))).toMatchObject({ open: [{ nr: 2 }], finished: [{ nr: 1, daysLate: 0 }] });
  });

  test('arrears are counted from the due date to the cure, of each instalment', () => {
    const late = after(fresh(), due(1), { type: 'InArrears', daysPastDue: 20, on: '2026-03-02' as CalendarDate }, due(2));
    expect(late).toMatchObject({ status: 'in-arrears', open: [{ nr: 1 }, { nr: 2 }], finished: [] });
    const cured = after(late, { type: 'Cured', on: '2026-03-15' as CalendarDate });
    expect(cured).toMatchObject({
      status: 'active',
      open: [],
      finished: [
        { nr: 1, daysLate: 33 },
        { nr: 2, daysLate: 5 },
      ],
    });
  });

  test('a payment that was taken back undoes what it had finished', () => {
    const paid = after(fresh(), { type: 'Received', repaymentId: 'r1', principalMinor: 9_000n }, due(1), due(2));
    expect(outstandingOf(paid)).toBe(111_000n);
    const returned = after(
      paid,
      { type: 'Reversed', repaymentId: 'r1', isReturned: true },
      { type: 'InArrears', daysPastDue: 30, on: '2026-03-12' as CalendarDate },
    );
    expect(returned).toMatchObject({ returnedPayments: 1, open: [{ nr: 1 }, { nr: 2 }], finished: [] });
    expect(outstandingOf(returned)).toBe(120_000n);
  });

  test('what is open when a loan is written off is never paid', () => {
    const lost = after(fresh(), due(1), { type: 'InArrears', daysPastDue: 150, on: '2026-07-10' as CalendarDate }, { type: 'ChargedOff' });
    expect(lost).toMatchObject({ status: 'charged-off', finished: [{ nr: 1, daysLate: null }] });
  });
});

describe('reputation', () => {
  test('a newcomer stands in the middle and nothing of the price changes', () => {
    const nobody = reputationOf([], terms);
    expect(nobody).toMatchObject({ score: 50, loansFinished: 0, instalmentsOnTime: 0 });
    expect(oddsFactorOf(nobody, terms)).toBe(onePpm);
    expect(adjustedPd(123_456n, onePpm)).toBe(123_456n);
  });

  test('twelve months on time stand at 75; lateness weighs more than punctuality', () => {
    expect(score(paidOnTime(12))).toBe(75);
    const late = after(paidOnTime(12), { type: 'Reopened' }, due(13), {
      type: 'InArrears',
      daysPastDue: 31,
      on: '2027-03-13' as CalendarDate,
    });
    expect(score(after(late, { type: 'Cured', on: '2027-03-13' as CalendarDate }))).toBeLessThan(60);
  });

  test('after a default ten is the most', () => {
    expect(score(paidOnTime(24), after(fresh(), due(1), { type: 'ChargedOff' }))).toBe(10);
    expect(reputationOf([after(fresh(), { type: 'Defaulted' })], terms)).toMatchObject({ loansDefaulted: 1, score: 10 });
  });

  test.each<[string, LoanHistory[]]>([
    [
      'a loan repaid at once',
      [after(fresh(), { type: 'Received', repaymentId: 'r', principalMinor: 120_000n }, { type: 'Closed', on: start })],
    ],
    [
      'many prepayments on the first day',
      [
        after(
          fresh(),
          ...Array.from({ length: 50 }, (_, nr): LoanFact => ({ type: 'Received', repaymentId: `r${nr}`, principalMinor: 2_000n })),
        ),
      ],
    ],
    ['an instalment that is due and not judged yet', [after(fresh(), due(1))]],
  ])('%s earns nothing', (_what, loans) => {
    expect(reputationOf(loans, terms)).toMatchObject({ score: 50, loansFinished: 0, instalmentsOnTime: 0 });
  });

  test('a loan split into many earns no more than the one', () => {
    const one = paidOnTime(6);
    const split = Array.from({ length: 100 }, (_, nr) => ({ ...paidOnTime(6, 100n), loanId: `loan_${nr}` }));
    expect(score(...split)).toBe(score(one));
    const inflated = Array.from({ length: 100 }, (_, nr) => ({ ...paidOnTime(6), loanId: `loan_${nr}` }));
    expect(score(...inflated)).toBe(score(one));
  });

  test('tiny loans weigh what they are', () => {
    expect(score(paidOnTime(12, 1n))).toBe(50);
    expect(score(paidOnTime(12, 5_000n))).toBeLessThan(score(paidOnTime(12)));
  });

  test('a longer record never lowers it, a late instalment never raises it, and both stay within 0 and 100', () => {
    const months = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(months, months, fc.integer({ min: 1, max: 200 }), (good, more, daysLate) => {
        const base = paidOnTime(good);
        expect(score(paidOnTime(good + more))).toBeGreaterThanOrEqual(score(base));
        const late = { ...base, finished: [...base.finished, { nr: 99, dueOn: start, dueMinor: 1n, daysLate }] };
        expect(score(late)).toBeLessThanOrEqual(score(base));
        expect(score(late)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('the odds move between the bounds of the policy and by nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.bigInt(1n, 999_999n), (points, pdPpm) => {
        const factor = oddsFactorOf({ ...reputationOf([], terms), score: points }, terms);
        expect(factor >= terms.worstOddsPpm && factor <= terms.bestOddsPpm).toBe(true);
        const adjusted = adjustedPd(pdPpm, factor);
        expect(adjusted > 0n && adjusted < onePpm).toBe(true);
        expect(factor >= onePpm ? adjusted <= pdPpm : adjusted >= pdPpm).toBe(true);
      }),
    );
  });
});
