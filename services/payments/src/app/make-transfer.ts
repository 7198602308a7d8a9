/** One member pays another, at once. The posting shares its transaction with those of the same moment. */
import type { OnceOutcome, OnceRequest, Tx } from '@mutua/db';
import { type CalendarDate, err, type Id, type Instant, type Money, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type JournalDraft, type LedgerRefusal, walletCode } from '../domain/ledger.ts';
import type { GroupCommitter, WalletDirectory } from './ports.ts';

type Ports = { readonly committer: GroupCommitter; readonly wallets: WalletDirectory };
export type MakeTransfer = {
  readonly transferId: Id<'transfer'>;
  readonly journalId: Id<'journal'>;
  readonly memberId: string;
  readonly fromWalletId: string;
  readonly toWalletId: string;
  readonly amount: Money;
  readonly request: OnceRequest | undefined;
  readonly at: Instant;
  /** Further writes of the same transaction, such as an audit record. */
  readonly also?: (tx: Tx) => Promise<void>;
};
export type MadeTransfer = {
  readonly transferId: string;
  readonly journalId: string;
  readonly businessDate: CalendarDate;
  readonly recordedAt: Instant;
};
export type TransferRejection =
  | 'wallet.not_found'
  | 'transfer.same_wallet'
  | 'transfer.currency_mismatch'
  | 'wallet.insufficient_funds'
  | LedgerRefusal;

/** A foreign source wallet is refused as an unknown one, so that nobody can probe. A refusal is remembered under the request as well. */
export async function makeTransfer({ committer, wallets }: Ports, input: MakeTransfer): Promise<OnceOutcome<MadeTransfer>> {
  const { transferId, fromWalletId, request, at, also } = input;
  const refusal = await refusalOf(wallets, input);
  if (refusal !== undefined) return committer.post<MadeTransfer>({ request, replyOf: () => err(refusal) });
  return committer.post<MadeTransfer>({
    request,
    journalOn: (businessDate) => journalOf(input, businessDate),
    replyOf: (outcome, businessDate): Result<MadeTransfer, Rejection<TransferRejection>> =>
      outcome === undefined || outcome.status === 'refused'
        ? reject(walletCode(outcome?.code), { walletId: fromWalletId })
        : ok({ transferId, journalId: outcome.journalId, businessDate, recordedAt: at }),
    ...(also === undefined ? {} : { also }),
  });
}

async function refusalOf(
  wallets: WalletDirectory,
  { memberId, fromWalletId, toWalletId, amount }: MakeTransfer,
): Promise<Rejection<TransferRejection> | undefined> {
  const found = await wallets.find([fromWalletId, toWalletId]);
  const from = found.find(({ walletId }) => walletId === fromWalletId);
  const to = found.find(({ walletId }) => walletId === toWalletId);
  if (from === undefined || from.memberId !== memberId) return reject('wallet.not_found' as const, { walletId: fromWalletId }).error;
  if (fromWalletId === toWalletId) return reject('transfer.same_wallet' as const, { walletId: toWalletId }).error;
  if (to === undefined) return reject('wallet.not_found' as const, { walletId: toWalletId }).error;
  if (from.currency === amount.currency && to.currency === amount.currency) return undefined;
  return reject('transfer.currency_mismatch' as const, { from: from.currency, to: to.currency, amount: amount.currency }).error;
}

function journalOf({ transferId, journalId, fromWalletId, toWalletId, amount }: MakeTransfer, businessDate: CalendarDate): JournalDraft {
  const sides = { debitAccountId: fromWalletId, creditAccountId: toWalletId };
  return {
    id: journalId,
    reference: transferId,
    kind: 'member-transfer',
    businessDate,
    transfers: [{ ...sides, amountMinor: amount.amountMinor, code: 'member-transfer', kind: 'post' }],
  };
}
