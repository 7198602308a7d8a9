/**
 * Where a loan stands at the close of a business date, and when it needs attention next. Interest is the schedule's:
 * no further interest runs on what is late, a late fee does; nothing accrues after charge-off.
 */
import { lateFee } from '@mutua/finance';
import { addDays, type CalendarDate, daysBetween } from '@mutua/kernel';
import type { LoanFact } from './facts.ts';
import {
  bucketAt,
  daysPastDueOn,
  type Instalment,
  isBehind,
  isSettled,
  type Loan,
  nonAccrualDaysOf,
  outstandingPrincipal,
  policyOf,
  totalOf,
  unpaidOf,
} from './loan.ts';

/** Days past due on which autopay tries a refused debit again. */
const retryDays = [3, 10] as const;
const bucketDays = [1, 16, 31] as const;

export type Standing = { readonly loan: Loan; readonly instalments: readonly Instalment[]; readonly facts: readonly LoanFact[] };

/** Whether autopay draws on the bank account at the close of `on`: on a due date and on the retry days. */
export const isCollectionDay = (loan: Loan, due: readonly Instalment[], on: CalendarDate): boolean => {
  if (!loan.autopay || loan.bankAccountId === null || loan.acceleratedOn !== null) return false;
  if (due.some(({ status }) => status === 'pending')) return true;
  return retryDays.some((days) => days === daysPastDueOn(loan.oldestUnpaidDueOn, on));
};

/** What fell due by acceleration, and after it, bears none. */
const bearsLateFee = (loan: Loan, instalment: Instalment): boolean =>
  isBehind(loan, instalment) && (loan.acceleratedOn === null || instalment.dueOn < loan.acceleratedOn);

/** Charges the late fee of each instalment that passes its grace: max(rate × unpaid, minimum), once. */
export const chargeLateFees = (loan: Loan, due: readonly Instalment[], on: CalendarDate): Standing => {
  const facts: LoanFact[] = [];
  const instalments = due.map((instalment) => {
    const late = bearsLateFee(loan, instalment) && daysBetween(instalment.dueOn, on) > loan.terms.lateFee.graceDays;
    if (!late || instalment.lateFeeOn !== null) return instalment;
    const { ratePpm, minimumMinor } = loan.terms.lateFee;
    const { principalMinor, interestMinor } = unpaidOf(instalment);
    const amountMinor = lateFee(principalMinor + interestMinor, { ratePpm, floorMinor: minimumMinor, rounding: 'half-up' });
    if (amountMinor === 0n) return instalment;
    facts.push({ type: 'late-fee-charged', nr: instalment.nr, amountMinor });
    return {
      ...instalment,
      lateFeeOn: on,
      scheduled: { ...instalment.scheduled, lateFeeMinor: instalment.scheduled.lateFeeMinor + amountMinor },
    };
  });
  return { loan, instalments, facts };
};

/** `nextDueOn` is the first due date not among the instalments looked at. At the close of `on`, or during it with the close still to come. */
type StandingAt = { readonly on: CalendarDate; readonly nextDueOn: CalendarDate | null; readonly isClose: boolean };

/** Re-reads status, bucket and next day of work after what happened on `on`. Only a close charges a loan off. */
export const standAt = (loan: Loan, due: readonly Instalment[], at: StandingAt): Standing => {
  const instalments = due.map((instalment) => agedAt(instalment, at.on));
  const open = instalments.find((instalment) => !isSettled(instalment));
  const oldest = instalments.find((instalment) => isBehind(loan, instalment));
  const oldestUnpaidDueOn = oldest?.dueOn ?? null;
  const daysPastDue = daysPastDueOn(oldestUnpaidDueOn, at.on);
  const aged = { ...loan, oldestUnpaidDueOn };
  if (open === undefined && at.nextDueOn === null) return close(aged, instalments, at.on);
  if (at.isClose && daysPastDue >= loan.terms.chargeOffAfterDays) return writeOff(aged, instalments, at.on);
  const bucket = bucketAt(daysPastDue, loan.terms);
  const status = daysPastDue === 0 ? 'active' : bucket === 'default' ? 'defaulted' : 'in-arrears';
  const accruing = { ...aged, nonAccrualSince: nonAccrualAt(aged, daysPastDue, at.on) };
  const next = { ...accruing, bucket, status, nextWorkOn: nextWork(accruing, instalments, at) } as const;
  const facts = changes(loan, next, daysPastDue);
  return { loan: next, instalments, facts: at.isClose ? [...facts, ...dunning(next, instalments, at.on)] : facts };
};

const agedAt = (instalment: Instalment, on: CalendarDate): Instalment => {
  if (isSettled(instalment)) return instalment;
  // One that asks for nothing (a holiday whose interest is put off) is paid on its day.
  if (totalOf(unpaidOf(instalment)) === 0n) return { ...instalment, status: 'paid' };
  const late = instalment.dueOn < on;
  return { ...instalment, status: late ? 'late' : totalOf(instalment.paid) > 0n ? 'partially-paid' : 'due' };
};

/** The reminder of this day, if it is the day of one. What was paid meanwhile is not asked for. */
const dunning = (loan: Loan, instalments: readonly Instalment[], on: CalendarDate): readonly LoanFact[] => {
  const daysPastDue = daysPastDueOn(loan.oldestUnpaidDueOn, on);
  const level = (policyOf(loan).dunningDays ?? []).indexOf(daysPastDue) + 1;
  if (level === 0) return [];
  const overdueMinor = instalments.filter(({ dueOn }) => dueOn < on).reduce((sum, each) => sum + totalOf(unpaidOf(each)), 0n);
  return [{ type: 'dunning-due', level, daysPastDue, overdueMinor }];
};

/** Once it is late enough, until nothing is past due any more: a part payment does not make its interest good. */
const nonAccrualAt = (loan: Loan, daysPastDue: number, on: CalendarDate): CalendarDate | null => {
  if (daysPastDue === 0) return null;
  return loan.nonAccrualSince ?? (daysPastDue >= nonAccrualDaysOf(loan) ? on : null);
};

const changes = (before: Loan, after: Loan, daysPastDue: number): readonly LoanFact[] => [
  ...bucketChanges(before, after, daysPastDue),
  ...accrualChanges(before, after, daysPastDue),
];

const accrualChanges = (before: Loan, after: Loan, daysPastDue: number): readonly LoanFact[] => {
  if ((before.nonAccrualSince === null) === (after.nonAccrualSince === null)) return [];
  return [after.nonAccrualSince === null ? { type: 'accrual-resumed' } : { type: 'non-accrual', daysPastDue }];
};

const bucketChanges = (before: Loan, after: Loan, daysPastDue: number): readonly LoanFact[] => {
  if (before.bucket === after.bucket) return [];
  if (after.bucket === 'current') return [{ type: 'cured' }];
  const facts: LoanFact[] = [{ type: 'in-arrears', daysPastDue, bucket: after.bucket }];
  if (after.status === 'defaulted') facts.push({ type: 'defaulted', daysPastDue });
  return facts;
};

const close = (loan: Loan, instalments: readonly Instalment[], on: CalendarDate): Standing => {
  const outcome = on < loan.maturesOn ? 'prepaid' : 'repaid';
  const closed: Loan = { ...loan, status: 'closed', outcome, bucket: 'current', nonAccrualSince: null, closedOn: on, nextWorkOn: null };
  return { loan: closed, instalments, facts: [{ type: 'closed', outcome }] };
};

/** The balance becomes uncollectable on the books; later money is a recovery. Cash is not touched. */
export const writeOff = (loan: Loan, instalments: readonly Instalment[], on: CalendarDate): Standing => {
  const principalMinor = outstandingPrincipal(loan);
  const charged: Loan = {
    ...loan,
    status: 'charged-off',
    bucket: 'charged-off',
    chargedOffOn: on,
    chargedOffMinor: principalMinor,
    nextWorkOn: null,
  };
  const written = instalments.map(
    (instalment): Instalment => (isSettled(instalment) ? instalment : { ...instalment, status: 'written-off' }),
  );
  return { loan: charged, instalments: written, facts: [{ type: 'charged-off', principalMinor }] };
};

/** Once it is late enough, the next close accelerates it: also where it became so all at once, by a returned collection. */
const accelerationDay = ({ acceleratedOn, oldestUnpaidDueOn, ...loan }: Loan, first: CalendarDate): readonly CalendarDate[] => {
  const { acceleration } = policyOf(loan);
  if (acceleration === undefined || acceleratedOn !== null || oldestUnpaidDueOn === null) return [];
  const day = addDays(oldestUnpaidDueOn, acceleration.afterDays);
  return [day < first ? first : day];
};

/** The next close charges off what is late enough, also where that became so all at once. */
const chargeOffDay = ({ oldestUnpaidDueOn, terms }: Loan, first: CalendarDate): readonly CalendarDate[] => {
  const day = oldestUnpaidDueOn === null ? null : addDays(oldestUnpaidDueOn, terms.chargeOffAfterDays);
  return day !== null && day < first ? [first] : [];
};

const markDays = (loan: Loan): readonly number[] => [
  ...bucketDays,
  ...retryDays,
  ...(policyOf(loan).dunningDays ?? []),
  ...(loan.nonAccrualSince === null ? [nonAccrualDaysOf(loan)] : []),
  loan.terms.defaultAfterDays,
  loan.terms.chargeOffAfterDays,
];

/** The first date still to come on which something happens to the loan: so that a quiet loan costs a quiet day nothing. */
const nextWork = (loan: Loan, due: readonly Instalment[], at: StandingAt): CalendarDate | null => {
  const { terms, oldestUnpaidDueOn } = loan;
  const marks = oldestUnpaidDueOn === null ? [] : markDays(loan).map((days) => addDays(oldestUnpaidDueOn, days));
  const fees = due
    .filter((instalment) => bearsLateFee(loan, instalment) && instalment.lateFeeOn === null)
    .map(({ dueOn }) => addDays(dueOn, terms.lateFee.graceDays + 1));
  const first = at.isClose ? addDays(at.on, 1) : at.on;
  const ahead = at.nextDueOn === null ? [] : [at.nextDueOn, ...accelerationDay(loan, first)];
  const dates = [...marks, ...fees, ...ahead, ...chargeOffDay(loan, first)].filter((date) => date >= first);
  return dates.reduce<CalendarDate | null>((earliest, date) => (earliest === null || date < earliest ? date : earliest), null);
};
