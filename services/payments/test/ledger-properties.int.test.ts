/**
 * Any sequence of commands, in any batches: Postgres decides as the naive model does, balance by balance; the trial balance is zero; what
 * the transfers tell gives the balances again, and so does what the events tell. MUTUA_PROPERTY_RUNS sets how many sequences; each has up to sixty journals.
 */
import { derivedId } from '@mutua/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerChecks, runChecks } from '../src/adapters/postgres/integrity-checks.ts';
import type { JournalDraft, TransferDraft, TransferKind } from '../src/domain/ledger.ts';
import { type Books, memberId, openTestBooks, post, today, told as toldBooks, wallet, withWallet } from './support/books.ts';
import { ledgerModel } from './support/ledger-model.ts';

const numRuns = Number(process.env['MUTUA_PROPERTY_RUNS'] ?? 60);
let books: Books;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(async () => {
  await books.close();
});

const kinds: readonly TransferKind[] = ['post', 'post', 'post', 'pend', 'post-pending', 'post-pending', 'void-pending'];
// Mostly wallets in euro that exist; the dollars, the free account and the unknown one now and then.
const accountNumber = fc.constantFrom(0, 0, 1, 1, 2, 2, 3, 3, 5, 5, 4, 6);
const transferArb = fc.record({
  debit: accountNumber,
  credit: accountNumber,
  amount: fc.integer({ min: 1, max: 120 }),
  kind: fc.constantFrom(...kinds),
  pending: fc.integer({ min: 0, max: 3 }),
  // Whether a reservation has the sides that belong to it.
  isStraight: fc.constantFrom(true, true, true, false),
});
const journalArb = fc.record({
  reference: fc.integer({ min: 0, max: 15 }),
  transfers: fc.array(transferArb, { minLength: 1, maxLength: 3 }),
  reverses: fc.option(fc.integer({ min: 0, max: 15 }), { nil: undefined, freq: 2 }),
});
const batchesArb = fc.array(fc.array(journalArb, { minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 6 });
type Written = typeof journalArb extends fc.Arbitrary<infer T> ? T : never;

/** Chance meets a second reversal too seldom: this sequence always does. */
const pay = (reference: number, [debit, credit]: readonly [0 | 1, 0 | 1], reverses?: number): Written => ({
  reference,
  transfers: [{ debit, credit, amount: 1, kind: 'post', pending: 0, isStraight: true }],
  reverses,
});
const reversedTwice: Written[][] = [[pay(0, [0, 1])], [pay(1, [1, 0], 0)], [pay(2, [1, 0], 0)]];
/** Nor does it ask again with the same transfers for what once reversed a journal and once does not. */
const otherReversal: Written[][] = [[pay(0, [0, 1])], [pay(0, [0, 1], 0), pay(0, [0, 1], 9), pay(1, [1, 0], 0), pay(1, [1, 0])]];

let runs = 0;

/** Five wallets (one in dollars), an account that may go below zero, and one that does not exist. */
async function ground(run: number) {
  const names = ['a', 'b', 'c', 'd'].map((name) => `${name}-${run}`);
  for (const name of names) await withWallet(books, name);
  const free = `platform:suspense:EUR:${String(run % 16).padStart(2, '0')}`;
  const accounts = [...names.map((name) => wallet(name)), wallet(`a-${run}`, 'USD'), free, derivedId('wallet', 'nobody')];
  const model = ledgerModel();
  for (const [i, id] of accounts.slice(0, 6).entries()) model.open(id, i === 4 ? 'USD' : 'EUR', i < 5);
  const funding = accounts.slice(0, 3).map((id, i): JournalDraft => {
    const way = { debitAccountId: free, creditAccountId: id, amountMinor: 200n, code: 'deposit', kind: 'post' } as const;
    return { id: books.ids.next('journal'), reference: `${run}:fund:${i}`, kind: 'test', businessDate: today, transfers: [way] };
  });
  await post(books, ...funding);
  for (const journal of funding) model.post(journal);
  return { accounts, model };
}

function draftOf(
  { reference, transfers, reverses }: Written,
  { run, accounts }: { run: number; accounts: readonly string[] },
): JournalDraft | undefined {
  const drafts = transfers.flatMap(({ amount, kind, pending, isStraight, ...way }): TransferDraft[] => {
    const [debit, credit] = kind !== 'post' && isStraight ? [pending % 3, 3] : [way.debit, way.credit];
    if (debit === credit) return [];
    const sides = { debitAccountId: accounts[debit] ?? '', creditAccountId: accounts[credit] ?? '' };
    const draft = { ...sides, amountMinor: BigInt(amount), code: 'member-transfer', kind } as const;
    return [kind === 'post' ? draft : { ...draft, pendingId: `${run}:p${pending}` }];
  });
  const placed = drafts.flatMap(({ kind, pendingId }) => (kind === 'pend' ? [pendingId] : []));
  if (drafts.length === 0 || new Set(placed).size < placed.length) return undefined;
  const journal = { id: books.ids.next('journal'), reference: `${run}:${reference}`, kind: 'test', businessDate: today, transfers: drafts };
  return reverses === undefined ? journal : { ...journal, reverses: `${run}:${reverses}` };
}

test('Postgres decides as the model does, and the books stay whole', { timeout: 60_000 + numRuns * 1_000 }, async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(batchesArb, async (batches) => {
      const run = ++runs;
      const { accounts, model } = await ground(run);
      for (const batch of batches) {
        const written = batch.flatMap((each) => draftOf(each, { run, accounts }) ?? []);
        // Somebody always asks again.
        const drafts = [...written, ...written.slice(0, 1)];
        const outcomes = await books.db.run((tx) => toldBooks(tx).post(drafts));
        const told = outcomes.map((outcome) => (outcome.status === 'refused' ? outcome.code : outcome.status));
        expect(told).toEqual(drafts.map((draft) => model.post(draft)));
        for (const each of told) seen.set(each, (seen.get(each) ?? 0) + 1);
      }
      const rows = await books.db.sql.query<{ account_id: string; balances: bigint[] }>(
        `select account_id, array[posted_debits, posted_credits, pending_debits, pending_credits] as balances from accounts
         where owner_id = any ($1)`,
        [['a', 'b', 'c', 'd'].map((name) => memberId(`${name}-${run}`))],
      );
      const expected = model.balances();
      for (const { account_id, balances } of rows) {
        if (expected[account_id] !== undefined) expect(balances.map(BigInt)).toEqual(expected[account_id]);
      }
    }),
    { numRuns, examples: [[reversedTwice], [otherReversal]] },
  );
  const broken = (await runChecks(books.db.sql, ledgerChecks)).filter(({ violations }) => violations > 0);
  expect(broken.map(({ name }) => name).filter((name) => name !== 'escrow-equals-open-holds')).toEqual([]);
  // Every kind of decision was met, so the property is about something.
  expect([...seen.keys()].sort()).toEqual([
    'ledger.account_unknown',
    'ledger.already_reversed',
    'ledger.currency_mismatch',
    'ledger.insufficient_funds',
    'ledger.journal_unknown',
    'ledger.pending_exhausted',
    'ledger.pending_exists',
    'ledger.pending_unknown',
    'ledger.reference_reused',
    'posted',
    'replayed',
  ]);
});
