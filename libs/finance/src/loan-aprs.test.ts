/** When the flows of a loan fall, as the APRs of the EU and the US count time. */
import { calendarDate as on } from '@mutua/kernel';
import { describe, expect, test } from 'vitest';
import { type LoanAprs, loanAprs } from './loan-aprs.ts';
import { schedule } from './schedule.ts';
import type { ScheduleTerms } from './schedule-terms.ts';

function aprsOf(changes: Partial<ScheduleTerms>, feeMinor = 0n): LoanAprs {
  const terms: ScheduleTerms = {
    principalMinor: 1_000_000n,
    ratePpm: 120_000n,
    instalments: 36,
    method: 'annuity',
    frequency: 'monthly',
    dayCount: 'act/365f',
    rounding: 'half-up',
    instalmentRounding: 'half-up',
    disbursedOn: on('2024-01-31'),
    ...changes,
  };
  return loanAprs(schedule(terms), { feeMinor, disbursedOn: terms.disbursedOn });
}

/** Of each flow of a schedule, its time in years and in unit periods. */
const timesOf = (changes: Partial<ScheduleTerms>, feeMinor = 0n) =>
  aprsOf(changes, feeMinor).flows.map(({ tYears, t, f }) => [Number(tYears.toFixed(9)), t, Number(f.toFixed(9))]);
const years = (value: number) => Number(value.toFixed(9));

describe('the times of an APR (Annex I remark (c); Appendix J (b)(4) and (5))', () => {
  test.each<[string, Partial<ScheduleTerms>, number[][]]>([
    // Odd days lie before the months counted back from the payment; their year is the one that ends with them, 29 February included.
    [
      'a first period a month and 17 days long',
      { disbursedOn: on('2023-12-29'), firstDueOn: on('2024-02-15'), instalments: 2 },
      [
        [0, 0, 0],
        [years(1 / 12 + 17 / 365), 1, years(17 / 30)],
        [years(2 / 12 + 17 / 365), 2, years(17 / 30)],
      ],
    ],
    [
      'odd days that end in the year after 29 February',
      { disbursedOn: on('2024-03-01'), firstDueOn: on('2024-04-11'), instalments: 2 },
      [
        [0, 0, 0],
        [years(1 / 12 + 10 / 366), 1, years(10 / 30)],
        [years(2 / 12 + 10 / 366), 2, years(10 / 30)],
      ],
    ],
    [
      'a first period of days alone',
      { disbursedOn: on('2025-01-10'), firstDueOn: on('2025-02-05'), instalments: 2 },
      [
        [0, 0, 0],
        [years(26 / 366), 0, years(26 / 30)],
        [years(1 / 12 + 26 / 366), 1, years(26 / 30)],
      ],
    ],
    [
      'quarters, the first one of four months and five days',
      { disbursedOn: on('2025-01-10'), firstDueOn: on('2025-05-15'), instalments: 2, frequency: 'quarterly' },
      [
        [0, 0, 0],
        [years(4 / 12 + 5 / 366), 1, years(35 / 90)],
        [years(7 / 12 + 5 / 366), 2, years(35 / 90)],
      ],
    ],
    [
      'weeks, the first one of ten days',
      { disbursedOn: on('2025-01-10'), firstDueOn: on('2025-01-20'), instalments: 2, frequency: 'weekly' },
      [
        [0, 0, 0],
        [years(1 / 52 + 3 / 366), 1, years(3 / 7)],
        [years(2 / 52 + 3 / 366), 2, years(3 / 7)],
      ],
    ],
    [
      'odd days before weeks that end after 28 February',
      { disbursedOn: on('2025-02-27'), firstDueOn: on('2025-03-09'), instalments: 2, frequency: 'weekly' },
      [
        [0, 0, 0],
        [years(1 / 52 + 3 / 365), 1, years(3 / 7)],
        [years(2 / 52 + 3 / 365), 2, years(3 / 7)],
      ],
    ],
    [
      'ten days each',
      { disbursedOn: on('2025-01-10'), instalments: 2, frequency: { every: 10, unit: 'days' } },
      [
        [0, 0, 0],
        [years(10 / 366), 1, 0],
        [years(20 / 366), 2, 0],
      ],
    ],
    [
      'one payment after a year and 20 days',
      { disbursedOn: on('2025-01-10'), firstDueOn: on('2026-01-30'), instalments: 1 },
      [
        [0, 0, 0],
        [years(1 + 20 / 366), 1, years(20 / 365)],
      ],
    ],
    [
      'one payment after a year, three months and six days',
      { disbursedOn: on('2025-01-10'), firstDueOn: on('2026-04-16'), instalments: 1 },
      [
        [0, 0, 0],
        [years(15 / 12 + 6 / 366), 1, years(96 / 360)],
      ],
    ],
    [
      'one payment after exactly a year',
      { disbursedOn: on('2025-01-10'), firstDueOn: on('2026-01-10'), instalments: 1 },
      [
        [0, 0, 0],
        [1, 1, 0],
      ],
    ],
    [
      'one payment after 45 days',
      { disbursedOn: on('2025-01-10'), firstDueOn: on('2025-02-24'), instalments: 1 },
      [
        [0, 0, 0],
        [years(45 / 366), 1, 0],
      ],
    ],
    [
      'a down payment on the day itself',
      { disbursedOn: on('2025-01-10'), instalments: 2, downPaymentMinor: 1000n },
      [
        [0, 0, 0],
        [0, 0, 0],
        [years(1 / 12), 1, 0],
        [years(2 / 12), 2, 0],
      ],
    ],
    [
      'a row that asks for nothing is no flow',
      { disbursedOn: on('2025-01-10'), instalments: 3, method: 'bullet', interestFreePeriods: 1 },
      [
        [0, 0, 0],
        [years(2 / 12), 2, 0],
        [years(3 / 12), 3, 0],
      ],
    ],
  ])('%s', (_, changes, times) => expect(timesOf(changes)).toEqual(times));

  test.each<[bigint, bigint]>([
    [1_000_000n, 0n],
    [-1n, 1_000_001n],
  ])('a fee of %s is a defect', (feeMinor, receivedMinor) => {
    const defect = { message: 'a fee leaves the borrower something', details: { feeMinor, receivedMinor } };
    expect(() => aprsOf({}, feeMinor)).toThrow(expect.objectContaining(defect));
  });

  test('a schedule of nothing but its day, or without a rate, is a defect', () => {
    const down = {
      nr: 1,
      fromOn: on('2025-01-10'),
      dueOn: on('2025-01-10'),
      principalMinor: 5n,
      interestMinor: 0n,
      dueMinor: 5n,
      balanceMinor: 0n,
    };
    const given = { instalments: [down], totalPrincipalMinor: 5n };
    expect(() => loanAprs(given, { feeMinor: 0n, disbursedOn: on('2025-01-10') })).toThrow(
      'a schedule has an instalment after its disbursement',
    );
    const gift = { ...given, instalments: [{ ...down, dueOn: on('2025-02-10'), dueMinor: 0n }] };
    expect(() => loanAprs(gift, { feeMinor: 0n, disbursedOn: on('2025-01-10') })).toThrow('a schedule has an APR');
  });
});
