/** What the use cases need from outside. Every store works inside the one transaction that the edge opened. */
import type { OnceOutcome, OnceRequest, Sql, Tx } from '@mutua/db';
import type { CalendarDate, Id, Instant, Rejection, Result } from '@mutua/kernel';
import type { BankStatus, DepositStatus, WithdrawalStatus } from '../domain/bank-movement.ts';
import type { Hold } from '../domain/hold.ts';
import type { JournalDraft, PostOutcome } from '../domain/ledger.ts';

export type Ledger = {
  /** Posts in order; outcomes in the same order. Call it once per transaction where possible: that keeps the lock order. */
  post(journals: readonly JournalDraft[]): Promise<PostOutcome[]>;
};

/** A posting that shares its transaction with whoever posts at the same moment. */
export type GroupPosting<T> = {
  /** The request to be answered once, ever; undefined when the reference alone makes it idempotent. */
  readonly request: OnceRequest | undefined;
  /** Left out: nothing is posted and only the reply is stored. */
  readonly journalOn?: (businessDate: CalendarDate) => JournalDraft;
  /** Plain JSON; `outcome` is undefined when there was no journal. */
  replyOf(outcome: PostOutcome | undefined, businessDate: CalendarDate): Result<T, Rejection>;
  /** Further writes of an accepted posting, in the same transaction. */
  readonly also?: (tx: Tx) => Promise<void>;
};
export type GroupCommitter = { post<T>(posting: GroupPosting<T>): Promise<OnceOutcome<T>> };

/** What never changes of a wallet. */
export type WalletFacts = Pick<Wallet, 'walletId' | 'memberId' | 'currency'>;
export type WalletDirectory = { find(walletIds: readonly string[]): Promise<readonly WalletFacts[]> };

/** A fact of payments; the publisher adds id, instant and business date. `subjects` are the members who may see it live. */
export type PaymentsFact = {
  readonly name: `payments.${string}.v${number}`;
  readonly aggregateId: string;
  readonly data: object;
  readonly subjects?: readonly string[];
};
export type Publisher = { publish(facts: readonly PaymentsFact[]): Promise<void> };

/** What can be spent of an account now. */
export type Balances = { available(accountIds: readonly string[]): Promise<ReadonlyMap<string, bigint>> };

export type Wallet = {
  readonly walletId: Id<'wallet'>;
  readonly memberId: Id<'member'>;
  readonly currency: string;
  readonly postedMinor: bigint;
  readonly heldMinor: bigint;
  readonly openedAt: Instant;
};
export type WalletStore = {
  find(walletId: string): Promise<Wallet | undefined>;
  /** What their owners have in them, held money included, and in notes that are not written off. */
  worth(walletIds: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
  /** Which of them there are. */
  existing(walletIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Opens what does not exist yet and says which are new. */
  open(wallets: readonly { walletId: Id<'wallet'>; memberId: string; currency: string; openedAt: Instant }[]): Promise<readonly string[]>;
};

export type HoldStore = {
  /** The holds, locked in id order; unknown ids are left out. */
  lock(holdIds: readonly string[]): Promise<readonly Hold[]>;
  /** With the commit. */
  insert(hold: Hold, placedAt: Instant): void;
  /** Stores captured and released amounts of locked holds. */
  save(holds: readonly Hold[]): Promise<void>;
};

export type Behaviour = 'pays' | 'stops-on' | 'rejects' | 'returns';
export type BankAccount = {
  readonly bankAccountId: Id<'bankAccount'>;
  readonly memberId: Id<'member'>;
  readonly currency: string;
  readonly maskedIban: string;
  readonly providerReference: string;
  readonly behaviour: Behaviour;
  readonly stopsOn: CalendarDate | null;
  readonly createdAt: Instant;
};
export type BankAccountStore = {
  find(bankAccountId: string): Promise<BankAccount | undefined>;
  insert(account: BankAccount): Promise<void>;
};

export type PayoutAccount = {
  readonly memberId: string;
  readonly currency: string;
  readonly bankAccountId: string;
  readonly approvedAt: Instant;
};
export type PayoutAccountStore = {
  find(memberId: string, currency: string): Promise<PayoutAccount | undefined>;
  /** Replaces the one of the member in the currency. */
  set(account: PayoutAccount): Promise<void>;
};

export type BankMovement<S> = {
  readonly id: string;
  readonly memberId: string;
  readonly walletId: string;
  readonly bankAccountId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly status: S;
  readonly failureCode: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};
export type Deposit = BankMovement<DepositStatus>;
export type Withdrawal = BankMovement<WithdrawalStatus>;

/** An order for the bank; the key is our own id, so sending it twice is one order. */
export type BankOrder = {
  readonly key: string;
  readonly kind: 'collect' | 'payout';
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly on: CalendarDate;
};

export type MovementStore = {
  insertDeposit(deposit: Deposit): Promise<void>;
  insertWithdrawal(withdrawal: Withdrawal): Promise<void>;
  lockDeposits(ids: readonly string[]): Promise<readonly Deposit[]>;
  lockWithdrawals(ids: readonly string[]): Promise<readonly Withdrawal[]>;
  saveDeposits(deposits: readonly Deposit[]): Promise<void>;
  saveWithdrawals(withdrawals: readonly Withdrawal[]): Promise<void>;
  markSubmitted(keys: readonly string[], at: Instant): Promise<void>;
};

export type StatementEntry = {
  readonly entryNo: bigint;
  readonly key: string;
  readonly kind: 'collect' | 'payout';
  readonly status: BankStatus;
  readonly code: string | null;
};

/** A bank, reached between transactions, never inside one. */
export type BankProvider = {
  openAccount(account: { reference: string; iban: string; behaviour: Behaviour; stopsOn: CalendarDate | null }): Promise<void>;
  /** Takes orders; a key it knows already changes nothing. */
  submit(orders: readonly BankOrder[]): Promise<void>;
  /** The statement after an entry, in order. The same question gives the same lines again. */
  statement(afterEntryNo: bigint, limit: number): Promise<readonly StatementEntry[]>;
};

export type StatementPosition = {
  /** The last imported entry, locked; undefined when another process is importing. */
  claim(): Promise<bigint | undefined>;
  moveTo(entryNo: bigint): Promise<void>;
};

/** A bank account to be debited on a business date. */
export type Collection = {
  /** Idempotency key, such as `<loanId>:<date>`. */
  readonly key: string;
  readonly bankAccountId: string;
  readonly amountMinor: bigint;
  readonly on: CalendarDate;
};
export type CollectionOutcome =
  | { readonly status: 'settled'; readonly amountMinor: bigint }
  | { readonly status: 'refused'; readonly code: string };

export type ReturnedCollection = { readonly key: string; readonly code: string };

/** Direct debits of a business day, reached between transactions. The answer for a key never changes. */
export type DirectDebit = {
  /**
   * Asks for the items, and answers for all that was ever asked under the keys, an earlier run's included, with the amount of the first
   * time. An account the bank does not know refuses with `bank.account_unknown`.
   */
  collect(items: readonly Collection[], keys: readonly string[]): Promise<ReadonlyMap<string, CollectionOutcome>>;
  /** Settled collections that the bank takes back on the business date. */
  returned(on: CalendarDate): Promise<readonly ReturnedCollection[]>;
};

/** Everything a use case needs, inside one transaction. */
export type Unit = {
  readonly businessDate: CalendarDate;
  readonly now: Instant;
  readonly ledger: Ledger;
  readonly publisher: Publisher;
  readonly wallets: WalletStore;
  readonly holds: HoldStore;
  readonly bankAccounts: BankAccountStore;
  readonly payoutAccounts: PayoutAccountStore;
  readonly movements: MovementStore;
  readonly position: StatementPosition;
  readonly balances: Balances;
};
export type OpenUnit = (tx: Tx, now: Instant) => Promise<Unit>;

/** What the rail reads before it opens a transaction. */
export type RailQueue = {
  toSubmit(sql: Sql, limit: number): Promise<readonly BankOrder[]>;
  importedUpTo(sql: Sql): Promise<bigint>;
};
