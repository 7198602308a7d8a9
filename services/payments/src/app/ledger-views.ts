/** What the REST reads of the ledger show beyond lists: balances of the past, statements, the chart, the book; and a rehearsal. */
import type { Sql, Tx } from '@mutua/db';
import type { CalendarDate, Instant } from '@mutua/kernel';
import type { JournalDraft, PostOutcome } from '../domain/ledger.ts';
import type { LedgerBook } from '../domain/ledger-book.ts';
import type { JournalGround } from '../domain/manual-journal.ts';

/** The moment of a balance; with neither it is the present one. */
export type BalanceMoment = { readonly at?: Instant | undefined; readonly businessDate?: CalendarDate | undefined };
export type Balance = {
  readonly accountId: string;
  readonly code: string;
  readonly currency: string;
  readonly postedDebits: bigint;
  readonly postedCredits: bigint;
  readonly held: bigint;
};

export type StatementFilter = {
  readonly accountId: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly after: { readonly businessDate: string; readonly transferNo: string } | undefined;
  readonly limit: number;
};
export type StatementLine = {
  readonly transferNo: bigint;
  readonly journalId: string;
  readonly reference: string;
  readonly businessDate: CalendarDate;
  readonly recordedAt: Instant;
  readonly code: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly isDebit: boolean;
  readonly counterAccountId: string;
};

export type Chart = {
  readonly accountCodes: readonly {
    readonly code: string;
    readonly name: string;
    readonly normalSide: 'debit' | 'credit';
    readonly hasFloor: boolean;
    readonly explanation: string;
    readonly accounts: number;
  }[];
  readonly transferCodes: readonly { readonly code: string; readonly explanation: string }[];
};

export type Rehearsal = {
  readonly outcome: PostOutcome;
  readonly balances: readonly {
    readonly accountId: string;
    readonly currency: string;
    readonly beforeMinor: bigint;
    readonly afterMinor: bigint;
  }[];
};

export type LedgerViews = {
  balanceAt(sql: Sql, accountId: string, moment: BalanceMoment): Promise<Balance | undefined>;
  statementLines(sql: Sql, filter: StatementFilter): Promise<StatementLine[]>;
  chart(sql: Sql): Promise<Chart>;
  book(sql: Sql): Promise<LedgerBook>;
  ground(sql: Sql, accountIds: readonly string[]): Promise<JournalGround>;
  businessDate(sql: Sql): Promise<CalendarDate>;
  /** Posts, looks, and takes it back before anyone can see it. */
  rehearse(tx: Tx, journal: JournalDraft): Promise<Rehearsal>;
};
