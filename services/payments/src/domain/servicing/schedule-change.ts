/**
 * Agreed changes of a loan's schedule while nothing of it is overdue: part of it paid early, a payment holiday, another due day. Each gives
 * the rows of a new version; what was paid ahead on replaced rows stands in a row of the day, so that a version says everything. Pure.
 */
import { changeDueDay, partPrepayment, paymentHoliday, type ScheduleInForce, type ScheduleVersion } from '@mutua/finance';
import { type CalendarDate, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Components, type Instalment, isOpen, type Loan, nothing, plus, totalOf, unpaidOf } from './loan.ts';

export type ScheduleChange =
  | { readonly kind: 'part-prepayment'; readonly amountMinor: bigint; readonly mode: 'lower' | 'shorten' | 'adjust-last' }
  | { readonly kind: 'payment-holiday'; readonly instalments: number; readonly term: 'extend' | 'keep' }
  | { readonly kind: 'due-day-change'; readonly dueDay: number };
export type ChangedSchedule = {
  /** What the change itself pays; nothing but for a prepayment. */
  readonly paid: Components;
  /** From the first replaced number on. */
  readonly instalments: readonly Instalment[];
  readonly instalmentMinor: bigint;
  /** Rows up to this number are paid and stay as they are. */
  readonly settledThroughNr: number;
};
export type ScheduleChangeCode =
  | 'loan.not_open'
  | 'schedule.due_first'
  | 'schedule.late_fee_first'
  | 'reschedule.nothing_ahead'
  | 'reschedule.flat_interest'
  | 'reschedule.terms_invalid'
  | 'prepayment.not_positive'
  | 'prepayment.settles_loan';

export type ChangeInput = {
  readonly loan: Loan;
  readonly unsettled: readonly Instalment[];
  readonly instalmentMinor: bigint;
  readonly on: CalendarDate;
};

/** The rows from the first one that changes. What is due on the day or before must be paid first. */
export const changeSchedule = (input: ChangeInput, change: ScheduleChange): Result<ChangedSchedule, Rejection<ScheduleChangeCode>> => {
  const { loan, unsettled, on } = input;
  const { loanId } = loan;
  if (!isOpen(loan)) return reject('loan.not_open', { loanId, status: loan.status });
  if (unsettled.some(({ dueOn }) => dueOn <= on)) return reject('schedule.due_first', { loanId });
  if (unsettled.some((each) => each.scheduled.lateFeeMinor > 0n)) return reject('schedule.late_fee_first', { loanId });
  const made = versionFor(inForce(input), change, on);
  if (!made.ok) return made;
  const { version, paid } = made.value;
  const before = unsettled.map((each) => each.paid).reduce(plus, paid);
  const first = unsettled[0];
  const openMinor = version.rows.reduce((sum, row) => sum + row.principalMinor, 0n);
  const from = version.replacesFromNr;
  const isPaid = totalOf(before) > 0n;
  const paidRow: Instalment = {
    ...{ nr: from, fromOn: first?.fromOn ?? on, dueOn: on, scheduled: before, paid: before, balanceMinor: openMinor, status: 'paid' },
    lateFeeOn: null,
  };
  const rows = version.rows.map((row, index) => rowOf(row, from + index + (isPaid ? 1 : 0)));
  return ok({
    paid,
    instalments: isPaid ? [paidRow, ...rows] : rows,
    instalmentMinor: version.instalmentMinor,
    settledThroughNr: isPaid ? from : from - 1,
  });
};

const rowOf = (row: ScheduleVersion['rows'][number], nr: number): Instalment => ({
  nr,
  fromOn: row.fromOn,
  dueOn: row.dueOn,
  scheduled: { principalMinor: row.principalMinor, interestMinor: row.interestMinor, lateFeeMinor: 0n },
  paid: nothing,
  balanceMinor: row.balanceMinor,
  status: 'pending',
  lateFeeOn: null,
});

const inForce = ({ loan, unsettled, instalmentMinor }: ChangeInput): ScheduleInForce => ({
  version: loan.scheduleVersion,
  terms: { ...loan.terms, ratePpm: loan.ratePpm },
  instalmentMinor,
  rows: unsettled.map((each) => {
    const { principalMinor, interestMinor } = unpaidOf(each);
    return {
      nr: each.nr,
      fromOn: each.fromOn,
      dueOn: each.dueOn,
      principalMinor,
      interestMinor,
      interestPaidMinor: each.paid.interestMinor,
    };
  }),
});

type Made = { readonly version: ScheduleVersion; readonly paid: Components };

const versionFor = (state: ScheduleInForce, change: ScheduleChange, on: CalendarDate): Result<Made, Rejection<ScheduleChangeCode>> => {
  if (change.kind === 'part-prepayment') {
    const prepaid = partPrepayment(state, { on, amountMinor: change.amountMinor, mode: change.mode });
    if (!prepaid.ok) return prepaid;
    const { principalPaidMinor: principalMinor, interestPaidMinor: interestMinor } = prepaid.value;
    return ok({ version: prepaid.value, paid: { principalMinor, interestMinor, lateFeeMinor: 0n } });
  }
  const changed =
    change.kind === 'payment-holiday'
      ? paymentHoliday(state, { on, instalments: change.instalments, interest: 'pay', term: change.term })
      : changeDueDay(state, { on, dueDay: change.dueDay });
  return changed.ok ? ok({ version: changed.value, paid: nothing }) : changed;
};
