/** When the instalments of a schedule case fall due. */
import type { HolidayCalendar, RollConvention } from '../business-days.ts';
import type { Frequency, PeriodTerms } from '../periods.ts';
import { CaseError, type CaseJson, countOf, dateOf, wordsOf } from './case-json.ts';

/** Due dates: the first one, the anchor, what becomes of missing days of a month, and business days. */
export function calendarOf(inputs: CaseJson): PeriodTerms {
  return {
    instalments: countOf(inputs['periods'], 'periods'),
    frequency: frequencyOf(inputs),
    disbursedOn: dateOf(inputs['disbursed'], 'disbursed'),
    ...(inputs['first_due'] === undefined ? {} : { firstDueOn: dateOf(inputs['first_due'], 'first_due') }),
    ...(inputs['anchor_day'] === undefined ? {} : { anchorDay: countOf(inputs['anchor_day'], 'anchor_day') }),
    ...monthEndOf(inputs['month_end']),
    ...businessDaysOf(inputs),
  };
}

function monthEndOf(value: unknown): Pick<PeriodTerms, 'monthEnd'> {
  if (value === undefined) return {};
  const words = wordsOf(value);
  if (/clamp|last_day|keep/.test(words)) return { monthEnd: 'clamp' };
  if (/roll|first_day|next_month/.test(words)) return { monthEnd: 'roll' };
  throw new CaseError(`unknown month_end ${String(value)}`);
}

const rolls: readonly RollConvention[] = ['following', 'modified-following', 'preceding', 'modified-preceding'];

function businessDaysOf(inputs: CaseJson): Pick<PeriodTerms, 'businessDays'> {
  const value = inputs['business_days'];
  if (value === undefined || value === 'unadjusted') return {};
  const roll = rolls.find((each) => wordsOf(each) === wordsOf(value));
  if (roll === undefined) throw new CaseError(`unknown business_days ${String(value)}`);
  const moves = inputs['accrual_moves'] ?? false;
  if (typeof moves !== 'boolean') throw new CaseError('accrual_moves is not true or false');
  return { businessDays: { roll, calendar: holidaysOf(inputs['holidays']), accrual: moves ? 'moves' : 'stays' } };
}

function holidaysOf(value: unknown): HolidayCalendar {
  if (value === undefined) return 'weekends';
  if (Array.isArray(value)) return { holidays: value.map((day: unknown) => dateOf(day, 'an item of holidays')) };
  const calendar = (['target2', 'us-federal', 'weekends'] as const).find((each) => wordsOf(each) === wordsOf(value));
  if (calendar !== undefined) return calendar;
  throw new CaseError(`unknown holidays ${String(value)}`);
}

function frequencyOf(inputs: CaseJson): Frequency {
  const every = countOf(inputs['every'] ?? 1, 'every');
  const unit = units.get(wordsOf(inputs['unit'] ?? 'months').replace(/s$/, ''));
  if (every === 0) throw new CaseError('every is not positive');
  if (unit === undefined) throw new CaseError(`unknown unit ${String(inputs['unit'])}`);
  return { every: every * unit.times, unit: unit.of };
}

const units: ReadonlyMap<string, { readonly of: 'days' | 'weeks' | 'months'; readonly times: number }> = new Map([
  ['day', { of: 'days', times: 1 }],
  ['week', { of: 'weeks', times: 1 }],
  ['month', { of: 'months', times: 1 }],
  ['quarter', { of: 'months', times: 3 }],
  ['year', { of: 'months', times: 12 }],
]);
