/** Schedule cases in the shape of the Fineract oracle: half-even cents, the last instalment moved near the others. */
import { assert, calendarDate, divide } from '@mutua/kernel';
import type { DayCount } from '../day-count.ts';
import type { Frequency } from '../periods.ts';
import { schedule } from '../schedule.ts';
import { type ScheduleMethod, type ScheduleRow, type ScheduleTerms, termsProblem } from '../schedule-terms.ts';
import { CaseError, type CaseJson, countOf, dateOf, dayCountOf, decimalOf, numberOf, objectOf } from './case-json.ts';

export type RowJson = { nr: number; due_date: string; principal: number; interest: number; due: number; balance: number };

const known: ReadonlySet<string> = new Set(
  (
    'principal annual_rate_percent periods disbursed day_count every unit method interest_type principal_grace ' +
    'interest_payment_grace interest_free_periods product down_payment_percent second_disbursement month_end amounts_rounded_to first_due'
  ).split(' '),
);

/** `inputs` → rows. Terms this library does not know are refused by name. */
export function scheduleCase(input: CaseJson): { rows: readonly RowJson[] } {
  const inputs = objectOf(input['inputs'], 'inputs');
  const unknown = Object.keys(inputs).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new CaseError(`unknown terms: ${unknown.join(', ')}`);
  for (const key of ['interest_payment_grace', 'interest_free_periods']) {
    if (numberOf(inputs[key] ?? 0, key) !== 0) throw new CaseError(`${key} is not supported`);
  }
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
  const principalMinor = amountOf(inputs['principal'], unit, 'principal');
  const { method, each } = methodOf(inputs, principalMinor);
  const grace = countOf(inputs['principal_grace'] ?? 0, 'principal_grace');
  const frequency = frequencyOf(inputs);
  return {
    principalMinor,
    ratePpm: decimalOf(inputs['annual_rate_percent'], 4, 'annual_rate_percent'),
    instalments: countOf(inputs['periods'], 'periods'),
    method,
    frequency,
    dayCount: scheduleDayCount(inputs['day_count']),
    rounding: 'half-even',
    instalmentRounding: 'half-even',
    principalRounding: 'half-even',
    lastInstalment: 'least-difference',
    disbursedOn: dateOf(inputs['disbursed'], 'disbursed'),
    interestOnlyPeriods: method === 'bullet' ? 0 : grace,
    ...(each === undefined ? {} : { principalPerPeriodMinor: each }),
    ...(isWholeUnits(inputs) ? { instalmentMultipleMinor: 100n } : {}),
    ...(inputs['first_due'] === undefined ? {} : { firstDueOn: dateOf(inputs['first_due'], 'first_due') }),
    ...downPaymentOf(inputs, principalMinor),
    ...tranchesOf(inputs, unit),
  };
}

/** Fineract's LP1 products round instalments to whole units of currency. */
function isWholeUnits(inputs: CaseJson): boolean {
  return typeof inputs['product'] === 'string' && /^LP1(_|$)/.test(inputs['product']);
}

function methodOf(inputs: CaseJson, principalMinor: bigint): { method: ScheduleMethod; each?: bigint } {
  const isFlat = inputs['interest_type'] === 'flat';
  if (!isFlat && inputs['interest_type'] !== undefined && inputs['interest_type'] !== 'declining_balance') {
    throw new CaseError(`unknown interest type ${String(inputs['interest_type'])}`);
  }
  const name = String(inputs['method']);
  const fixed = /^fixed principal (\d+(?:\.\d+)?)% of loan per period, rest at the end$/.exec(name)?.[1];
  if (name === 'equal_instalments') return { method: isFlat ? 'flat' : 'annuity' };
  if (name === 'equal_principal' && !isFlat) return { method: 'linear' };
  if (name === 'interest_only_bullet' && !isFlat) return { method: 'bullet' };
  if (fixed !== undefined && !isFlat) {
    return { method: 'linear', each: divide(principalMinor * decimalOf(Number(fixed), 4, 'method'), 1_000_000n, 'half-even') };
  }
  throw new CaseError(`unknown method ${name}${isFlat ? ' with flat interest' : ''}`);
}

function frequencyOf(inputs: CaseJson): Frequency {
  const every = countOf(inputs['every'] ?? 1, 'every');
  const unit = inputs['unit'] ?? 'months';
  if (every === 0) throw new CaseError('every is not positive');
  if (unit === 'months' || unit === 'weeks' || unit === 'days') return { every, unit };
  if (unit === 'years') return { every: every * 12, unit: 'months' };
  throw new CaseError(`unknown unit ${String(unit)}`);
}

/**
 * The oracle words day counts with remarks in brackets. Fineract's actual/actual counts the last day of a period, not the first,
 * and its rate by months is a twelfth of the year whatever the month.
 */
function scheduleDayCount(value: unknown): DayCount {
  const name = String(value)
    .toLowerCase()
    .replace(/\s*\(.*\)$/, '');
  if (name === 'actual/actual') return 'act/act-fineract';
  if (name === 'months') return '30/360-us';
  if (name === 'actual days/360') return 'act/360';
  return dayCountOf(name);
}

function downPaymentOf(inputs: CaseJson, principalMinor: bigint): { downPaymentMinor?: bigint } {
  if (inputs['down_payment_percent'] === undefined) return {};
  const ppm = decimalOf(inputs['down_payment_percent'], 4, 'down_payment_percent');
  return { downPaymentMinor: divide(principalMinor * ppm, 1_000_000n, 'half-even') };
}

function tranchesOf(inputs: CaseJson, unit: bigint): Pick<ScheduleTerms, 'tranches'> {
  if (inputs['second_disbursement'] === undefined) return {};
  const second = objectOf(inputs['second_disbursement'], 'second_disbursement');
  const on = calendarDate(dateOf(second['date'], 'date'));
  return { tranches: [{ on, amountMinor: amountOf(second['amount'], unit, 'amount') }] };
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
