/**
 * Agreed changes of a loan's schedule, each a new version with its reason. They touch what is not yet due; what is due or overdue stays
 * as it is, except in re-ageing. Every amount of the new rows is still to be paid: nothing paid before is counted again.
 */
import { addDays, allocate, type CalendarDate, daysInMonth, fromYmd, ok, type Result, reject, ymd } from '@mutua/kernel';
import { clamped } from './amortise-exact.ts';
import { type PeriodTerms, periodsOf, stepOf } from './periods.ts';
import { periodOfRow, type Remade, type RemadePeriod, type RemadeRow, type RemakeTerms, remake } from './remake.ts';
import { accruedOn, type PayoffInstalment } from './servicing.ts';

/** The schedule in force: its terms, its equal instalment, and every row with something open, in order of due date. */
export type ScheduleInForce = {
  readonly version: number;
  readonly terms: RemakeTerms;
  readonly instalmentMinor: bigint;
  readonly rows: readonly OpenRow[];
};

/** What is still open of a row, without charges; and what was paid of its interest. */
export type OpenRow = Omit<PayoffInstalment, 'penaltyMinor' | 'feeMinor'>;

export type RescheduleReason = 'part-prepayment' | 'reschedule' | 're-age' | 'payment-holiday' | 'due-day-change';

export type ScheduleVersion = {
  readonly version: number;
  readonly reason: RescheduleReason;
  readonly effectiveOn: CalendarDate;
  /** Rows from this number on are replaced by `rows`. */
  readonly replacesFromNr: number;
  readonly rows: readonly RemadeRow[];
  readonly instalmentMinor: bigint;
  /** Of the rows replaced and of the new ones. */
  readonly interestBeforeMinor: bigint;
  readonly interestAfterMinor: bigint;
};

export type RescheduleCode =
  | 'reschedule.nothing_ahead'
  | 'reschedule.flat_interest'
  | 'reschedule.terms_invalid'
  | 'prepayment.not_positive'
  | 'prepayment.settles_loan';

export type RescheduleRejection = { readonly code: RescheduleCode; readonly details: Readonly<Record<string, unknown>> };
type Outcome<T> = Result<T, RescheduleRejection>;

export type PartPrepayment = ScheduleVersion & {
  /** How the amount is used: first the interest earned to the day, the rest repays principal. */
  readonly interestPaidMinor: bigint;
  readonly principalPaidMinor: bigint;
};

/**
 * Part of the loan is paid back early. `lower` keeps the dates and lowers the instalment, `shorten` keeps the instalment and ends sooner,
 * `adjust-last` keeps every planned principal and takes the prepayment off the last ones. An amount that covers everything is refused:
 * that is a payoff.
 */
export function partPrepayment(
  state: ScheduleInForce,
  input: { readonly on: CalendarDate; readonly amountMinor: bigint; readonly mode: 'lower' | 'shorten' | 'adjust-last' },
): Outcome<PartPrepayment> {
  const { on, amountMinor, mode } = input;
  const rest = restOf(state, on);
  if (!rest.ok) return rest;
  const { ahead, openMinor, first } = rest.value;
  const accruedMinor = accruedOn(payoffState(state), on);
  if (amountMinor <= accruedMinor)
    return reject('prepayment.not_positive', { amountMinor: `${amountMinor}`, accruedMinor: `${accruedMinor}` });
  const principalPaidMinor = amountMinor - accruedMinor;
  if (principalPaidMinor >= openMinor) return reject('prepayment.settles_loan', { openMinor: `${openMinor}` });
  const isShort = mode === 'shorten' && (state.terms.method === 'annuity' || state.terms.method === 'interest-only-then-annuity');
  const remade = remake({
    terms: state.terms,
    firstNr: first.nr,
    openMinor: openMinor - principalPaidMinor,
    periods: ahead.map((row) => leftOf(periodOfRow(row), on)),
    repayment: repaymentFor(state, { ahead, mode, isShort }),
    interestOnly: leadingInterestOnly(ahead),
    creditMinor: creditAfter(state, { ahead, on }),
  });
  const version = versionOf(state, { reason: 'part-prepayment', on, ahead, remade });
  return ok({ ...version, interestPaidMinor: accruedMinor, principalPaidMinor });
}

export type NewTerms = {
  readonly on: CalendarDate;
  readonly instalments?: number;
  readonly ratePpm?: bigint;
  readonly method?: 'annuity' | 'linear' | 'bullet';
  readonly frequency?: PeriodTerms['frequency'];
  readonly firstDueOn?: CalendarDate;
  readonly anchorDay?: number;
};

/**
 * New terms for what is not yet due. Interest to the day is earned at the old rate and falls due with the first new instalment; the new
 * terms run from the day on.
 */
export function reschedule(state: ScheduleInForce, input: NewTerms): Outcome<ScheduleVersion> {
  const rest = restOf(state, input.on);
  if (!rest.ok) return rest;
  const { ahead, openMinor, first } = rest.value;
  const { on, instalments = ahead.length, firstDueOn = first.accruesToOn ?? first.dueOn } = input;
  const { ratePpm = state.terms.ratePpm, method = state.terms.method, frequency = state.terms.frequency } = input;
  // A first due date that was asked for brings its own day, unless that is named too.
  const anchorDay = input.anchorDay ?? (input.firstDueOn === undefined ? state.terms.anchorDay : undefined);
  const terms: RemakeTerms = { ...state.terms, ratePpm, method, frequency, anchorDay };
  const problem = newTermsProblem({ on, instalments, firstDueOn, ratePpm: terms.ratePpm });
  if (problem !== undefined) return reject('reschedule.terms_invalid', { problem });
  const startOn = first.fromOn > on ? first.fromOn : on;
  const remade = remake({
    terms,
    firstNr: first.nr,
    openMinor,
    periods: calendarFrom(terms, { startOn, firstDueOn, instalments }),
    carriedMinor: [accruedOn(payoffState(state), on)],
    creditMinor: creditAfter(state, { ahead, on }),
  });
  return ok(versionOf(state, { reason: 'reschedule', on, ahead, remade }));
}

/**
 * Re-ageing: everything open, overdue principal and interest included, is spread over new instalments, so that the loan is current again.
 * Interest owed to the day falls due with the first instalment or in equal parts with all. Charges are not touched.
 */
export function reAge(
  state: ScheduleInForce,
  input: {
    readonly on: CalendarDate;
    readonly instalments: number;
    readonly firstDueOn: CalendarDate;
    readonly interest: 'first' | 'spread';
  },
): Outcome<ScheduleVersion> {
  const { on, instalments, firstDueOn } = input;
  if (state.terms.method === 'flat') return reject('reschedule.flat_interest');
  const openMinor = state.rows.reduce((sum, row) => sum + row.principalMinor, 0n);
  const [first] = state.rows;
  if (first === undefined || openMinor <= 0n) return reject('reschedule.nothing_ahead', { on });
  const problem = newTermsProblem({ on, instalments, firstDueOn, ratePpm: state.terms.ratePpm });
  if (problem !== undefined) return reject('reschedule.terms_invalid', { problem });
  const overdueMinor = state.rows.reduce((sum, row) => (row.dueOn <= on ? sum + row.interestMinor : sum), 0n);
  const owedMinor = overdueMinor + accruedOn(payoffState(state), on);
  const remade = remake({
    terms: state.terms,
    firstNr: first.nr,
    openMinor,
    periods: calendarFrom(state.terms, { startOn: on, firstDueOn, instalments }),
    carriedMinor: input.interest === 'first' ? [owedMinor] : allocate(owedMinor, Array<bigint>(instalments).fill(1n)),
    creditMinor: creditAfter(state, { ahead: state.rows.filter((row) => row.dueOn > on), on }),
  });
  return ok(versionOf(state, { reason: 're-age', on, ahead: state.rows, remade }));
}

/**
 * The next instalments are not asked for principal. `pay` still asks for their interest; `next` and `spread` put it off to the first
 * instalment after the holiday or over all of them, without interest on it. The term grows by the holiday, or stays and the instalment rises.
 */
export function paymentHoliday(
  state: ScheduleInForce,
  input: {
    readonly on: CalendarDate;
    readonly instalments: number;
    readonly interest: 'pay' | 'next' | 'spread';
    readonly term: 'extend' | 'keep';
  },
): Outcome<ScheduleVersion> {
  const { on, instalments: holiday, interest, term } = input;
  const rest = restOf(state, on);
  if (!rest.ok) return rest;
  const { ahead, openMinor, first } = rest.value;
  const isCount = Number.isSafeInteger(holiday) && holiday > 0;
  if (!isCount || (term === 'keep' && holiday >= ahead.length)) {
    return reject('reschedule.terms_invalid', { problem: 'a holiday is shorter than what is left of the loan' });
  }
  const last = ahead.at(-1) ?? first;
  const leading = leadingInterestOnly(ahead);
  const added = term === 'extend' ? laterPeriods(state.terms, { after: last, count: holiday }) : [];
  const remade = remake({
    terms: state.terms,
    firstNr: first.nr,
    openMinor,
    periods: [...ahead.map(periodOfRow), ...added],
    interestOnly: term === 'extend' ? leading + holiday : Math.max(leading, holiday),
    carriedMinor: ahead.map((row) => row.carriedInterestMinor ?? 0n),
    creditMinor: ahead.reduce((sum, row) => sum + (row.interestPaidMinor ?? 0n), 0n),
    ...(interest === 'pay' ? {} : { putOff: { periods: holiday, to: interest } }),
  });
  return ok(versionOf(state, { reason: 'payment-holiday', on, ahead, remade }));
}

/**
 * Due dates move to another day of the month. The next instalment falls due on the first such day on or after its old date, so the period
 * it ends is longer by the days between, bears their interest, and all instalments stay equal.
 */
export function changeDueDay(
  state: ScheduleInForce,
  input: { readonly on: CalendarDate; readonly dueDay: number },
): Outcome<ScheduleVersion> {
  const { on, dueDay } = input;
  const rest = restOf(state, on);
  if (!rest.ok) return rest;
  const { ahead, openMinor, first } = rest.value;
  if (!Number.isInteger(dueDay) || dueDay < 1 || dueDay > 31 || stepOf(state.terms.frequency).months === 0) {
    return reject('reschedule.terms_invalid', { problem: 'a due day is 1 to 31 of months' });
  }
  const terms = { ...state.terms, anchorDay: dueDay };
  const firstDueOn = dayOnOrAfter(first.accruesToOn ?? first.dueOn, dueDay);
  const made = (creditMinor: bigint): Remade =>
    remake({
      terms,
      firstNr: first.nr,
      openMinor,
      periods: calendarFrom(terms, { startOn: first.fromOn, firstDueOn, instalments: ahead.length }),
      interestOnly: leadingInterestOnly(ahead),
      carriedMinor: ahead.map((row) => row.carriedInterestMinor ?? 0n),
      creditMinor,
    });
  const paidMinor = ahead.reduce((sum, row) => sum + (row.interestPaidMinor ?? 0n), 0n);
  const longer = made(paidMinor);
  // Days of the longer period may be more than the schedule asked for: a month from the end of February has 32 days of 30E/360 by the
  // 30th. What is owed on the day stays as it was.
  const beyondMinor = accruedOn(payoffState({ ...state, rows: longer.rows }), on) - accruedOn(payoffState({ ...state, rows: ahead }), on);
  const remade = beyondMinor > 0n ? made(paidMinor + beyondMinor) : longer;
  return ok(versionOf(state, { reason: 'due-day-change', on, ahead, remade }));
}

type Rest = { readonly ahead: readonly OpenRow[]; readonly first: OpenRow; readonly openMinor: bigint };

function restOf(state: ScheduleInForce, on: CalendarDate): Outcome<Rest> {
  if (state.terms.method === 'flat') return reject('reschedule.flat_interest');
  const ahead = state.rows.filter((row) => row.dueOn > on);
  const openMinor = ahead.reduce((sum, row) => sum + row.principalMinor, 0n);
  const [first] = ahead;
  return first === undefined || openMinor <= 0n ? reject('reschedule.nothing_ahead', { on }) : ok({ ahead, first, openMinor });
}

function payoffState({ rows, terms }: ScheduleInForce): Parameters<typeof accruedOn>[0] {
  const { ratePpm, dayCount, rounding } = terms;
  return { instalments: rows.map((row) => ({ ...row, penaltyMinor: 0n, feeMinor: 0n })), ratePpm, dayCount, rounding };
}

/** Interest paid ahead of what was earned by the day: the borrower's, to be taken off later interest. */
function creditAfter(state: ScheduleInForce, { ahead, on }: { ahead: readonly OpenRow[]; on: CalendarDate }): bigint {
  const paidMinor = ahead.reduce((sum, row) => sum + (row.interestPaidMinor ?? 0n), 0n);
  const unpaid = ahead.map((row) => ({ ...row, interestMinor: row.interestMinor + (row.interestPaidMinor ?? 0n), interestPaidMinor: 0n }));
  const earnedMinor = accruedOn(payoffState({ ...state, rows: unpaid }), on);
  return clamped(paidMinor - earnedMinor, paidMinor);
}

/** How many rows come before the first one with principal; there is one wherever something is open. */
function leadingInterestOnly(ahead: readonly OpenRow[]): number {
  return ahead.findIndex((row) => row.principalMinor > 0n);
}

/** What a day leaves of a period: nothing of one whose due date alone is still to come. */
function leftOf(period: RemadePeriod, on: CalendarDate): RemadePeriod {
  const reachedOn = on < period.toOn ? on : period.toOn;
  return { ...period, fromOn: reachedOn > period.fromOn ? reachedOn : period.fromOn };
}

type Prepaid = { readonly ahead: readonly OpenRow[]; readonly mode: 'lower' | 'shorten' | 'adjust-last'; readonly isShort: boolean };

function repaymentFor(state: ScheduleInForce, { ahead, mode, isShort }: Prepaid): Parameters<typeof remake>[0]['repayment'] {
  if (mode === 'lower') return undefined;
  if (isShort) return { kind: 'keep', instalmentMinor: state.instalmentMinor };
  return { kind: 'planned', principalsMinor: ahead.map((row) => row.principalMinor) };
}

function newTermsProblem(terms: { on: CalendarDate; instalments: number; firstDueOn: CalendarDate; ratePpm: bigint }): string | undefined {
  if (!Number.isSafeInteger(terms.instalments) || terms.instalments < 1 || terms.instalments > 5200) return 'instalments are 1 to 5200';
  if (terms.firstDueOn <= terms.on) return 'the first new instalment falls due after the day of the change';
  return terms.ratePpm < 0n ? 'the rate is not negative' : undefined;
}

type Span = { readonly startOn: CalendarDate; readonly firstDueOn: CalendarDate | undefined; readonly instalments: number };

function calendarFrom(terms: RemakeTerms, { startOn, firstDueOn, instalments }: Span): readonly RemadePeriod[] {
  const { frequency, anchorDay, monthEnd, businessDays } = terms;
  return periodsOf({ instalments, frequency, disbursedOn: startOn, firstDueOn, anchorDay, monthEnd, businessDays });
}

/** The periods that follow the last row in force. */
function laterPeriods(terms: RemakeTerms, { after, count }: { after: OpenRow; count: number }): readonly RemadePeriod[] {
  const startOn = after.accruesToOn ?? after.dueOn;
  return calendarFrom(terms, { startOn, firstDueOn: undefined, instalments: count });
}

function dayOnOrAfter(date: CalendarDate, dueDay: number): CalendarDate {
  const { year, month } = ymd(date);
  const inMonth = fromYmd(year, month, Math.min(dueDay, daysInMonth(year, month)));
  if (inMonth >= date) return inMonth;
  const next = ymd(addDays(fromYmd(year, month, daysInMonth(year, month)), 1));
  return fromYmd(next.year, next.month, Math.min(dueDay, daysInMonth(next.year, next.month)));
}

type Change = { readonly reason: RescheduleReason; readonly on: CalendarDate; readonly ahead: readonly OpenRow[]; readonly remade: Remade };

function versionOf(state: ScheduleInForce, { reason, on, ahead, remade }: Change): ScheduleVersion {
  return {
    version: state.version + 1,
    reason,
    effectiveOn: on,
    replacesFromNr: ahead[0]?.nr ?? 1,
    rows: remade.rows,
    instalmentMinor: remade.instalmentMinor === 0n ? (remade.rows[0]?.dueMinor ?? 0n) : remade.instalmentMinor,
    interestBeforeMinor: ahead.reduce((sum, row) => sum + row.interestMinor, 0n),
    interestAfterMinor: remade.rows.reduce((sum, row) => sum + row.interestMinor, 0n),
  };
}
