/** Acceleration by policy and by two administrators; its cure; and a collection returned from behind it. */
import { systemClock } from '@mutua/config';
import { addDays, calendarDate, derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { returnStore } from '../../src/adapters/postgres/servicing/return-store.ts';
import { closeDayForLoans } from '../../src/app/servicing/close-day.ts';
import { eur, eventsOf, expectWhole, fund, lend, loanIdOf, nothingCollected, openDay, openWork, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const path = `/v1/servicing-policies/${derivedId('loanProduct', 'test')}`;
const policy = {
  waterfalls: { autopay: 'standard', manual: 'standard', afterDefault: null },
  toleranceMinor: '0',
  serviceFeeCappedMonths: 12,
  acceleration: { afterDays: 40, cureDays: 10 },
};
const slices = [
  ['ann', 60_000n],
  ['bob', 40_000n],
] as const;
const firstDue = calendarDate('2026-02-15');
const loan = async (name: string) => (await world.get(`/v1/loans/${loanIdOf(name)}`, 'borrower').expect(200)).body;
const payoff = async (name: string) => (await world.get(`/v1/loans/${loanIdOf(name)}/payoff-quote`, 'borrower').expect(200)).body.total;
const rows = async (name: string) => (await world.get(`/v1/loans/${loanIdOf(name)}/schedule`, 'borrower').expect(200)).body.instalments;
const reason = 'Fraud was proven.';

test('forty days past due everything falls due, at the close and once; the payoff stays what it was', async () => {
  expect((await world.put(path, policy, 'admin').expect(200)).body.policy).toEqual(policy);
  for (const name of ['cured', 'kept', 'returned']) await lend(world, { name, borrower: 'borrower', slices });
  await openDay(world, firstDue);
  await world.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    const loanId = loanIdOf('returned');
    await closeDayForLoans(
      ports,
      { loanIds: [loanId], on: firstDue, collected: { paid: new Map([[loanId, 8_885n]]), refused: new Set() } },
      moment,
    );
  });
  await openDay(world, addDays(firstDue, 40));
  expect(await loan('kept')).toMatchObject({ acceleratedOn: null, scheduleVersion: 1 });
  const before = await payoff('kept');
  await openDay(world, addDays(firstDue, 41));
  expect(await loan('kept')).toMatchObject({
    acceleratedOn: '2026-03-27',
    scheduleVersion: 2,
    maturesOn: '2026-03-27',
    overdue: { currency: 'EUR' },
  });
  expect(await rows('kept')).toHaveLength(3);
  const owed = await payoff('kept');
  expect(owed).toEqual(before);
  await openDay(world, addDays(firstDue, 43));
  expect(await payoff('kept')).toEqual(owed);
  const told = (await eventsOf(world, loanIdOf('kept'))).map(({ name }) => name);
  expect(told.filter((name) => name === 'payments.loan-accelerated.v1')).toHaveLength(1);
  expect(told).toContain('payments.schedule-changed.v1');
});

test('paying the arrears in full within the days cures it: the old schedule is in force, and the rest pays in advance', async () => {
  const arrears = (await rows('cured')).slice(0, 2).reduce((sum: bigint, row: { due: Record<string, { amountMinor: string }> }) => {
    const due = Object.values(row.due).reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n);
    return sum + due;
  }, 0n);
  await fund(world, 'borrower', 300_000n);
  const pay = (amount: bigint) => world.post(`/v1/loans/${loanIdOf('cured')}/repayments`, { amount: eur(amount) }, 'borrower').expect(201);
  await pay(100n);
  expect(await loan('cured')).toMatchObject({ acceleratedOn: '2026-03-27' });
  await pay(arrears - 100n + 500n);
  expect(await loan('cured')).toMatchObject({ acceleratedOn: null, status: 'active', daysPastDue: 0, maturesOn: '2027-01-15' });
  expect(await rows('cured')).toHaveLength(12);
  const versions = await world.get(`/v1/loans/${loanIdOf('cured')}/schedule-versions`, 'borrower').expect(200);
  expect(versions.body.items.map((each: { reason: string }) => each.reason)).toEqual(['disbursement', 'acceleration', 'reinstatement']);
});

test('later it is not: what is paid pays what is due, and paying all of it closes the loan', async () => {
  await openDay(world, addDays(firstDue, 60));
  const all = BigInt((await payoff('kept')).amountMinor);
  await world.post(`/v1/loans/${loanIdOf('kept')}/repayments`, { amount: eur(all - 10n) }, 'borrower').expect(201);
  expect(await loan('kept')).toMatchObject({ acceleratedOn: '2026-03-27', status: 'in-arrears' });
  await world.post(`/v1/loans/${loanIdOf('kept')}/repayments`, { payoff: true }, 'borrower').expect(201);
  expect(await loan('kept')).toMatchObject({ status: 'closed', outcome: 'repaid' });
});

test('a collection returned from before it is told again with it', async () => {
  const loanId = loanIdOf('returned');
  const on = addDays(firstDue, 60);
  const before = BigInt((await payoff('returned')).amountMinor);
  await world.db.run(async (tx) => {
    await returnStore(tx).insert([{ key: `${loanId}:${firstDue}`, loanId, code: 'bank.returned' }], on);
    const { ports, moment } = await openWork(tx, systemClock.now());
    await closeDayForLoans(ports, { loanIds: [loanId], on, collected: nothingCollected }, moment);
  });
  const { acceleratedOn, daysPastDue } = await loan('returned');
  expect({ acceleratedOn, daysPastDue }).toEqual({ acceleratedOn: '2026-04-16', daysPastDue: 60 });
  expect(BigInt((await payoff('returned')).amountMinor) - before).toBeGreaterThanOrEqual(8_885n);
});

test('by hand with four eyes, once, and not for a loan that is over or that nobody knows', async () => {
  await lend(world, { name: 'by-hand', borrower: 'borrower', slices });
  const ask = (name: string, as = 'admin') => world.post(`/v1/loans/${loanIdOf(name)}/acceleration`, { reason }, as);
  const asked = await ask('by-hand').expect(202);
  expect(asked.body).toMatchObject({ action: 'loan.accelerate', status: 'awaiting-approval' });
  expect((await ask('by-hand').expect(409)).body.code).toBe('approval.already_open');
  const approve = (as: string) => world.post(`/v1/approvals/${asked.body.approvalId}/approve`, { payloadHash: asked.body.payloadHash }, as);
  expect((await approve('admin').expect(409)).body.code).toBe('approval.same_person');
  await approve('admin2').expect(200);
  expect(await loan('by-hand')).toMatchObject({ acceleratedOn: '2026-04-16', daysPastDue: 0 });
  expect((await ask('by-hand').expect(409)).body.code).toBe('acceleration.done');
  expect((await ask('kept').expect(409)).body.code).toBe('loan.not_open');
  expect((await ask('nobody').expect(404)).body.code).toBe('loan.not_found');
  await ask('by-hand', 'borrower').expect(403);
  const whole = await payoff('by-hand');
  expect(whole).toEqual(eur(100_000n));
  await openDay(world, addDays(firstDue, 62));
  expect(await loan('by-hand')).toMatchObject({ status: 'in-arrears', daysPastDue: 2 });
});
