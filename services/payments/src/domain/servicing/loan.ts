/** A loan in servicing: its terms, its instalments, and the numbers that follow from both. Pure. Amounts are minor units of the loan's market. */
import type { DayCount, Frequency, RemadeRow, ScheduleMethod } from '@mutua/finance';
import { type CalendarDate, daysBetween, type Rounding } from '@mutua/kernel';
import { defaultPolicy, type ServicingPolicy } from './policy.ts';

export type ServicingTerms = {
  readonly method: ScheduleMethod;
  readonly frequency: Frequency;
  readonly dayCount: DayCount;
  readonly rounding: Rounding;
  readonly instalmentRounding: Rounding;
  readonly termMonths: number;
  /** Of the month, as agreed since; that of the payout when left out. */
  readonly dueDay?: number;
  readonly lateFee: { readonly ratePpm: bigint; readonly minimumMinor: bigint; readonly graceDays: number };
  /** Of what a note receives as principal and interest. */
  readonly serviceFeePpm: bigint;
  /** Of what is collected after charge-off. */
  readonly recoveryFeePpm: bigint;
  readonly defaultAfterDays: number;
  readonly chargeOffAfterDays: number;
  /** Of the product when the loan was paid out; the default for loans of before there were policies. */
  readonly policy?: ServicingPolicy;
};

export type LoanStatus = 'active' | 'in-arrears' | 'defaulted' | 'charged-off' | 'closed';
export type LoanOutcome = 'repaid' | 'prepaid' | 'settled';
export type ArrearsBucket = 'current' | 'grace' | 'late-16-30' | 'late-31-120' | 'default' | 'charged-off';
export type InstalmentStatus = 'pending' | 'due' | 'partially-paid' | 'paid' | 'late' | 'paid-late' | 'written-off';

/** An amount by what it is for. */
export type Components = { readonly principalMinor: bigint; readonly interestMinor: bigint; readonly lateFeeMinor: bigint };

export type Instalment = {
  readonly nr: number;
  readonly fromOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly scheduled: Components;
  readonly paid: Components;
  /** Of the scheduled interest, what was earned before the instalment's period and put off to it; below zero, what was paid of it before. */
  readonly carriedInterestMinor: bigint;
  /** Of the scheduled late fee, what an agreed change took over from instalments that it replaced. */
  readonly carriedLateFeeMinor: bigint;
  readonly balanceMinor: bigint;
  readonly status: InstalmentStatus;
  readonly lateFeeOn: CalendarDate | null;
};

export type Loan = {
  readonly loanId: string;
  readonly borrowerId: string;
  readonly borrowerWalletId: string;
  readonly market: string;
  readonly terms: ServicingTerms;
  readonly principalMinor: bigint;
  readonly ratePpm: bigint;
  readonly status: LoanStatus;
  readonly outcome: LoanOutcome | null;
  readonly bucket: ArrearsBucket;
  readonly autopay: boolean;
  readonly bankAccountId: string | null;
  readonly scheduleVersion: number;
  readonly disbursedOn: CalendarDate;
  readonly maturesOn: CalendarDate;
  readonly oldestUnpaidDueOn: CalendarDate | null;
  readonly distributed: Components & { readonly recoveryMinor: bigint };
  readonly chargedOffMinor: bigint;
  readonly recoveredMinor: bigint;
  /** What the provision fund paid on it, and what of that recoveries brought back to the fund. */
  readonly coveredMinor: bigint;
  readonly returnedMinor: bigint;
  /** Interest to come is not counted on since then; null while it is. */
  readonly nonAccrualSince: CalendarDate | null;
  /** Since then everything is due; and the last receipt before, where that was not the last of its day. */
  readonly acceleratedOn: CalendarDate | null;
  readonly acceleratedThrough: string | null;
  readonly chargedOffOn: CalendarDate | null;
  readonly closedOn: CalendarDate | null;
  readonly nextWorkOn: CalendarDate | null;
};

export const nothing: Components = { principalMinor: 0n, interestMinor: 0n, lateFeeMinor: 0n };

/** A row of a schedule as an instalment of which nothing is paid and that has not fallen due. */
export const pendingInstalment = (row: RemadeRow): Instalment => ({
  nr: row.nr,
  fromOn: row.fromOn,
  dueOn: row.dueOn,
  scheduled: { principalMinor: row.principalMinor, interestMinor: row.interestMinor, lateFeeMinor: 0n },
  paid: nothing,
  carriedInterestMinor: row.carriedInterestMinor ?? 0n,
  carriedLateFeeMinor: 0n,
  balanceMinor: row.balanceMinor,
  status: 'pending',
  lateFeeOn: null,
});

/** A row that stands for what was paid by a day, so that the instalments in force say everything that was paid. */
export const paidInstalment = (row: Pick<Instalment, 'nr' | 'fromOn' | 'dueOn' | 'paid' | 'balanceMinor'>): Instalment => ({
  ...row,
  scheduled: row.paid,
  carriedInterestMinor: 0n,
  carriedLateFeeMinor: 0n,
  status: 'paid',
  lateFeeOn: null,
});

export const totalOf = ({ principalMinor, interestMinor, lateFeeMinor }: Components): bigint =>
  principalMinor + interestMinor + lateFeeMinor;

export const plus = (a: Components, b: Components): Components => ({
  principalMinor: a.principalMinor + b.principalMinor,
  interestMinor: a.interestMinor + b.interestMinor,
  lateFeeMinor: a.lateFeeMinor + b.lateFeeMinor,
});

export const minus = (a: Components, b: Components): Components => ({
  principalMinor: a.principalMinor - b.principalMinor,
  interestMinor: a.interestMinor - b.interestMinor,
  lateFeeMinor: a.lateFeeMinor - b.lateFeeMinor,
});

export const sumOf = (all: readonly Components[]): Components => all.reduce(plus, nothing);

export const unpaidOf = ({ scheduled, paid }: Instalment): Components => minus(scheduled, paid);

export const policyOf = ({ terms }: Pick<Loan, 'terms'>): ServicingPolicy => terms.policy ?? defaultPolicy;

/** Days past due from which on the interest of a loan is not counted on. */
export const nonAccrualDaysOf = (loan: Pick<Loan, 'terms'>): number => policyOf(loan).nonAccrualAfterDays ?? 90;

/** Whether more than the tolerance is open of it. */
export const isBehind = (loan: Pick<Loan, 'terms'>, instalment: Instalment): boolean =>
  !isSettled(instalment) && totalOf(unpaidOf(instalment)) > policyOf(loan).toleranceMinor;

export const isSettled = ({ status }: Instalment): boolean => status === 'paid' || status === 'paid-late' || status === 'written-off';

export const isOpen = ({ status }: Pick<Loan, 'status'>): boolean =>
  status === 'active' || status === 'in-arrears' || status === 'defaulted';

/** Principal neither repaid nor charged off. */
export const outstandingPrincipal = (loan: Loan): bigint => loan.principalMinor - loan.distributed.principalMinor - loan.chargedOffMinor;

/** Business date minus the due date of the oldest unpaid instalment; 0 while nothing is late. */
export const daysPastDueOn = (oldestUnpaidDueOn: CalendarDate | null, on: CalendarDate): number =>
  oldestUnpaidDueOn === null ? 0 : Math.max(0, daysBetween(oldestUnpaidDueOn, on));

/** Grace 1–15 days, late 16–30, late 31–120, default from the product's day on (domain: days past due evaluated at close of business). */
export const bucketAt = (daysPastDue: number, terms: ServicingTerms): ArrearsBucket => {
  if (daysPastDue <= 0) return 'current';
  if (daysPastDue >= terms.defaultAfterDays) return 'default';
  if (daysPastDue <= 15) return 'grace';
  return daysPastDue <= 30 ? 'late-16-30' : 'late-31-120';
};
