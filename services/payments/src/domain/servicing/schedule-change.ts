/**
 * Agreed changes of a loan's schedule: part of it paid early, a payment holiday, another due day, new terms for the rest, or everything
 * overdue spread anew. Each gives the rows of a new version; what was paid on replaced rows stands in a row of the day, so that a version
 * says everything. Pure.
 */
import {
  changeDueDay,
  type NewTerms as LibraryTerms,
  type PartPrepayment,
  partPrepayment,
  paymentHoliday,
  reAge,
  reschedule,
  type ScheduleInForce,
  type ScheduleVersion,
} from '@mutua/finance';
import { type CalendarDate, ok, type Rejection, type Result, reject, ymd } from '@mutua/kernel';
import {
  type Components,
  type Instalment,
  isOpen,
  isSettled,
  type Loan,
  nothing,
  paidInstalment,
  pendingInstalment,
  plus,
  sumOf,
  totalOf,
  unpaidOf,
} from './loan.ts';

export type ScheduleChange =
  | { readonly kind: 'part-prepayment'; readonly amountMinor: bigint; readonly mode: 'lower' | 'shorten' | 'adjust-last' }
  | { readonly kind: 'payment-holiday'; readonly instalments: number; readonly term: 'extend' | 'keep' }
  | { readonly kind: 'due-day-change'; readonly dueDay: number }
  | ({ readonly kind: 'reschedule' } & NewTerms)
  | {
      readonly kind: 're-age';
      readonly instalments: number;
      readonly firstDueOn: CalendarDate;
      readonly interest: 'first' | 'spread';
      /** Late fees not paid are moved to the first new instalment, or given up. */
      readonly lateFees: 'keep' | 'waive';
    };
/** What is left out stays as it is. */
type NewTerms = Omit<LibraryTerms, 'on' | 'anchorDay'>;

export type ChangedSchedule = {
  /** With the terms that were agreed. */
  readonly loan: Loan;
  /** What the change itself pays; nothing but for a prepayment. */
  readonly paid: Components;
  /** Late fees given up. */
  readonly waivedMinor: bigint;
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
  | 'reschedule.rate_raised'
  | 'prepayment.not_positive'
  | 'prepayment.settles_loan';

export type ChangeInput = {
  readonly loan: Loan;
  /** All that are in force. */
  readonly instalments: readonly Instalment[];
  readonly instalmentMinor: bigint;
  readonly on: CalendarDate;
};

const unsettledOf = ({ instalments }: Pick<ChangeInput, 'instalments'>): readonly Instalment[] =>
  instalments.filter((each) => !isSettled(each));
const lateFeesOf = (input: Pick<ChangeInput, 'instalments'>): bigint => sumOf(unsettledOf(input).map(unpaidOf)).lateFeeMinor;

/** Whether lenders would give up something that the schedule in force promises them: a second person decides on that. */
export const forgoes = (input: Pick<ChangeInput, 'loan' | 'instalments'>, change: ScheduleChange): boolean => {
  if (change.kind === 'reschedule') return change.ratePpm !== undefined && change.ratePpm < input.loan.ratePpm;
  return change.kind === 're-age' && change.lateFees === 'waive' && lateFeesOf(input) > 0n;
};

/** The rows from the first one that changes. But for re-ageing, what is due on the day or before must be paid first. */
export const changeSchedule = (input: ChangeInput, change: ScheduleChange): Result<ChangedSchedule, Rejection<ScheduleChangeCode>> => {
  const { loan, on } = input;
  const unsettled = unsettledOf(input);
  const problem = problemOf(input, change);
  if (problem !== null) return problem;
  const made = versionFor(inForce(input, change), change, on);
  if (!made.ok) return made;
  const { version, paid } = made.value;
  const from = version.replacesFromNr;
  const replaced = input.instalments.filter(({ nr }) => nr >= from);
  const before = plus(sumOf(replaced.map((each) => each.paid)), paid);
  const isPaid = totalOf(before) > 0n;
  const openMinor = version.rows.reduce((sum, row) => sum + row.principalMinor, 0n);
  const paidRow = paidInstalment({ nr: from, fromOn: unsettled[0]?.fromOn ?? on, dueOn: on, paid: before, balanceMinor: openMinor });
  const rows = version.rows.map((row, index) => pendingInstalment({ ...row, nr: from + index + (isPaid ? 1 : 0) }));
  const isWaived = change.kind === 're-age' && change.lateFees === 'waive';
  const withFees = isWaived ? rows : withLateFees(rows, lateFeesOf(input));
  return ok({
    loan: { ...withTerms(loan, change), maturesOn: withFees.at(-1)?.dueOn ?? on },
    paid,
    waivedMinor: isWaived ? lateFeesOf(input) : 0n,
    instalments: isPaid ? [paidRow, ...withFees] : withFees,
    instalmentMinor: version.instalmentMinor,
    settledThroughNr: isPaid ? from : from - 1,
  });
};

const problemOf = (input: ChangeInput, change: ScheduleChange): ReturnType<typeof reject<ScheduleChangeCode>> | null => {
  const { loan, on } = input;
  const { loanId, ratePpm } = loan;
  if (!isOpen(loan)) return reject('loan.not_open', { loanId, status: loan.status });
  if (change.kind === 'reschedule' && change.ratePpm !== undefined && change.ratePpm > ratePpm)
    return reject('reschedule.rate_raised', { loanId, ratePpm: ratePpm.toString() });
  if (change.kind === 're-age') return null;
  if (unsettledOf(input).some(({ dueOn }) => dueOn <= on)) return reject('schedule.due_first', { loanId });
  return lateFeesOf(input) > 0n ? reject('schedule.late_fee_first', { loanId }) : null;
};

/** Late fees that move along are asked for with the first new instalment. */
const withLateFees = (rows: readonly Instalment[], lateFeeMinor: bigint): readonly Instalment[] =>
  rows.map((row, index) =>
    index > 0 || lateFeeMinor === 0n ? row : { ...row, scheduled: { ...row.scheduled, lateFeeMinor }, carriedLateFeeMinor: lateFeeMinor },
  );

const withTerms = (loan: Loan, change: ScheduleChange): Loan => {
  const { ratePpm, method, frequency }: NewTerms = change.kind === 'reschedule' ? change : {};
  const firstDueOn = 'firstDueOn' in change ? change.firstDueOn : undefined;
  const dueDay = change.kind === 'due-day-change' ? change.dueDay : firstDueOn && ymd(firstDueOn).day;
  return {
    ...loan,
    ratePpm: ratePpm ?? loan.ratePpm,
    // What is due at once is due by instalments again.
    acceleratedOn: null,
    acceleratedThrough: null,
    terms: {
      ...loan.terms,
      ...{ method: method ?? loan.terms.method, frequency: frequency ?? loan.terms.frequency, dueDay: dueDay ?? dueDayOf(loan) },
    },
  };
};

const dueDayOf = ({ terms, disbursedOn }: Loan): number => terms.dueDay ?? ymd(disbursedOn).day;

/** A re-aged loan falls due on the day of its new first instalment. */
const inForce = (input: ChangeInput, { kind }: ScheduleChange): ScheduleInForce => ({
  version: input.loan.scheduleVersion,
  terms: {
    ...{ ...input.loan.terms, ratePpm: input.loan.ratePpm },
    ...(kind === 're-age' ? {} : { anchorDay: dueDayOf(input.loan) }),
  },
  instalmentMinor: input.instalmentMinor,
  rows: unsettledOf(input).map((each) => {
    const { principalMinor, interestMinor } = unpaidOf(each);
    const { nr, fromOn, dueOn, carriedInterestMinor, paid } = each;
    return { nr, fromOn, dueOn, principalMinor, interestMinor, carriedInterestMinor, interestPaidMinor: paid.interestMinor };
  }),
});

type Made = { readonly version: ScheduleVersion; readonly paid: Components };

const versionFor = (state: ScheduleInForce, change: ScheduleChange, on: CalendarDate): Result<Made, Rejection<ScheduleChangeCode>> => {
  const made = libraryVersion(state, change, on);
  if (!made.ok) return made;
  if (!('principalPaidMinor' in made.value)) return ok({ version: made.value, paid: nothing });
  const { principalPaidMinor: principalMinor, interestPaidMinor: interestMinor } = made.value;
  return ok({ version: made.value, paid: { principalMinor, interestMinor, lateFeeMinor: 0n } });
};

const libraryVersion = (
  state: ScheduleInForce,
  change: ScheduleChange,
  on: CalendarDate,
): Result<ScheduleVersion | PartPrepayment, Rejection<ScheduleChangeCode>> => {
  switch (change.kind) {
    case 'part-prepayment':
      return partPrepayment(state, { ...change, on });
    case 'payment-holiday':
      return paymentHoliday(state, { ...change, on, interest: 'pay' });
    case 'due-day-change':
      return changeDueDay(state, { ...change, on });
    case 'reschedule':
      return reschedule(state, { ...change, on });
    case 're-age':
      return reAge(state, { ...change, on });
  }
};
