/** Who may do what with the money. A foreign object answers as an unknown one. */
import type { Rule } from '@mutua/http';
import type { MoneyViews } from '../../app/views.ts';
import type { MoneyPolicy } from './operations.ts';

const everyone: Rule = { access: 'roles', roles: ['member', 'admin', 'auditor'] };
const members: Rule = { access: 'roles', roles: ['member'] };
const admins: Rule = { access: 'roles', roles: ['admin'] };
const keepers: Rule = { access: 'roles', roles: ['admin', 'auditor'] };
const readers = ['admin', 'auditor'] as const;

export const moneyPolicy = (views: MoneyViews): MoneyPolicy => {
  const ownWallet = {
    access: 'object',
    kind: 'wallet',
    owners: async (sql, { walletId }) => {
      const wallet = await views.wallet(sql, walletId);
      return wallet && [wallet.memberId];
    },
    alsoRoles: readers,
  } satisfies Rule<{ parameters: { path: { walletId: string } } }>;
  return {
    listWallets: everyone,
    getWallet: ownWallet,
    listWalletTransactions: ownWallet,
    getWalletStatement: ownWallet,
    listWalletClaims: ownWallet,
    getLenderStatement: everyone,
    createTransfer: members,
    listBankAccounts: members,
    createBankAccount: members,
    listDeposits: members,
    createDeposit: members,
    getDeposit: {
      access: 'object',
      kind: 'deposit',
      owners: async (sql, { depositId }) => {
        const deposit = await views.deposit(sql, depositId);
        return deposit && [deposit.memberId];
      },
      alsoRoles: readers,
    },
    listWithdrawals: members,
    createWithdrawal: members,
    getWithdrawal: {
      access: 'object',
      kind: 'withdrawal',
      owners: async (sql, { withdrawalId }) => {
        const withdrawal = await views.withdrawal(sql, withdrawalId);
        return withdrawal && [withdrawal.memberId];
      },
      alsoRoles: readers,
    },
    listLedgerAccounts: keepers,
    listJournalEntries: keepers,
    getTrialBalance: keepers,
    getIntegrity: keepers,
    getChartOfAccounts: everyone,
    getLedgerBalance: keepers,
    getLedgerStatement: keepers,
    getLedgerBook: keepers,
    closeLedgerBook: admins,
    reopenLedgerBook: admins,
    rehearseJournal: admins,
    requestJournal: admins,
    requestJournalReversal: admins,
  };
};
