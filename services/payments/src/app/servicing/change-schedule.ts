/** An agreed change of a schedule becomes a new version with its reason; a part prepayment is booked with it. */
import { canonicalJson, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { standAt } from '../../domain/servicing/arrears.ts';
import { afterReceipt } from '../../domain/servicing/close-of-business.ts';
import type { Receipt } from '../../domain/servicing/facts.ts';
import { type Instalment, type Loan, nothing, totalOf } from '../../domain/servicing/loan.ts';
import {
  type ChangedSchedule,
  changeSchedule,
  forgoes,
  type ScheduleChange,
  type ScheduleChangeCode,
} from '../../domain/servicing/schedule-change.ts';
import { bookReceipts } from './book-receipts.ts';
import { eventOf, scheduleChanged } from './facts-to-events.ts';
import type { Moment, ServicingPorts } from './ports.ts';

export type ChangeScheduleCode = ScheduleChangeCode | 'loan.not_found' | 'money.currency_mismatch' | 'wallet.insufficient_funds';
export type ChangeWish = {
  readonly loanId: string;
  readonly change: ScheduleChange;
  readonly currency: string | null;
  /** Whether a second person agreed: only then lenders are made to give something up. */
  readonly isApproved: boolean;
};

/** `needs-approval`: the change is possible and nothing was done, because lenders would give something up by it. */
export const changeLoanSchedule = async (
  ports: ServicingPorts,
  { loanId, change, currency, isApproved }: ChangeWish,
  moment: Moment,
): Promise<Result<'changed' | 'needs-approval', Rejection<ChangeScheduleCode>>> => {
  const loan = await ports.loans.lock(loanId);
  if (!loan) return reject('loan.not_found', { loanId });
  if (currency !== null && currency !== loan.market) return reject('money.currency_mismatch', { expected: loan.market, found: currency });
  const instalments = await ports.instalments.inForce(loan);
  const instalmentMinor = (await ports.loans.instalmentMinor([loanId])).get(loanId) ?? 0n;
  const changed = changeSchedule({ loan, instalments, instalmentMinor, on: moment.on }, change);
  if (!changed.ok) return changed;
  if (!isApproved && forgoes({ loan, instalments }, change)) return ok('needs-approval');
  const paidMinor = totalOf(changed.value.paid);
  const receipt: Receipt = { amountMinor: paidMinor, components: changed.value.paid, source: 'manual' };
  const after = paidMinor > 0n ? afterReceipt(changed.value.loan, receipt) : changed.value.loan;
  await store(ports, { loan: after, instalments, changed: changed.value, reason: change.kind }, moment);
  if (paidMinor === 0n) return ok('changed');
  const reference = `prepayment:${moment.nextJournalId()}`;
  const { refusedLoans, rows } = await bookReceipts(ports, [{ loan, receipt, daysPastDue: 0, debitedMinor: 0n, reference }], moment);
  if (refusedLoans.length > 0) return reject('wallet.insufficient_funds', { loanId, neededMinor: paidMinor.toString() });
  await ports.instalments.agreed(after, loan.scheduleVersion + 1, {
    ...changed.value,
    receiptsThrough: rows[0]?.repaymentId ?? null,
  });
  return ok('changed');
};

type Stored = {
  readonly loan: Loan;
  /** That were in force. */
  readonly instalments: readonly Instalment[];
  readonly changed: ChangedSchedule;
  readonly reason: ScheduleChange['kind'];
};

const store = async (ports: ServicingPorts, { loan, instalments, changed, reason }: Stored, moment: Moment): Promise<void> => {
  const { loanId } = loan;
  const next = changed.instalments.find(({ status }) => status === 'pending');
  const version = { ...loan, scheduleVersion: loan.scheduleVersion + 1 };
  const stood = standAt(version, [], { on: moment.on, nextDueOn: next?.dueOn ?? null, isClose: false });
  const inForce = [...instalments.filter(({ nr }) => nr < (changed.instalments[0]?.nr ?? 0)), ...changed.instalments];
  const hash = moment.hash(canonicalJson(inForce));
  await ports.instalments.replace(version, { reason, on: moment.on, hash, ending: changed.instalments });
  const live = await ports.repayments.live(loanId);
  const receiptsThrough = live.reduce<string | null>((last, { rootId }) => (last === null || rootId > last ? rootId : last), null);
  await ports.instalments.agreed(version, version.scheduleVersion, { ...changed, receiptsThrough });
  await ports.loans.save([stood.loan]);
  if (changed.waivedMinor > 0n) {
    const waived = { ...nothing, lateFeeMinor: -changed.waivedMinor };
    const transactionId = moment.nextJournalId();
    await ports.repayments.record([{ ...waived, transactionId, loanId, kind: 'late-fee-waived', on: moment.on }], moment.at);
  }
  const told = stood.facts.map((fact) => eventOf(stood.loan, fact, moment.on));
  await ports.publisher.publish([scheduleChanged(stood.loan, { reason, hash, instalments: inForce }, moment.on), ...told]);
};
