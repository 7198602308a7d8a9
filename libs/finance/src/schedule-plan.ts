/** What a schedule is computed from: the terms with their periods, the interest rate of each period, and what is drawn when. */
import { assert, type CalendarDate, daysBetween } from '@mutua/kernel';
import { dayFraction, type Fraction, isThirtyDays } from './day-count.ts';
import { periodRate } from './instalment.ts';
import { type Period, periodFraction, periodsOf, stepOf } from './periods.ts';
import type { ScheduleTerms, Tranche } from './schedule-terms.ts';

export type Plan = {
  readonly terms: ScheduleTerms;
  readonly periods: readonly Period[];
  /** Interest per unit of balance of each period, interest-free ones included. */
  readonly rates: readonly Fraction[];
  readonly tranches: readonly Tranche[];
  readonly startMinor: bigint;
  readonly graceCount: number;
};

/** Where a period begins: what is open, and what was drawn inside it with the rate from then to its end. */
export type Opening = {
  readonly index: number;
  readonly balanceMinor: bigint;
  readonly drawn: readonly { readonly amountMinor: bigint; readonly rate: Fraction }[];
};

const noRate: Fraction = { numerator: 0n, denominator: 1n };
const noTranches: readonly Tranche[] = [];

/** The plan of sound terms. A tranche drawn on or after the last due date is a defect. */
export function planOf(terms: ScheduleTerms): Plan {
  const periods = periodsOf(terms);
  const tranches = terms.tranches ?? noTranches;
  if (tranches.length > 0) {
    const lastOn = periods.at(-1)?.toOn ?? terms.disbursedOn;
    assert(
      tranches.every((tranche) => tranche.on < lastOn),
      'a tranche is drawn before the last due date',
      { lastOn },
    );
  }
  return {
    terms,
    periods,
    rates: ratesOf(terms, periods),
    tranches,
    graceCount: terms.interestOnlyPeriods ?? 0,
    startMinor: terms.principalMinor - (terms.downPaymentMinor ?? 0n),
  };
}

function ratesOf(terms: ScheduleTerms, periods: readonly Period[]): readonly Fraction[] {
  const { dayCount, ratePpm, rateParts, flatParts = 'by-period' } = terms;
  // Flat interest in equal parts takes its interest-free periods out of the total itself.
  const free = flatParts === 'by-period' ? (terms.interestFreePeriods ?? 0) : 0;
  const step = stepOf(terms.frequency);
  const isNominal = isThirtyDays(dayCount);
  let nominal: Fraction | undefined;
  const rates: Fraction[] = [];
  for (const period of periods) {
    if (period.nr <= free) {
      rates.push(noRate);
    } else if (isNominal && step.months > 0 && period.isRegular) {
      nominal ??= periodRate(ratePpm, periodFraction(period, step, dayCount), rateParts);
      rates.push(nominal);
    } else {
      // Not reduced: that costs more than all else in a schedule of actual days, and the lane does not need it.
      const { numerator, denominator } = periodFraction(period, step, dayCount);
      rates.push({ numerator: ratePpm * numerator, denominator: (rateParts ?? 1_000_000n) * denominator });
    }
  }
  return rates;
}

const nothing: Opening['drawn'] = [];

/** What is drawn within a period, after its first day and before its last. */
export function drawnInside(plan: Plan, period: Period): Opening['drawn'] {
  if (plan.tranches.length === 0) return nothing;
  return plan.tranches
    .filter((tranche) => tranche.on > period.fromOn && tranche.on < period.toOn)
    .map((tranche) => ({ amountMinor: tranche.amountMinor, rate: rateFrom(plan, period, tranche.on) }));
}

/** Interest from a day to the end of its period; a regular month of 30 days is parted by its actual days, as Fineract does. */
function rateFrom({ terms, rates }: Plan, period: Period, on: CalendarDate): Fraction {
  const { ratePpm, rateParts, dayCount, interestFreePeriods: free = 0 } = terms;
  if (period.nr <= free) return noRate;
  const whole = rates[period.nr - 1];
  if (whole === undefined || !period.isRegular || !isThirtyDays(dayCount)) {
    return periodRate(ratePpm, dayFraction(on, period.toOn, dayCount), rateParts);
  }
  const [days, ofDays] = [daysBetween(on, period.toOn), daysBetween(period.fromOn, period.toOn)];
  return { numerator: whole.numerator * BigInt(days), denominator: whole.denominator * BigInt(ofDays) };
}

/** A tranche of a period's last day joins the balance after that day's instalment. */
export function drawnOn(plan: Plan, period: Period): bigint {
  if (plan.tranches.length === 0) return 0n;
  return plan.tranches.reduce((sum, tranche) => (tranche.on === period.toOn ? sum + tranche.amountMinor : sum), 0n);
}

export function hasNewTranche(plan: Plan, index: number): boolean {
  const period = plan.periods[index];
  return plan.tranches.length > 0 && period !== undefined && plan.tranches.some((t) => t.on >= period.fromOn && t.on < period.toOn);
}

/** Whether a period is paid by the equal instalment. */
export function hasEqualInstalments(plan: Plan, index: number): boolean {
  const { method, flatParts = 'by-period' } = plan.terms;
  if (method === 'linear' || method === 'bullet' || (method === 'flat' && flatParts !== 'by-period')) return false;
  return index >= plan.graceCount;
}

export function rateAt(plan: Plan, index: number): Fraction {
  const rate = plan.rates[index];
  assert(rate !== undefined, 'a period has a rate');
  return rate;
}
