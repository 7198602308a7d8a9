/** The ledger on real Postgres: what it posts, what it refuses, and what nobody can do to its history. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerChecks, runChecks } from '../src/adapters/postgres/integrity-checks.ts';
import { ledger } from '../src/adapters/postgres/ledger.ts';
import { platformAccount } from '../src/domain/ledger.ts';
import { type Books, balanceOf, clearing, journal, openTestBooks, pending, post, transfer, wallet, withWallet } from './support/books.ts';

let books: Books;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(async () => {
  await books.close();
});

const loanClearing = platformAccount('loan-clearing', 'EUR', 'x');

test('a journal moves money between accounts and keeps the sum', async () => {
  await withWallet(books, 'ann', 1000n);
  await withWallet(books, 'bob');
  const [outcome] = await post(
    books,
    journal('t1', transfer(wallet('ann'), wallet('bob'), 300n), transfer(wallet('bob'), wallet('ann'), 50n)),
  );
  expect(outcome).toMatchObject({ status: 'posted' });
  expect(await balanceOf(books, wallet('ann'))).toMatchObject({ balance: 750n });
  expect(await balanceOf(books, wallet('bob'))).toMatchObject({ balance: 250n });
});

test('outcomes are decided in order, one refusal does not touch the others', async () => {
  await withWallet(books, 'cat', 100n);
  await withWallet(books, 'dan');
  const outcomes = await post(
    books,
    journal('o1', transfer(wallet('cat'), wallet('dan'), 60n)),
    journal('o2', transfer(wallet('cat'), wallet('dan'), 60n)),
    journal('o3', transfer(wallet('cat'), wallet('dan'), 40n)),
    journal('o4', transfer('wal_nobody', wallet('dan'), 1n)),
    journal('o5', transfer(wallet('dan'), wallet('cat', 'USD'), 1n)),
    journal('o6', transfer(wallet('dan'), wallet('cat'), 100n)),
  );
  expect(outcomes).toEqual([
    { status: 'posted', journalId: journal('o1').id },
    { status: 'refused', code: 'ledger.insufficient_funds', accountId: wallet('cat') },
    { status: 'posted', journalId: journal('o3').id },
    { status: 'refused', code: 'ledger.account_unknown', accountId: 'wal_nobody' },
    { status: 'refused', code: 'ledger.currency_mismatch', accountId: wallet('dan') },
    { status: 'posted', journalId: journal('o6').id },
  ]);
  expect(await balanceOf(books, wallet('cat'))).toMatchObject({ balance: 100n });
});

test('within a journal only the end counts: what it brings in it may spend', async () => {
  await withWallet(books, 'eve');
  await withWallet(books, 'fay');
  const [outcome] = await post(books, journal('e1', transfer(wallet('eve'), wallet('fay'), 70n), transfer(clearing, wallet('eve'), 70n)));
  expect(outcome).toMatchObject({ status: 'posted' });
});

test('a reference posts once, however often and with whatever it comes', async () => {
  await withWallet(books, 'gil', 500n);
  await withWallet(books, 'hal');
  const once = journal('once', transfer(wallet('gil'), wallet('hal'), 100n));
  const [first] = await post(books, once);
  const again = await post(books, once, { ...once, id: journal('other').id });
  expect(first).toEqual({ status: 'posted', journalId: once.id });
  expect(again).toEqual([
    { status: 'replayed', journalId: once.id },
    { status: 'replayed', journalId: once.id },
  ]);
  const twice = journal('twice', transfer(wallet('gil'), wallet('hal'), 1n));
  expect(await post(books, twice, twice)).toMatchObject([{ status: 'posted' }, { status: 'replayed' }]);
  expect(await balanceOf(books, wallet('hal'))).toMatchObject({ balance: 101n });
});

test('a reservation is posted in part, elsewhere even, and the rest is freed', async () => {
  await withWallet(books, 'ida', 100n);
  await withWallet(books, 'jon');
  const hold = transfer(wallet('ida'), loanClearing, 80n);
  expect(await post(books, journal('p1', pending('pend', 'hold-1', hold)))).toMatchObject([{ status: 'posted' }]);
  expect(await balanceOf(books, wallet('ida'))).toMatchObject({ balance: 100n, held: 80n });
  expect(await post(books, journal('p2', transfer(wallet('ida'), wallet('jon'), 21n)))).toMatchObject([
    { status: 'refused', code: 'ledger.insufficient_funds' },
  ]);
  const capture = { ...hold, creditAccountId: wallet('jon'), amountMinor: 50n };
  expect(await post(books, journal('p3', pending('post-pending', 'hold-1', capture)))).toMatchObject([{ status: 'posted' }]);
  expect(await balanceOf(books, wallet('ida'))).toMatchObject({ balance: 50n, held: 30n });
  expect(await balanceOf(books, wallet('jon'))).toMatchObject({ balance: 50n });
  const outcomes = await post(
    books,
    journal('p4', pending('void-pending', 'hold-1', { ...hold, amountMinor: 31n })),
    journal('p5', pending('void-pending', 'hold-1', { ...hold, amountMinor: 30n })),
    journal('p6', pending('post-pending', 'hold-1', { ...hold, amountMinor: 1n })),
    journal('p7', pending('post-pending', 'hold-2', { ...hold, amountMinor: 1n })),
    journal('p8', pending('pend', 'hold-1', { ...hold, amountMinor: 1n })),
  );
  expect(outcomes).toMatchObject([
    { code: 'ledger.pending_exhausted' },
    { status: 'posted' },
    { code: 'ledger.pending_exhausted' },
    { code: 'ledger.pending_unknown' },
    { code: 'ledger.pending_exists' },
  ]);
  expect(await balanceOf(books, wallet('ida'))).toMatchObject({ balance: 50n, held: 0n });
  expect(await balanceOf(books, loanClearing)).toMatchObject({ balance: 0n, expected: 0n });
});

test('a transaction that fails leaves no trace of its postings', async () => {
  await withWallet(books, 'kim', 10n);
  const failing = books.db.run(async (tx) => {
    await ledger(tx).post([journal('gone', transfer(wallet('kim'), clearing, 10n))]);
    throw new Error('later');
  });
  await expect(failing).rejects.toThrow('later');
  expect(await balanceOf(books, wallet('kim'))).toMatchObject({ balance: 10n });
  expect(await books.db.sql.one("select 1 from journals where reference = 'gone'")).toBeUndefined();
});

test.each([
  ['another pair in an old journal', insertInto('t1')],
  ['one more transfer in its own transaction', `${newJournal(1)}; ${insertInto('attack')}; ${insertInto('attack')}`],
  ['fewer transfers than sealed', `${newJournal(2)}; ${insertInto('attack')}`],
  [
    'a transfer without a journal',
    "insert into transfers (journal_no, debit_no, credit_no, amount_minor, kind, code, currency) values (-1, 1, 2, 5, 'post', 'hold', 'EUR')",
  ],
  ['a changed amount', 'update transfers set amount_minor = amount_minor + 1'],
  ['a changed journal', "update journals set business_date = '2020-01-01'"],
  ['a deleted transfer', 'delete from transfers where transfer_no = 1'],
  ['an emptied ledger', 'truncate transfers'],
  ['an emptied journal', 'truncate journals'],
  ['a balance below the floor', `update accounts set posted_debits = posted_credits + 1 where account_id = '${wallet('ann')}'`],
])('even the owner is refused %s', async (_, attack) => {
  const before = await books.db.sql.one('select count(*) as n, sum(amount_minor) as total from transfers');
  await expect(
    books.owner.run(async (tx) => {
      for (const statement of attack.split('; ')) await tx.run(statement);
    }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
  expect(await books.db.sql.one('select count(*) as n, sum(amount_minor) as total from transfers')).toEqual(before);
});

function insertInto(reference: string): string {
  return `insert into transfers (journal_no, debit_no, credit_no, amount_minor, kind, code, currency)
    select journal_no, x.debit_no, x.credit_no, 5, 'post', 'hold', 'EUR' from journals cross join (values (1, 2), (2, 1)) x (debit_no, credit_no)
    where reference = '${reference}' limit 1`;
}
function newJournal(transfers: number): string {
  return `insert into journals (journal_no, journal_id, reference, kind, business_date, transfer_count) values (-7, 'jrn_attack', 'attack', 'test', '2026-01-01', ${transfers})`;
}

test.each([
  "insert into transfers (journal_no, debit_no, credit_no, amount_minor, kind, code, currency) select journal_no, 1, 2, 1, 'post', 'hold', 'EUR' from journals limit 1",
  "insert into journals (journal_no, journal_id, reference, kind, business_date, transfer_count) values (-1, 'j', 'r', 'k', '2026-01-01', 1)",
  'update transfers set amount_minor = 1',
  'delete from transfers',
  'truncate transfers',
  'update journals set kind = kind',
  'delete from journals',
  'update accounts set posted_credits = posted_credits + 1',
  "insert into accounts (account_id, code, currency, has_floor, posted_credits) values ('x', 'suspense', 'EUR', false, 5)",
  'delete from accounts',
  'update pendings set posted_minor = 0',
  'delete from holds',
  'update holds set amount_minor = 1',
  'update deposits set amount_minor = 1',
  'delete from withdrawals',
  'update bank_accounts set member_id = member_id',
  'alter table transfers disable trigger all',
  'set session_replication_role = replica',
  'drop table transfers',
  'create table mine (x int)',
])('the application role may not: %s', async (statement) => {
  await expect(books.db.sql.run(statement)).rejects.toMatchObject({ code: '42501' });
});

test('a member account without a floor cannot be opened', async () => {
  await expect(
    books.db.sql.run(
      "insert into accounts (account_id, code, currency, owner_id, has_floor) values ('w', 'member-wallet', 'EUR', 'm', false)",
    ),
  ).rejects.toMatchObject({ code: '23514' });
});

test('after all of this the books are whole', async () => {
  const broken = (await runChecks(books.db.sql, ledgerChecks)).filter(({ violations }) => violations > 0);
  // Reservations here belong to no hold, on purpose.
  expect(broken.map(({ name }) => name)).toEqual(['escrow-equals-open-holds']);
});

test('a balance beyond 64 bits is a refusal of its journal; its neighbours in the batch are posted', async () => {
  const half = 2n ** 62n;
  await withWallet(books, 'rich');
  await withWallet(books, 'plain', 10n);
  const before = await balanceOf(books, wallet('plain'));
  const outcomes = await post(
    books,
    journal('half', transfer(clearing, wallet('rich'), half)),
    journal('plain', transfer(wallet('plain'), wallet('rich'), 4n)),
    journal('other-half', transfer(clearing, wallet('rich'), half)),
    journal('again', transfer(wallet('rich'), wallet('plain'), 1n), transfer(wallet('rich'), wallet('plain'), 1n)),
  );
  expect(outcomes.map((outcome) => (outcome.status === 'refused' ? outcome.code : outcome.status))).toEqual([
    'posted',
    'posted',
    'ledger.amount_out_of_range',
    'posted',
  ]);
  expect(await balanceOf(books, wallet('rich'))).toMatchObject({ balance: half + 2n });
  expect((await balanceOf(books, wallet('plain')))?.balance).toBe((before?.balance ?? 0n) - 2n);
  expect(await books.db.sql.query(`select 1 as found from journals where reference = 'other-half'`)).toEqual([]);
});
