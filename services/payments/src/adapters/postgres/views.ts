/** The reads of the money part, gathered. The integrity checks of servicing join the same list, so one statement sees all. */
import type { MoneyViews } from '../../app/views.ts';
import { walletClaims } from './claim-store.ts';
import { ledgerChecks, runChecks } from './integrity-checks.ts';
import { journalEntries, ledgerAccounts, trialBalance } from './ledger-views.ts';
import { bankAccountsOf, depositOf, depositsOf, walletMovements, walletsOf, withdrawalOf, withdrawalsOf } from './money-views.ts';
import { servicingChecks } from './servicing/integrity-checks.ts';
import { walletStore } from './wallet-store.ts';

export function moneyViews(): MoneyViews {
  return {
    wallet: (sql, walletId) => walletStore(sql).find(walletId),
    wallets: walletsOf,
    walletMovements,
    walletClaims,
    bankAccounts: bankAccountsOf,
    deposits: depositsOf,
    deposit: depositOf,
    withdrawals: withdrawalsOf,
    withdrawal: withdrawalOf,
    ledgerAccounts,
    journals: journalEntries,
    trialBalance,
    integrity: (sql) => runChecks(sql, [...ledgerChecks, ...servicingChecks]),
  };
}
