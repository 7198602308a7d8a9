/** An agreed change of a schedule becomes a new version with its reason; a part prepayment is booked with it. */
import { canonicalJson, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { standAt } from '../../domain/servicing/arrears.ts';
import { afterReceipt } from '../../domain/servicing/close-of-business.ts';
import type { Receipt } from '../../domain/servicing/facts.ts';
import { type Loan, totalOf } from '../../domain/servicing/loan.ts';
import {
  type ChangedSchedule,
  changeSchedule,
  type ScheduleChange,
  type ScheduleChangeCode,
} from '../../domain/servicing/schedule-change.ts';
import { bookReceipts } from './book-receipts.ts';
import type { Moment, ServicingPorts } from './ports.ts';

export type ChangeScheduleCode = ScheduleChangeCode | 'loan.not_found' | 'money.currency_mismatch' | 'wallet.insufficient_funds';
export type ChangeWish = { readonly loanId: string; readonly change: ScheduleChange; readonly currency: string | null };

export const changeLoanSchedule = async (
  ports: ServicingPorts,
  { loanId, change, currency }: ChangeWish,
  moment: Moment,
): Promise<Result<void, Rejection<ChangeScheduleCode>>> => {
  const loan = await ports.loans.lock(loanId);
  if (!loan) return reject('loan.not_found', { loanId });
  if (currency !== null && currency !== loan.market) return reject('money.currency_mismatch', { expected: loan.market, found: currency });
  const unsettled = (await ports.instalments.unsettled([loan])).get(loanId) ?? [];
  const instalmentMinor = (await ports.loans.instalmentMinor([loanId])).get(loanId) ?? 0n;
  const changed = changeSchedule({ loan, unsettled, instalmentMinor, on: moment.on }, change);
  if (!changed.ok) return changed;
  const paidMinor = totalOf(changed.value.paid);
  const receipt: Receipt = { amountMinor: paidMinor, components: changed.value.paid, source: 'manual' };
  await store(ports, { loan: paidMinor > 0n ? afterReceipt(loan, receipt) : loan, changed: changed.value, reason: change.kind }, moment);
  if (paidMinor === 0n) return ok(undefined);
  const reference = `prepayment:${moment.nextJournalId()}`;
  const { refusedLoans, rows } = await bookReceipts(ports, [{ loan, receipt, daysPastDue: 0, debitedMinor: 0n, reference }], moment);
  if (refusedLoans.length > 0) return reject('wallet.insufficient_funds', { loanId, neededMinor: paidMinor.toString() });
  await ports.instalments.agreed(loanId, loan.scheduleVersion + 1, { ...changed.value, receiptsThrough: rows[0]?.repaymentId ?? null });
  return ok(undefined);
};

type Stored = { readonly loan: Loan; readonly changed: ChangedSchedule; readonly reason: ScheduleChange['kind'] };

const store = async (ports: ServicingPorts, { loan, changed, reason }: Stored, moment: Moment): Promise<void> => {
  const next = changed.instalments.find(({ status }) => status === 'pending');
  const version = { ...loan, scheduleVersion: loan.scheduleVersion + 1 };
  const stood = standAt(version, [], { on: moment.on, nextDueOn: next?.dueOn ?? null, isClose: false });
  const hash = moment.hash(canonicalJson(changed.instalments));
  await ports.instalments.replace(version, { reason, on: moment.on, hash, ending: changed.instalments });
  const live = await ports.repayments.live(loan.loanId);
  const receiptsThrough = live.reduce<string | null>((last, { rootId }) => (last === null || rootId > last ? rootId : last), null);
  await ports.instalments.agreed(loan.loanId, version.scheduleVersion, { ...changed, receiptsThrough });
  await ports.loans.save([stood.loan]);
};
