/** Many at once: money is neither made nor lost, no wallet goes below zero, and nobody sees a deadlock. */
import type { Tx } from '@mutua/db';
import { derivedId } from '@mutua/kernel';
import { untilBlocked } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerChecks, runChecks } from '../src/adapters/postgres/integrity-checks.ts';

import { bookStore } from '../src/adapters/postgres/statement-views.ts';
import { captureHolds } from '../src/app/capture-holds.ts';
import { placeHolds } from '../src/app/place-hold.ts';
import { releaseHold } from '../src/app/release-hold.ts';
import { platformAccount } from '../src/domain/ledger.ts';
import {
  type Books,
  balanceOf,
  clearing,
  currencies,
  journal,
  memberId,
  openTestBooks,
  post,
  today,
  told,
  transfer,
  wallet,
  withWallet,
} from './support/books.ts';

let books: Books;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(async () => {
  await books.close();
});

/** A small generator, so that a failure can be repeated. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

test('200 clients, random transfers among 8 wallets', async () => {
  const names = Array.from({ length: 8 }, (_, i) => `racer-${i}`);
  for (const name of names) await withWallet(books, name, 1000n);
  const client = async (number: number): Promise<string[]> => {
    const random = randomNumbers(number + 1);
    const seen: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const from = random(8);
      const to = (from + 1 + random(7)) % 8;
      const other = (from + 1 + random(7)) % 8;
      const outcomes = await post(
        books,
        journal(`race:${number}:${i}`, transfer(wallet(`racer-${from}`), wallet(`racer-${to}`), BigInt(1 + random(400)))),
        journal(
          `race:${number}:${i}:b`,
          transfer(wallet(`racer-${to}`), wallet(`racer-${other === to ? from : other}`), BigInt(1 + random(400))),
        ),
      );
      seen.push(...outcomes.map((outcome) => (outcome.status === 'refused' ? outcome.code : outcome.status)));
    }
    return seen;
  };
  const seen = (await Promise.all(Array.from({ length: 200 }, (_, i) => client(i)))).flat();
  expect(seen).toHaveLength(2000);
  expect(new Set(seen)).toEqual(new Set(['posted', 'ledger.insufficient_funds']));
  const balances = await Promise.all(names.map((name) => balanceOf(books, wallet(name))));
  expect(balances.reduce((total, row) => total + (row?.balance ?? 0n), 0n)).toBe(8000n);
  expect(balances.every((row) => row !== undefined && row.balance >= 0n)).toBe(true);
});

test('one reference posted by many at once is posted once', async () => {
  await withWallet(books, 'payer', 100n);
  await withWallet(books, 'payee');
  const same = journal('same', transfer(wallet('payer'), wallet('payee'), 60n));
  const outcomes = (await Promise.all(Array.from({ length: 40 }, () => post(books, same)))).flat();
  expect(outcomes.filter(({ status }) => status === 'posted')).toHaveLength(1);
  expect(outcomes.filter(({ status }) => status === 'replayed')).toHaveLength(39);
  expect(await balanceOf(books, wallet('payee'))).toMatchObject({ balance: 60n });
});

test('one reference on different accounts at once is posted once', async () => {
  await withWallet(books, 'left', 1000n);
  await withWallet(books, 'right', 1000n);
  await withWallet(books, 'middle');
  const from = (name: string) => journal('contested', transfer(wallet(name), wallet('middle'), 10n));
  const all = Array.from({ length: 20 }, (_, i) => post(books, from(i % 2 === 0 ? 'left' : 'right')));
  const outcomes = (await Promise.all(all)).flat();
  expect(outcomes.filter(({ status }) => status === 'posted')).toHaveLength(1);
  expect(await balanceOf(books, wallet('middle'))).toMatchObject({ balance: 10n });
});

test('captures and releases of one hold race: together never more than it held', async () => {
  await withWallet(books, 'lender', 10_000n);
  const offerId = derivedId('offer', 'contested');
  const holdId = derivedId('hold', offerId);
  await books.db.run(async (tx) => {
    const unit = await books.openUnit(tx, books.clock.now());
    await placeHolds({ ...unit, currencies }, [
      {
        offerId,
        lenderId: memberId('lender'),
        amount: { amountMinor: 1000n, currency: 'EUR' as never },
        journalId: books.ids.next('journal'),
        businessDate: today,
        at: books.clock.now(),
      },
    ]);
  });
  const captureOne = (i: number) =>
    books.db.run(async (tx) => {
      const unit = await books.openUnit(tx, books.clock.now());
      const to = platformAccount('suspense', 'EUR', `loan-${i}`);
      const captured = await captureHolds(
        unit,
        [{ holdId, offerId, loanId: derivedId('loan', `${i}`), currency: 'EUR', amountMinor: 70n }],
        to,
      );
      if (!captured.ok) return captured.error.code;
      const outcomes = await told(tx).post([journal(`capture:${i}`, ...captured.value.transfers)]);
      expect(outcomes).toMatchObject([{ status: 'posted' }]);
      return 'captured';
    });
  const releaseOne = (i: number) =>
    books.db.run(async (tx) => {
      const unit = await books.openUnit(tx, books.clock.now());
      const freed = { amountMinor: 30n, currency: 'EUR' as never };
      const released = await releaseHold(unit, {
        offerId,
        freed,
        cause: `evt-${i}`,
        journalId: books.ids.next('journal'),
        businessDate: today,
      });
      return released.ok ? 'released' : released.error.code;
    });
  const results = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? captureOne(i) : releaseOne(i))));
  const captured = BigInt(results.filter((result) => result === 'captured').length) * 70n;
  const released = BigInt(results.filter((result) => result === 'released').length) * 30n;
  expect(captured + released).toBeLessThanOrEqual(1000n);
  expect(1000n - captured - released).toBeLessThan(30n);
  expect(await balanceOf(books, wallet('lender'))).toEqual({
    balance: 10_000n - captured,
    held: 1000n - captured - released,
    expected: 0n,
  });
});

test('a withdrawal and an offer race for the same money: one of them wins', async () => {
  await withWallet(books, 'torn', 100n);
  const bank = platformAccount('bank-clearing', 'EUR', 'torn');
  const loans = platformAccount('loan-clearing', 'EUR', 'torn');
  const pend = (reference: string, to: string) =>
    post(books, journal(reference, { ...transfer(wallet('torn'), to, 80n), kind: 'pend', pendingId: reference }));
  const outcomes = (await Promise.all([pend('wdr-torn', bank), pend('hold-torn', loans)])).flat();
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['posted', 'refused']);
  expect(await balanceOf(books, wallet('torn'))).toMatchObject({ balance: 100n, held: 80n });
});

test('after the races the books are whole', async () => {
  const broken = (await runChecks(books.db.sql, ledgerChecks)).filter(({ violations }) => violations > 0);
  expect(broken.map(({ name, samples }) => [name, samples])).toEqual([['escrow-equals-open-holds', [expect.stringMatching('-torn')]]]);
});

test('who closes a period waits for who is posting, and who posts waits for who is closing', async () => {
  await withWallet(books, 'late');
  const hold = async (begin: (tx: Tx) => Promise<unknown>, other: (tx: Tx) => Promise<unknown>): Promise<void> => {
    const begun = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const first = books.db.run(async (tx) => {
      await begin(tx);
      begun.resolve();
      await mayCommit.promise;
    });
    await begun.promise;
    const second = books.db.run(other);
    await untilBlocked(books.db.sql).finally(mayCommit.resolve);
    await Promise.all([first, second]);
  };
  const posting = (reference: string) => (tx: Tx) => told(tx).post([journal(reference, transfer(clearing, wallet('late'), 5n))]);
  const closing = (tx: Tx) => bookStore(tx).lock();
  await hold(posting('late:1'), closing);
  await hold(closing, posting('late:2'));
  expect(await balanceOf(books, wallet('late'))).toMatchObject({ balance: 10n });
});
