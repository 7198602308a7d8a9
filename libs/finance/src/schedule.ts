/**
 * The repayment schedule, exact: every amount is a bigint of minor units and every quotient is rounded once, by name.
 * Promises: principal sums to the loan, no principal is negative, the closing balance is zero, the last row absorbs the cents.
 */
import { assert, divide } from '@mutua/kernel';
import { dayFraction, type Fraction } from './day-count.ts';
import { equalInstalment, periodRate, reduced, roundedTo } from './instalment.ts';
import { type Period, periodFraction, periodsOf, stepOf } from './periods.ts';
import { assertTerms, type Schedule, type ScheduleRow, type ScheduleTerms, type Tranche } from './schedule-terms.ts';

/** Builds the schedule of the terms. Terms that `termsProblem` names are a defect. */
export function schedule(terms: ScheduleTerms): Schedule {
  assertTerms(terms);
  const plan = planOf(terms);
  const { rows, instalmentMinor } = amortise(plan);
  const down = downPaymentRows(terms);
  const instalments = down.length === 0 ? rows : [...down, ...rows.map((row) => ({ ...row, nr: row.nr + 1 }))];
  let [totalInterestMinor, totalPrincipalMinor] = [0n, 0n];
  for (const row of instalments) {
    assert(row.principalMinor >= 0n && row.interestMinor >= 0n, 'a row of a schedule is not negative', row);
    totalInterestMinor += row.interestMinor;
    totalPrincipalMinor += row.principalMinor;
  }
  const lentMinor = plan.tranches.reduce((sum, tranche) => sum + tranche.amountMinor, terms.principalMinor);
  assert(totalPrincipalMinor === lentMinor, 'principal of a schedule sums to the loan', { totalPrincipalMinor, lentMinor });
  return { instalments, totalInterestMinor, totalPrincipalMinor, instalmentMinor };
}

type Plan = {
  readonly terms: ScheduleTerms;
  readonly periods: readonly Period[];
  readonly rates: readonly Fraction[];
  readonly tranches: readonly Tranche[];
  readonly startMinor: bigint;
  readonly graceCount: number;
};

/** Where a period begins: what is open, and what was drawn inside it with the rate from then to its due date. */
type Opening = {
  readonly index: number;
  readonly balanceMinor: bigint;
  readonly drawn: readonly { readonly amountMinor: bigint; readonly rate: Fraction }[];
};

function planOf(terms: ScheduleTerms): Plan {
  const periods = periodsOf(terms);
  const step = stepOf(terms.frequency);
  const regular = periods.find((period) => period.isRegular);
  const isNominal = terms.dayCount === '30/360-us' || terms.dayCount === '30e/360';
  const nominalRate =
    isNominal && step.months > 0 && regular ? periodRate(terms.ratePpm, periodFraction(regular, step, terms.dayCount)) : undefined;
  const rates = periods.map((period) =>
    nominalRate && period.isRegular ? nominalRate : periodRate(terms.ratePpm, periodFraction(period, step, terms.dayCount)),
  );
  const tranches = terms.tranches ?? [];
  const lastOn = periods.at(-1)?.dueOn ?? terms.disbursedOn;
  assert(
    tranches.every((tranche) => tranche.on < lastOn),
    'a tranche is drawn before the last due date',
    { lastOn },
  );
  const graceCount = terms.interestOnlyPeriods ?? 0;
  return { terms, periods, rates, tranches, graceCount, startMinor: terms.principalMinor - (terms.downPaymentMinor ?? 0n) };
}

function downPaymentRows(terms: ScheduleTerms): readonly ScheduleRow[] {
  const amountMinor = terms.downPaymentMinor ?? 0n;
  if (amountMinor === 0n) return [];
  const on = terms.disbursedOn;
  const balanceMinor = terms.principalMinor - amountMinor;
  return [{ nr: 1, fromOn: on, dueOn: on, principalMinor: amountMinor, interestMinor: 0n, dueMinor: amountMinor, balanceMinor }];
}

function amortise(plan: Plan): { rows: ScheduleRow[]; instalmentMinor: bigint } {
  const rows: ScheduleRow[] = [];
  const flatInterest = plan.terms.method === 'flat' ? flatInterestOf(plan) : undefined;
  let balanceMinor = plan.startMinor;
  let equalMinor: bigint | undefined;
  let firstEqualMinor: bigint | undefined;
  for (const [index, period] of plan.periods.entries()) {
    const opening: Opening = { index, balanceMinor, drawn: drawnInside(plan, period) };
    const interestMinor = flatInterest?.[index] ?? interestOf(plan, opening);
    if (hasEqualInstalments(plan, index) && (equalMinor === undefined || hasNewTranche(plan, index))) {
      equalMinor = equalInstalmentOf(plan, opening);
      firstEqualMinor ??= equalMinor;
    }
    const openMinor = opening.drawn.reduce((sum, draw) => sum + draw.amountMinor, balanceMinor);
    const principalMinor = principalOf(plan, { index, openMinor, interestMinor, equalMinor });
    balanceMinor = openMinor - principalMinor + drawnOn(plan, period);
    const { nr, fromOn, dueOn } = period;
    rows.push({ nr, fromOn, dueOn, principalMinor, interestMinor, dueMinor: principalMinor + interestMinor, balanceMinor });
  }
  assert(balanceMinor === 0n, 'a schedule ends at zero', { balanceMinor });
  return { rows, instalmentMinor: firstEqualMinor ?? rows[0]?.dueMinor ?? 0n };
}

const nothing: Opening['drawn'] = [];

function drawnInside(plan: Plan, period: Period): Opening['drawn'] {
  if (plan.tranches.length === 0) return nothing;
  return plan.tranches
    .filter((tranche) => tranche.on > period.fromOn && tranche.on < period.dueOn)
    .map((tranche) => ({
      amountMinor: tranche.amountMinor,
      rate: periodRate(plan.terms.ratePpm, dayFraction(tranche.on, period.dueOn, plan.terms.dayCount)),
    }));
}

/** A tranche of a due date joins the balance after that day's instalment. */
function drawnOn(plan: Plan, period: Period): bigint {
  if (plan.tranches.length === 0) return 0n;
  return plan.tranches.reduce((sum, tranche) => (tranche.on === period.dueOn ? sum + tranche.amountMinor : sum), 0n);
}

function hasNewTranche(plan: Plan, index: number): boolean {
  const period = plan.periods[index];
  return plan.tranches.length > 0 && period !== undefined && plan.tranches.some((t) => t.on >= period.fromOn && t.on < period.dueOn);
}

function hasEqualInstalments(plan: Plan, index: number): boolean {
  const { method } = plan.terms;
  return method !== 'linear' && method !== 'bullet' && index >= plan.graceCount;
}

function rateAt(plan: Plan, index: number): Fraction {
  const rate = plan.rates[index];
  assert(rate !== undefined, 'a period has a rate');
  return rate;
}

/** Interest of one period, rounded once: Σ amount × rate × year fraction. */
function interestOf(plan: Plan, opening: Opening): bigint {
  if (opening.drawn.length === 0) {
    const { numerator, denominator } = rateAt(plan, opening.index);
    return divide(opening.balanceMinor * numerator, denominator, plan.terms.rounding);
  }
  const exact = owedOn(rateAt(plan, opening.index), opening, 0n);
  return divide(exact.numerator, exact.denominator, plan.terms.rounding);
}

/** The opening balance and the draws of a period, each times (`whole` + its rate). */
function owedOn(rate: Fraction, opening: Opening, whole: 0n | 1n): Fraction {
  let numerator = opening.balanceMinor * (rate.numerator + whole * rate.denominator);
  let denominator = rate.denominator;
  for (const draw of opening.drawn) {
    const value = draw.amountMinor * (draw.rate.numerator + whole * draw.rate.denominator);
    numerator = numerator * draw.rate.denominator + value * denominator;
    denominator *= draw.rate.denominator;
  }
  return { numerator, denominator };
}

/** Flat interest by period: each part rounded, the last one closing the rounded total. */
function flatInterestOf(plan: Plan): readonly bigint[] {
  const { principalMinor, rounding } = plan.terms;
  const parts = plan.rates.map((rate) => divide(principalMinor * rate.numerator, rate.denominator, rounding));
  const exact = flatTotalOf(plan, 0);
  const earlier = parts.slice(0, -1).reduce((sum, part) => sum + part, 0n);
  const last = divide(exact.numerator, exact.denominator, rounding) - earlier;
  return [...parts.slice(0, -1), last < 0n ? 0n : last];
}

/** Flat interest from a period to the end, before rounding. */
function flatTotalOf({ terms, rates }: Plan, fromIndex: number): Fraction {
  let total: Fraction = { numerator: 0n, denominator: 1n };
  for (const { numerator, denominator } of rates.slice(fromIndex)) {
    total = reduced(total.numerator * denominator + numerator * total.denominator, total.denominator * denominator);
  }
  return { numerator: terms.principalMinor * total.numerator, denominator: total.denominator };
}

function equalInstalmentOf(plan: Plan, opening: Opening): bigint {
  const { terms } = plan;
  const { instalmentRounding, instalmentMultipleMinor } = terms;
  const balloonMinor = terms.balloonMinor ?? 0n;
  const count = BigInt(plan.periods.length - opening.index);
  if (terms.method === 'flat') {
    const interest = flatTotalOf(plan, opening.index);
    const numerator = (opening.balanceMinor - balloonMinor) * interest.denominator + interest.numerator;
    return roundedTo({ numerator, denominator: interest.denominator * count }, instalmentRounding, instalmentMultipleMinor);
  }
  if (terms.ratePpm === 0n) {
    const openMinor = opening.drawn.reduce((sum, draw) => sum + draw.amountMinor, opening.balanceMinor - balloonMinor);
    if (instalmentMultipleMinor === undefined) return divide(openMinor, count, 'floor');
    return roundedTo({ numerator: openMinor, denominator: count }, instalmentRounding, instalmentMultipleMinor);
  }
  const owed = owedOn(rateAt(plan, opening.index), opening, 1n);
  const exact = equalInstalment({ owed, laterRates: plan.rates.slice(opening.index + 1), balloonMinor });
  const equalMinor = roundedTo(exact, instalmentRounding, instalmentMultipleMinor);
  return terms.lastInstalment === 'least-difference' ? nearerToLast(plan, opening, equalMinor) : equalMinor;
}

/**
 * Moves the equal instalment while that brings the last one nearer, at most three times and only when they differ by more cents
 * than half the periods (Apache Fineract, ProgressiveEMICalculator.checkAndAdjustEmiIfNeeded).
 */
function nearerToLast(plan: Plan, opening: Opening, startMinor: bigint): bigint {
  const count = BigInt(plan.periods.length - opening.index);
  let equalMinor = startMinor;
  for (let round = 0; round < 3; round += 1) {
    const differenceMinor = lastDifference(plan, opening, equalMinor);
    if (magnitude(differenceMinor) <= divide(count, 2n, 'floor')) break;
    const moved = { numerator: equalMinor + divide(differenceMinor, count, 'half-even'), denominator: 1n };
    const candidate = roundedTo(moved, plan.terms.instalmentRounding, plan.terms.instalmentMultipleMinor);
    if (magnitude(lastDifference(plan, opening, candidate)) >= magnitude(differenceMinor)) break;
    equalMinor = candidate;
  }
  return equalMinor;
}

/** By how much the last instalment, less the balloon, would exceed the equal one if no tranche followed. */
function lastDifference(plan: Plan, opening: Opening, equalMinor: bigint): bigint {
  let balanceMinor = opening.balanceMinor;
  let drawn = opening.drawn;
  for (let index = opening.index; index < plan.periods.length; index += 1) {
    const interestMinor = interestOf(plan, { index, balanceMinor, drawn });
    const openMinor = drawn.reduce((sum, draw) => sum + draw.amountMinor, balanceMinor);
    if (index === plan.periods.length - 1) return openMinor + interestMinor - (plan.terms.balloonMinor ?? 0n) - equalMinor;
    balanceMinor = openMinor - clamped(equalMinor - interestMinor, openMinor);
    drawn = [];
  }
  return 0n;
}

type Due = { readonly index: number; readonly openMinor: bigint; readonly interestMinor: bigint; readonly equalMinor: bigint | undefined };

function principalOf(plan: Plan, due: Due): bigint {
  const { terms } = plan;
  if (due.index === plan.periods.length - 1) return due.openMinor;
  if (due.index < plan.graceCount || terms.method === 'bullet') return 0n;
  if (due.equalMinor !== undefined) return clamped(due.equalMinor - due.interestMinor, due.openMinor);
  if (terms.principalPerPeriodMinor !== undefined) return clamped(terms.principalPerPeriodMinor, due.openMinor);
  const shared = plan.startMinor - (terms.balloonMinor ?? 0n);
  const each = divide(shared, BigInt(plan.periods.length - plan.graceCount), terms.principalRounding ?? 'floor');
  return clamped(each, due.openMinor);
}

function clamped(amountMinor: bigint, mostMinor: bigint): bigint {
  if (amountMinor < 0n) return 0n;
  return amountMinor > mostMinor ? mostMinor : amountMinor;
}

function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}
