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
  /** How flat interest is shared where it is not charged by period; of other methods nothing. */
  readonly equalParts: 'spread' | 'carried' | undefined;
};

/** Where a period begins: what is open, and what was drawn inside it with the rate from then to its end. */
export type Opening = {
  readonly index: number;
  readonly balanceMinor: bigint;
  readonly drawn: readonly { readonly amountMinor: bigint; readonly rate: Fraction }[];
};

const noRate: Fraction = { numerator: 0n, denominator: 1n };
/** The plan of sound terms. A tranche drawn on or after the last due date is a defect. */
export function planOf(terms: ScheduleTerms): Plan {
  const periods = periodsOf(terms);
  const tranches = terms.tranches ?? [];
  const lastOn = periods.at(-1)?.toOn ?? terms.disbursedOn;
  const areInside = tranches.every((tranche) => tranche.on < lastOn);
  assert(areInside, 'a tranche is drawn before the last due date', { lastOn });
  const equalParts = terms.method === 'flat' && terms.flatParts !== 'by-period' ? terms.flatParts : undefined;
  return {
    terms,
    periods,
    // Flat interest in equal parts takes its interest-free periods out of the total itself.
    rates: ratesOf(terms, periods, equalParts === undefined ? (terms.interestFreePeriods ?? 0) : 0),
    equalParts,
    tranches,
    graceCount: terms.interestOnlyPeriods ?? 0,
    startMinor: terms.principalMinor - (terms.downPaymentMinor ?? 0n),
  };
}

function ratesOf(terms: ScheduleTerms, periods: readonly Period[], free: number): readonly Fraction[] {
  const { dayCount, ratePpm, rateParts } = terms;
  const step = stepOf(terms.frequency);
  const isNominal = isThirtyDays(dayCount);
  let nominal: Fraction | undefined;
  const rates: Fraction[] = [];
  for (const period of periods) {
    if (period.nr <= free) {
      rates.push(noRate);
    } else if (isNominal && period.isRegular) {
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

/** What is drawn within a period, after its first day and before its last. */
export function drawnInside(plan: Plan, period: Period): Opening['drawn'] {
  return plan.tranches
    .filter((tranche) => tranche.on > period.fromOn && tranche.on < period.toOn)
    .map((tranche) => ({ amountMinor: tranche.amountMinor, rate: rateFrom(plan, period, tranche.on) }));
}

/** Interest from a day to the end of its period; a regular month of 30 days is parted by its actual days, as Fineract does. */
function rateFrom(plan: Plan, period: Period, on: CalendarDate): Fraction {
  const { ratePpm, rateParts, dayCount, interestFreePeriods: free = 0 } = plan.terms;
  if (period.nr <= free) return noRate;
  if (!period.isRegular || !isThirtyDays(dayCount)) return periodRate(ratePpm, dayFraction(on, period.toOn, dayCount), rateParts);
  const whole = rateAt(plan, period.nr - 1);
  const [days, ofDays] = [daysBetween(on, period.toOn), daysBetween(period.fromOn, period.toOn)];
  return { numerator: whole.numerator * BigInt(days), denominator: whole.denominator * BigInt(ofDays) };
}

/** A tranche of a period's last day joins the balance after that day's instalment, the last one where several end on it. */
export function drawnOn({ tranches, periods }: Plan, index: number): bigint {
  const [day, next] = [periods[index]?.toOn, periods[index + 1]?.toOn];
  return tranches.reduce((sum, { on, amountMinor }) => (on === day && on !== next ? sum + amountMinor : sum), 0n);
}

export function hasNewTranche({ tranches }: Plan, { fromOn, toOn }: Period): boolean {
  return tranches.some(({ on }) => on >= fromOn && on < toOn);
}

/** Whether a period is paid by the equal instalment. */
export function hasEqualInstalments(plan: Plan, index: number): boolean {
  const { method } = plan.terms;
  if (method === 'linear' || method === 'bullet' || plan.equalParts !== undefined) return false;
  return index >= plan.graceCount;
}

export function rateAt(plan: Plan, index: number): Fraction {
  const rate = plan.rates[index];
  assert(rate !== undefined, 'a period has a rate');
  return rate;
}
