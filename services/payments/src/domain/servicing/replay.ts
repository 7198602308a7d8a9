/**
 * The life of a loan told again from its first schedule: what every dated receipt pays when one of them never happened, came earlier than
 * it was booked, or gave less than it seemed. Promises: told unchanged, it gives the loan as it is; the order of receipts is kept, the
 * late fees follow from the dates, and nothing is paid beyond what was owed on the day. Pure.
 */
import { addDays, assert, type CalendarDate } from '@mutua/kernel';
import { allDue } from './acceleration.ts';
import { chargeLateFees, standAt } from './arrears.ts';
import { afterReceipt } from './close-of-business.ts';
import type { LoanFact, Receipt, RepaymentSource } from './facts.ts';
import {
  type Components,
  daysPastDueOn,
  type Instalment,
  isBehind,
  isSettled,
  type Loan,
  minus,
  policyOf,
  sumOf,
  totalOf,
} from './loan.ts';
import { waterfallFor } from './policy.ts';
import { payInstalments } from './receipt.ts';
import { quotePayoff, settleAll } from './repay.ts';

/** A receipt of the past; `rootId` stays the same however often it is booked again. */
export type PastReceipt = {
  readonly rootId: string;
  readonly amountMinor: bigint;
  readonly source: RepaymentSource;
  /** The business date on which it counts, which is that of its booking unless it was booked late. */
  readonly valueOn: CalendarDate;
};

export type ReplayInput = {
  /** The loan as it is; what follows from its receipts is computed anew. */
  readonly loan: Loan;
  /** Its first schedule with nothing paid and no late fees, or the last one agreed with what was settled then. */
  readonly planned: readonly Instalment[];
  /** In order of their value dates; several of one date in the order in which they came. */
  readonly receipts: readonly PastReceipt[];
  /** The business date, open. */
  readonly on: CalendarDate;
};

/** What one receipt pays in the replay; null where nothing was owed any more. The rest of it is the borrower's credit. */
export type ReplayedReceipt = {
  readonly past: PastReceipt;
  readonly receipt: Receipt | null;
  readonly daysPastDue: number;
};
export type Replay = {
  readonly loan: Loan;
  readonly instalments: readonly Instalment[];
  readonly receipts: readonly ReplayedReceipt[];
  /** What differs from how the loan stood before. */
  readonly facts: readonly LoanFact[];
};

/**
 * An agreed schedule of which receipts that were behind it are gone: what they paid is open again on the instalments settled last, with
 * their due dates. The instalments that were agreed stay; `kept` is what the receipts left behind it paid.
 */
export const withoutBehind = (planned: readonly Instalment[], kept: Components): readonly Instalment[] => {
  let gone = minus(sumOf(planned.map(({ paid }) => paid)), kept);
  if (totalOf(gone) === 0n) return planned;
  const opened = planned.toReversed().map((row): Instalment => {
    const open = least(gone, row.paid);
    if (totalOf(open) === 0n) return row;
    gone = minus(gone, open);
    return { ...row, paid: minus(row.paid, open), status: 'due' };
  });
  assert(totalOf(gone) === 0n, 'what is gone was paid on an instalment', { gone: totalOf(gone) });
  return opened.toReversed();
};

const least = (a: Components, b: Components): Components => ({
  principalMinor: a.principalMinor < b.principalMinor ? a.principalMinor : b.principalMinor,
  interestMinor: a.interestMinor < b.interestMinor ? a.interestMinor : b.interestMinor,
  lateFeeMinor: a.lateFeeMinor < b.lateFeeMinor ? a.lateFeeMinor : b.lateFeeMinor,
});

type State = { readonly loan: Loan; readonly instalments: readonly Instalment[] };

/** Tells the life of the loan again, up to the open business date. */
export const replayLoan = ({ loan, planned, receipts, on }: ReplayInput): Replay => {
  let state: State = { loan: withoutReceipts(loan, planned), instalments: planned };
  const replayed: ReplayedReceipt[] = [];
  let isAccelerated = loan.acceleratedOn === null;
  for (const past of receipts) {
    if (!isAccelerated && comesAfterAcceleration(past, loan)) {
      state = accelerated(state);
      isAccelerated = true;
    }
    const aged = withLateFees(state, past.valueOn);
    const { next, ...told } = receive(aged, past);
    replayed.push({ past, ...told });
    state = next;
  }
  if (!isAccelerated) state = accelerated(state);
  return { ...standing(withLateFees(state, on), { before: loan, on }), receipts: replayed };
};

const comesAfterAcceleration = ({ valueOn, rootId }: PastReceipt, { acceleratedOn, acceleratedThrough }: Loan): boolean => {
  if (acceleratedOn === null || valueOn !== acceleratedOn) return acceleratedOn !== null && valueOn > acceleratedOn;
  return acceleratedThrough !== null && rootId > acceleratedThrough;
};

/** An acceleration stands, whatever was paid before it. */
const accelerated = (state: State): State => {
  const on = state.loan.acceleratedOn;
  if (on === null) return state;
  const { loan, instalments } = withLateFees(state, on);
  return { loan, instalments: allDue({ loan, instalments, on }) };
};

const withoutReceipts = (loan: Loan, planned: readonly Instalment[]): Loan => ({
  ...loan,
  distributed: { ...sumOf(planned.map(({ paid }) => paid)), recoveryMinor: loan.distributed.recoveryMinor },
  ...(loan.status === 'charged-off' ? {} : { status: 'active' as const, outcome: null, closedOn: null }),
  oldestUnpaidDueOn: null,
});

/** Late fees of the days that were closed before the date; none after the loan was charged off. */
const withLateFees = ({ loan, instalments }: State, before: CalendarDate): State => {
  const { chargedOffOn } = loan;
  const lastOn = chargedOffOn !== null && chargedOffOn < before ? chargedOffOn : addDays(before, -1);
  const charged = instalments.map((instalment) => {
    const feeOn = addDays(instalment.dueOn, loan.terms.lateFee.graceDays + 1);
    return feeOn > lastOn ? instalment : (chargeLateFees(loan, [instalment], feeOn).instalments[0] ?? instalment);
  });
  return { loan, instalments: charged };
};

const receive = (state: State, past: PastReceipt): Omit<ReplayedReceipt, 'past'> & { readonly next: State } => {
  const { valueOn: on, amountMinor, source } = past;
  const { loan, instalments } = state;
  const unsettled = instalments.filter((instalment) => !isSettled(instalment));
  const oldest = unsettled.find((instalment) => instalment.dueOn < on && isBehind(loan, instalment));
  const daysPastDue = daysPastDueOn(oldest?.dueOn ?? null, on);
  const payoff = quotePayoff({ loan, unsettled, on });
  if (payoff.totalMinor === 0n) return { next: state, receipt: null, daysPastDue };
  if (amountMinor >= payoff.totalMinor) {
    // Everything due is paid, on the due date itself by autopay too; ahead of it, it is a payoff.
    const isAhead = unsettled.some(({ dueOn }) => dueOn > on);
    const receipt: Receipt = { amountMinor: payoff.totalMinor, components: payoff.components, source: isAhead ? 'payoff' : source };
    return { next: { loan: afterReceipt(loan, receipt), instalments: settleAll({ loan, instalments, on }) }, receipt, daysPastDue };
  }
  // A payoff that no longer pays off is an ordinary repayment.
  const by = source === 'payoff' ? 'manual' : source;
  const waterfall = waterfallFor(policyOf(loan), by, daysPastDue >= loan.terms.defaultAfterDays);
  const { instalments: paid, receipt } = payInstalments(unsettled, { amountMinor, source: by, on, waterfall });
  if (receipt.amountMinor === 0n) return { next: state, receipt: null, daysPastDue };
  const byNr = new Map(paid.map((instalment) => [instalment.nr, instalment]));
  const merged = instalments.map((instalment) => byNr.get(instalment.nr) ?? instalment);
  return { next: { loan: afterReceipt(loan, receipt), instalments: merged }, receipt, daysPastDue };
};

const standing = (
  { loan, instalments }: State,
  { before, on }: { readonly before: Loan; readonly on: CalendarDate },
): Omit<Replay, 'receipts'> => {
  if (before.status === 'charged-off') return chargedOff({ loan, instalments }, on);
  const due = instalments.filter(({ dueOn }) => dueOn < on);
  const ahead = instalments.filter(({ dueOn }) => dueOn >= on);
  const nextDueOn = ahead.find((instalment) => !isSettled(instalment))?.dueOn ?? null;
  const stood = standAt({ ...loan, bucket: before.bucket, status: before.status }, due, { on, nextDueOn, isClose: false });
  const told = [...stood.instalments, ...ahead].sort((a, b) => a.nr - b.nr);
  const wasClosed = before.status === 'closed';
  // Closed then and closed now: it stays closed since the day it was.
  if (wasClosed && stood.loan.status === 'closed') {
    return { loan: { ...stood.loan, outcome: before.outcome, closedOn: before.closedOn }, instalments: told, facts: [] };
  }
  return { loan: stood.loan, instalments: told, facts: wasClosed ? [{ type: 'reopened' }, ...stood.facts] : stood.facts };
};

/** A charge-off stands: what is not repaid of the principal is charged off. */
const chargedOff = ({ loan, instalments }: State, on: CalendarDate): Omit<Replay, 'receipts'> => {
  const oldest = instalments.find((instalment) => !isSettled(instalment) && instalment.dueOn < on);
  return {
    loan: {
      ...loan,
      oldestUnpaidDueOn: oldest?.dueOn ?? null,
      chargedOffMinor: loan.principalMinor - loan.distributed.principalMinor,
    },
    instalments: instalments.map(
      (instalment): Instalment => (isSettled(instalment) ? instalment : { ...instalment, status: 'written-off' }),
    ),
    facts: [],
  };
};
