/** A borrower repays by hand while the business day asks the bank for the same money: no cent is lost and none is taken twice. */
import { systemClock } from '@mutua/config';
import type { Tx } from '@mutua/db';
import { addDays, type CalendarDate, calendarDate } from '@mutua/kernel';
import { eventually, silentLogger } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDirectDebit } from '../../src/adapters/bank/direct-debit.ts';
import { workChunk } from '../../src/adapters/jobs/day-chunks.ts';
import { dayStore } from '../../src/adapters/postgres/servicing/day-store.ts';
import { instalmentStore } from '../../src/adapters/postgres/servicing/instalment-store.ts';
import { loanStore } from '../../src/adapters/postgres/servicing/loan-store.ts';
import { hashOf } from '../../src/adapters/postgres/servicing/work.ts';
import type { DirectDebit } from '../../src/app/ports.ts';
import { closeDayForLoans, planCollections } from '../../src/app/servicing/close-day.ts';
import { creditUnheard } from '../../src/app/servicing/credit-unbooked.ts';
import { momentOf } from '../../src/app/servicing/work.ts';
import { type Books, openTestBooks, wallet } from '../support/books.ts';
import { expectWhole, fund, lend, mandate, openDay, openWork, repay } from './world.ts';

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
    await closeDayForLoans(
      ports,
      { loanIds: [loanId], on, collected: { paid: new Map([[loanId, collectedMinor]]), refused: new Set() } },
      moment,
    );
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

/** The day's chunk of the one loan, whose mandate is on an account that pays. */
async function chunkOf({ loanId, on }: OnDueDate, { name, chunkNo }: { readonly name: string; readonly chunkNo: number }) {
  await mandate(books, { name, loanId });
  await books.owner.sql.run(
    "insert into business_days (business_date, status, opened_at) values ($1, 'closed', now()) on conflict do nothing",
    [on],
  );
  await books.owner.sql.run('insert into day_chunks (business_date, chunk_no, loan_ids) values ($1, $2, $3)', [on, chunkNo, [loanId]]);
  const deps = {
    ...{ db: books.db, clock: systemClock, ids: books.ids, logger: silentLogger, hash: hashOf, days: dayStore },
    readers: { loans: loanStore(books.db.sql), instalments: instalmentStore(books.db.sql) },
    openPorts: async (tx: Tx) => (await openWork(tx, systemClock.now())).ports,
  };
  return {
    work: (directDebit: DirectDebit = bank()) => workChunk({ ...deps, directDebit }, { businessDate: on, chunkNo }),
    turnOver: () => books.db.run(async (tx) => creditUnheard(await deps.openPorts(tx), momentOf(deps, { on, at: systemClock.now() }))),
  };
}

const bank = () => createDirectDebit(books.db);
class Killed extends Error {}

test.each([
  ['all-of-it', 2, 'payoff' as const],
  ['a-part', 3, 4_000n],
])(
  'a worker dies after the bank paid, and before its chunk is worked again %s is repaid by hand: the wallet has it',
  async (name, nr, amount) => {
    const loan = await onDueDate(name);
    const chunk = await chunkOf(loan, { name, chunkNo: nr });
    const dying: DirectDebit = {
      ...bank(),
      async collect(...asked) {
        await bank().collect(...asked);
        throw new Killed();
      },
    };
    await expect(chunk.work(dying)).rejects.toThrow(Killed);
    await repay(books, loan.loanId, amount);
    const [before, owed] = [await balanceOf(name), (await planned(loan))[0] ?? 0n];
    expect(owed).toBe(amount === 'payoff' ? 0n : instalment - amount);
    expect(await chunk.work()).toBe(true);
    expect(await balanceOf(name)).toBe(before + instalment - owed);
    await chunk.turnOver();
    expect(await balanceOf(name)).toBe(before + instalment - owed);
  },
);

test('a worker asks the bank for what another has finished without: the end of the day finds it', async () => {
  const loan = await onDueDate('overtaken');
  const chunk = await chunkOf(loan, { name: 'overtaken', chunkNo: 4 });
  const late: DirectDebit = {
    ...bank(),
    async collect(...asked) {
      await repay(books, loan.loanId, 'payoff');
      expect(await chunk.work()).toBe(true);
      return bank().collect(...asked);
    },
  };
  expect(await chunk.work(late)).toBe(false);
  const before = await balanceOf('overtaken');
  await chunk.turnOver();
  expect(await balanceOf('overtaken')).toBe(before + instalment);
  await chunk.turnOver();
  expect(await balanceOf('overtaken')).toBe(before + instalment);
});

test('the end of a day looks at no collection twice, but at those that were being asked for when it looked', async () => {
  const loan = await onDueDate('slow');
  const chunk = await chunkOf(loan, { name: 'slow', chunkNo: 5 });
  const before = await balanceOf('slow');
  const asked = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  // A worker of long ago, whose question to the bank ends after the day did.
  const asking = books.db.run(async (tx) => {
    const insert = `insert into sandbox_bank.direct_debits (key, reference, amount_minor, collected_on) values ($1, 'slow', $2, $3::date - 30)`;
    await tx.run(insert, [`${loan.loanId}:${addDays(loan.on, -30)}`, instalment, loan.on]);
    asked.resolve();
    await mayCommit.promise;
  });
  await asked.promise;
  await chunk.turnOver();
  mayCommit.resolve();
  await asking;
  await chunk.turnOver();
  expect(await balanceOf('slow')).toBe(before + instalment);
  // Any transaction of the server may have been open when it looked, those of other tests too.
  const lookedAt = 'select 1 from sandbox_bank.direct_debits d join heard_collections h on d.asked_by >= h.before';
  await eventually(
    async () => {
      await chunk.turnOver();
      return (await books.owner.sql.query(lookedAt)).length === 0;
    },
    { what: 'collections that are not looked at again' },
  );
});

test('a mark that the server has not come to, as a restored database has, is none', async () => {
  const loan = await onDueDate('restored');
  const chunk = await chunkOf(loan, { name: 'restored', chunkNo: 6 });
  const before = await balanceOf('restored');
  const insert = `insert into sandbox_bank.direct_debits (key, reference, amount_minor, collected_on) values ($1, 'restored', $2, $3)`;
  await books.db.sql.run(insert, [`${loan.loanId}:${addDays(loan.on, -30)}`, instalment, addDays(loan.on, -30)]);
  await books.owner.sql.run("update heard_collections set before = '4611686018427387904'");
  await chunk.turnOver();
  expect(await balanceOf('restored')).toBe(before + instalment);
});
