/** Amortisation over bigints of any size: every method and option. The 64-bit lane must give the same rows wherever it applies. */
import { divide } from '@mutua/kernel';
import type { Fraction } from './day-count.ts';
import { flatInterestOf, flatPrincipalOf, flatTotalOf } from './flat-interest.ts';
import { equalInstalment, roundedTo } from './instalment.ts';
import { drawnInside, drawnOn, hasEqualInstalments, hasNewTranche, type Opening, type Plan, rateAt } from './schedule-plan.ts';
import type { ScheduleRow } from './schedule-terms.ts';

/** The rows of a plan and its (first) equal instalment, if it has one. */
export type Amortised = { readonly rows: readonly ScheduleRow[]; readonly equalMinor: bigint | undefined };

export function amortiseExact(plan: Plan): Amortised {
  const rows: ScheduleRow[] = [];
  const flatInterest = plan.terms.method === 'flat' ? flatInterestOf(plan) : undefined;
  const putOff = plan.terms.interestGracePeriods ?? 0;
  let [balanceMinor, putOffMinor] = [plan.startMinor, 0n];
  let equalMinor: bigint | undefined;
  let firstEqualMinor: bigint | undefined;
  for (const [index, period] of plan.periods.entries()) {
    const opening: Opening = { index, balanceMinor, drawn: drawnInside(plan, period) };
    const accruedMinor = flatInterest?.[index] ?? interestOf(plan, opening);
    if (hasEqualInstalments(plan, index) && (equalMinor === undefined || hasNewTranche(plan, period))) {
      equalMinor = equalInstalmentOf(plan, opening);
      firstEqualMinor ??= equalMinor;
    }
    const openMinor = openOf(opening);
    const principalMinor = principalOf(plan, { index, openMinor, interestMinor: accruedMinor, equalMinor });
    balanceMinor = openMinor - principalMinor + drawnOn(plan, index);
    const interestMinor = index < putOff ? 0n : putOffMinor + accruedMinor;
    putOffMinor = index < putOff ? putOffMinor + accruedMinor : 0n;
    rows.push(rowOf(period, { principalMinor, interestMinor, balanceMinor }));
  }
  return { rows, equalMinor: firstEqualMinor };
}

function rowOf(
  { nr, fromOn, toOn, dueOn }: Plan['periods'][number],
  { principalMinor, interestMinor, balanceMinor }: Pick<ScheduleRow, 'principalMinor' | 'interestMinor' | 'balanceMinor'>,
): ScheduleRow {
  const dueMinor = principalMinor + interestMinor;
  if (toOn === dueOn) return { nr, fromOn, dueOn, principalMinor, interestMinor, dueMinor, balanceMinor };
  return { nr, fromOn, dueOn, accruesToOn: toOn, principalMinor, interestMinor, dueMinor, balanceMinor };
}

/** Interest of one period, rounded once: Σ amount × rate × year fraction. */
function interestOf(plan: Plan, opening: Opening): bigint {
  const exact = owedOn(rateAt(plan, opening.index), opening, 0n);
  return divide(exact.numerator, exact.denominator, plan.terms.rounding);
}

/** The principal open within a period once all its draws are made. */
function openOf({ balanceMinor, drawn }: Opening): bigint {
  return drawn.reduce((sum, draw) => sum + draw.amountMinor, balanceMinor);
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

/** The instalment that is equal from a period on, as agreed or computed, rounded once. */
export function equalInstalmentOf(plan: Plan, opening: Opening): bigint {
  const { terms } = plan;
  const { instalmentRounding, instalmentMultipleMinor } = terms;
  if (terms.instalmentMinor !== undefined) return terms.instalmentMinor;
  const balloonMinor = terms.balloonMinor ?? 0n;
  const count = BigInt(plan.periods.length - opening.index);
  if (terms.method === 'flat') {
    const interest = flatTotalOf(plan, opening.index);
    const numerator = (opening.balanceMinor - balloonMinor) * interest.denominator + interest.numerator;
    return roundedTo({ numerator, denominator: interest.denominator * count }, instalmentRounding, instalmentMultipleMinor);
  }
  if (terms.ratePpm === 0n) {
    const sharedMinor = openOf(opening) - balloonMinor;
    if (instalmentMultipleMinor === undefined) return divide(sharedMinor, count, terms.principalRounding ?? 'floor');
    return roundedTo({ numerator: sharedMinor, denominator: count }, instalmentRounding, instalmentMultipleMinor);
  }
  const owed = owedOn(rateAt(plan, opening.index), opening, 1n);
  const exact = equalInstalment({ owed, laterRates: plan.rates.slice(opening.index + 1), balloonMinor });
  const equalMinor = roundedTo(exact, instalmentRounding, instalmentMultipleMinor);
  return terms.lastInstalment === 'least-difference' ? nearerToLast(plan, opening, equalMinor) : equalMinor;
}

/**
 * Moves the equal instalment while that brings the last one nearer, at most three times; half-even, so that it stays where they differ
 * by no more cents than half the periods (Apache Fineract, ProgressiveEMICalculator.checkAndAdjustEmiIfNeeded).
 */
function nearerToLast(plan: Plan, opening: Opening, startMinor: bigint): bigint {
  const count = BigInt(plan.periods.length - opening.index);
  let equalMinor = startMinor;
  for (let round = 0; round < 3; round += 1) {
    const differenceMinor = lastDifference(plan, opening, equalMinor);
    const moved = { numerator: equalMinor + divide(differenceMinor, count, 'half-even'), denominator: 1n };
    const candidate = roundedTo(moved, plan.terms.instalmentRounding, plan.terms.instalmentMultipleMinor);
    // Squared, for nearer on whichever side.
    if (lastDifference(plan, opening, candidate) ** 2n >= differenceMinor ** 2n) break;
    equalMinor = candidate;
  }
  return equalMinor;
}

/** By how much the last instalment, less the balloon, would exceed the equal one if no tranche followed. */
function lastDifference(plan: Plan, opening: Opening, equalMinor: bigint): bigint {
  let at = opening;
  while (at.index < plan.periods.length - 1) {
    const openMinor = openOf(at);
    const balanceMinor = openMinor - clamped(equalMinor - interestOf(plan, at), openMinor);
    at = { index: at.index + 1, balanceMinor, drawn: [] };
  }
  return openOf(at) + interestOf(plan, at) - (plan.terms.balloonMinor ?? 0n) - equalMinor;
}

type Due = { readonly index: number; readonly openMinor: bigint; readonly interestMinor: bigint; readonly equalMinor: bigint | undefined };

function principalOf(plan: Plan, due: Due): bigint {
  const { terms } = plan;
  if (due.index === plan.periods.length - 1) return due.openMinor;
  if (due.index < plan.graceCount || terms.method === 'bullet') return 0n;
  if (due.equalMinor !== undefined) return clamped(due.equalMinor - due.interestMinor, due.openMinor);
  if (terms.method === 'flat') return clamped(flatPrincipalOf(plan, due.interestMinor), due.openMinor);
  return clamped(linearPrincipalOf(plan), due.openMinor);
}

/** The principal of every period but the last of a linear schedule. */
export function linearPrincipalOf(plan: Plan): bigint {
  const { terms } = plan;
  if (terms.principalPerPeriodMinor !== undefined) return terms.principalPerPeriodMinor;
  const shared = plan.startMinor - (terms.balloonMinor ?? 0n);
  return divide(shared, BigInt(plan.periods.length - plan.graceCount), terms.principalRounding ?? 'floor');
}

/** An amount, though at least nothing and at most `mostMinor`. */
export function clamped(amountMinor: bigint, mostMinor: bigint): bigint {
  if (amountMinor < 0n) return 0n;
  return amountMinor > mostMinor ? mostMinor : amountMinor;
}
