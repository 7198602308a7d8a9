/** One piece of servicing work at the edge: its ports, the business date it happens on, and fresh identity. */
import type { ApprovalStore } from '@mutua/approvals';
import type { Tx } from '@mutua/db';
import type { CalendarDate, Ids, Instant } from '@mutua/kernel';
import type { BookStore } from '../approvals/ledger-book.ts';
import type { ApprovalAction } from '../approvals/ports.ts';
import type { BankAccountStore, PayoutAccountStore } from '../ports.ts';
import type { DayStore, Moment, ServicingPorts } from './ports.ts';

export type ServicingWork = {
  readonly ports: ServicingPorts;
  readonly days: DayStore;
  readonly bankAccounts: BankAccountStore;
  readonly payoutAccounts: PayoutAccountStore;
  readonly approvals: ApprovalStore<ApprovalAction>;
  readonly book: BookStore;
  /** Its `on` is the present business date. */
  readonly moment: Moment;
};
/** Work on a business date, with ids of its own. */
export const momentOf = (
  { ids, hash }: { readonly ids: Ids; readonly hash: Moment['hash'] },
  { on, at }: { readonly on: CalendarDate; readonly at: Instant },
): Moment => ({ on, at, hash, nextRepaymentId: () => ids.next('repayment'), nextJournalId: () => ids.next('journal') });

export type OpenWork = (tx: Tx, now: Instant) => Promise<ServicingWork>;
