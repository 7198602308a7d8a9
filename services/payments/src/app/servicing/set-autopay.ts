/** Whether instalments are collected from a bank account of the borrower. */
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { isOpen } from '../../domain/servicing/loan.ts';
import type { BankAccountStore } from '../ports.ts';
import type { LoanStore } from './ports.ts';

export type AutopayCode =
  | 'loan.not_found'
  | 'loan.not_open'
  | 'autopay.bank_account_missing'
  | 'bank_account.not_found'
  | 'bank_account.currency_mismatch';
export type AutopayWish = { readonly loanId: string; readonly enabled: boolean; readonly bankAccountId: string | null };
type Ports = { readonly loans: LoanStore; readonly bankAccounts: BankAccountStore };

/** Answers the setting in force. Enabled, it needs a bank account of the borrower in the currency of the loan. */
export const setAutopay = async (
  { loans, bankAccounts }: Ports,
  wish: AutopayWish,
): Promise<Result<AutopayWish, Rejection<AutopayCode>>> => {
  const loan = await loans.lock(wish.loanId);
  if (!loan) return reject('loan.not_found', { loanId: wish.loanId });
  if (!isOpen(loan)) return reject('loan.not_open', { loanId: loan.loanId, status: loan.status });
  if (wish.enabled && wish.bankAccountId === null) return reject('autopay.bank_account_missing', { loanId: loan.loanId });
  if (wish.bankAccountId !== null) {
    const account = await bankAccounts.find(wish.bankAccountId);
    if (account === undefined || account.memberId !== loan.borrowerId)
      return reject('bank_account.not_found', { bankAccountId: wish.bankAccountId });
    if (account.currency !== loan.market)
      return reject('bank_account.currency_mismatch', { expected: loan.market, found: account.currency });
  }
  await loans.save([{ ...loan, autopay: wish.enabled, bankAccountId: wish.bankAccountId }]);
  return ok(wish);
};
