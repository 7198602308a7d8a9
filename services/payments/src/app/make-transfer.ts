/** One member pays another, at once. */
import { type CalendarDate, type Id, type Money, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Ledger, WalletStore } from './ports.ts';

type Ports = { readonly ledger: Ledger; readonly wallets: WalletStore };
export type MakeTransfer = {
  readonly transferId: Id<'transfer'>;
  readonly journalId: Id<'journal'>;
  readonly memberId: string;
  readonly fromWalletId: string;
  readonly toWalletId: string;
  readonly amount: Money;
  readonly businessDate: CalendarDate;
};
export type TransferRejection = 'wallet.not_found' | 'transfer.same_wallet' | 'transfer.currency_mismatch' | 'wallet.insufficient_funds';

/** A foreign source wallet is refused as an unknown one, so that nobody can probe. */
export async function makeTransfer(
  { ledger, wallets }: Ports,
  input: MakeTransfer,
): Promise<Result<MakeTransfer, Rejection<TransferRejection>>> {
  const { fromWalletId, toWalletId, amount } = input;
  const from = await wallets.find(fromWalletId);
  if (from === undefined || from.memberId !== input.memberId) return reject('wallet.not_found', { walletId: fromWalletId });
  if (fromWalletId === toWalletId) return reject('transfer.same_wallet', { walletId: toWalletId });
  const to = await wallets.find(toWalletId);
  if (to === undefined) return reject('wallet.not_found', { walletId: toWalletId });
  if (from.currency !== amount.currency || to.currency !== amount.currency) {
    return reject('transfer.currency_mismatch', { from: from.currency, to: to.currency, amount: amount.currency });
  }
  const [outcome] = await ledger.post([
    {
      id: input.journalId,
      reference: input.transferId,
      kind: 'member-transfer',
      businessDate: input.businessDate,
      transfers: [
        {
          debitAccountId: fromWalletId,
          creditAccountId: toWalletId,
          amountMinor: amount.amountMinor,
          code: 'member-transfer',
          kind: 'post',
        },
      ],
    },
  ]);
  if (outcome?.status === 'refused') return reject('wallet.insufficient_funds', { walletId: fromWalletId });
  return ok(input);
}
