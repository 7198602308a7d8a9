/** The years after the payout: months pass, some borrowers pay late, some pay off early, some stop; collections recover a part. */
import type { BorrowerRun } from './borrower.ts';
import { addDays, addMonths, advanceTo, type CalendarDate } from './calendar.ts';
import { ProblemError } from './client.ts';
import { type Market, type MoneyView, moneyOf } from './market.ts';
import { moveMoney } from './member.ts';
import { inParallel, type Progress } from './progress.ts';

type LoanView = {
  readonly status: string;
  readonly outcome: string | null;
  readonly overdue: MoneyView;
  readonly outstanding: { readonly principal: MoneyView; readonly interest: MoneyView; readonly lateFee: MoneyView };
};

export type Servicing = {
  readonly months: number;
  readonly days: number;
  readonly setAside: number;
  readonly latePayments: number;
  readonly payoffs: number;
  readonly recoveries: number;
};

const lane = 8;
/** Charge-off comes 150 days after the first missed instalment; collections follow half a year later. */
const monthsToRecovery = 12;
const monthsAtMost = 60 + monthsToRecovery + 2;
const openStatuses: ReadonlySet<string> = new Set(['active', 'in-arrears', 'defaulted']);

const loanOf = (market: Market, run: BorrowerRun): Promise<LoanView> => market.client.get(run.member.session, `/v1/loans/${run.loanId}`);

const setAutopay = (market: Market, run: BorrowerRun, enabled: boolean): Promise<unknown> =>
  market.client.send(run.member.session, 'PUT', `/v1/loans/${run.loanId}/autopay`, { enabled, bankAccountId: run.member.bankAccountId });

const repay = (market: Market, run: BorrowerRun, body: { payoff: true } | { amount: MoneyView }): Promise<unknown> =>
  market.client.send(run.member.session, 'POST', `/v1/loans/${run.loanId}/repayments`, body);

/** Pays what is overdue, late fee included, by hand, and goes back to autopay. */
const payLate = async (market: Market, run: BorrowerRun): Promise<boolean> => {
  const { overdue } = await loanOf(market, run);
  await setAutopay(market, run, true);
  const amountMinor = BigInt(overdue.amountMinor);
  if (amountMinor === 0n) return false;
  await moveMoney(market, run.member, 'deposits', amountMinor);
  await repay(market, run, { amount: overdue });
  return true;
};

/** Pays the whole loan off on today's quote. */
const payOff = async (market: Market, run: BorrowerRun): Promise<boolean> => {
  const { status } = await loanOf(market, run);
  if (!openStatuses.has(status)) return false;
  const { total } = await market.client.get<{ total: MoneyView }>(run.member.session, `/v1/loans/${run.loanId}/payoff-quote`);
  await moveMoney(market, run.member, 'deposits', BigInt(total.amountMinor));
  await repay(market, run, { payoff: true });
  return true;
};

/** Books what collections brought in, at most what is owed. */
const recover = async (market: Market, run: BorrowerRun): Promise<boolean> => {
  if (run.loan.outcome.kind !== 'charged-off' || run.loan.outcome.recoveredMinor === 0n) return false;
  const { status, outstanding } = await loanOf(market, run);
  if (status !== 'charged-off') return false;
  const owed = BigInt(outstanding.principal.amountMinor);
  const recovered = run.loan.outcome.recoveredMinor < owed ? run.loan.outcome.recoveredMinor : owed;
  if (recovered === 0n) return false;
  await market.client.send(market.admin, 'POST', `/v1/loans/${run.loanId}/recoveries`, { amount: moneyOf(market, recovered) });
  return true;
};

type MonthActions = {
  readonly startLate: BorrowerRun[];
  readonly payLate: BorrowerRun[];
  readonly payOff: BorrowerRun[];
  readonly recover: BorrowerRun[];
};

const actionsOf = (runs: readonly BorrowerRun[], month: number): MonthActions => ({
  startLate: runs.filter(({ loan: { outcome } }) => outcome.kind !== 'charged-off' && outcome.lateMonth === month + 1),
  payLate: runs.filter(({ loan: { outcome } }) => outcome.kind !== 'charged-off' && outcome.lateMonth === month),
  payOff: runs.filter(({ loan: { outcome } }) => outcome.kind === 'prepaid' && outcome.month === month),
  recover: runs.filter(({ loan: { outcome } }) => outcome.kind === 'charged-off' && outcome.monthsPaid + monthsToRecovery === month),
});

/** Counts how many of the runs really did it; an action that came too late (the loan is closed) is not an error. */
const actOn = async (runs: readonly BorrowerRun[], act: (run: BorrowerRun) => Promise<unknown>): Promise<number> => {
  let done = 0;
  await inParallel(runs, lane, async (run) => {
    try {
      if ((await act(run)) !== false) done += 1;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 409) throw error;
    }
  });
  return done;
};

/**
 * Advances month by month until every loan is closed or charged off and collections are through. Late payers pay 20 days
 * after the last due date of the month, so that the late fee is charged first.
 */
export const serviceLoans = async (
  market: Market,
  runs: readonly BorrowerRun[],
  options: { start: CalendarDate; spreadDays: number; progress: Progress },
): Promise<Servicing> => {
  const { start, spreadDays, progress } = options;
  const monthsOf = ({ loan: { outcome, termMonths } }: BorrowerRun): number =>
    outcome.kind === 'charged-off' ? outcome.monthsPaid + monthsToRecovery : outcome.kind === 'prepaid' ? outcome.month : termMonths;
  const months = Math.min(monthsAtMost, Math.max(1, ...runs.map(monthsOf)) + 2);
  const counts = { latePayments: 0, payoffs: 0, recoveries: 0, setAside: 0 };
  let reached = start;
  await actOn(actionsOf(runs, 0).startLate, (run) => setAutopay(market, run, false));
  for (let month = 1; month <= months; month += 1) {
    const actions = actionsOf(runs, month);
    reached = addDays(addMonths(start, month), spreadDays + 20);
    counts.setAside = Math.max(
      counts.setAside,
      await advanceTo(market, reached, (date) => progress.update(month, months, `months, ${date}`)),
    );
    counts.latePayments += await actOn(actions.payLate, (run) => payLate(market, run));
    counts.payoffs += await actOn(actions.payOff, (run) => payOff(market, run));
    counts.recoveries += await actOn(actions.recover, (run) => recover(market, run));
    await actOn(actions.startLate, (run) => setAutopay(market, run, false));
  }
  return { months, days: daysFrom(start, reached), ...counts };
};

const daysFrom = (from: CalendarDate, to: CalendarDate): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
