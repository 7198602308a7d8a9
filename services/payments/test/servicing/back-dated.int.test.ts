/** A back-dated repayment is paid by its borrower or not at all: what he spends while it is approved is not covered from suspense. */
import { systemClock } from '@mutua/config';
import { addDays, calendarDate } from '@mutua/kernel';
import { untilBlocked } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { balanceOf, wallet } from '../support/books.ts';
import { eur, eventsOf, expectWhole, fund, lend, member, openDay, openWork, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const dueOn = calendarDate('2026-02-15');

test('what the borrower spends before the posting refuses the repayment, and nothing is in the books', async () => {
  const loanId = await lend(world, { name: 'racing', borrower: 'racing', slices: [['ann', 100_000n]] });
  await member(world, 'friend');
  await fund(world, 'racing', 1_000n);
  await openDay(world, addDays(dueOn, 1));
  const funds = (await balanceOf(world, wallet('racing')))?.balance ?? 0n;
  const body = { amount: eur(8_885n), on: dueOn, reason: 'A transfer was booked late.' };
  const asked = await world.post(`/v1/loans/${loanId}/back-dated-repayments`, body, 'admin').expect(202);
  const told = (await eventsOf(world, loanId)).length;

  const spent = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const spending = world.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    const amounts = { amountMinor: funds - 8_000n, code: 'member-transfer', kind: 'post' } as const;
    const transfers = [{ debitAccountId: wallet('racing'), creditAccountId: wallet('friend'), ...amounts }];
    await ports.ledger.post([{ id: moment.nextJournalId(), reference: 'spent', kind: 'test', businessDate: moment.on, transfers }]);
    spent.resolve();
    await mayCommit.promise;
  });
  await spent.promise;
  const { approvalId, payloadHash } = asked.body;
  const approving = world.post(`/v1/approvals/${approvalId}/approve`, { payloadHash }, 'admin2').then((answer) => answer);
  await untilBlocked(world.db.sql).finally(mayCommit.resolve);
  const [, answer] = await Promise.all([spending, approving]);

  expect(answer.body).toMatchObject({ code: 'wallet.insufficient_funds' });
  expect(answer.status).toBe(422);
  expect(await balanceOf(world, wallet('racing'))).toMatchObject({ balance: 8_000n });
  expect(await world.db.sql.query("select 1 from transfers where code = 'return-uncovered'")).toEqual([]);
  expect(await world.db.sql.query('select 1 from repayments where loan_id = $1', [loanId])).toEqual([]);
  expect(await eventsOf(world, loanId)).toHaveLength(told);
  const task = await world.get(`/v1/approvals/${approvalId}`, 'admin').expect(200);
  expect(task.body).toMatchObject({ status: 'awaiting-approval' });

  await fund(world, 'racing', 885n);
  await world.post(`/v1/approvals/${approvalId}/approve`, { payloadHash }, { as: 'admin2', key: 'back-dated-again' }).expect(200);
  expect(await balanceOf(world, wallet('racing'))).toMatchObject({ balance: 0n });
});
