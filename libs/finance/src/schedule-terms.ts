/** What a schedule is made from and what it consists of. Amounts are minor units of one currency. */
import { assert, type CalendarDate, type Rounding } from '@mutua/kernel';
import type { DayCount } from './day-count.ts';
import type { Frequency } from './periods.ts';

/**
 * `annuity` equal instalments; `linear` equal principal; `bullet` interest each period and the principal at the end;
 * `interest-only-then-annuity` as annuity after a grace of principal; `flat` interest on the original principal throughout
 * (its true cost is far above its nominal rate: show the APR); `zero` equal instalments without interest.
 */
export type ScheduleMethod = 'annuity' | 'linear' | 'bullet' | 'interest-only-then-annuity' | 'flat' | 'zero';

/** A later disbursement of the same loan; instalments are recomputed from the first due date after it. */
export type Tranche = { readonly on: CalendarDate; readonly amountMinor: bigint };

export type ScheduleTerms = {
  readonly principalMinor: bigint;
  /** Nominal rate a year; zero is allowed, negative is not. */
  readonly ratePpm: bigint;
  readonly instalments: number;
  readonly method: ScheduleMethod;
  readonly frequency: Frequency;
  readonly dayCount: DayCount;
  /** Of the interest of each period. */
  readonly rounding: Rounding;
  /** Of the equal instalment: ceiling is LendingClub's, half-up Prosper's, half-even Fineract's. */
  readonly instalmentRounding: Rounding;
  readonly disbursedOn: CalendarDate;
  readonly firstDueOn?: CalendarDate;
  readonly anchorDay?: number;
  /** Leading periods in which only interest is due. */
  readonly interestOnlyPeriods?: number;
  /** Left open by the regular principal and paid with the last instalment. */
  readonly balloonMinor?: bigint;
  /** Paid back on the day of disbursement, as a first row of its own. */
  readonly downPaymentMinor?: bigint;
  readonly tranches?: readonly Tranche[];
  /** Instalments are a multiple of this; one minor unit by default. */
  readonly instalmentMultipleMinor?: bigint;
  /** Linear only: how principal / n is rounded (floor by default), or the principal of each period outright. */
  readonly principalRounding?: Rounding;
  readonly principalPerPeriodMinor?: bigint;
  /** `absorb` leaves the cents to the last instalment; `least-difference` moves the others towards it, as Fineract does. */
  readonly lastInstalment?: 'absorb' | 'least-difference';
};

/** `dueMinor` is principal plus interest; `balanceMinor` the principal still open once it is paid. */
export type ScheduleRow = {
  readonly nr: number;
  readonly fromOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly principalMinor: bigint;
  readonly interestMinor: bigint;
  readonly dueMinor: bigint;
  readonly balanceMinor: bigint;
};

/** `instalmentMinor` is the (first) equal instalment; where instalments are not equal, the first amount due. */
export type Schedule = {
  readonly instalments: readonly ScheduleRow[];
  readonly totalInterestMinor: bigint;
  readonly totalPrincipalMinor: bigint;
  readonly instalmentMinor: bigint;
};

/** The first thing wrong with the terms, in words, or undefined. Callers turn it into their own rejection before scheduling. */
export function termsProblem(terms: ScheduleTerms): string | undefined {
  const count = terms.instalments;
  const grace = terms.interestOnlyPeriods ?? 0;
  const down = terms.downPaymentMinor ?? 0n;
  const balloon = terms.balloonMinor ?? 0n;
  const checks: readonly (readonly [boolean, string])[] = [
    [terms.principalMinor > 0n, 'the principal is positive'],
    [terms.ratePpm >= 0n, 'the rate is not negative'],
    [terms.method !== 'zero' || terms.ratePpm === 0n, 'the method zero has no rate'],
    [Number.isSafeInteger(count) && count > 0 && count <= 5200, 'instalments are 1 to 5200'],
    [Number.isSafeInteger(grace) && grace >= 0 && grace < count, 'the interest-only periods are fewer than the instalments'],
    [down >= 0n && down < terms.principalMinor, 'the down payment is below the principal'],
    [balloon >= 0n && balloon <= terms.principalMinor - down, 'the balloon is at most the principal'],
    [(terms.instalmentMultipleMinor ?? 1n) > 0n, 'instalments are a multiple of a positive amount'],
    [(terms.principalPerPeriodMinor ?? 0n) >= 0n, 'the principal of a period is not negative'],
    [terms.firstDueOn === undefined || terms.firstDueOn > terms.disbursedOn, 'the first due date is after the disbursement'],
    [
      terms.anchorDay === undefined || (Number.isInteger(terms.anchorDay) && terms.anchorDay >= 1 && terms.anchorDay <= 31),
      'an anchor day is 1 to 31',
    ],
    [
      (terms.tranches ?? []).every((t) => t.amountMinor > 0n && t.on > terms.disbursedOn),
      'a tranche is positive and follows the disbursement',
    ],
    [terms.method !== 'flat' || (terms.tranches ?? []).length === 0, 'flat interest takes no tranches'],
  ];
  return checks.find(([holds]) => !holds)?.[1];
}

/** Throws a DefectError for terms that termsProblem names. */
export function assertTerms(terms: ScheduleTerms): void {
  const problem = termsProblem(terms);
  assert(problem === undefined, `schedule terms: ${problem ?? ''}`);
}
