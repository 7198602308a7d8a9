/** Deposits and withdrawals over the sandbox bank, with time moved by hand: each behaviour, told twice, killed in between. */
import { type CalendarDate, calendarDate } from '@mutua/kernel';
import { silentLogger } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDirectDebit } from '../src/adapters/bank/direct-debit.ts';
import { type RailDeps, runRail } from '../src/adapters/bank/rail.ts';
import { createSandboxBank } from '../src/adapters/bank/sandbox-bank.ts';
import { ledgerChecks, runChecks } from '../src/adapters/postgres/integrity-checks.ts';
import { depositOf, withdrawalOf } from '../src/adapters/postgres/money-views.ts';
import { railQueue } from '../src/adapters/postgres/rail-queue.ts';
import type { BankAccount, Behaviour } from '../src/app/ports.ts';
import { requestDeposit, requestWithdrawal } from '../src/app/request-movement.ts';
import { type Books, balanceOf, journal, memberId, openTestBooks, post, transfer, wallet, withWallet } from './support/books.ts';

let books: Books;
let rail: RailDeps;
beforeAll(async () => {
  books = await openTestBooks();
  const { db, clock, ids, openUnit } = books;
  const provider = createSandboxBank({ db, clock, settleDelayMs: 50, returnDelayMs: 200 });
  rail = { db, provider, queue: railQueue, openUnit, clock, ids, logger: silentLogger };
});
afterAll(async () => {
  await books.close();
});

async function bankAccount(name: string, behaviour: Behaviour, stopsOn: CalendarDate | null = null): Promise<BankAccount> {
  const bankAccountId = books.ids.next('bankAccount');
  const account: BankAccount = {
    bankAccountId,
    memberId: memberId(name),
    currency: 'EUR',
    maskedIban: 'XS** **** 0000',
    providerReference: `sandbox:${bankAccountId}`,
    behaviour,
    stopsOn,
    createdAt: books.clock.now(),
  };
  await rail.provider.openAccount({ reference: account.providerReference, iban: '', behaviour, stopsOn });
  await books.db.run(async (tx) => (await books.openUnit(tx, books.clock.now())).bankAccounts.insert(account));
  return account;
}

const eur = (amountMinor: bigint) => ({ amountMinor, currency: 'EUR' as never });

async function deposit(account: BankAccount, amountMinor: bigint): Promise<string> {
  const requested = await books.db.run(async (tx) => {
    const unit = await books.openUnit(tx, books.clock.now());
    const { bankAccountId, memberId } = account;
    const depositId = books.ids.next('deposit');
    return requestDeposit(unit, {
      depositId,
      memberId,
      bankAccountId,
      amount: eur(amountMinor),
      businessDate: unit.businessDate,
      at: unit.now,
    });
  });
  if (!requested.ok) throw new Error(requested.error.code);
  return requested.value.id;
}

async function withdraw(account: BankAccount, amountMinor: bigint): Promise<string> {
  const requested = await books.db.run(async (tx) => {
    const unit = await books.openUnit(tx, books.clock.now());
    const { bankAccountId, memberId } = account;
    const request = { memberId, bankAccountId, amount: eur(amountMinor), businessDate: unit.businessDate, at: unit.now };
    return requestWithdrawal(unit, { ...request, withdrawalId: books.ids.next('withdrawal'), journalId: books.ids.next('journal') });
  });
  if (!requested.ok) throw new Error(requested.error.code);
  return requested.value.id;
}

const depositStatus = async (id: string) => (await depositOf(books.db.sql, id))?.status;
const withdrawalStatus = async (id: string) => (await withdrawalOf(books.db.sql, id))?.status;
const eventsOf = async (id: string) =>
  (
    await books.db.sql.query<{ name: string }>(
      `select name from outbox where payload::jsonb ->> 'depositId' = $1 or payload::jsonb ->> 'withdrawalId' = $1 order by position`,
      [id],
    )
  ).map(({ name }) => name);

test('a deposit is expected, received, then cleared into the wallet', async () => {
  await withWallet(books, 'pia');
  const id = await deposit(await bankAccount('pia', 'pays'), 5000n);
  expect(await depositStatus(id)).toBe('expected');
  await runRail(rail);
  expect(await depositStatus(id)).toBe('received');
  expect(await balanceOf(books, wallet('pia'))).toMatchObject({ balance: 0n });
  books.clock.advance(50);
  await runRail(rail);
  expect(await depositStatus(id)).toBe('cleared');
  expect(await balanceOf(books, wallet('pia'))).toMatchObject({ balance: 5000n });
  expect(await eventsOf(id)).toEqual(['payments.deposit-cleared.v1']);
});

test('a deposit from an account that rejects fails and never reaches the wallet', async () => {
  await withWallet(books, 'rex');
  const id = await deposit(await bankAccount('rex', 'rejects'), 5000n);
  await runRail(rail);
  books.clock.advance(50);
  await runRail(rail);
  expect(await depositOf(books.db.sql, id)).toMatchObject({ status: 'failed', failureCode: 'bank.insufficient_funds' });
  expect(await balanceOf(books, wallet('rex'))).toMatchObject({ balance: 0n });
  expect(await eventsOf(id)).toEqual(['payments.deposit-failed.v1']);
});

test('a cleared deposit is taken back within the window', async () => {
  await withWallet(books, 'ron');
  const id = await deposit(await bankAccount('ron', 'returns'), 700n);
  await runRail(rail);
  books.clock.advance(50);
  await runRail(rail);
  expect(await balanceOf(books, wallet('ron'))).toMatchObject({ balance: 700n });
  books.clock.advance(200);
  await runRail(rail);
  expect(await depositStatus(id)).toBe('returned');
  expect(await balanceOf(books, wallet('ron'))).toMatchObject({ balance: 0n });
  expect(await eventsOf(id)).toEqual(['payments.deposit-cleared.v1', 'payments.deposit-returned.v1']);
});

test('what the wallet can no longer cover of a return is a claim, settled by the next deposit', async () => {
  await withWallet(books, 'sly');
  await withWallet(books, 'pal');
  const id = await deposit(await bankAccount('sly', 'returns'), 900n);
  await runRail(rail);
  books.clock.advance(50);
  await runRail(rail);
  await post(books, journal('spent', transfer(wallet('sly'), wallet('pal'), 800n)));
  books.clock.advance(200);
  await runRail(rail);
  expect(await depositStatus(id)).toBe('returned');
  expect(await balanceOf(books, wallet('sly'))).toMatchObject({ balance: 0n });
  const suspense = await books.db.sql.one<{ owed: bigint }>(
    "select sum(posted_debits - posted_credits)::bigint as owed from accounts where code = 'suspense'",
  );
  expect(suspense?.owed).toBe(800n);
  const again = await deposit(await bankAccount('sly', 'pays'), 1_000n);
  await runRail(rail);
  books.clock.advance(50);
  await runRail(rail);
  expect(await depositStatus(again)).toBe('cleared');
  expect(await balanceOf(books, wallet('sly'))).toMatchObject({ balance: 200n });
});

test('a withdrawal reserves, leaves when the bank takes it, and is paid', async () => {
  await withWallet(books, 'tea', 1000n);
  const id = await withdraw(await bankAccount('tea', 'pays'), 400n);
  expect(await balanceOf(books, wallet('tea'))).toMatchObject({ balance: 1000n, held: 400n });
  await runRail(rail);
  expect(await withdrawalStatus(id)).toBe('in-transit');
  expect(await balanceOf(books, wallet('tea'))).toMatchObject({ balance: 600n, held: 0n });
  books.clock.advance(50);
  await runRail(rail);
  expect(await withdrawalStatus(id)).toBe('paid');
  expect(await eventsOf(id)).toEqual(['payments.withdrawal-paid.v1']);
});

test('a refused withdrawal frees what it reserved', async () => {
  await withWallet(books, 'una', 1000n);
  const id = await withdraw(await bankAccount('una', 'rejects'), 400n);
  await runRail(rail);
  expect(await withdrawalStatus(id)).toBe('submitted');
  books.clock.advance(50);
  await runRail(rail);
  expect(await withdrawalOf(books.db.sql, id)).toMatchObject({ status: 'failed', failureCode: 'bank.account_closed' });
  expect(await balanceOf(books, wallet('una'))).toMatchObject({ balance: 1000n, held: 0n });
  expect(await eventsOf(id)).toEqual(['payments.withdrawal-failed.v1']);
});

test('paid is not the end: a returned withdrawal comes back', async () => {
  await withWallet(books, 'vic', 1000n);
  const id = await withdraw(await bankAccount('vic', 'returns'), 400n);
  await runRail(rail);
  books.clock.advance(50);
  await runRail(rail);
  expect(await withdrawalStatus(id)).toBe('paid');
  books.clock.advance(200);
  await runRail(rail);
  expect(await withdrawalStatus(id)).toBe('returned');
  expect(await balanceOf(books, wallet('vic'))).toMatchObject({ balance: 1000n, held: 0n });
  expect(await eventsOf(id)).toEqual(['payments.withdrawal-paid.v1', 'payments.withdrawal-returned.v1']);
});

test('a withdrawal of more than is there is refused and reserves nothing', async () => {
  await withWallet(books, 'wes', 100n);
  const account = await bankAccount('wes', 'pays');
  await expect(withdraw(account, 101n)).rejects.toThrow('wallet.insufficient_funds');
  expect(await balanceOf(books, wallet('wes'))).toMatchObject({ balance: 100n, held: 0n });
});

test('a crash after the bank was told sends the order again, and it is one order', async () => {
  await withWallet(books, 'xen');
  const id = await deposit(await bankAccount('xen', 'pays'), 100n);
  const orders = await railQueue.toSubmit(books.db.sql, 10);
  await rail.provider.submit(orders);
  await runRail(rail);
  books.clock.advance(50);
  await runRail(rail);
  await runRail(rail);
  expect(await depositStatus(id)).toBe('cleared');
  expect(await balanceOf(books, wallet('xen'))).toMatchObject({ balance: 100n });
});

test('several rails at once import each line once', async () => {
  await withWallet(books, 'yan');
  const account = await bankAccount('yan', 'pays');
  const ids = await Promise.all(Array.from({ length: 30 }, () => deposit(account, 10n)));
  await Promise.all(Array.from({ length: 6 }, () => runRail(rail)));
  books.clock.advance(50);
  await Promise.all(Array.from({ length: 6 }, () => runRail(rail)));
  await runRail(rail);
  expect(await Promise.all(ids.map(depositStatus))).toEqual(ids.map(() => 'cleared'));
  expect(await balanceOf(books, wallet('yan'))).toMatchObject({ balance: 300n });
});

test('a direct debit answers by behaviour, and the same key the same again', async () => {
  const debit = createDirectDebit(books.db);
  const accounts = {
    pays: await bankAccount('z1', 'pays'),
    stops: await bankAccount('z2', 'stops-on', calendarDate('2026-03-01')),
    rejects: await bankAccount('z3', 'rejects'),
    returns: await bankAccount('z4', 'returns'),
  };
  const collect = (on: string, amountMinor = 100n, names = Object.keys(accounts)) =>
    debit.collect(
      Object.entries(accounts)
        .filter(([name]) => names.includes(name))
        .map(([name, { bankAccountId }]) => ({ key: `${name}:${on}`, bankAccountId, amountMinor, on: calendarDate(on) })),
      Object.keys(accounts).map((name) => `${name}:${on}`),
    );
  const before = await collect('2026-02-28');
  expect([...before.values()].map((outcome) => outcome.status)).toEqual(['settled', 'settled', 'refused', 'settled']);
  const after = await collect('2026-03-01');
  expect(after.get('stops:2026-03-01')).toEqual({ status: 'refused', code: 'bank.insufficient_funds' });
  expect(after.get('pays:2026-03-01')).toEqual({ status: 'settled', amountMinor: 100n });
  // Asked for less, or for nothing any more: what was asked first stands.
  expect(await collect('2026-03-01', 60n)).toEqual(after);
  expect(await collect('2026-03-01', 60n, [])).toEqual(after);
  expect(await debit.returned(calendarDate('2026-03-02'))).toEqual([{ key: 'returns:2026-02-28', code: 'bank.returned' }]);
  const unknown = await debit.collect([{ key: 'u', bankAccountId: 'bank_none', amountMinor: 1n, on: calendarDate('2026-03-01') }], ['u']);
  expect(unknown.get('u')).toEqual({ status: 'refused', code: 'bank.account_unknown' });
});

test('after all of this the books are whole', async () => {
  expect((await runChecks(books.db.sql, ledgerChecks)).filter(({ violations }) => violations > 0)).toEqual([]);
});
