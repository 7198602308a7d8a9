/** The APRs of a schedule, EU and US, with the cash flows they were computed from. For disclosure; never posted. */
import { addDays, addMonths, assert, type CalendarDate, daysBetween, ymd } from '@mutua/kernel';
import { aprEu, aprUs, type EuFlow, type UsFlow } from './apr.ts';
import { wholeMonthsBetween } from './periods.ts';
import type { ScheduleRow } from './schedule-terms.ts';
import type { RateResult } from './solver.ts';

export type LoanAprsInput = {
  /** Withheld from what is paid out, all of it mandatory and known at contract. */
  readonly feeMinor: bigint;
  readonly disbursedOn: CalendarDate;
  /** Disbursed later than `disbursedOn`, if anything was. */
  readonly tranches?: readonly { readonly on: CalendarDate; readonly amountMinor: bigint }[];
};

/** One dated flow from the borrower's side: positive received, negative paid; in years (EU) and unit periods (US). */
export type LoanFlow = {
  readonly on: CalendarDate;
  readonly amountMinor: bigint;
  readonly tYears: number;
  readonly t: number;
  readonly f: number;
};

export type LoanAprs = {
  readonly aprEuPpm: bigint;
  readonly aprUsPpm: bigint;
  readonly unitPeriodsPerYear: number;
  readonly flows: readonly LoanFlow[];
};

/** The unit of time of the rows: whole months or whole days between due dates, or the whole term of a single payment. */
type UnitPeriod = { readonly months: number; readonly days: number; readonly perYear: number };

/**
 * EU and US APR of a schedule, rounded half-up to one ppm. A fee that leaves the borrower nothing is a defect, as is a
 * schedule without a rate.
 */
export function loanAprs(
  schedule: { readonly instalments: readonly ScheduleRow[]; readonly totalPrincipalMinor: bigint },
  input: LoanAprsInput,
): LoanAprs {
  const { disbursedOn } = input;
  const unit = unitPeriodOf(schedule.instalments, disbursedOn);
  const flows = datedFlows(schedule, input).map(({ on, amountMinor }) => ({
    on,
    amountMinor,
    tYears: yearsEu(disbursedOn, on, unit),
    ...unitPeriodsUs(disbursedOn, on, unit),
  }));
  const eu = aprEu(flows.map(({ amountMinor, tYears }): EuFlow => ({ amount: Number(amountMinor), tYears })));
  const us = aprUs(
    flows.map(({ amountMinor, t, f }): UsFlow => ({ amount: Number(amountMinor), t, f })),
    unit.perYear,
  );
  return { aprEuPpm: ppmOf(eu), aprUsPpm: ppmOf(us), unitPeriodsPerYear: unit.perYear, flows };
}

function datedFlows(
  schedule: { readonly instalments: readonly ScheduleRow[]; readonly totalPrincipalMinor: bigint },
  { feeMinor, disbursedOn, tranches = [] }: LoanAprsInput,
): readonly { on: CalendarDate; amountMinor: bigint }[] {
  const laterMinor = tranches.reduce((sum, tranche) => sum + tranche.amountMinor, 0n);
  const receivedMinor = schedule.totalPrincipalMinor - laterMinor - feeMinor;
  assert(feeMinor >= 0n && receivedMinor > 0n, 'a fee leaves the borrower something', { feeMinor, receivedMinor });
  return [
    { on: disbursedOn, amountMinor: receivedMinor },
    ...tranches.map(({ on, amountMinor }) => ({ on, amountMinor })),
    ...schedule.instalments.filter((row) => row.dueMinor !== 0n).map((row) => ({ on: row.dueOn, amountMinor: -row.dueMinor })),
  ];
}

function ppmOf(result: RateResult<unknown>): bigint {
  assert(result.kind === 'rate', 'a schedule has an APR', result);
  return BigInt(Math.floor(result.value * 1_000_000 + 0.5));
}

/** Appendix J (b)(4): the most common interval between payments; one payment makes its own term the unit period. */
function unitPeriodOf(rows: readonly ScheduleRow[], disbursedOn: CalendarDate): UnitPeriod {
  const paid = rows.filter((row) => row.dueOn > disbursedOn);
  const [first, second] = paid;
  assert(first !== undefined, 'a schedule has an instalment after its disbursement');
  if (second !== undefined) {
    const months = wholeMonthsBetween(first.dueOn, second.dueOn);
    return months === undefined ? dayUnit(daysBetween(first.dueOn, second.dueOn)) : { months, days: 0, perYear: 12 / months };
  }
  if (first.dueOn > addMonths(disbursedOn, 12)) return { months: 12, days: 0, perYear: 1 };
  const months = wholeMonthsBetween(disbursedOn, first.dueOn);
  return months === undefined ? dayUnit(daysBetween(disbursedOn, first.dueOn)) : { months, days: 0, perYear: 12 / months };
}

function dayUnit(days: number): UnitPeriod {
  return { months: 0, days, perYear: days % 7 === 0 ? 52 / (days / 7) : 365 / days };
}

/** Whole months counted backwards from `to` while they do not pass `from`, and the days left over. */
function monthsAndDays(from: CalendarDate, to: CalendarDate): { months: number; days: number } {
  const exact = wholeMonthsBetween(from, to);
  if (exact !== undefined) return { months: exact, days: 0 };
  const [start, end] = [ymd(from), ymd(to)];
  const apart = (end.year - start.year) * 12 + end.month - start.month;
  const months = addMonths(to, -apart) < from ? apart - 1 : apart;
  return { months, days: daysBetween(from, addMonths(to, -months)) };
}

/**
 * Time in years by the equal periods of the schedule, odd days over the length of the year that ends with them
 * (Directive 2008/48/EC Annex I remark (c), as amended by 2011/90/EU).
 */
function yearsEu(from: CalendarDate, to: CalendarDate, unit: UnitPeriod): number {
  if (unit.days === 0) {
    const { months, days } = monthsAndDays(from, to);
    return months / 12 + oddDays(days, addMonths(to, -months));
  }
  const days = daysBetween(from, to);
  if (unit.days % 7 !== 0) return oddDays(days, to);
  const odd = days % 7;
  return (days - odd) / 7 / 52 + oddDays(odd, addDays(from, odd));
}

function oddDays(days: number, endOn: CalendarDate): number {
  return days / daysBetween(addMonths(endOn, -12), endOn);
}

/** Full unit periods counted back from the payment, and the odd days as a fraction of one (Appendix J (b)(5)). */
function unitPeriodsUs(from: CalendarDate, to: CalendarDate, unit: UnitPeriod): { t: number; f: number } {
  if (unit.months === 0) {
    const days = daysBetween(from, to);
    return { t: Math.floor(days / unit.days), f: (days % unit.days) / unit.days };
  }
  const { months, days } = monthsAndDays(from, to);
  const odd = months % unit.months;
  // A year's odd days are counted over 365, a month's over 30.
  const f = unit.months === 12 && odd === 0 ? days / 365 : (odd * 30 + days) / (unit.months * 30);
  return { t: (months - odd) / unit.months, f };
}
