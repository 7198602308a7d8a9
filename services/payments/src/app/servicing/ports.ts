/** What servicing needs from outside, all inside the one transaction that the edge opened, except the direct debit. */
import type { CalendarDate, Id, Instant } from '@mutua/kernel';
import type { Instalment, Loan } from '../../domain/servicing/loan.ts';
import type { Note, NoteReceipt } from '../../domain/servicing/share.ts';
import type { HoldStore, Ledger, Publisher } from '../ports.ts';

/** Facts of the contract that servicing keeps for display only. */
export type LoanOrigin = {
  readonly requestId: string;
  readonly contractId: string;
  readonly productId: string;
  readonly grade: string;
  readonly purpose: string;
  readonly originationFeeMinor: bigint;
  readonly instalmentMinor: bigint;
  readonly scheduleHash: string;
  readonly firstDueOn: CalendarDate;
  readonly disbursedAt: Instant;
};

export type LoanStore = {
  exists(loanId: string): Promise<boolean>;
  insert(loan: Loan, origin: LoanOrigin): Promise<void>;
  lock(loanId: string): Promise<Loan | undefined>;
  /** Of these loans the ones with work on or before the date that were not set aside, locked in id order. */
  lockToWork(loanIds: readonly string[], on: CalendarDate): Promise<readonly Loan[]>;
  save(loans: readonly Loan[]): Promise<void>;
  setAside(loanId: string, cause: string): Promise<void>;
  instalmentMinor(loanIds: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
};

export type VersionedInstalments = { readonly loanId: string; readonly scheduleVersion: number; readonly instalments: readonly Instalment[] };

export type InstalmentStore = {
  insert(schedule: VersionedInstalments): Promise<void>;
  /** Unsettled instalments of the schedules in force, by loan, in order; up to a due date when one is given. */
  unsettled(loans: readonly Loan[], dueUpTo?: CalendarDate): Promise<ReadonlyMap<string, readonly Instalment[]>>;
  /** The first unsettled due date after a date, by loan. */
  nextDue(loans: readonly Loan[], after: CalendarDate): Promise<ReadonlyMap<string, CalendarDate>>;
  save(changes: readonly VersionedInstalments[]): Promise<void>;
  /** Copies the settled instalments of the version before into a new one and ends it with these. */
  replace(loan: Loan, version: { reason: string; on: CalendarDate; hash: string; ending: readonly Instalment[] }): Promise<void>;
};

export type NewNote = Omit<Note, 'paid'> & { readonly offerId: string };
export type NoteStore = {
  insert(loanId: string, notes: readonly NewNote[], issuedOn: CalendarDate): Promise<void>;
  ofLoans(loanIds: readonly string[]): Promise<ReadonlyMap<string, readonly Note[]>>;
  receive(receipts: readonly { readonly repaymentId: string; readonly on: CalendarDate; readonly shares: readonly NoteReceipt[] }[]): Promise<void>;
};

export type RepaymentRow = {
  readonly repaymentId: Id<'repayment'>;
  readonly loanId: string;
  readonly kind: 'repayment' | 'recovery';
  readonly source: 'autopay' | 'manual' | 'payoff' | 'platform';
  readonly amountMinor: bigint;
  readonly principalMinor: bigint;
  readonly interestMinor: bigint;
  readonly lateFeeMinor: bigint;
  readonly recoveryMinor: bigint;
  readonly feeMinor: bigint;
  readonly on: CalendarDate;
  readonly journalId: string;
};
export type LoanEventRow = {
  readonly transactionId: string;
  readonly loanId: string;
  readonly kind: 'disbursement' | 'late-fee' | 'charge-off';
  readonly principalMinor: bigint;
  readonly interestMinor: bigint;
  readonly lateFeeMinor: bigint;
  readonly on: CalendarDate;
};
export type RepaymentStore = {
  insert(rows: readonly RepaymentRow[], recordedAt: Instant): Promise<void>;
  record(rows: readonly LoanEventRow[], recordedAt: Instant): Promise<void>;
};

/** Collects from bank accounts; asked between transactions. The same key gives the same answer again. */
export type DirectDebit = {
  collect(requests: readonly DirectDebitRequest[]): Promise<ReadonlyMap<string, boolean>>;
};
export type DirectDebitRequest = { readonly key: string; readonly bankAccountId: string; readonly amountMinor: bigint; readonly currency: string; readonly on: CalendarDate };

export type ServicingPorts = {
  readonly loans: LoanStore;
  readonly instalments: InstalmentStore;
  readonly notes: NoteStore;
  readonly repayments: RepaymentStore;
  readonly holds: HoldStore;
  readonly ledger: Ledger;
  readonly publisher: Publisher;
};

/** Time and identity of one piece of work. */
export type Moment = { readonly on: CalendarDate; readonly at: Instant; readonly nextRepaymentId: () => Id<'repayment'>; readonly nextJournalId: () => Id<'journal'> };
