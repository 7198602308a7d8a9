/** Reads of loan servicing for the REST answers: no domain, straight from the store. Pages hold `limit + 1` rows after the cursor. */
import type { Sql } from '@mutua/db';
import type { CalendarDate, Instant } from '@mutua/kernel';
import type { ArrearsBucket, Components, Instalment, Loan, LoanOutcome, LoanStatus } from '../../domain/servicing/loan.ts';
import type { Flow } from '../../domain/servicing/performance.ts';
import type { ServicingPolicy } from '../../domain/servicing/policy.ts';
import type { CoveredRow, VersionedRules } from '../../domain/servicing/provision.ts';
import type { RepaymentRow } from './ports.ts';

export type LoanView = {
  readonly loanId: string;
  readonly requestId: string;
  readonly borrowerId: string;
  readonly status: LoanStatus;
  readonly outcome: LoanOutcome | null;
  readonly market: string;
  readonly productId: string;
  readonly grade: string;
  readonly purpose: string;
  readonly principalMinor: bigint;
  readonly originationFeeMinor: bigint;
  readonly ratePpm: bigint;
  readonly termMonths: number;
  readonly method: string;
  readonly instalmentMinor: bigint;
  /** Principal not repaid, interest due and not paid, late fees not paid. */
  readonly outstanding: Components;
  readonly overdueMinor: bigint;
  readonly daysPastDue: number;
  readonly bucket: ArrearsBucket;
  readonly next: { readonly nr: number; readonly dueOn: CalendarDate; readonly amountMinor: bigint } | null;
  readonly autopay: boolean;
  readonly bankAccountId: string | null;
  readonly scheduleVersion: number;
  readonly scheduleHash: string;
  readonly disbursedOn: CalendarDate;
  readonly firstDueOn: CalendarDate;
  readonly maturesOn: CalendarDate;
  readonly closedOn: CalendarDate | null;
  readonly nonAccrualSince: CalendarDate | null;
  readonly acceleratedOn: CalendarDate | null;
};
export type LoanPage = {
  /** Every loan when left out. */
  readonly borrowerId?: string | undefined;
  readonly status?: LoanStatus | undefined;
  /** `[disbursedOn, loanId]` of the last loan shown. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
};

export type ScheduleView = {
  readonly loanId: string;
  readonly market: string;
  readonly version: number;
  readonly hash: string;
  readonly instalments: readonly Instalment[];
};

export type LoanMove = {
  readonly id: string;
  readonly kind:
    | 'disbursement'
    | 'repayment'
    | 'late-fee'
    | 'charge-off'
    | 'charge-off-undone'
    | 'recovery'
    | 'reversal'
    | 'recovery-reversal';
  readonly source: 'autopay' | 'manual' | 'payoff' | 'platform';
  readonly market: string;
  readonly components: Components;
  readonly on: CalendarDate;
  readonly recordedAt: Instant;
};

export type NoteStatus = 'current' | 'in-grace' | 'late-16-30' | 'late-31-120' | 'default' | 'charged-off' | 'repaid';
export type Receipts = Components & { readonly recoveryMinor: bigint; readonly serviceFeeMinor: bigint };
export type NoteView = {
  readonly noteId: string;
  readonly loanId: string;
  readonly offerId: string;
  readonly holderId: string;
  readonly status: NoteStatus;
  readonly market: string;
  readonly grade: string;
  readonly purpose: string;
  readonly termMonths: number;
  readonly ratePpm: bigint;
  readonly principalMinor: bigint;
  readonly outstandingMinor: bigint;
  readonly received: Receipts;
  readonly daysPastDue: number;
  readonly issuedOn: CalendarDate;
};
export type NotePage = {
  readonly holderId: string;
  readonly status?: NoteStatus | undefined;
  readonly loanId?: string | undefined;
  /** `[issuedOn, noteId]` of the last note shown. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
};
export type LoanNotePage = {
  readonly loanId: string;
  /** Only the notes of one holder; all when left out. */
  readonly holderId?: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
};

export type NoteFlow = {
  /** Empty for the purchase. */
  readonly id: string;
  readonly kind: 'purchase' | 'repayment' | 'recovery';
  /** What it is in full. */
  readonly name: 'purchase' | RepaymentRow['kind'];
  readonly market: string;
  readonly on: CalendarDate;
  readonly receipts: Receipts;
  readonly netMinor: bigint;
};

export type LenderPosition = {
  readonly currency: string;
  readonly notes: {
    readonly total: number;
    readonly current: number;
    readonly late: number;
    readonly chargedOff: number;
    readonly repaid: number;
  };
  readonly investedMinor: bigint;
  readonly outstandingMinor: bigint;
  readonly received: Receipts;
  readonly chargedOffMinor: bigint;
  readonly cashMinor: bigint;
  /** What the notes cost and brought, net of service fees, by day; receipts are positive. */
  readonly noteFlows: readonly Flow[];
  /** What went into the wallet from outside the notes (positive) and out of it, by day. */
  readonly walletFlows: readonly Flow[];
};
export type Positions = { readonly asOf: CalendarDate; readonly positions: readonly LenderPosition[] };

export type BusinessDateView = {
  readonly businessDate: CalendarDate;
  readonly status: 'open' | 'closing';
  readonly target: CalendarDate | null;
  readonly lastClosed: CalendarDate | null;
  readonly chunksTotal: number;
  readonly chunksDone: number;
  readonly setAside: number;
};

export type PolicyView = { readonly productId: string; readonly policy: ServicingPolicy; readonly changedAt: Instant };

/** The fund of a currency as the loans and the books say. */
export type FundView = {
  readonly currency: string;
  readonly asOf: CalendarDate;
  /** Of its accounts. */
  readonly balanceMinor: bigint;
  readonly contributedMinor: bigint;
  readonly paidOutMinor: bigint;
  /** What recoveries brought back. */
  readonly returnedMinor: bigint;
  readonly claims: number;
  readonly claimedMinor: bigint;
  readonly covered: readonly CoveredRow[];
  readonly rules: VersionedRules | null;
  readonly decidedAt: Instant | null;
};

export type ScheduleVersionView = {
  readonly version: number;
  readonly reason: string;
  readonly effectiveOn: CalendarDate;
  readonly hash: string;
};

/** Of the loans not in default when the window began and with something due in it: how many came into default in it. */
export type DefaultWindow = {
  readonly currency: string;
  readonly fromOn: CalendarDate;
  /** The first day after it. */
  readonly toOn: CalendarDate;
  readonly loans: number;
  readonly defaults: number;
};

export type SetAsideLoan = {
  readonly loanId: string;
  readonly market: string;
  readonly cause: string;
  /** Null for loans set aside before this was kept. */
  readonly since: CalendarDate | null;
  /** The first day of work that it missed. */
  readonly waitsSince: CalendarDate | null;
};
export type BusinessDayRow = {
  readonly businessDate: CalendarDate;
  readonly status: 'open' | 'closing' | 'closed';
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly summary: Readonly<Record<string, number>> | null;
};

export type LoanBookRow = {
  readonly currency: string;
  readonly status: LoanStatus;
  readonly bucket: ArrearsBucket;
  readonly loans: bigint;
  readonly disbursedMinor: bigint;
  readonly outstandingMinor: bigint;
  readonly received: Components;
  readonly chargedOffMinor: bigint;
  readonly recoveredMinor: bigint;
};
export type LoanBook = { readonly asOf: CalendarDate; readonly rows: readonly LoanBookRow[] };

/** What a payoff is computed from. */
export type Owed = { readonly loan: Loan; readonly unsettled: readonly Instalment[] };

export type ServicingViews = {
  loan(sql: Sql, loanId: string): Promise<LoanView | undefined>;
  loans(sql: Sql, page: LoanPage): Promise<LoanView[]>;
  schedule(sql: Sql, loanId: string): Promise<ScheduleView | undefined>;
  loanMoves(sql: Sql, page: { loanId: string; after: readonly string[] | undefined; limit: number }): Promise<LoanMove[]>;
  owed(sql: Sql, loanId: string): Promise<Owed | undefined>;
  /** The borrower and whoever holds a note; undefined for an unknown loan. */
  parties(sql: Sql, loanId: string): Promise<{ readonly borrowerId: string; readonly holderIds: readonly string[] } | undefined>;
  note(sql: Sql, noteId: string): Promise<NoteView | undefined>;
  notes(sql: Sql, page: NotePage): Promise<NoteView[]>;
  loanNotes(sql: Sql, page: LoanNotePage): Promise<NoteView[]>;
  noteFlows(sql: Sql, page: { noteId: string; after: readonly string[] | undefined; limit: number }): Promise<NoteFlow[]>;
  positions(sql: Sql, lender: { memberId: string; currency: string | undefined }): Promise<Positions>;
  businessDate(sql: Sql): Promise<BusinessDateView>;
  loanBook(sql: Sql): Promise<LoanBook>;
  /** Oldest first. */
  scheduleVersions(sql: Sql, loanId: string): Promise<ScheduleVersionView[]>;
  /** Windows of twelve months back from the business date, newest first, by currency; none before the first loan. */
  defaultWindows(sql: Sql): Promise<DefaultWindow[]>;
  policies(sql: Sql): Promise<PolicyView[]>;
  /** Undefined for a currency in which no books are kept. */
  provisionFund(sql: Sql, currency: string): Promise<FundView | undefined>;
  setAside(sql: Sql, page: { after: string | undefined; limit: number }): Promise<SetAsideLoan[]>;
  /** Newest first, before a date. */
  businessDays(sql: Sql, page: { before: string | undefined; limit: number }): Promise<BusinessDayRow[]>;
};
