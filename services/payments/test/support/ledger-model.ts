/** The ledger once more, as naive as can be: maps, one journal after the other, undone when it breaks a rule. What Postgres does must agree. */
import type { JournalDraft, LedgerRefusal, TransferDraft } from '../../src/domain/ledger.ts';

type Account = { debits: bigint; credits: bigint; held: bigint; expected: bigint; readonly currency: string; readonly hasFloor: boolean };
type Reservation = { readonly debit: string; readonly credit: string; left: bigint };
type State = { accounts: Map<string, Account>; reservations: Map<string, Reservation> };

export type Model = {
  open(accountId: string, currency: string, hasFloor: boolean): void;
  /** `posted`, `replayed`, or the code of the refusal. */
  post(journal: JournalDraft): 'posted' | 'replayed' | LedgerRefusal;
  balances(): Record<string, readonly [debits: bigint, credits: bigint, held: bigint, expected: bigint]>;
};

export function ledgerModel(): Model {
  let state: State = { accounts: new Map(), reservations: new Map() };
  const journals = new Map<string, JournalDraft>();
  const reversed = new Set<string>();
  const verdict = (journal: JournalDraft): LedgerRefusal | undefined => {
    if (journal.reverses === undefined) return undefined;
    const old = journals.get(journal.reverses);
    if (old === undefined) return 'ledger.journal_unknown';
    return old.reverses !== undefined || reversed.has(journal.reverses) ? 'ledger.already_reversed' : undefined;
  };
  return {
    open: (accountId, currency, hasFloor) =>
      void state.accounts.set(accountId, { debits: 0n, credits: 0n, held: 0n, expected: 0n, currency, hasFloor }),
    post(journal) {
      const old = journals.get(journal.reference);
      if (old !== undefined) return isSameContent(old, journal) ? 'replayed' : 'ledger.reference_reused';
      const refusal = verdict(journal) ?? firstOf(journal.transfers, (transfer) => refusalOf(state, transfer));
      if (refusal !== undefined) return refusal;
      const tried = structuredClone(state);
      for (const transfer of journal.transfers) apply(tried, transfer);
      const broken = firstOf(journal.transfers, (transfer) => brokenBy(tried, transfer));
      if (broken !== undefined) return broken;
      state = tried;
      journals.set(journal.reference, journal);
      if (journal.reverses !== undefined) reversed.add(journal.reverses);
      return 'posted';
    },
    balances: () =>
      Object.fromEntries([...state.accounts].map(([id, { debits, credits, held, expected }]) => [id, [debits, credits, held, expected]])),
  };
}

function firstOf<T>(transfers: readonly TransferDraft[], find: (transfer: TransferDraft) => T | undefined): T | undefined {
  for (const transfer of transfers) {
    const found = find(transfer);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is wrong with a transfer before money is looked at. */
function refusalOf({ accounts, reservations }: State, transfer: TransferDraft): LedgerRefusal | undefined {
  const { kind, pendingId = '', debitAccountId, creditAccountId } = transfer;
  const [debit, credit] = [accounts.get(debitAccountId), accounts.get(creditAccountId)];
  if (debit === undefined || credit === undefined) return 'ledger.account_unknown';
  if (debit.currency !== credit.currency) return 'ledger.currency_mismatch';
  if (kind === 'post') return undefined;
  const reservation = reservations.get(pendingId);
  if (kind === 'pend') return reservation === undefined ? undefined : 'ledger.pending_exists';
  if (reservation === undefined || reservation.debit !== debitAccountId) return 'ledger.pending_unknown';
  return kind === 'void-pending' && reservation.credit !== creditAccountId ? 'ledger.pending_unknown' : undefined;
}

function apply(
  { accounts, reservations }: State,
  { kind, pendingId = '', debitAccountId, creditAccountId, amountMinor }: TransferDraft,
): void {
  const [debit, credit] = [accounts.get(debitAccountId), accounts.get(creditAccountId)];
  if (debit === undefined || credit === undefined) return;
  if (kind === 'pend') {
    reservations.set(pendingId, { debit: debitAccountId, credit: creditAccountId, left: amountMinor });
    debit.held += amountMinor;
    credit.expected += amountMinor;
    return;
  }
  if (kind === 'post' || kind === 'post-pending') {
    debit.debits += amountMinor;
    credit.credits += amountMinor;
  }
  const reservation = kind === 'post' ? undefined : reservations.get(pendingId);
  if (reservation === undefined) return;
  reservation.left -= amountMinor;
  debit.held -= amountMinor;
  const stoodOn = accounts.get(reservation.credit);
  if (stoodOn !== undefined) stoodOn.expected -= amountMinor;
}

/** What is wrong with the state after the whole journal. */
function brokenBy({ accounts, reservations }: State, { pendingId, debitAccountId }: TransferDraft): LedgerRefusal | undefined {
  if (pendingId !== undefined && (reservations.get(pendingId)?.left ?? 0n) < 0n) return 'ledger.pending_exhausted';
  const account = accounts.get(debitAccountId);
  const isBelow = account?.hasFloor === true && account.credits - account.debits - account.held < 0n;
  return isBelow ? 'ledger.insufficient_funds' : undefined;
}

/** Whether two drafts would write the same: ids and dates apart, which a repeated request may have anew. */
function isSameContent(one: JournalDraft, other: JournalDraft): boolean {
  return one.kind === other.kind && one.reverses === other.reverses && contentOf(one) === contentOf(other);
}

function contentOf({ transfers }: JournalDraft): string {
  const lines = transfers.map(({ debitAccountId, creditAccountId, amountMinor, code, kind, pendingId = '' }) =>
    [debitAccountId, creditAccountId, amountMinor, code, kind, pendingId].join(' '),
  );
  return lines.sort().join('\n');
}
