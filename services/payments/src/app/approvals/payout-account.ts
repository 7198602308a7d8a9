/** The one bank account that money of a member may be paid out to in a currency. Without one, any account of the member's will do. */
import type { Instant } from '@mutua/kernel';
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { BankAccountStore, PayoutAccountStore } from '../ports.ts';

export type PayoutAccountCode = 'bank_account.not_found';
type Ports = { readonly bankAccounts: BankAccountStore; readonly payoutAccounts: PayoutAccountStore };
export type PayoutAccountChange = { readonly memberId: string; readonly currency: string; readonly bankAccountId: string };

/** What a second person is asked to approve; a foreign bank account answers as an unknown one. */
export const payoutAccountChange = async (
  bankAccounts: BankAccountStore,
  { memberId, bankAccountId }: { readonly memberId: string; readonly bankAccountId: string },
): Promise<Result<PayoutAccountChange, Rejection<PayoutAccountCode>>> => {
  const account = await bankAccounts.find(bankAccountId);
  if (account === undefined || account.memberId !== memberId) return reject('bank_account.not_found', { bankAccountId });
  return ok({ memberId, currency: account.currency, bankAccountId });
};

/** Does what was approved. */
export const changePayoutAccount = async (
  { bankAccounts, payoutAccounts }: Ports,
  change: PayoutAccountChange,
  at: Instant,
): Promise<Result<void, Rejection<PayoutAccountCode>>> => {
  const checked = await payoutAccountChange(bankAccounts, change);
  if (!checked.ok) return checked;
  await payoutAccounts.set({ ...checked.value, approvedAt: at });
  return ok(undefined);
};
