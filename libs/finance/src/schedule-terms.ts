/** What a schedule is made from and what it consists of. Amounts are minor units of one currency. */
import { type CalendarDate, DefectError, type Rounding } from '@mutua/kernel';
import type { AnyDayCount } from './day-count.ts';
import type { PeriodTerms } from './periods.ts';

/**
 * `annuity` equal instalments; `linear` equal principal; `bullet` interest each period and the principal at the end;
 * `interest-only-then-annuity` as annuity after a grace of principal; `flat` interest on the original principal throughout
 * (its true cost is far above its nominal rate: show the APR); `zero` equal instalments without interest.
 */
export type ScheduleMethod = 'annuity' | 'linear' | 'bullet' | 'interest-only-then-annuity' | 'flat' | 'zero';

/** A later disbursement of the same loan; instalments are recomputed from the first due date after it. */
export type Tranche = { readonly on: CalendarDate; readonly amountMinor: bigint };

export type ScheduleTerms = PeriodTerms & {
  readonly principalMinor: bigint;
  /** Nominal rate a year; zero is allowed, negative is not. */
  readonly ratePpm: bigint;
  /** What the rate counts parts of: one million, unless a finer rate is needed. */
  readonly rateParts?: bigint;
  readonly method: ScheduleMethod;
  readonly dayCount: AnyDayCount;
  /** Of the interest of each period. */
  readonly rounding: Rounding;
  /** Of the equal instalment: ceiling is LendingClub's, half-up Prosper's, half-even Fineract's. */
  readonly instalmentRounding: Rounding;
  /** Leading periods in which only interest is due. */
  readonly interestOnlyPeriods?: number;
  /** Leading periods whose interest is not due yet: it is due, without interest on it, with the first instalment after them. */
  readonly interestGracePeriods?: number;
  /** Leading periods that bear no interest at all. */
  readonly interestFreePeriods?: number;
  /** Left open by the regular principal and paid with the last instalment. */
  readonly balloonMinor?: bigint;
  /** Paid back on the day of disbursement, as a first row of its own. */
  readonly downPaymentMinor?: bigint;
  readonly tranches?: readonly Tranche[];
  /** Instalments are a multiple of this; one minor unit by default. */
  readonly instalmentMultipleMinor?: bigint;
  /** The equal instalment outright, where it was agreed and is not to be computed. */
  readonly instalmentMinor?: bigint;
  /**
   * Flat only. `by-period` (default) charges each period for its days; `spread` and `carried` charge every period the same part of the
   * total and repay the same part of the principal, each rounded to the multiple of the instalment. They differ in interest whose
   * payment is put off: `spread` divides it over the later instalments, `carried` adds it to the next one (Apache Fineract's flat loans
   * of equal instalments and of equal principal).
   */
  readonly flatParts?: 'by-period' | 'spread' | 'carried';
  /** Linear and without interest: how principal / n is rounded (floor by default). */
  readonly principalRounding?: Rounding;
  /** Linear only: the principal of each period outright. */
  readonly principalPerPeriodMinor?: bigint;
  /** `absorb` leaves the cents to the last instalment; `least-difference` moves the others towards it, as Fineract does. */
  readonly lastInstalment?: 'absorb' | 'least-difference';
};

/** `dueMinor` is principal plus interest; `balanceMinor` the principal still open once it is paid. */
export type ScheduleRow = {
  readonly nr: number;
  readonly fromOn: CalendarDate;
  readonly dueOn: CalendarDate;
  /** Where interest accrues to another day than the due date: a due date moved to a business day. */
  readonly accruesToOn?: CalendarDate;
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

type Check = readonly [problem: string, holds: (terms: ScheduleTerms) => boolean];

const isCount = (value: number, most: number): boolean => Number.isSafeInteger(value) && value >= 0 && value <= most;

const checks: readonly Check[] = [
  ['the principal is positive', (t) => t.principalMinor > 0n],
  ['the rate is not negative', (t) => t.ratePpm >= 0n && (t.rateParts ?? 1n) > 0n],
  ['the method zero has no rate', (t) => t.method !== 'zero' || t.ratePpm === 0n],
  ['instalments are 1 to 5200', (t) => t.instalments > 0 && isCount(t.instalments, 5200)],
  ['the interest-only periods are fewer than the instalments', (t) => isCount(t.interestOnlyPeriods ?? 0, t.instalments - 1)],
  ['the periods that put interest off are fewer than the instalments', (t) => isCount(t.interestGracePeriods ?? 0, t.instalments - 1)],
  ['the interest-free periods are at most the instalments', (t) => isCount(t.interestFreePeriods ?? 0, t.instalments)],
  ['the down payment is below the principal', ({ downPaymentMinor: d = 0n, principalMinor }) => d >= 0n && d < principalMinor],
  [
    'the balloon is at most the principal',
    ({ balloonMinor: b = 0n, principalMinor, downPaymentMinor = 0n }) => b >= 0n && b <= principalMinor - downPaymentMinor,
  ],
  ['instalments are a multiple of a positive amount', (t) => (t.instalmentMultipleMinor ?? 1n) > 0n],
  ['an agreed instalment is not negative', (t) => (t.instalmentMinor ?? 0n) >= 0n],
  ['the principal of a period is not negative', (t) => (t.principalPerPeriodMinor ?? 0n) >= 0n],
  ['the first due date is after the disbursement', (t) => t.firstDueOn === undefined || t.firstDueOn > t.disbursedOn],
  ['an anchor day is 1 to 31', ({ anchorDay: a }) => a === undefined || (a > 0 && isCount(a, 31))],
  [
    'a tranche is positive and follows the disbursement',
    ({ tranches = noTranches, disbursedOn }) => tranches.every((t) => t.amountMinor > 0n && t.on > disbursedOn),
  ],
  ['flat interest takes no tranches', (t) => t.method !== 'flat' || (t.tranches ?? noTranches).length === 0],
];

const noTranches: readonly Tranche[] = [];

/** The first thing wrong with the terms, in words, or undefined. Callers turn it into their own rejection before scheduling. */
export function termsProblem(terms: ScheduleTerms): string | undefined {
  for (const [problem, holds] of checks) if (!holds(terms)) return problem;
  return undefined;
}

/** Throws a DefectError for terms that termsProblem names. */
export function assertTerms(terms: ScheduleTerms): void {
  const problem = termsProblem(terms);
  if (problem !== undefined) throw new DefectError(`schedule terms: ${problem}`);
}
