/** Which terms make a schedule: each rule by what breaks it, and its last sound value. */
import { DefectError, calendarDate as on } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { terms } from '../test/in-force.ts';
import { schedule } from './schedule.ts';
import { type ScheduleTerms, termsProblem } from './schedule-terms.ts';

const tranche = (day: string, amountMinor: bigint) => ({ tranches: [{ on: on(day), amountMinor }] });

// 1,200.00 in four instalments, disbursed on 15 January 2024.
test.each<[string, readonly Partial<ScheduleTerms>[]]>([
  ['the principal is positive', [{ principalMinor: 0n }]],
  ['the rate is not negative', [{ ratePpm: -1n }, { rateParts: 0n }]],
  ['the method zero has no rate', [{ method: 'zero' }]],
  ['instalments are 1 to 5200', [{ instalments: 0 }, { instalments: -1 }, { instalments: 1.5 }, { instalments: 5201 }]],
  [
    'the interest-only periods are fewer than the instalments',
    [{ interestOnlyPeriods: 4 }, { interestOnlyPeriods: -1 }, { interestOnlyPeriods: 0.5 }],
  ],
  ['the periods that put interest off are fewer than the instalments', [{ interestGracePeriods: 4 }]],
  ['the interest-free periods are at most the instalments', [{ interestFreePeriods: 5 }]],
  ['the down payment is below the principal', [{ downPaymentMinor: 120_000n }, { downPaymentMinor: -1n }]],
  [
    'the balloon is at most the principal',
    [{ balloonMinor: 120_001n }, { balloonMinor: -1n }, { balloonMinor: 20_001n, downPaymentMinor: 100_000n }],
  ],
  ['instalments are a multiple of a positive amount', [{ instalmentMultipleMinor: 0n }]],
  ['an agreed instalment is not negative', [{ instalmentMinor: -1n }]],
  ['the principal of a period is not negative', [{ principalPerPeriodMinor: -1n }]],
  ['the first due date is after the disbursement', [{ firstDueOn: on('2024-01-15') }]],
  ['an anchor day is 1 to 31', [{ anchorDay: 0 }, { anchorDay: 32 }, { anchorDay: 1.5 }]],
  ['a tranche is positive and follows the disbursement', [tranche('2024-01-15', 1n), tranche('2024-02-15', 0n)]],
  ['flat interest takes no tranches', [{ method: 'flat', ...tranche('2024-02-15', 1n) }]],
])('refuses terms unless %s', (problem, broken) => {
  for (const changes of broken) {
    expect(termsProblem({ ...terms, ...changes })).toBe(problem);
    expect(() => schedule({ ...terms, ...changes })).toThrow(new DefectError(`schedule terms: ${problem}`));
  }
});

test.each<Partial<ScheduleTerms>>([
  {},
  { principalMinor: 1n },
  { method: 'zero', ratePpm: 0n },
  { instalments: 1 },
  { instalments: 5200 },
  { interestOnlyPeriods: 3, interestGracePeriods: 3, interestFreePeriods: 4 },
  { downPaymentMinor: 119_999n },
  { balloonMinor: 20_000n, downPaymentMinor: 100_000n },
  { rateParts: 1n, instalmentMultipleMinor: 1n, instalmentMinor: 0n, principalPerPeriodMinor: 0n },
  { firstDueOn: on('2024-01-16'), anchorDay: 31 },
  { anchorDay: 1 },
  tranche('2024-01-16', 1n),
])('accepts %o', (changes) => expect(termsProblem({ ...terms, ...changes })).toBeUndefined());
