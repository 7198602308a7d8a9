/**
 * What the bank's statement says becomes state, journals and facts in one transaction. The statement is the truth; entries are taken
 * in order and once, because the position moves in the same transaction.
 */
import { assert, type CalendarDate, type Id, type Instant, type Rejection } from '@mutua/kernel';
import { depositStep, withdrawalStep } from '../domain/bank-movement.ts';
import { type JournalDraft, platformAccount, type TransferCode } from '../domain/ledger.ts';
import type {
  Balances,
  BankMovement,
  Deposit,
  Ledger,
  MovementStore,
  PaymentsFact,
  Publisher,
  StatementEntry,
  StatementPosition,
  Withdrawal,
} from './ports.ts';

type Ports = {
  readonly movements: MovementStore;
  readonly ledger: Ledger;
  readonly publisher: Publisher;
  readonly position: StatementPosition;
  readonly balances: Balances;
};
export type StatementImport = {
  readonly after: bigint;
  readonly entries: readonly StatementEntry[];
  readonly businessDate: CalendarDate;
  readonly at: Instant;
  readonly nextJournalId: () => Id<'journal'>;
};
/** `taken` is false when another process has imported meanwhile. `unexpected` entries moved nothing and need a person. */
export type Imported = { readonly taken: boolean; readonly unexpected: readonly (Rejection & { readonly entry: StatementEntry })[] };

type Work = {
  readonly deposits: Map<string, Deposit>;
  readonly withdrawals: Map<string, Withdrawal>;
  readonly journals: JournalDraft[];
  readonly facts: PaymentsFact[];
  readonly unexpected: (Rejection & { entry: StatementEntry })[];
};

export async function importStatement(ports: Ports, input: StatementImport): Promise<Imported> {
  const last = input.entries.at(-1);
  if (last === undefined || (await ports.position.claim()) !== input.after) return { taken: false, unexpected: [] };
  const work: Work = {
    deposits: byId(await ports.movements.lockDeposits(keysOf(input.entries, 'collect'))),
    withdrawals: byId(await ports.movements.lockWithdrawals(keysOf(input.entries, 'payout'))),
    journals: [],
    facts: [],
    unexpected: [],
  };
  for (const entry of input.entries) {
    if (entry.kind === 'collect') applyToDeposit(work, input, entry);
    else applyToWithdrawal(work, input, entry);
  }
  await postAll(ports, work.journals);
  await ports.movements.saveDeposits([...work.deposits.values()]);
  await ports.movements.saveWithdrawals([...work.withdrawals.values()]);
  await ports.publisher.publish(work.facts);
  await ports.position.moveTo(last.entryNo);
  return { taken: true, unexpected: work.unexpected };
}

function applyToDeposit(work: Work, input: StatementImport, entry: StatementEntry): void {
  const deposit = work.deposits.get(entry.key);
  if (deposit === undefined) return void work.unexpected.push({ code: 'bank.order_unknown', details: {}, entry });
  const step = depositStep(deposit.status, entry.status);
  if (!step.ok) return void work.unexpected.push({ ...step.error, entry });
  const { to, effect } = step.value;
  const next: Deposit = { ...deposit, status: to, failureCode: entry.code ?? deposit.failureCode, updatedAt: input.at };
  work.deposits.set(entry.key, next);
  const clearing = clearingOf(next);
  if (effect === 'credit') work.journals.push(journal(input, next, 'deposit', { from: clearing, to: next.walletId }));
  if (effect === 'take-back') work.journals.push(journal(input, next, 'deposit-return', { from: next.walletId, to: clearing }));
  if (to === 'cleared' || to === 'failed' || to === 'returned') work.facts.push(factOf('deposit', 'depositId', next));
}

function applyToWithdrawal(work: Work, input: StatementImport, entry: StatementEntry): void {
  const withdrawal = work.withdrawals.get(entry.key);
  if (withdrawal === undefined) return void work.unexpected.push({ code: 'bank.order_unknown', details: {}, entry });
  const step = withdrawalStep(withdrawal.status, entry.status);
  if (!step.ok) return void work.unexpected.push({ ...step.error, entry });
  const { to, effect } = step.value;
  const next: Withdrawal = { ...withdrawal, status: to, failureCode: entry.code ?? withdrawal.failureCode, updatedAt: input.at };
  work.withdrawals.set(entry.key, next);
  const out = { from: next.walletId, to: clearingOf(next) };
  if (effect === 'leave') work.journals.push(journal(input, next, 'withdrawal', { ...out, kind: 'post-pending' }));
  if (effect === 'free') work.journals.push(journal(input, next, 'withdrawal', { ...out, kind: 'void-pending' }));
  if (effect === 'bring-back') work.journals.push(journal(input, next, 'withdrawal-return', { from: out.to, to: out.from }));
  if (to === 'paid' || to === 'failed' || to === 'returned') work.facts.push(factOf('withdrawal', 'withdrawalId', next));
}

/** What a wallet lacks when a deposit is taken back comes from suspense in the same journal: a claim of the platform. */
async function postAll({ ledger, balances }: Ports, journals: readonly JournalDraft[]): Promise<void> {
  for (const draft of await refusedOf(ledger, journals)) {
    const walletId = draft.transfers[0]?.debitAccountId ?? '';
    const available = (await balances.available([walletId])).get(walletId) ?? 0n;
    // What is spent between the look and the posting is covered too.
    const spent = await refusedOf(ledger, [covered(draft, available)]);
    const left = spent.length === 0 ? [] : await refusedOf(ledger, [covered(draft, 0n)]);
    assert(left.length === 0, 'suspense covers every return', { reference: draft.reference });
  }
}

/** Of these the ones that were refused: returns of deposits from wallets that do not hold them. */
async function refusedOf(ledger: Ledger, journals: readonly JournalDraft[]): Promise<JournalDraft[]> {
  if (journals.length === 0) return [];
  const outcomes = await ledger.post(journals);
  return journals.filter((draft, i) => {
    const outcome = outcomes[i];
    if (outcome?.status !== 'refused') return false;
    const isReturn = draft.kind === 'deposit-return' && outcome.code === 'ledger.insufficient_funds';
    assert(isReturn, 'the books accept what the bank reports', { reference: draft.reference, outcome });
    return true;
  });
}

/** The same return with what the wallet lacks. */
function covered(draft: JournalDraft, availableMinor: bigint): JournalDraft {
  const [back] = draft.transfers;
  assert(back !== undefined, 'a return moves money', { reference: draft.reference });
  const walletId = back.debitAccountId;
  const debitAccountId = platformAccount('suspense', back.creditAccountId.split(':')[2] ?? '', walletId);
  const amountMinor = back.amountMinor - availableMinor;
  if (amountMinor <= 0n) return draft;
  return {
    ...draft,
    transfers: [back, { debitAccountId, creditAccountId: walletId, amountMinor, code: 'return-uncovered', kind: 'post' }],
  };
}

type Way = { readonly from: string; readonly to: string; readonly kind?: 'post-pending' | 'void-pending' };

function journal(input: StatementImport, movement: BankMovement<string>, code: TransferCode, way: Way): JournalDraft {
  const transfer = { debitAccountId: way.from, creditAccountId: way.to, amountMinor: movement.amountMinor, code };
  return {
    id: input.nextJournalId(),
    reference: `${movement.id}:${movement.status}`,
    kind: code,
    businessDate: input.businessDate,
    transfers: [way.kind === undefined ? { ...transfer, kind: 'post' } : { ...transfer, kind: way.kind, pendingId: movement.id }],
  };
}

function clearingOf({ currency, id }: BankMovement<string>): string {
  return platformAccount('bank-clearing', currency, id);
}

function factOf(noun: 'deposit' | 'withdrawal', idName: string, movement: BankMovement<string>): PaymentsFact {
  const { id, walletId, memberId, amountMinor, currency, status, failureCode } = movement;
  const isGood = status === 'cleared' || status === 'paid';
  return {
    name: `payments.${noun}-${status}.v1`,
    aggregateId: walletId,
    data: {
      [idName]: id,
      walletId,
      memberId,
      amount: { amountMinor: amountMinor.toString(), currency },
      ...(isGood ? {} : { code: failureCode ?? 'bank.refused' }),
    },
    subjects: [memberId],
  };
}

function keysOf(entries: readonly StatementEntry[], kind: StatementEntry['kind']): string[] {
  return [...new Set(entries.filter((entry) => entry.kind === kind).map(({ key }) => key))];
}

function byId<M extends { readonly id: string }>(movements: readonly M[]): Map<string, M> {
  return new Map(movements.map((movement) => [movement.id, movement]));
}
