/** A loan that is very late: its interest is not counted on until nothing of it is past due any more. */
import { calendarDate, derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideFundRules, eventsOf, expectWhole, fund, lend, openDay, openWorld, repay, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const policy = {
  waterfalls: { autopay: 'standard', manual: 'standard', afterDefault: null },
  toleranceMinor: '0',
  serviceFeeCappedMonths: 12,
  provision: { of: 'interest', ratePpm: 100_000 },
};
const rules = {
  payoutSharePpm: 800_000,
  minimumCoveragePpm: 1_000_000,
  belowMinimum: 'none',
  expectedLossPpm: { current: 0, grace: 0, 'late-16-30': 0, 'late-31-120': 0, default: 0 },
};
const expectedInterest = async (): Promise<string> =>
  (await world.get('/v1/provision-funds/EUR', 'ann').expect(200)).body.expected.interest.amountMinor;
const sinceOf = async (loanId: string) => (await world.get(`/v1/loans/${loanId}`, 'borrower').expect(200)).body.nonAccrualSince;
const accrualEvents = async (loanId: string) =>
  (await eventsOf(world, loanId)).filter(({ name }) => name.includes('accrual')).map(({ name, data }) => [name, data['on']]);

test('from the 90th day on its interest is not expected; a part payment changes nothing, being current again does', async () => {
  await decideFundRules(world, rules);
  const path = `/v1/servicing-policies/${derivedId('loanProduct', 'test')}`;
  expect((await world.put(path, { ...policy, nonAccrualAfterDays: 60 }, 'admin').expect(200)).body.policy.nonAccrualAfterDays).toBe(60);
  await world.put(path, policy, 'admin').expect(200);
  const loanId = await lend(world, { name: 'late', borrower: 'borrower', slices: [['ann', 100_000n]] });
  expect(BigInt(await expectedInterest())).toBeGreaterThan(0n);
  // Due on 15 February first.
  await openDay(world, calendarDate('2026-05-16'));
  expect(await sinceOf(loanId)).toBeNull();
  await openDay(world, calendarDate('2026-05-17'));
  expect(await sinceOf(loanId)).toBe('2026-05-16');
  expect(await expectedInterest()).toBe('0');
  await fund(world, 'borrower', 200_000n);
  await repay(world, loanId, 12_000n);
  expect(await sinceOf(loanId)).toBe('2026-05-16');
  await repay(world, loanId, 32_000n);
  expect(await sinceOf(loanId)).toBeNull();
  expect(BigInt(await expectedInterest())).toBeGreaterThan(0n);
  expect(await accrualEvents(loanId)).toEqual([
    ['payments.loan-non-accrual.v1', '2026-05-16'],
    ['payments.loan-accrual-resumed.v1', '2026-05-17'],
  ]);
});
