/** What each approved action does, over the ports of the transaction in which it was approved. */
import { type CalendarDate, ok, type Rejection, type Result } from '@mutua/kernel';
import type { ScheduleChange } from '../../domain/servicing/schedule-change.ts';
import { accelerateLoan } from '../servicing/accelerate-loan.ts';
import { changeLoanSchedule } from '../servicing/change-schedule.ts';
import { backDateRepayment, reverseRepayment } from '../servicing/restate-loan.ts';
import { undoChargeOff } from '../servicing/undo-charge-off.ts';
import { reverseRecovery } from '../servicing/undo-recovery.ts';
import type { ServicingWork } from '../servicing/work.ts';
import { writeOffLoan } from '../servicing/write-off-loan.ts';
import { applyBookChange } from './ledger-book.ts';
import { type ManualJournal, postManualJournal } from './manual-journal.ts';
import { changePayoutAccount, type PayoutAccountChange } from './payout-account.ts';
import type { Executors } from './ports.ts';
import { applyRulesChange, type RulesChange } from './provision-rules.ts';

/** The payload is ours, written by the filing of the same action and bound by its hash. */
const read = <P>(payload: string): P => JSON.parse(payload) as P;

type Closed = { readonly closedThrough: CalendarDate | null };

const done = (result: Result<unknown, Rejection>): Result<void, Rejection> => (result.ok ? ok(undefined) : result);

export const executorsOf = (work: ServicingWork): Executors => ({
  'loan.write-off': (payload): Promise<Result<void, Rejection>> =>
    writeOffLoan(work.ports, read<{ loanId: string }>(payload).loanId, work.moment),
  'loan.change-schedule': async (payload) => {
    const { loanId, change, ratePpm } = read<{ loanId: string; change: ScheduleChange; ratePpm?: string }>(payload);
    const agreed = change.kind === 'reschedule' && ratePpm !== undefined ? { ...change, ratePpm: BigInt(ratePpm) } : change;
    return done(await changeLoanSchedule(work.ports, { loanId, change: agreed, currency: null, isApproved: true }, work.moment));
  },
  'loan.undo-charge-off': (payload): Promise<Result<void, Rejection>> =>
    undoChargeOff(work.ports, read<{ loanId: string }>(payload).loanId, work.moment),
  'recovery.reverse': (payload) => reverseRecovery(work.ports, read<{ loanId: string; repaymentId: string }>(payload), work.moment),
  'loan.accelerate': (payload): Promise<Result<void, Rejection>> =>
    accelerateLoan(work.ports, read<{ loanId: string }>(payload).loanId, work.moment),
  'ledger-book.close': (payload) => applyBookChange(work.book, { to: 'close', ...read<Closed>(payload) }, work.moment.on),
  'ledger-book.reopen': (payload) => applyBookChange(work.book, { to: 'reopen', ...read<Closed>(payload) }, work.moment.on),
  'provision-rules.change': (payload) => applyRulesChange(work.ports, read<RulesChange>(payload), work.moment),
  'journal.post': (payload) => postManualJournal(work.ports.ledger, read<ManualJournal>(payload), work.moment),
  'repayment.reverse': (payload) => reverseRepayment(work.ports, read<{ loanId: string; repaymentId: string }>(payload), work.moment),
  'repayment.back-date': async (payload) => {
    const { amountMinor, ...wish } = read<{ loanId: string; amountMinor: string; currency: string; valueOn: CalendarDate }>(payload);
    return done(await backDateRepayment(work.ports, { ...wish, amountMinor: BigInt(amountMinor) }, work.moment));
  },
  'payout-account.change': (payload) => changePayoutAccount(work, read<PayoutAccountChange>(payload), work.moment.at),
});
