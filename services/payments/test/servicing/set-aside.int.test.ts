/** A loan that the close cannot work is named with its cause, and has its days again once somebody has mended it. */
import { systemClock } from '@mutua/config';
import { addDays, calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDayForLoans } from '../../src/app/servicing/close-day.ts';
import { expectWhole, lend, nothingCollected, openDay, openWork, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const dueOn = calendarDate('2026-02-15');

test('set aside, listed, mended, worked again', async () => {
  const loanId = await lend(world, { name: 'aside', borrower: 'borrower', slices: [['ann', 100_000n]] });
  await openDay(world, dueOn);
  await world.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    const broken = { ...ports, instalments: { ...ports.instalments, unsettled: async () => new Map([[loanId, [null as never]]]) } };
    const summary = await closeDayForLoans(broken, { loanIds: [loanId], on: dueOn, collected: nothingCollected }, moment);
    expect(summary).toMatchObject({ loans: 0, setAside: 1 });
  });
  const listed = await world.get('/v1/business-date/set-aside', 'auditor').expect(200);
  expect(listed.body.items).toMatchObject([{ loanId, since: dueOn, waitsSince: dueOn }]);
  expect(listed.body.items[0].cause).toMatch(/null/);
  await openDay(world, addDays(dueOn, 3));
  expect((await world.get(`/v1/loans/${loanId}`, 'admin')).body.next.nr).toBe(1);

  await world.post(`/v1/loans/${loanId}/resume`, {}, 'ann').expect(403);
  await world.post(`/v1/loans/${loanId}/resume`, {}, 'admin').expect(204);
  expect((await world.post(`/v1/loans/${loanId}/resume`, {}, 'admin').expect(409)).body.code).toBe('loan.not_set_aside');
  await openDay(world, addDays(dueOn, 4));
  const loan = await world.db.sql.one(
    'select status, oldest_unpaid_due_on as oldest, set_aside_cause as cause from loans where loan_id = $1',
    [loanId],
  );
  expect(loan).toEqual({ status: 'in-arrears', oldest: dueOn, cause: null });
});

test('days are listed newest first with what they did', async () => {
  await world.db.sql.run(
    "insert into business_days (business_date, status, opened_at, closed_at, summary) values ('2026-01-14', 'closed', now(), now(), '{\"loans\": 3}'), ('2026-01-15', 'open', now(), null, null)",
  );
  const page = await world.get('/v1/business-days?limit=1', 'auditor').expect(200);
  expect(page.body.items).toMatchObject([{ businessDate: '2026-01-15', status: 'open', summary: null }]);
  const next = await world.get(`/v1/business-days?cursor=${page.body.nextCursor}`, 'auditor').expect(200);
  expect(next.body.items).toMatchObject([{ businessDate: '2026-01-14', summary: { loans: 3 } }]);
  await world.get('/v1/business-days', 'ann').expect(403);
});
