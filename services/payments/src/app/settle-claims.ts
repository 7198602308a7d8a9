/**
 * A ledger that keeps the claims of the platform: what had to be put into a wallet is a claim from then on, and what comes in for its owner
 * settles open claims at once, in journals of their own, in the same transaction.
 */
import { assert, type CalendarDate, type Id } from '@mutua/kernel';
import { type Claim, claimsOf, incomeOf, type SetOff, setOff, setOffTransfer } from '../domain/claim.ts';
import type { JournalDraft } from '../domain/ledger.ts';
import type { Ledger } from './ports.ts';

export type NewClaim = {
  readonly walletId: string;
  readonly journalId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly on: CalendarDate;
};
export type ClaimStore = {
  open(claims: readonly NewClaim[]): Promise<void>;
  /** Open claims of these wallets, locked, oldest first, with what can be spent of the wallet now. */
  openOf(walletIds: readonly string[]): Promise<readonly (Claim & { readonly availableMinor: bigint })[]>;
  settle(settled: readonly SetOff[], on: CalendarDate): Promise<void>;
};
type Deps = { readonly ledger: Ledger; readonly claims: ClaimStore; readonly nextJournalId: () => Id<'journal'> };

export const claimingLedger = (deps: Deps): Ledger => ({
  async post(journals) {
    const outcomes = await deps.ledger.post(journals);
    const posted = journals.filter((_, i) => outcomes[i]?.status === 'posted');
    const opened = posted.flatMap((journal) =>
      [...claimsOf(journal)].map(([walletId, amountMinor]) => newClaim(journal, walletId, amountMinor)),
    );
    if (opened.length > 0) await deps.claims.open(opened);
    await settleBy(deps, posted);
    return outcomes;
  },
});

const newClaim = (journal: JournalDraft, walletId: string, amountMinor: bigint): NewClaim => {
  const source = journal.transfers.find(({ code, creditAccountId }) => code === 'return-uncovered' && creditAccountId === walletId);
  const currency = source?.debitAccountId.split(':')[2];
  assert(currency !== undefined, 'a claim is paid from suspense', { reference: journal.reference });
  return { walletId, journalId: journal.id, currency, amountMinor, on: journal.businessDate };
};

type Income = { readonly journal: JournalDraft; readonly amountMinor: bigint };

const settleBy = async ({ ledger, claims, nextJournalId }: Deps, posted: readonly JournalDraft[]): Promise<void> => {
  const incomes = new Map<string, Income>();
  for (const journal of posted) {
    for (const [walletId, amountMinor] of incomeOf(journal))
      incomes.set(walletId, { journal, amountMinor: amountMinor + (incomes.get(walletId)?.amountMinor ?? 0n) });
  }
  if (incomes.size === 0) return;
  const open = Map.groupBy(await claims.openOf([...incomes.keys()]), ({ walletId }) => walletId);
  const drafts: JournalDraft[] = [];
  const settled: SetOff[] = [];
  for (const [walletId, own] of open) {
    const income = incomes.get(walletId);
    const [first] = own;
    if (income === undefined || first === undefined) continue;
    const parts = setOff(own, { incomeMinor: income.amountMinor, availableMinor: first.availableMinor });
    if (parts.length === 0) continue;
    const { businessDate, reference } = income.journal;
    settled.push(...parts);
    drafts.push({
      ...{ id: nextJournalId(), reference: `set-off:${walletId}:${reference}`, kind: 'set-off', businessDate },
      transfers: parts.map(setOffTransfer),
    });
  }
  const [last] = drafts;
  if (last === undefined) return;
  const outcomes = await ledger.post(drafts);
  assert(
    outcomes.every(({ status }) => status === 'posted'),
    'what is there can be set off, once',
    { outcomes },
  );
  await claims.settle(settled, last.businessDate);
};
