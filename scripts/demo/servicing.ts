/** The years after the payout: months pass, some borrowers pay late, some pay off early, some stop; collections recover a part. */

import { daysBetween } from '@mutua/kernel';
import type { BorrowerRun } from './borrower.ts';
import { addMonths, advanceTo, businessDate, type CalendarDate } from './calendar.ts';
import { ProblemError } from './client.ts';
import { type Market, type MoneyView, moneyOf } from './market.ts';
import { moveMoney } from './member.ts';
import { inParallel, type Progress } from './progress.ts';

type LoanView = {
  readonly status: string;
  readonly daysPastDue: number;
  readonly overdue: MoneyView;
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

/** Late enough for the late fee, which is charged after 15 days. */
const lateDays = 16;

/** Pays what is overdue by hand, late fee included, and goes back to autopay; false while it is not late enough yet. */
const payLate = async (market: Market, run: BorrowerRun): Promise<boolean> => {
  const { overdue, daysPastDue, status } = await loanOf(market, run);
  if (!openStatuses.has(status)) return true;
  if (daysPastDue < lateDays) return false;
  await moveMoney(market, run.member, 'deposits', BigInt(overdue.amountMinor));
  await repay(market, run, { amount: overdue });
  await setAutopay(market, run, true);
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

/** Books what collections brought in; the platform refuses more than was charged off. */
const recover = async (market: Market, run: BorrowerRun): Promise<boolean> => {
  if (run.loan.outcome.kind !== 'charged-off' || run.loan.outcome.recoveredMinor === 0n) return false;
  const { status } = await loanOf(market, run);
  if (status !== 'charged-off') return false;
  const amount = moneyOf(market, run.loan.outcome.recoveredMinor);
  await market.client.send(market.admin, 'POST', `/v1/loans/${run.loanId}/recoveries`, { amount });
  return true;
};

type MonthActions = { readonly stopPaying: BorrowerRun[]; readonly payOff: BorrowerRun[]; readonly recover: BorrowerRun[] };

const actionsOf = (runs: readonly BorrowerRun[], month: number): MonthActions => ({
  stopPaying: runs.filter(({ loan: { outcome } }) => outcome.kind !== 'charged-off' && outcome.lateMonth === month + 1),
  payOff: runs.filter(({ loan: { outcome } }) => outcome.kind === 'prepaid' && outcome.month === month),
  recover: runs.filter(({ loan: { outcome } }) => outcome.kind === 'charged-off' && outcome.monthsPaid + monthsToRecovery === month),
});

/** The loan is closed by now, or collections brought in more than is owed here: the file's loan had another rate. */
const isTooLate = ({ status, code }: ProblemError): boolean => status === 409 || code === 'recovery.exceeds_owed';

/** Those who really did it; an action that the platform refuses because it came too late is not an error. */
const actOn = async (runs: readonly BorrowerRun[], act: (run: BorrowerRun) => Promise<unknown>): Promise<readonly BorrowerRun[]> => {
  const done: BorrowerRun[] = [];
  await inParallel(runs, lane, async (run) => {
    try {
      if ((await act(run)) !== false) done.push(run);
    } catch (error) {
      if (!(error instanceof ProblemError) || !isTooLate(error)) throw error;
    }
  });
  return done;
};

const monthsOf = ({ loan: { outcome, termMonths } }: BorrowerRun): number => {
  if (outcome.kind === 'charged-off') return outcome.monthsPaid + monthsToRecovery;
  return outcome.kind === 'prepaid' ? outcome.month : termMonths;
};

/** Advances month by month until every loan is closed or charged off and collections are through; people act between the months. */
export const serviceLoans = async (
  market: Market,
  runs: readonly BorrowerRun[],
  { start, progress }: { start: CalendarDate; progress: Progress },
): Promise<Servicing> => {
  const months = Math.min(monthsAtMost, Math.max(1, ...runs.map(monthsOf)) + 2);
  const counts = { latePayments: 0, payoffs: 0, recoveries: 0, setAside: 0 };
  let late: readonly BorrowerRun[] = [];
  for (let month = 1; month <= months; month += 1) {
    const actions = actionsOf(runs, month);
    late = [...late, ...(await actOn(actionsOf(runs, month - 1).stopPaying, (run) => setAutopay(market, run, false)))];
    const setAside = await advanceTo(market, addMonths(start, month), (date) => progress.update(month, months, `months, ${date}`));
    counts.setAside = Math.max(counts.setAside, setAside);
    const paid = new Set(await actOn(late, (run) => payLate(market, run)));
    late = late.filter((run) => !paid.has(run));
    counts.latePayments += paid.size;
    counts.payoffs += (await actOn(actions.payOff, (run) => payOff(market, run))).length;
    counts.recoveries += (await actOn(actions.recover, (run) => recover(market, run))).length;
  }
  return { months, days: daysBetween(start, await businessDate(market)), ...counts };
};
