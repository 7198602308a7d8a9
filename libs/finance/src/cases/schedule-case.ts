/** Schedule cases in the shape of the Fineract oracle: half-even cents, the last instalment moved near the others. */
import { assert, divide, type Rounding } from '@mutua/kernel';
import type { AnyDayCount } from '../day-count.ts';
import { equalInstalment, periodRate, roundedTo } from '../instalment.ts';
import { stepOf } from '../periods.ts';
import { schedule } from '../schedule.ts';
import { type ScheduleMethod, type ScheduleRow, type ScheduleTerms, termsProblem } from '../schedule-terms.ts';
import { calendarOf } from './calendar-case.ts';
import {
  CaseError,
  type CaseJson,
  countOf,
  dateOf,
  dayCountOf,
  decimalOf,
  decimalPlaces,
  givenOf,
  listOf,
  objectOf,
  wordsOf,
} from './case-json.ts';

export type RowJson = { nr: number; due_date: string; principal: number; interest: number; due: number; balance: number };

const known: ReadonlySet<string> = new Set(
  (
    'principal annual_rate_percent periods disbursed day_count every unit method interest_type principal_grace ' +
    'interest_payment_grace interest_free_periods product down_payment_percent second_disbursement disbursements month_end ' +
    'amounts_rounded_to first_due balloon rounding instalment_rounding instalment_multiple anchor_day business_days holidays accrual_moves'
  ).split(' '),
);

/** `inputs` → rows. Terms this library does not know are refused by name. */
export function scheduleCase(input: CaseJson): { rows: readonly RowJson[] } {
  const inputs = givenOf(input['inputs'], 'inputs');
  const unknown = Object.keys(inputs).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new CaseError(`unknown terms: ${unknown.join(', ')}`);
  const unit = unitOf(inputs);
  const terms = termsOf(inputs, unit);
  const problem = termsProblem(terms);
  if (problem !== undefined) throw new CaseError(problem);
  return { rows: schedule(terms).instalments.map((row) => rowJson(row, unit)) };
}

/** What one minor unit of the schedule is worth, in cents: currencies kept in multiples of 100 are scheduled in those. */
function unitOf(inputs: CaseJson): bigint {
  return inputs['amounts_rounded_to'] === undefined ? 1n : decimalOf(inputs['amounts_rounded_to'], 2, 'amounts_rounded_to');
}

function amountOf(value: unknown, unit: bigint, name: string): bigint {
  const cents = decimalOf(value, 2, name);
  if (unit <= 0n || cents % unit !== 0n) throw new CaseError(`${name} is not a multiple of what amounts are rounded to`);
  return divide(cents, unit, 'down');
}

function termsOf(inputs: CaseJson, unit: bigint): ScheduleTerms {
  const { principalMinor, ...drawn } = drawnOf(inputs, unit);
  const { method, each } = methodOf(inputs, principalMinor);
  const rounding = roundingOf(inputs['rounding'], 'rounding');
  const terms: ScheduleTerms = {
    principalMinor,
    ...rateOf(inputs),
    method,
    dayCount: scheduleDayCount(inputs['day_count']),
    rounding,
    instalmentRounding:
      inputs['instalment_rounding'] === undefined ? rounding : roundingOf(inputs['instalment_rounding'], 'instalment_rounding'),
    principalRounding: rounding,
    lastInstalment: isCumulative(inputs) ? 'absorb' : 'least-difference',
    interestOnlyPeriods: method === 'bullet' ? 0 : graceOf(inputs, 'principal_grace'),
    interestGracePeriods: graceOf(inputs, 'interest_payment_grace'),
    interestFreePeriods: graceOf(inputs, 'interest_free_periods'),
    ...(each === undefined ? {} : { principalPerPeriodMinor: each }),
    ...multipleOf(inputs, unit),
    ...(inputs['balloon'] === undefined ? {} : { balloonMinor: amountOf(inputs['balloon'], unit, 'balloon') }),
    ...(method === 'flat' ? { flatParts: /principal|linear/.test(wordsOf(inputs['method'])) ? 'carried' : 'spread' } : {}),
    ...calendarOf(inputs),
    ...downPaymentOf(inputs, { principalMinor, unit }),
    ...drawn,
  };
  return { ...terms, ...cumulativeInstalment(inputs, terms) };
}

function graceOf(inputs: CaseJson, name: string): number {
  return countOf(inputs[name] ?? 0, name);
}

/** A rate in percent with any number of decimals, as parts of whatever makes it whole. */
function rateOf(inputs: CaseJson): Pick<ScheduleTerms, 'ratePpm' | 'rateParts'> {
  const name = 'annual_rate_percent';
  const places = Math.max(4, decimalPlaces(inputs[name], name));
  return { ratePpm: decimalOf(inputs[name], places, name), rateParts: 10n ** BigInt(places + 2) };
}

/** Instalments in a multiple: named, or whole units of currency for Fineract's LP1 products. */
function multipleOf(inputs: CaseJson, unit: bigint): Pick<ScheduleTerms, 'instalmentMultipleMinor'> {
  const given = inputs['instalment_multiple'];
  if (given !== undefined) return { instalmentMultipleMinor: amountOf(given, unit, 'instalment_multiple') };
  return isLp1(inputs) ? { instalmentMultipleMinor: unit >= 100n ? 1n : divide(100n, unit, 'ceiling') } : {};
}

function isLp1(inputs: CaseJson): boolean {
  return typeof inputs['product'] === 'string' && /^LP1(_|$)/.test(inputs['product']);
}

/**
 * Fineract's older generator: LP1 products, rates by the month, flat interest, and everything only it can do. It computes the
 * instalment once, from equal months of 30 days, and leaves the difference to the last one.
 */
function isCumulative(inputs: CaseJson): boolean {
  const isNominal = /^(days|weeks|months|years)\b/.test(String(inputs['day_count']).toLowerCase());
  const hasGrace = graceOf(inputs, 'interest_payment_grace') + graceOf(inputs, 'interest_free_periods') > 0;
  return isLp1(inputs) || isNominal || hasGrace;
}

function cumulativeInstalment(inputs: CaseJson, terms: ScheduleTerms): Pick<ScheduleTerms, 'instalmentMinor'> {
  const count = terms.instalments - (terms.interestOnlyPeriods ?? 0);
  if (!isCumulative(inputs) || terms.method !== 'annuity' || terms.ratePpm === 0n || terms.balloonMinor !== undefined) return {};
  if (terms.tranches !== undefined || terms.firstDueOn !== undefined || count > 5200) return {};
  const step = stepOf(terms.frequency);
  const days = BigInt(step.months === 0 ? step.days : step.months * 30);
  const year = terms.dayCount === 'act/364' ? 364n : terms.dayCount.endsWith('360') || terms.dayCount.startsWith('30') ? 360n : 365n;
  const rate = periodRate(terms.ratePpm, { numerator: days, denominator: year }, terms.rateParts);
  const lentMinor = terms.principalMinor - (terms.downPaymentMinor ?? 0n);
  const owed = { numerator: lentMinor * (rate.numerator + rate.denominator), denominator: rate.denominator };
  const exact = equalInstalment({ owed, laterRates: Array.from({ length: count - 1 }, () => rate), balloonMinor: 0n });
  return { instalmentMinor: roundedTo(exact, terms.instalmentRounding, terms.instalmentMultipleMinor) };
}

const methods: ReadonlyMap<string, ScheduleMethod> = new Map<string, ScheduleMethod>([
  ['equal_instalments', 'annuity'],
  ['equal_installments', 'annuity'],
  ['annuity', 'annuity'],
  ['equal_principal', 'linear'],
  ['linear', 'linear'],
  ['zero', 'zero'],
  ['interest_only_then_annuity', 'interest-only-then-annuity'],
  ['interest_only_bullet', 'bullet'],
  ['interest_only', 'bullet'],
  ['bullet', 'bullet'],
  ['flat', 'flat'],
]);

function methodOf(inputs: CaseJson, principalMinor: bigint): { method: ScheduleMethod; each?: bigint } {
  const name = String(inputs['method']);
  const interestType = wordsOf(inputs['interest_type'] ?? 'declining_balance');
  const isFlat = interestType === 'flat';
  if (!isFlat && interestType !== 'declining_balance') throw new CaseError(`unknown interest type ${String(inputs['interest_type'])}`);
  const method = methods.get(wordsOf(name));
  if (isFlat && (method === 'annuity' || method === 'linear' || method === 'flat')) return { method: 'flat' };
  if (!isFlat && method !== undefined) return { method };
  const fixed = /^fixed principal (\d+(?:\.\d+)?)% of loan per period, rest at the end$/.exec(name)?.[1];
  if (fixed !== undefined && !isFlat) {
    const percent = Number(fixed);
    const places = decimalPlaces(percent, 'method');
    const parts = 10n ** BigInt(places + 2);
    return { method: 'linear', each: divide(principalMinor * decimalOf(percent, places, 'method'), parts, 'half-even') };
  }
  throw new CaseError(`unknown method ${name}${isFlat ? ' with flat interest' : ''}`);
}

const roundings: readonly Rounding[] = ['half-up', 'half-even', 'half-down', 'ceiling', 'floor', 'up', 'down'];

function roundingOf(value: unknown, name: string): Rounding {
  if (value === undefined) return 'half-even';
  const found = roundings.find((rounding) => wordsOf(rounding) === wordsOf(value));
  if (found === undefined) throw new CaseError(`unknown ${name} ${String(value)}`);
  return found;
}

/**
 * The oracle words day counts with remarks in brackets. Fineract's actual/actual counts the last day of a period, not the first,
 * and its rate by months is a twelfth of the year whatever the month.
 */
function scheduleDayCount(value: unknown): AnyDayCount {
  const name = String(value)
    .toLowerCase()
    .replace(/\s*\(.*\)$/, '');
  if (name === 'actual/actual') return 'act/act-fineract';
  // Rates by the unit of the frequency: a twelfth a month, a fifty-second a week.
  if (name === 'months' || name === 'years') return '30/360-us';
  if (name === 'weeks') return 'act/364';
  if (name === 'days') return 'act/365f';
  if (name === 'actual days/360') return 'act/360';
  return dayCountOf(name);
}

function downPaymentOf(
  inputs: CaseJson,
  { principalMinor, unit }: { principalMinor: bigint; unit: bigint },
): { downPaymentMinor?: bigint } {
  const value = inputs['down_payment_percent'];
  if (value === undefined) return {};
  const places = decimalPlaces(value, 'down_payment_percent');
  const part = { numerator: principalMinor * decimalOf(value, places, 'down_payment_percent'), denominator: 10n ** BigInt(places + 2) };
  return { downPaymentMinor: roundedTo(part, 'half-even', multipleOf(inputs, unit).instalmentMultipleMinor) };
}

/** What is drawn at first, all of the first day together, and what is drawn later. */
function drawnOf(inputs: CaseJson, unit: bigint): Pick<ScheduleTerms, 'principalMinor' | 'tranches'> {
  const { second_disbursement: second, disbursements = [], disbursed } = inputs;
  const given = [...(second === undefined ? [] : [objectOf(second, 'second_disbursement')]), ...listOf(disbursements, 'disbursements')];
  const draws = given.map((each) => ({ on: dateOf(each['date'], 'date'), amountMinor: amountOf(each['amount'], unit, 'amount') }));
  const tranches = draws.filter(({ on, amountMinor }) => on !== disbursed || amountMinor <= 0n);
  const firstMinor = draws.reduce((sum, draw) => (tranches.includes(draw) ? sum : sum + draw.amountMinor), 0n);
  return { principalMinor: amountOf(inputs['principal'], unit, 'principal') + firstMinor, ...(tranches.length > 0 ? { tranches } : {}) };
}

function rowJson(row: ScheduleRow, unit: bigint): RowJson {
  const toNumber = (amountMinor: bigint): number => {
    const cents = Number(amountMinor * unit);
    assert(Number.isSafeInteger(cents), 'an amount fits a JSON number', { cents });
    return cents / 100;
  };
  return {
    nr: row.nr,
    due_date: row.dueOn,
    principal: toNumber(row.principalMinor),
    interest: toNumber(row.interestMinor),
    due: toNumber(row.dueMinor),
    balance: toNumber(row.balanceMinor),
  };
}
