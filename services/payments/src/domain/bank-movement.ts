/** Deposits and withdrawals as the bank reports them, entry by entry (domain: paid is not the end, it may come back). Pure. */
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';

export type DepositStatus = 'expected' | 'received' | 'cleared' | 'failed' | 'returned';
export type WithdrawalStatus = 'requested' | 'submitted' | 'in-transit' | 'paid' | 'failed' | 'returned';

/** What a line of the bank's statement says about one of our orders. */
export type BankStatus = 'accepted' | 'settled' | 'failed' | 'returned';

/** What a step does to the wallet: nothing, credit it, take a credit back. */
export type DepositEffect = 'none' | 'credit' | 'take-back';
/** The reserved money leaves, is freed, or comes back after it left. */
export type WithdrawalEffect = 'none' | 'leave' | 'free' | 'bring-back';

type Step<S, E> = { readonly to: S; readonly effect: E };
type Table<S extends string, E> = { readonly [From in S]: { readonly [Entry in BankStatus]?: Step<S, E> } };

const failedDeposit = { to: 'failed', effect: 'none' } as const;
const depositSteps: Table<DepositStatus, DepositEffect> = {
  expected: { accepted: { to: 'received', effect: 'none' }, failed: failedDeposit },
  received: { settled: { to: 'cleared', effect: 'credit' }, failed: failedDeposit },
  cleared: { returned: { to: 'returned', effect: 'take-back' } },
  failed: {},
  returned: {},
};

// The statement may be read before our own note that the order was sent, so both early states take the same entries.
const sent: Table<WithdrawalStatus, WithdrawalEffect>['requested'] = {
  accepted: { to: 'in-transit', effect: 'leave' },
  failed: { to: 'failed', effect: 'free' },
};
const withdrawalSteps: Table<WithdrawalStatus, WithdrawalEffect> = {
  requested: sent,
  submitted: sent,
  'in-transit': { settled: { to: 'paid', effect: 'none' }, failed: { to: 'failed', effect: 'bring-back' } },
  paid: { returned: { to: 'returned', effect: 'bring-back' } },
  failed: {},
  returned: {},
};

export type UnexpectedEntry = Rejection<'bank.entry_unexpected'>;

export function depositStep(from: DepositStatus, entry: BankStatus): Result<Step<DepositStatus, DepositEffect>, UnexpectedEntry> {
  return stepOf(depositSteps, from, entry);
}

export function withdrawalStep(
  from: WithdrawalStatus,
  entry: BankStatus,
): Result<Step<WithdrawalStatus, WithdrawalEffect>, UnexpectedEntry> {
  return stepOf(withdrawalSteps, from, entry);
}

function stepOf<S extends string, E>(table: Table<S, E>, from: S, entry: BankStatus): Result<Step<S, E>, UnexpectedEntry> {
  const step = table[from][entry];
  return step === undefined ? reject('bank.entry_unexpected', { from, entry }) : ok(step);
}
