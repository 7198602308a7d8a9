/**
 * The business day as a machine: two processes on one database, a queue that forgets, a leader that goes away, a loan that fails. Every
 * day is closed once and in order, every instalment is collected once.
 */
import { systemClock } from '@mutua/config';
import type { Tx } from '@mutua/db';
import { addDays, type CalendarDate, daysBetween } from '@mutua/kernel';
import { eventually, silentLogger as logger, seededIds, testEnvironment, topicPrefix } from '@mutua/testkit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDirectDebit } from '../../src/adapters/bank/direct-debit.ts';
import { workChunk } from '../../src/adapters/jobs/day-chunks.ts';
import { dayStore } from '../../src/adapters/postgres/servicing/day-store.ts';
import { instalmentStore } from '../../src/adapters/postgres/servicing/instalment-store.ts';
import { loanStore } from '../../src/adapters/postgres/servicing/loan-store.ts';
import { hashOf, servicingPorts } from '../../src/adapters/postgres/servicing/work.ts';
import { composeBusinessDay } from '../../src/compose-business-day.ts';
import { type Books, memberId, openTestBooks, today } from '../support/books.ts';
import { expectWhole, lend, mandate } from './world.ts';

/** A Redis database of its own: what is flushed here is nobody else's. */
const redisUrl = `${testEnvironment().redisUrl}/7`;
const prefix = topicPrefix();
const loans = 24;
const months = 3;
const target = addDays(today, 95);

let books: Books;
let redis: Redis;

const machine = (seed: number) => {
  const ids = seededIds(seed);
  const openPorts = async (tx: Tx) => servicingPorts(tx, await books.openUnit(tx, systemClock.now()));
  const deps = {
    config: { redisUrl, topicPrefix: prefix },
    db: books.db,
    clock: systemClock,
    ids,
    logger,
    directDebit: createDirectDebit(books.db),
  };
  return { ...composeBusinessDay(deps, openPorts), deps, openPorts };
};

const openDate = async (): Promise<CalendarDate> => {
  const day = await dayStore(books.db.sql).current();
  return day?.date ?? today;
};

const count = async (sql: string): Promise<number> => Number((await books.db.sql.one<{ count: bigint }>(sql))?.count ?? 0n);

beforeAll(async () => {
  books = await openTestBooks();
  redis = new Redis(redisUrl);
  for (let nr = 0; nr < loans; nr += 1) {
    const name = `day-${nr}`;
    const loanId = await lend(books, {
      name,
      borrower: name,
      slices: [
        ['ann', 60_000n],
        ['bob', 40_000n],
      ],
    });
    await mandate(books, { name, loanId });
  }
});
afterAll(async () => {
  redis.disconnect();
  await books.close();
});

test('two processes, a flushed Redis and a leader that leaves: each day once, each instalment once', async () => {
  const [first, second] = [machine(1), machine(2)];
  await first.start();
  await second.start();
  await books.db.sql.run('update business_date_target set target = $1', [target]);
  first.wake();
  second.wake();
  await eventually(async () => (await openDate()) >= addDays(today, 20), { timeoutMs: 60_000, what: 'the first days' });
  await redis.flushdb();
  await eventually(async () => (await openDate()) >= addDays(today, 40), { timeoutMs: 60_000, what: 'days after the flush' });
  await first.close();
  await eventually(async () => (await openDate()) === target, { timeoutMs: 60_000, what: 'the target' });
  await second.close();

  expect(await count("select count(*) from business_days where status = 'closed'")).toBe(daysBetween(today, target));
  expect(await count("select count(*) from repayments where source = 'autopay'")).toBe(loans * months);
  expect(await count("select count(*) from instalments where status = 'paid'")).toBe(loans * months);
  const opened = await books.db.sql.query<{ payload: string }>(
    "select payload from outbox where name = 'payments.business-day-opened.v1' order by position",
  );
  const dates = opened.map(({ payload }) => (JSON.parse(payload) as { businessDate: string }).businessDate);
  expect(dates).toEqual(Array.from({ length: daysBetween(today, target) + 1 }, (_, day) => addDays(today, day)));
  await expectWhole(books);
}, 120_000);

test('a chunk that is done is nothing to do', async () => {
  const { deps, openPorts } = machine(3);
  const worked = await books.db.sql.one<{ business_date: string; chunk_no: number }>(
    'select business_date, chunk_no from day_chunks order by business_date limit 1',
  );
  const readers = { loans: loanStore(books.db.sql), instalments: instalmentStore(books.db.sql) };
  const before = await count('select count(*) from repayments');
  const again = await workChunk(
    { ...deps, hash: hashOf, readers, days: dayStore, openPorts },
    { businessDate: worked?.business_date ?? '', chunkNo: worked?.chunk_no ?? 0 },
  );
  expect(again).toBe(false);
  expect(await count('select count(*) from repayments')).toBe(before);
});

test('a loan that the books refuse is set aside with its cause, what the bank paid is the borrower’s, and the others go on', async () => {
  const broken = await books.db.sql.one<{ loan_id: string }>('select loan_id from loans where borrower_id = $1', [memberId('day-5')]);
  await books.owner.sql.run("update notes set wallet_id = 'wal_00000000000000000000000000' where loan_id = $1", [broken?.loan_id]);
  const engine = machine(4);
  await engine.start();
  const later = addDays(target, 31);
  await books.db.sql.run('update business_date_target set target = $1', [later]);
  engine.wake();
  await eventually(async () => (await openDate()) === later, { timeoutMs: 60_000, what: 'the month with a broken loan' });
  await engine.close();

  const aside = await books.db.sql.query<{ loan_id: string; set_aside_cause: string }>(
    'select loan_id, set_aside_cause from loans where set_aside_cause is not null',
  );
  expect(aside).toEqual([{ loan_id: broken?.loan_id, set_aside_cause: 'ledger.account_unknown' }]);
  expect(await count("select count(*) from repayments where source = 'autopay'")).toBe(loans * (months + 1) - 1);
  expect(await count(`select count(*) from journals where reference like 'autopay:${broken?.loan_id}:%' and kind = 'direct-debit'`)).toBe(
    1,
  );
}, 120_000);

test('a bank that takes every collection back: each is undone on its day, tried again as planned, and the notes have nothing', async () => {
  const loanId = await lend(books, { name: 'bouncer', borrower: 'bouncer', slices: [['ann', 60_000n]] });
  await mandate(books, { name: 'bouncer', loanId, behaviour: 'returns' });
  const engine = machine(5);
  await engine.start();
  const [from, later] = [await openDate(), addDays(await openDate(), 45)];
  await books.db.sql.run('update business_date_target set target = $1', [later]);
  engine.wake();
  await eventually(async () => (await openDate()) === later, { timeoutMs: 60_000, what: 'the days of the returns' });
  await engine.close();

  const moves = await books.db.sql.query<{ kind: string; day: number }>(
    'select kind, (received_on - $2::date)::int as day from repayments where loan_id = $1 order by repayment_id',
    [loanId, from],
  );
  const due = moves[0]?.day ?? 0;
  const kinds = moves.map(({ kind, day }) => `${kind} ${day - due}`);
  expect(kinds).toEqual(['repayment 0', 'reversal 2', 'repayment 3', 'reversal 5', 'repayment 10', 'reversal 12']);
  expect(await count(`select count(*) from notes where loan_id = '${loanId}' and paid_principal_minor + paid_interest_minor <> 0`)).toBe(0);
  expect(await count("select sum((summary ->> 'returned')::int) as count from business_days")).toBe(3);
  const broken = await books.db.sql.query('select 1 from loans where set_aside_cause is not null');
  expect(broken).toHaveLength(1);
}, 120_000);
