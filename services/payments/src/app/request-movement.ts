/** Deposits and withdrawals begin here: checked, recorded, and for a withdrawal reserved. The bank hears of them later. */
import { type CalendarDate, type Id, type Instant, type Money, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type LedgerRefusal, platformAccount, walletCode, walletIdOf } from '../domain/ledger.ts';
import type {
  BankAccountStore,
  BankMovement,
  Deposit,
  Ledger,
  MovementStore,
  PayoutAccountStore,
  WalletStore,
  Withdrawal,
} from './ports.ts';

type Ports = {
  readonly bankAccounts: BankAccountStore;
  readonly wallets: WalletStore;
  readonly movements: MovementStore;
  readonly ledger: Ledger;
};
export type MovementWish = {
  readonly memberId: Id<'member'>;
  readonly bankAccountId: string;
  readonly amount: Money;
  readonly businessDate: CalendarDate;
  readonly at: Instant;
};
export type MovementRejection =
  | 'bank_account.not_found'
  | 'bank_account.currency_mismatch'
  | 'wallet.not_found'
  | 'wallet.insufficient_funds'
  | 'withdrawal.not_payout_account'
  | LedgerRefusal;

export async function requestDeposit(
  ports: Ports,
  input: MovementWish & { readonly depositId: Id<'deposit'> },
): Promise<Result<Deposit, Rejection<MovementRejection>>> {
  const checked = await check(ports, input);
  if (!checked.ok) return checked;
  const deposit: Deposit = { ...checked.value, id: input.depositId, status: 'expected' };
  await ports.movements.insertDeposit(deposit);
  return ok(deposit);
}

/** Where a payout account was approved, money leaves to no other. */
export async function requestWithdrawal(
  ports: Ports & { readonly payoutAccounts: PayoutAccountStore },
  input: MovementWish & { readonly withdrawalId: Id<'withdrawal'>; readonly journalId: Id<'journal'> },
): Promise<Result<Withdrawal, Rejection<MovementRejection>>> {
  const checked = await check(ports, input);
  if (!checked.ok) return checked;
  const { memberId, bankAccountId, amount } = input;
  const only = await ports.payoutAccounts.find(memberId, amount.currency);
  if (only !== undefined && only.bankAccountId !== bankAccountId) return reject('withdrawal.not_payout_account', { bankAccountId });
  const withdrawal: Withdrawal = { ...checked.value, id: input.withdrawalId, status: 'requested' };
  const [outcome] = await ports.ledger.post([
    {
      id: input.journalId,
      reference: `${withdrawal.id}:requested`,
      kind: 'withdrawal-requested',
      businessDate: input.businessDate,
      transfers: [
        {
          debitAccountId: withdrawal.walletId,
          creditAccountId: platformAccount('bank-clearing', withdrawal.currency, withdrawal.id),
          amountMinor: withdrawal.amountMinor,
          code: 'withdrawal',
          kind: 'pend',
          pendingId: withdrawal.id,
        },
      ],
    },
  ]);
  if (outcome?.status === 'refused') return reject(walletCode(outcome.code), { walletId: withdrawal.walletId });
  await ports.movements.insertWithdrawal(withdrawal);
  return ok(withdrawal);
}

async function check(
  { bankAccounts, wallets }: Ports,
  { memberId, bankAccountId, amount, at }: MovementWish,
): Promise<Result<Omit<BankMovement<never>, 'id' | 'status'>, Rejection<MovementRejection>>> {
  const account = await bankAccounts.find(bankAccountId);
  if (account === undefined || account.memberId !== memberId) return reject('bank_account.not_found', { bankAccountId });
  if (account.currency !== amount.currency) return reject('bank_account.currency_mismatch', { bankAccountId, currency: account.currency });
  const wallet = await wallets.find(walletIdOf(memberId, amount.currency));
  if (wallet === undefined) return reject('wallet.not_found', { currency: amount.currency });
  return ok({
    memberId,
    walletId: wallet.walletId,
    bankAccountId,
    amountMinor: amount.amountMinor,
    currency: amount.currency,
    failureCode: null,
    createdAt: at,
    updatedAt: at,
  });
}
