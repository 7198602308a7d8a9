/** A borrower repays by hand while the business day asks the bank for the same money: no cent is lost and none is taken twice. */
import { systemClock } from '@mutua/config';
import { type CalendarDate, calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDayForLoans, planCollections } from '../../src/app/servicing/close-day.ts';
import { type Books, openTestBooks, wallet } from '../support/books.ts';
import { expectWhole, fund, lend, openDay, openWork, repay } from './world.ts';

let books: Books;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(async () => {
  await expectWhole(books);
  await books.close();
});

const instalment = 8_885n;

const balanceOf = async (name: string): Promise<bigint> =>
  (
    await books.db.sql.one<{ balance: bigint }>('select posted_credits - posted_debits as balance from accounts where account_id = $1', [
      wallet(name),
    ])
  )?.balance ?? 0n;

type OnDueDate = { readonly loanId: string; readonly on: CalendarDate };

/** A loan on its first due date, before its close; its autopay is on. */
async function onDueDate(name: string): Promise<OnDueDate> {
  const loanId = await lend(books, { name, borrower: name, slices: [['ann', 100_000n]] });
  await fund(books, name, 200_000n);
  await books.db.sql.run("update loans set autopay = true, bank_account_id = 'bank_test' where loan_id = $1", [loanId]);
  const loan = await books.db.sql.one<{ on: CalendarDate }>('select first_due_on as on from loans where loan_id = $1', [loanId]);
  const on = loan?.on ?? calendarDate('2026-02-15');
  await openDay(books, on);
  return { loanId, on };
}

async function planned({ loanId, on }: OnDueDate): Promise<bigint[]> {
  const collections = await books.db.run(async (tx) =>
    planCollections((await openWork(tx, systemClock.now())).ports, { loanIds: [loanId], on }),
  );
  return collections.map(({ amountMinor }) => amountMinor);
}

async function close({ loanId, on }: OnDueDate, collectedMinor: bigint): Promise<void> {
  await books.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    await closeDayForLoans(ports, { loanIds: [loanId], on, collected: new Map([[loanId, collectedMinor]]), asked: 1 }, moment);
  });
}

test.each([
  ['instalment', instalment],
  ['everything', 'payoff'],
] as const)('%s repaid by hand after the bank was asked: what the bank paid is the borrower’s, once', async (name, amount) => {
  const loan = await onDueDate(name);
  expect(await planned(loan)).toEqual([instalment]);
  await repay(books, loan.loanId, amount);
  const before = await balanceOf(name);
  await close(loan, instalment);
  expect(await balanceOf(name)).toBe(before + instalment);
  await close(loan, instalment);
  expect(await balanceOf(name)).toBe(before + instalment);
});

test('a part repaid by hand: the bank pays the rest, and its surplus stays in the wallet', async () => {
  const loan = await onDueDate('part');
  await repay(books, loan.loanId, 1_000n);
  expect(await planned(loan)).toEqual([instalment - 1_000n]);
  const before = await balanceOf('part');
  await close(loan, instalment);
  expect(await balanceOf('part')).toBe(before + 1_000n);
  const stored = await books.db.sql.one('select status, oldest_unpaid_due_on as oldest from loans where loan_id = $1', [loan.loanId]);
  expect(stored).toEqual({ status: 'active', oldest: null });
});
