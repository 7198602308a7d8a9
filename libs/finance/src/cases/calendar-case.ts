/** When the instalments of a schedule case fall due. */
import type { HolidayCalendar, RollConvention } from '../business-days.ts';
import type { Frequency, PeriodTerms } from '../periods.ts';
import { CaseError, type CaseJson, countOf, dateOf } from './case-json.ts';

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
  if (value === undefined || value === null) return {};
  const words = String(value).toLowerCase().replaceAll('_', ' ');
  if (/clamp|last day|keep/.test(words)) return { monthEnd: 'clamp' };
  if (/roll|first day|next month/.test(words)) return { monthEnd: 'roll' };
  throw new CaseError(`unknown month_end ${String(value)}`);
}

const rolls: readonly RollConvention[] = ['following', 'modified-following', 'preceding', 'modified-preceding'];

function businessDaysOf(inputs: CaseJson): Pick<PeriodTerms, 'businessDays'> {
  const value = inputs['business_days'];
  if (value === undefined || value === 'unadjusted') return {};
  const roll = rolls.find((each) => each === String(value).toLowerCase().replaceAll(/[_ ]/g, '-'));
  if (roll === undefined) throw new CaseError(`unknown business_days ${String(value)}`);
  const moves = inputs['accrual_moves'] ?? false;
  if (typeof moves !== 'boolean') throw new CaseError('accrual_moves is not true or false');
  return { businessDays: { roll, calendar: holidaysOf(inputs['holidays']), accrual: moves ? 'moves' : 'stays' } };
}

function holidaysOf(value: unknown): HolidayCalendar {
  if (value === undefined) return 'weekends';
  if (Array.isArray(value)) return { holidays: value.map((day: unknown) => dateOf(day, 'an item of holidays')) };
  const name = String(value).toLowerCase().replaceAll(/[_ ]/g, '-');
  if (name === 'target2' || name === 'us-federal' || name === 'weekends') return name;
  throw new CaseError(`unknown holidays ${String(value)}`);
}

function frequencyOf(inputs: CaseJson): Frequency {
  const every = countOf(inputs['every'] ?? 1, 'every');
  const unit = inputs['unit'] ?? 'months';
  if (every === 0) throw new CaseError('every is not positive');
  if (unit === 'months' || unit === 'weeks' || unit === 'days') return { every, unit };
  if (unit === 'years') return { every: every * 12, unit: 'months' };
  throw new CaseError(`unknown unit ${String(unit)}`);
}
