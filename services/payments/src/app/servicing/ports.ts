/** What servicing needs from outside, all inside the one transaction that the edge opened, except the direct debit. */
import type { CalendarDate, Id, Instant } from '@mutua/kernel';
import type { Components, Instalment, Loan } from '../../domain/servicing/loan.ts';
import type { ServicingPolicy } from '../../domain/servicing/policy.ts';
import type { PastReceipt } from '../../domain/servicing/replay.ts';
import type { Note, NoteReceipt } from '../../domain/servicing/share.ts';
import type { Balances, HoldStore, Ledger, Publisher } from '../ports.ts';
import type { ProvisionStore } from './provision-ports.ts';

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

/** What administrators decided for a product; undefined where they never did. */
export type PolicyStore = {
  find(productId: string): Promise<ServicingPolicy | undefined>;
  set(productId: string, policy: ServicingPolicy, at: Instant): Promise<void>;
};

export type LoanStore = {
  exists(loanId: string): Promise<boolean>;
  insert(loan: Loan, origin: LoanOrigin): Promise<void>;
  lock(loanId: string): Promise<Loan | undefined>;
  /** Of these loans the ones with work on or before the date that were not set aside, in id order; locked when they will be changed. */
  toWork(loanIds: readonly string[], on: CalendarDate, lock: 'locked' | 'unlocked'): Promise<readonly Loan[]>;
  save(loans: readonly Loan[]): Promise<void>;
  setAside(loanId: string, cause: string, on: CalendarDate): Promise<void>;
  /** The loan has its days again, from the next close on; false when it was not set aside. */
  resume(loanId: string): Promise<boolean>;
  instalmentMinor(loanIds: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
};

export type VersionedInstalments = {
  readonly loanId: string;
  readonly scheduleVersion: number;
  readonly instalments: readonly Instalment[];
};

/** Receipts up to `receiptsThrough` are in its settled rows. */
export type PlannedSchedule = { readonly instalments: readonly Instalment[]; readonly receiptsThrough: string | null };

export type InstalmentStore = {
  insert(schedule: VersionedInstalments): Promise<void>;
  /** Unsettled instalments of the schedules in force, by loan, in order; up to a due date when one is given. */
  unsettled(loans: readonly Loan[], dueUpTo?: CalendarDate): Promise<ReadonlyMap<string, readonly Instalment[]>>;
  /** The first unsettled due date after a date, by loan. */
  nextDue(loans: readonly Loan[], after: CalendarDate): Promise<ReadonlyMap<string, CalendarDate>>;
  save(changes: readonly VersionedInstalments[]): Promise<void>;
  /** Nothing more is expected of the schedules of these loans. */
  writeOff(loans: readonly Loan[]): Promise<void>;
  /** The first schedule, or the last one agreed: what was settled then, the rest with nothing paid and no late fees. */
  planned(loanId: string): Promise<PlannedSchedule>;
  /** Keeps what an agreed version is built on, and the rate, method, frequency and due day that were agreed with it. */
  agreed(
    loan: Loan,
    version: number,
    base: { readonly settledThroughNr: number; readonly receiptsThrough: string | null; readonly instalmentMinor: bigint },
  ): Promise<void>;
  /** Of the schedule in force, settled ones included. */
  inForce(loan: Loan): Promise<readonly Instalment[]>;
  /** Copies the settled instalments of the version before into a new one and ends it with these. */
  replace(loan: Loan, version: { reason: string; on: CalendarDate; hash: string; ending: readonly Instalment[] }): Promise<void>;
};

export type NewNote = Omit<Note, 'paid' | 'feeTakenMinor' | 'repaidMinorDays'> & { readonly offerId: string };
export type NoteStore = {
  insert(loanId: string, notes: readonly NewNote[], issuedOn: CalendarDate): Promise<void>;
  ofLoans(loanIds: readonly string[]): Promise<ReadonlyMap<string, readonly Note[]>>;
  /** By note: each principal that it received × the days from the payout to the receipt, summed up. */
  repaidMinorDays(loanIds: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
  /** Each note at most once. */
  receive(
    receipts: readonly { readonly repaymentId: string; readonly on: CalendarDate; readonly shares: readonly NoteReceipt[] }[],
  ): Promise<void>;
};

/** What a note received of one repayment, and the wallet it went to. */
export type BookedShare = Components & {
  readonly noteId: string;
  readonly walletId: string;
  readonly recoveryMinor: bigint;
  readonly serviceFeeMinor: bigint;
};
/** A recovery, or a payout of the provision fund, in force: booked, and not reversed. */
export type LiveRecovery = {
  readonly kind: 'recovery' | 'provision-payout';
  readonly repaymentId: string;
  readonly rootId: string;
  /** Gross. */
  readonly amountMinor: bigint;
  /** What the notes had of it. */
  readonly recoveryMinor: bigint;
  readonly feeMinor: bigint;
  readonly provisionMinor: bigint;
};
/** A repayment in force: booked, and not reversed. */
export type LiveRepayment = PastReceipt & {
  readonly repaymentId: string;
  readonly components: Components;
  readonly feeMinor: bigint;
  /** What of the interest went to the provision fund. */
  readonly provisionMinor: bigint;
};
/** A collected direct debit as it was booked; no repayment where the money stayed in the wallet. */
export type CollectedDebit = { readonly amountMinor: bigint; readonly repaymentId: string | null };

export type RepaymentRow = {
  readonly repaymentId: Id<'repayment'>;
  readonly loanId: string;
  readonly kind: 'repayment' | 'recovery' | 'reversal' | 'provision-payout' | 'recovery-reversal' | 'payout-reversal';
  readonly source: 'autopay' | 'manual' | 'payoff' | 'platform';
  readonly amountMinor: bigint;
  readonly principalMinor: bigint;
  readonly interestMinor: bigint;
  readonly lateFeeMinor: bigint;
  readonly recoveryMinor: bigint;
  readonly feeMinor: bigint;
  /** What of it went to the provision fund: of the interest of a repayment, of what a recovery brought. */
  readonly provisionMinor: bigint;
  readonly on: CalendarDate;
  readonly journalId: string;
  /** Of a reversal: the repayment that it undoes, with negative amounts, and why. */
  readonly reverses?: string;
  readonly reason?: string;
  /** Of a repayment booked again, or booked late. */
  readonly rootId?: string;
  readonly valueOn?: CalendarDate;
};
export type LoanEventRow = {
  readonly transactionId: string;
  readonly loanId: string;
  readonly kind: 'disbursement' | 'late-fee' | 'late-fee-waived' | 'default' | 'charge-off' | 'charge-off-undone';
  readonly principalMinor: bigint;
  readonly interestMinor: bigint;
  readonly lateFeeMinor: bigint;
  readonly on: CalendarDate;
  /** The row that it undoes. */
  readonly undoes?: string;
};
export type RepaymentStore = {
  insert(rows: readonly RepaymentRow[], recordedAt: Instant): Promise<void>;
  record(rows: readonly LoanEventRow[], recordedAt: Instant): Promise<void>;
  /** The repayments in force of a loan, in the order in which they count. */
  live(loanId: string): Promise<readonly LiveRepayment[]>;
  /** In the order in which they came. */
  recoveries(loanId: string): Promise<readonly LiveRecovery[]>;
  /** Rows of charge-offs that were not undone. */
  chargeOffs(loanId: string): Promise<readonly Pick<LoanEventRow, 'transactionId' | 'principalMinor'>[]>;
  shares(repaymentIds: readonly string[]): Promise<ReadonlyMap<string, readonly BookedShare[]>>;
  collected(key: string): Promise<CollectedDebit | undefined>;
};

/** Collections that the bank takes back. */
export type ReturnedDebit = { readonly key: string; readonly loanId: string; readonly code: string };
export type ReturnStore = {
  /** Keeps what the bank said; what is known already stays as it is. */
  insert(returns: readonly ReturnedDebit[], on: CalendarDate): Promise<void>;
  /** Not in the books yet, by loan and key. */
  open(loanIds: readonly string[]): Promise<readonly ReturnedDebit[]>;
  markBooked(keys: readonly string[]): Promise<void>;
  /** What the bank paid and no journal has, by key; what was asked for before the last call is not looked at again. */
  unbooked(): Promise<readonly { readonly key: string; readonly amountMinor: bigint }[]>;
};

export type ServicingPorts = {
  readonly policies: PolicyStore;
  readonly loans: LoanStore;
  readonly instalments: InstalmentStore;
  readonly notes: NoteStore;
  readonly repayments: RepaymentStore;
  readonly returns: ReturnStore;
  readonly balances: Balances;
  readonly provision: ProvisionStore;
  readonly holds: HoldStore;
  readonly ledger: Ledger;
  readonly publisher: Publisher;
};

/** Time and identity of one piece of work. */
export type Moment = {
  readonly on: CalendarDate;
  readonly at: Instant;
  readonly nextRepaymentId: () => Id<'repayment'>;
  readonly nextJournalId: () => Id<'journal'>;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
};

export type BusinessDay = { readonly date: CalendarDate; readonly status: 'open' | 'closing' };
export type ChunkRow = { readonly chunkNo: number; readonly loanIds: readonly string[] };

/** The business day as rows: which date is open, how far its close is, and where the administrator wants to go. */
export type DayStore = {
  current(): Promise<BusinessDay | undefined>;
  target(): Promise<CalendarDate | null>;
  setTarget(date: CalendarDate): Promise<void>;
  open(date: CalendarDate, at: Instant): Promise<void>;
  /** Starts the close: cuts the loans that have work, or a returned collection, into chunks; the number of chunks. */
  startClosing(date: CalendarDate, loansPerChunk: number): Promise<number>;
  /** The first so many that are not done. */
  openChunks(date: CalendarDate, limit: number): Promise<readonly number[]>;
  /** The chunk, locked, unless it is done or another worker has it. */
  claimChunk(date: CalendarDate, chunkNo: number): Promise<ChunkRow | undefined>;
  findChunk(date: CalendarDate, chunkNo: number): Promise<ChunkRow | undefined>;
  finishChunk(date: CalendarDate, chunkNo: number, summary: object): Promise<void>;
  summaries(date: CalendarDate): Promise<readonly object[]>;
  close(date: CalendarDate, at: Instant, summary: object): Promise<void>;
};
