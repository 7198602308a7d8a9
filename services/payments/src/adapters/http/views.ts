/** What the money part of the API shows. */
import type { PaymentsComponents } from '@mutua/contracts';
import type { BankAccount, Deposit, Wallet, Withdrawal } from '../../app/ports.ts';
import type { AccountView, ClaimView, JournalView, TrialBalanceRow, WalletMovement } from '../../app/views.ts';

type Schemas = PaymentsComponents['schemas'];

export function moneyView(amountMinor: bigint, currency: string): Schemas['Money'] {
  return { amountMinor: amountMinor.toString(), currency };
}

export function walletView({ walletId, memberId, currency, postedMinor, heldMinor, openedAt }: Wallet): Schemas['Wallet'] {
  return {
    walletId,
    memberId,
    currency,
    balance: moneyView(postedMinor, currency),
    held: moneyView(heldMinor, currency),
    available: moneyView(postedMinor - heldMinor, currency),
    openedAt,
  };
}

export function walletMovementView(movement: WalletMovement): Schemas['WalletTransaction'] {
  const { transferNo, journalId, reference, kind, code, amountMinor, currency, businessDate, recordedAt } = movement;
  return {
    transactionId: transferNo.toString(),
    journalId,
    kind,
    code,
    direction: directionOf(movement),
    amount: moneyView(amountMinor, currency),
    reference,
    businessDate,
    recordedAt,
  };
}

export function claimView({ journalId, currency, amountMinor, settledMinor, openedOn, settledOn }: ClaimView): Schemas['WalletClaim'] {
  return {
    journalId,
    amount: moneyView(amountMinor, currency),
    settled: moneyView(settledMinor, currency),
    open: moneyView(amountMinor - settledMinor, currency),
    openedOn,
    settledOn,
  };
}

function directionOf({ isDebit, kind }: WalletMovement): Schemas['WalletTransaction']['direction'] {
  if (!isDebit) return 'in';
  if (kind === 'pend') return 'hold';
  return kind === 'void-pending' ? 'release' : 'out';
}

export function bankAccountView(account: BankAccount): Schemas['BankAccount'] {
  const { bankAccountId, memberId, maskedIban, currency, behaviour, stopsOn, createdAt } = account;
  const sandbox = stopsOn === null ? { behaviour } : { behaviour, stopsOn };
  return { bankAccountId, memberId, maskedIban, currency, mandate: 'active', sandbox, createdAt };
}

export function depositView({ id, amountMinor, currency, ...deposit }: Deposit): Schemas['Deposit'] {
  return { depositId: id, ...deposit, amount: moneyView(amountMinor, currency) };
}

export function withdrawalView({ id, amountMinor, currency, ...withdrawal }: Withdrawal): Schemas['Withdrawal'] {
  return { withdrawalId: id, ...withdrawal, amount: moneyView(amountMinor, currency) };
}

export function accountView(account: AccountView): Schemas['LedgerAccount'] {
  const { accountId, code, currency, ownerId, postedDebits, postedCredits, pendingDebits, pendingCredits } = account;
  return {
    accountId,
    code: code as Schemas['AccountCode'],
    currency,
    ownerId,
    postedDebits: moneyView(postedDebits, currency),
    postedCredits: moneyView(postedCredits, currency),
    pendingDebits: moneyView(pendingDebits, currency),
    pendingCredits: moneyView(pendingCredits, currency),
    balance: moneyView(postedCredits - postedDebits, currency),
  };
}

export function journalView({ journalId, reference, kind, businessDate, recordedAt, transfers }: JournalView): Schemas['Journal'] {
  return {
    journalId,
    reference,
    kind,
    businessDate,
    recordedAt,
    transfers: transfers.map(({ transferNo, amountMinor, currency, ...transfer }) => ({
      transactionId: transferNo,
      ...transfer,
      amount: { amountMinor, currency },
    })),
  };
}

export function trialBalanceView(rows: readonly TrialBalanceRow[], asOf: string): Schemas['TrialBalance'] {
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  return {
    asOf,
    rows: rows.map(({ code, currency, accounts, debits, credits, held }) => ({
      code: code as Schemas['AccountCode'],
      currency,
      accounts: Number(accounts),
      debits: moneyView(debits, currency),
      credits: moneyView(credits, currency),
      balance: moneyView(credits - debits, currency),
      held: moneyView(held, currency),
    })),
    totals: currencies.map((currency) => {
      const own = rows.filter((row) => row.currency === currency);
      const debits = own.reduce((total, row) => total + row.debits, 0n);
      const credits = own.reduce((total, row) => total + row.credits, 0n);
      return {
        currency,
        debits: moneyView(debits, currency),
        credits: moneyView(credits, currency),
        difference: moneyView(credits - debits, currency),
      };
    }),
  };
}
