/** How a product is serviced is decided over the API and holds for loans paid out from then on. */
import { derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eur, expectWhole, fund, lend, openWorld, type World } from './world.ts';

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

test('an order that leaves a debt out is refused', async () => {
  const order = Array.from({ length: 8 }, () => ({ timing: 'due', component: 'interest' }));
  const body = { ...dueOnly, waterfalls: { ...dueOnly.waterfalls, manual: { mode: 'horizontal', order } } };
  expect((await world.put(path, body, 'admin').expect(422)).body.code).toBe('policy.waterfall_incomplete');
});
