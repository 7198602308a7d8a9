/** A small loan in force and its versions in short. Tests only. */
import { calendarDate as on } from '@mutua/kernel';
import { expect } from 'vitest';
import type { reschedule, ScheduleInForce, ScheduleVersion } from '../src/reschedule.ts';
import { schedule } from '../src/schedule.ts';
import type { ScheduleTerms } from '../src/schedule-terms.ts';

export const terms: ScheduleTerms = {
  principalMinor: 120_000n,
  ratePpm: 120_000n,
  instalments: 4,
  method: 'annuity',
  frequency: 'monthly',
  dayCount: '30e/360',
  rounding: 'half-up',
  instalmentRounding: 'half-up',
  disbursedOn: on('2024-01-15'),
};

export function inForce(changes: Partial<ScheduleTerms> = {}, paid = 0): ScheduleInForce {
  const given = { ...terms, ...changes };
  const made = schedule(given);
  return { version: 3, terms: given, instalmentMinor: made.instalmentMinor, rows: made.instalments.slice(paid) };
}

/** One row with interest carried to it, and interest paid of it. */
export function withInterest(state: ScheduleInForce, index: number, { carried = 0n, paid = 0n }): ScheduleInForce {
  const rows = state.rows.map((row, at) =>
    at === index
      ? { ...row, interestMinor: row.interestMinor + carried - paid, carriedInterestMinor: carried, interestPaidMinor: paid }
      : row,
  );
  return { ...state, rows };
}

type Answer = ReturnType<typeof reschedule>;

export const accepted = (answer: Answer): ScheduleVersion => {
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};

/** A version in short: its instalment, then each row as number, days from→accrued/due, principal+interest(carried). */
export function told(answer: Answer): readonly string[] {
  const { instalmentMinor, rows } = accepted(answer);
  const days = rows.map(
    ({ fromOn, accruesToOn, dueOn }) =>
      `${fromOn.slice(5)}→${accruesToOn === undefined ? '' : `${accruesToOn.slice(5)}/`}${dueOn.slice(5)}`,
  );
  const lines = rows.map(({ nr, principalMinor, interestMinor, carriedInterestMinor }, at) => {
    const carried = carriedInterestMinor === undefined ? '' : `(${carriedInterestMinor})`;
    return `${nr} ${days[at]} ${principalMinor}+${interestMinor}${carried}`;
  });
  for (const row of rows) expect(row.dueMinor).toBe(row.principalMinor + row.interestMinor);
  return [`${instalmentMinor}`, ...lines];
}

/** Of a version, the principals and interests alone. */
export const amounts = (answer: Answer): string =>
  accepted(answer)
    .rows.map((row) => `${row.principalMinor}+${row.interestMinor}`)
    .join(' ');

export const weekdays = { businessDays: { calendar: 'weekends', roll: 'following', accrual: 'stays' } } as const;
export const ends = { anchorDay: 31, disbursedOn: on('2024-01-31') };
export const twoWithoutPrincipal = { method: 'interest-only-then-annuity', interestOnlyPeriods: 2 } as const;
