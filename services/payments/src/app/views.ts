/** Reads for the REST answers: no domain, straight from the store. Pages hold `limit + 1` rows after the cursor. */
import type { Sql } from '@mutua/db';
import type { CalendarDate, Instant } from '@mutua/kernel';
import type { TransferKind } from '../domain/ledger.ts';
import type { CheckResult } from './integrity.ts';
import type { BankAccount, Deposit, Wallet, Withdrawal } from './ports.ts';

export type PageOfMember = { readonly memberId: string; readonly after: string | undefined; readonly limit: number };

export type WalletMovement = {
  readonly transferNo: bigint;
  readonly journalId: string;
  readonly reference: string;
  readonly businessDate: CalendarDate;
  readonly recordedAt: Instant;
  readonly kind: TransferKind;
  readonly code: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly isDebit: boolean;
};

export type ClaimView = {
  readonly claimNo: bigint;
  readonly journalId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly settledMinor: bigint;
  readonly openedOn: CalendarDate;
  readonly settledOn: CalendarDate | null;
};

export type AccountView = {
  readonly accountId: string;
  readonly code: string;
  readonly currency: string;
  readonly ownerId: string | null;
  readonly postedDebits: bigint;
  readonly postedCredits: bigint;
  readonly pendingDebits: bigint;
  readonly pendingCredits: bigint;
};
export type AccountFilter = {
  readonly code?: string | undefined;
  readonly currency?: string | undefined;
  readonly memberId?: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
};

export type JournalView = {
  readonly journalNo: bigint;
  readonly journalId: string;
  readonly reference: string;
  readonly kind: string;
  readonly businessDate: CalendarDate;
  readonly recordedAt: Instant;
  readonly transfers: readonly {
    readonly transferNo: string;
    readonly debitAccountId: string;
    readonly creditAccountId: string;
    readonly amountMinor: string;
    readonly currency: string;
    readonly code: string;
    readonly kind: TransferKind;
    readonly pendingId: string | null;
  }[];
};
export type JournalFilter = {
  readonly accountId?: string | undefined;
  readonly reference?: string | undefined;
  readonly businessDate?: string | undefined;
  readonly before: string | undefined;
  readonly limit: number;
};

export type TrialBalanceRow = {
  readonly code: string;
  readonly currency: string;
  readonly accounts: bigint;
  readonly debits: bigint;
  readonly credits: bigint;
  readonly held: bigint;
};

export type MoneyViews = {
  wallet(sql: Sql, walletId: string): Promise<Wallet | undefined>;
  wallets(sql: Sql, page: PageOfMember): Promise<Wallet[]>;
  walletMovements(sql: Sql, page: { walletId: string; before: string | undefined; limit: number }): Promise<WalletMovement[]>;
  walletClaims(sql: Sql, page: { walletId: string; before: string | undefined; limit: number }): Promise<ClaimView[]>;
  bankAccounts(sql: Sql, page: PageOfMember): Promise<BankAccount[]>;
  deposits(sql: Sql, page: PageOfMember): Promise<Deposit[]>;
  deposit(sql: Sql, depositId: string): Promise<Deposit | undefined>;
  withdrawals(sql: Sql, page: PageOfMember): Promise<Withdrawal[]>;
  withdrawal(sql: Sql, withdrawalId: string): Promise<Withdrawal | undefined>;
  ledgerAccounts(sql: Sql, filter: AccountFilter): Promise<AccountView[]>;
  journals(sql: Sql, filter: JournalFilter): Promise<JournalView[]>;
  trialBalance(sql: Sql): Promise<TrialBalanceRow[]>;
  integrity(sql: Sql): Promise<CheckResult[]>;
};
