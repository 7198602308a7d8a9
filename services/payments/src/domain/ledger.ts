/** Double entry: transfers between two accounts, grouped in journals that happen as one step. Guards I1-I3. */
import { assert, type CalendarDate, derivedId, fnv1a64, type Id } from '@mutua/kernel';

/** `pend` reserves, `post-pending` moves a part of a reservation, `void-pending` frees a part of it. */
export type TransferKind = 'post' | 'pend' | 'post-pending' | 'void-pending';

/** What a transfer is for; the table transfer_codes and docs/ledger.md explain each. */
export type TransferCode =
  | 'deposit'
  | 'deposit-return'
  | 'deposit-return-uncovered'
  | 'withdrawal'
  | 'withdrawal-return'
  | 'member-transfer'
  | 'hold'
  | 'disbursement'
  | 'origination-fee'
  | 'direct-debit'
  | 'direct-debit-return'
  | 'repayment'
  | 'principal'
  | 'interest'
  | 'late-fee'
  | 'recovery'
  | 'collection-fee'
  | 'service-fee'
  | 'repayment-reversal'
  | 'principal-reversal'
  | 'interest-reversal'
  | 'late-fee-reversal'
  | 'service-fee-reversal'
  | 'return-uncovered'
  | 'set-off'
  | 'provision-contribution'
  | 'provision-contribution-reversal'
  | 'provision-payout'
  | 'provision-payout-reversal'
  | 'provision-repayment'
  | 'provision-repayment-reversal'
  | 'recovery-reversal'
  | 'collection-fee-reversal';

export type TransferDraft = {
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  /** Minor units of the currency of both accounts, more than zero. */
  readonly amountMinor: bigint;
  readonly code: TransferCode;
  readonly kind: TransferKind;
  /** The reservation, for every kind but `post`. */
  readonly pendingId?: string;
  /** Of a `pend`: from this business date on, what is left of the reservation is freed. Never, when left out. */
  readonly expiresOn?: CalendarDate;
};

/**
 * Transfers that happen together or not at all. Only the end of a journal must respect the floors: an account may spend in it what it
 * receives in it. The reference makes it idempotent for ever.
 */
export type JournalDraft = {
  readonly id: Id<'journal'>;
  readonly reference: string;
  readonly kind: string;
  readonly businessDate: CalendarDate;
  readonly transfers: readonly TransferDraft[];
  /** The reference of the journal that this one takes back; a journal is taken back at most once. */
  readonly reverses?: string;
};

export type LedgerRefusal =
  | 'ledger.insufficient_funds'
  | 'ledger.account_unknown'
  | 'ledger.currency_mismatch'
  | 'ledger.pending_unknown'
  | 'ledger.pending_exists'
  | 'ledger.pending_exhausted'
  | 'ledger.amount_out_of_range'
  | 'ledger.reference_reused'
  | 'ledger.before_opening'
  | 'ledger.period_closed'
  | 'ledger.journal_unknown'
  | 'ledger.already_reversed';

export type PostOutcome =
  | { readonly status: 'posted' | 'replayed'; readonly journalId: string }
  | { readonly status: 'refused'; readonly code: LedgerRefusal; readonly accountId: string };

/** The refusal as the owner of the wallet that pays is told it. */
export const walletCode = (code: LedgerRefusal = 'ledger.insufficient_funds'): LedgerRefusal | 'wallet.insufficient_funds' =>
  code === 'ledger.insufficient_funds' ? 'wallet.insufficient_funds' : code;

export type PlatformAccountKind =
  | 'bank-clearing'
  | 'loan-clearing'
  | 'origination-fee-income'
  | 'service-fee-income'
  | 'collection-fee-income'
  | 'provision-fund'
  | 'suspense';

export const platformAccountKinds: readonly PlatformAccountKind[] = [
  'bank-clearing',
  'loan-clearing',
  'origination-fee-income',
  'service-fee-income',
  'collection-fee-income',
  'provision-fund',
  'suspense',
];

/** A platform account is split so that its row is not hot; a power of two. */
export const platformParts = 16n;

/** The sub-account of a platform account for a key (a loan, a deposit). The same key always gives the same one. */
export function platformAccount(kind: PlatformAccountKind, currency: string, shardKey: string): string {
  return platformAccountPart(kind, currency, fnv1a64(shardKey) & (platformParts - 1n));
}

export function platformAccountPart(kind: PlatformAccountKind, currency: string, part: bigint): string {
  return `platform:${kind}:${currency}:${part.toString().padStart(2, '0')}`;
}

/** The wallet of a member in a currency. Its id is also the id of its ledger account. */
export function walletIdOf(memberId: string, currency: string): Id<'wallet'> {
  return derivedId('wallet', memberId, currency);
}

const amountMax = 2n ** 63n - 1n;

/** A draft that breaks these rules is a defect of the caller, never an outcome. */
export function assertDraft(journal: JournalDraft): void {
  assert(journal.transfers.length > 0, 'a journal has transfers', { reference: journal.reference });
  const placed = journal.transfers.flatMap(({ kind, pendingId }) => (kind === 'pend' ? [pendingId] : []));
  assert(new Set(placed).size === placed.length, 'a journal places a reservation once', { reference: journal.reference });
  for (const transfer of journal.transfers) {
    const { debitAccountId, creditAccountId, amountMinor, kind, pendingId } = transfer;
    assert(amountMinor > 0n && amountMinor <= amountMax, 'a transfer moves more than nothing and fits the books', { transfer });
    assert(debitAccountId !== creditAccountId, 'a transfer has two sides', { transfer });
    assert((kind === 'post') === (pendingId === undefined), 'all kinds but post name a reservation', { transfer });
  }
}
