/** How a product is serviced is decided over the API and holds for loans paid out from then on. */
import { calendarDate, derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eur, eventsOf, expectWhole, fund, lend, openDay, openWorld, repay, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const path = `/v1/servicing-policies/${derivedId('loanProduct', 'test')}`;
const dueOnly = {
  waterfalls: { autopay: 'standard', manual: 'due-only', afterDefault: null },
  toleranceMinor: '100',
  serviceFeeCappedMonths: 6,
};

test('a loan keeps the policy it was paid out with', async () => {
  const before = await lend(world, { name: 'before', borrower: 'borrower', slices: [['ann', 50_000n]] });
  await world.put(path, dueOnly, 'ann').expect(403);
  expect((await world.put(path, dueOnly, 'admin').expect(200)).body.policy).toEqual(dueOnly);
  const after = await lend(world, { name: 'after', borrower: 'borrower', slices: [['ann', 50_000n]] });
  await fund(world, 'borrower', 10_000n);
  await world.post(`/v1/loans/${before}/repayments`, { amount: eur(1_000n) }, 'borrower').expect(201);
  const refused = await world.post(`/v1/loans/${after}/repayments`, { amount: eur(1_000n) }, 'borrower').expect(422);
  expect(refused.body.code).toBe('repayment.nothing_due');
  expect((await world.get('/v1/servicing-policies', 'auditor').expect(200)).body.items).toMatchObject([{ policy: dueOnly }]);
});

test('reminders are told on their days of a loan that is still behind, once', async () => {
  await world.put(path, { ...dueOnly, dunningDays: [5, 5] }, 'admin').expect(422);
  const policy = { ...dueOnly, dunningDays: [5, 20, 40] };
  expect((await world.put(path, policy, 'admin').expect(200)).body.policy).toEqual(policy);
  const loanId = await lend(world, { name: 'dunned', borrower: 'borrower', slices: [['ann', 50_000n]] });
  const reminders = async () =>
    (await eventsOf(world, loanId))
      .filter(({ name }) => name === 'payments.dunning-due.v1')
      .map(({ data: { loanId: _, ...data } }) => data);
  // Due on 15 February first, 4,442 a month.
  await openDay(world, calendarDate('2026-02-20'));
  expect(await reminders()).toEqual([]);
  await openDay(world, calendarDate('2026-03-10'));
  const fifth = { level: 1, daysPastDue: 5, overdue: eur(4_442n), on: '2026-02-20' };
  // With the late fee of 15.00 since the sixteenth day.
  const twentieth = { level: 2, daysPastDue: 20, overdue: eur(5_942n), on: '2026-03-07' };
  expect(await reminders()).toEqual([fifth, twentieth]);
  await fund(world, 'borrower', 5_942n);
  await repay(world, loanId, 5_942n);
  await openDay(world, calendarDate('2026-04-05'));
  expect((await reminders()).slice(2)).toMatchObject([
    { level: 1, on: '2026-03-20' },
    { level: 2, on: '2026-04-04' },
  ]);
});

test('an order that leaves a debt out is refused', async () => {
  const order = Array.from({ length: 8 }, () => ({ timing: 'due', component: 'interest' }));
  const body = { ...dueOnly, waterfalls: { ...dueOnly.waterfalls, manual: { mode: 'horizontal', order } } };
  expect((await world.put(path, body, 'admin').expect(422)).body.code).toBe('policy.waterfall_incomplete');
});
