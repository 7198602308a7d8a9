/** Exact annuity schedules a second, dates and rows included, against the same rows computed with decimal.js. */

import { type ScheduleTerms, schedule } from '@mutua/finance';
import { type CalendarDate, calendarDate } from '@mutua/kernel';
import { assertSameRows, decimalSchedule } from './decimal-schedule.ts';
import { type BenchOptions, comparedMetric, emit, interleave } from './harness.ts';

const loans = 500;
const windowMs = 400;

/** Loans that differ in amount, rate and day, as a portfolio does. */
const portfolio = (instalments: number): readonly ScheduleTerms[] =>
  Array.from({ length: loans }, (_, index) => ({
    principalMinor: BigInt(100_000 + index * 7_919),
    ratePpm: BigInt(50_000 + index * 137),
    instalments,
    method: 'annuity',
    frequency: 'monthly',
    dayCount: '30e/360',
    rounding: 'half-up',
    instalmentRounding: 'half-up',
    disbursedOn: dayOf(index),
  }));

const dayOf = (index: number): CalendarDate =>
  calendarDate(`${2010 + (index % 15)}-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`);

/** Schedules a second over the whole portfolio, until the window is over. */
const perSecond = (portfolioOf: readonly ScheduleTerms[], make: (terms: ScheduleTerms) => object): number => {
  const startedAt = performance.now();
  let made = 0;
  let elapsedMs = 0;
  do {
    for (const terms of portfolioOf) make(terms);
    made += portfolioOf.length;
    elapsedMs = performance.now() - startedAt;
  } while (elapsedMs < windowMs);
  return (made / elapsedMs) * 1000;
};

export const run = async (options: BenchOptions): Promise<void> => {
  for (const instalments of [36, 60]) {
    const terms = portfolio(instalments);
    assertSameRows(terms);
    perSecond(terms, schedule);
    perSecond(terms, decimalSchedule);
    const compared = await interleave(
      options.rounds,
      async () => perSecond(terms, schedule),
      async () => perSecond(terms, decimalSchedule),
    );
    const facts = { bench: 'schedule', metric: `schedule-${instalments}`, unit: 'schedules/s', baseline: 'decimal.js', target: '≥ 12 ×' };
    emit(options, comparedMetric(facts, compared));
  }
};
