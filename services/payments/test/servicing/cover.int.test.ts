/** What suspense covers is what a wallet lacks at the posting: money that comes in at the same moment is neither claimed nor lost. */
import { untilBlocked } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { balances } from '../../src/adapters/postgres/servicing/return-store.ts';
import { postCovered } from '../../src/app/servicing/rebook.ts';
import { platformAccount } from '../../src/domain/ledger.ts';
import { type Books, balanceOf, clearing, journal, openTestBooks, told, transfer, wallet, withWallet } from '../support/books.ts';
import { makeWorld } from './life.ts';

let books: Books;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

const { loan } = makeWorld(100_000n, 120_000n);
const take = (name: string, amountMinor: bigint) =>
  books.db.run((tx) =>
    postCovered(
      { balances: balances(tx), ledger: told(tx) },
      { loan, journal: journal(`take:${name}`, transfer(wallet(name), clearing, amountMinor)) },
    ),
  );
const claimed = async (name: string): Promise<bigint> =>
  -((await balanceOf(books, platformAccount('suspense', 'EUR', wallet(name))))?.balance ?? 0n);

test('what a wallet lacks comes from suspense', async () => {
  await withWallet(books, 'short', 30n);
  await take('short', 50n);
  expect(await balanceOf(books, wallet('short'))).toMatchObject({ balance: 0n });
  expect(await claimed('short')).toBe(20n);
});

test('income that is being booked is waited for', async () => {
  await withWallet(books, 'paid');
  const before = await claimed('paid');
  const booked = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const income = books.db.run(async (tx) => {
    await told(tx).post([journal('income', transfer(clearing, wallet('paid'), 100n))]);
    booked.resolve();
    await mayCommit.promise;
  });
  await booked.promise;
  const taking = take('paid', 50n);
  await untilBlocked(books.db.sql).finally(mayCommit.resolve);
  await Promise.all([income, taking]);
  expect(await balanceOf(books, wallet('paid'))).toMatchObject({ balance: 50n });
  expect(await claimed('paid')).toBe(before);
});
