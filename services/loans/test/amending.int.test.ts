import { derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, eur, startWorld, type World } from './harness.ts';
import { activeOffer, filledWith, fillOf, listed, newOffer, openDay } from './journeys.ts';

let world: World;
let borrower: Caller;
let lender: Caller;

beforeAll(async () => {
  world = await startWorld();
  borrower = await world.verified('borrower');
  lender = await world.verified('lender');
});
afterAll(() => world.close());

const pathOf = (offerId: string): string => `/v1/offers/${offerId}`;
const offerOf = async (offerId: string): Promise<Record<string, unknown>> => (await lender.get(pathOf(offerId))).body;
const toldOf = async (offerId: string) => (await world.published()).filter(({ data }) => data['offerId'] === offerId);
const confirmed = (offerId: string, freed = 0): Promise<unknown> =>
  world.tell('matching.offer-amended.v1', { offerId, lenderId: lender.memberId, market: 'EUR', freed: eur(freed), isPlaceKept: false });
const ended = (offerId: string): Promise<unknown> =>
  world.tell('matching.offer-closed.v1', { offerId, lenderId: lender.memberId, market: 'EUR', outcome: 'revoked', freed: eur(0) });

test('what is asked for goes to matching whole, and holds when matching says so', async () => {
  const offerId = await activeOffer(world, lender);
  const criteria = { minRatePpm: 40_000, capPerBorrower: eur(500_000), purposes: ['car'] };
  const asked = await lender.patch(pathOf(offerId), { total: eur(600_000), criteria, goodTillOn: '2026-03-01' });
  expect(asked.status).toBe(200);
  const kept = { grades: ['A', 'B', 'C'], minTermMonths: 12, maxTermMonths: 60, capPerLoan: eur(600_000) };
  const terms = { total: eur(600_000), criteria: { ...kept, ...criteria, minimumSlice: null }, goodTillOn: '2026-03-01' };
  expect(asked.body).toMatchObject({
    ...{ status: 'active', total: eur(1_000_000), goodTillOn: null, criteria: { minRatePpm: 50_000, capPerBorrower: null } },
    amendment: { status: 'requested', code: null, isPlaceKept: null, ...terms },
    waiting: { for: 'matching', cause: 'amendment' },
  });
  expect((await toldOf(offerId)).at(-1)).toEqual({
    name: 'loans.offer-amendment-requested.v1',
    data: { offerId, market: 'EUR', reduction: eur(400_000), criteria: { ...kept, ...criteria }, goodTillOn: '2026-03-01' },
  });
  await confirmed(offerId, 400_000);
  expect(await offerOf(offerId)).toMatchObject({
    ...{ status: 'active', ...terms, freed: eur(0), waiting: null },
    amendment: { status: 'applied', isPlaceKept: false, ...terms },
  });
  // Null takes limits away; what is not named stays.
  await lender.patch(pathOf(offerId), { criteria: { capPerBorrower: null, purposes: null }, goodTillOn: null });
  await confirmed(offerId);
  expect(await offerOf(offerId)).toMatchObject({
    ...{ total: eur(600_000), goodTillOn: null, criteria: { minRatePpm: 40_000, capPerBorrower: null, purposes: null } },
  });
});

test('a refusal is seen on the offer, also on one that ended meanwhile', async () => {
  const offerId = await activeOffer(world, lender);
  await lender.patch(pathOf(offerId), { total: eur(2_500) });
  const refusal = { offerId, market: 'EUR', code: 'offer.amend_over_unfilled' };
  await world.tell('matching.offer-amendment-refused.v1', refusal);
  const refused = { status: 'refused', code: 'offer.amend_over_unfilled', total: eur(2_500) };
  expect(await offerOf(offerId)).toMatchObject({ status: 'active', total: eur(1_000_000), waiting: null, amendment: refused });
  await lender.patch(pathOf(offerId), { criteria: { minRatePpm: 1 } });
  await ended(offerId);
  await world.tell('matching.offer-amendment-refused.v1', { ...refusal, code: 'offer.closed' });
  expect(await offerOf(offerId)).toMatchObject({ status: 'ended', amendment: { status: 'refused', code: 'offer.closed' } });
  await expect(world.tell('matching.offer-amendment-refused.v1', refusal)).rejects.toThrow('offer.no_amendment');
});

test('what is filled is not offered any more: the total stays above it', async () => {
  const [requestId, offerId] = [await listed(world, borrower), await activeOffer(world, lender)];
  const other = await activeOffer(world, lender);
  await filledWith(world, requestId, [fillOf(offerId, lender.memberId, 300_000), fillOf(other, lender.memberId, 700_000)]);
  const { status, body } = await lender.patch(pathOf(offerId), { total: eur(297_500) });
  expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'offer.invalid' });
  expect(body['detail']).toMatch(/total.amountMinor.*below_filled.*300000 or more/);
  expect((await lender.patch(pathOf(offerId), { total: eur(300_000) })).body).toMatchObject({ amendment: { total: eur(300_000) } });
});

test('all problems come at once, with what is allowed', async () => {
  await openDay(world, '2026-01-05');
  const offerId = await activeOffer(world, lender);
  const { status, body } = await lender.patch(pathOf(offerId), {
    ...{ total: eur(1_002_500), goodTillOn: '2026-01-04' },
    criteria: { minTermMonths: 61, capPerLoan: { amountMinor: '5000', currency: 'USD' }, minimumSlice: eur(7_500) },
  });
  expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'offer.invalid' });
  for (const code of ['raised_place_another_offer', 'in_the_past', 'below_minimum', 'other_currency', 'below_minimum_slice']) {
    expect(body['detail']).toContain(code);
  }
  expect(body['detail']).toContain('at most 1000000; place another offer for more');
  expect(await toldOf(offerId)).toHaveLength(2);
});

test('what is gone, being held, being taken back or waiting for an answer is not amended', async () => {
  const change = { criteria: { minRatePpm: 60_000 } };
  const codeOf = async (offerId: string): Promise<unknown> => {
    const { status, body } = await lender.patch(pathOf(offerId), change);
    return [status, body['code']];
  };
  const placed = String((await lender.post('/v1/offers', newOffer())).body['offerId']);
  expect(await codeOf(placed)).toEqual([409, 'offer.not_active']);
  const holdId = derivedId('hold', placed);
  await world.tell('payments.hold-refused.v1', { holdId, offerId: placed, lenderId: lender.memberId, code: 'wallet.insufficient_funds' });
  expect(await codeOf(placed)).toEqual([409, 'offer.not_open']);
  const offerId = await activeOffer(world, lender);
  expect((await lender.patch(pathOf(offerId), change)).status).toBe(200);
  expect(await codeOf(offerId)).toEqual([409, 'offer.amendment_pending']);
  await confirmed(offerId);
  await lender.post(`${pathOf(offerId)}/revoke`);
  expect(await codeOf(offerId)).toEqual([409, 'offer.not_active']);
  await ended(offerId);
  expect(await codeOf(offerId)).toEqual([409, 'offer.not_open']);
});

test('of a directed offer the money and the last day may change', async () => {
  const requestId = await listed(world, borrower);
  const offerId = await activeOffer(world, lender, { kind: 'directed', requestId, total: eur(250_000), criteria: undefined });
  const fixed = await lender.patch(pathOf(offerId), { criteria: { minRatePpm: 1 } });
  expect(fixed).toMatchObject({ status: 422, body: { code: 'offer.invalid' } });
  expect(fixed.body['detail']).toContain('fixed_by_listing');
  expect((await lender.patch(pathOf(offerId), { total: eur(100_000) })).status).toBe(200);
  expect((await toldOf(offerId)).at(-1)?.data).toMatchObject({ reduction: eur(150_000), criteria: { minRatePpm: 110_000, grades: ['B'] } });
});

test.each<[string, object]>([
  ['nothing', {}],
  ['no criterion', { criteria: {} }],
  ['an unknown field', { total: eur(2_500), kind: 'directed' }],
  ['a total of zero', { total: eur(0) }],
  ['a total of none', { total: null }],
  ['a rate as a fraction', { criteria: { minRatePpm: 0.5 } }],
  ['no grades', { criteria: { grades: [] } }],
  ['a day that is not in the calendar', { goodTillOn: '2026-02-30' }],
])('%s is no amendment', async (_, body) => {
  const offerId = await activeOffer(world, lender);
  expect(await lender.patch(pathOf(offerId), body)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
});

test('a repeated amendment is one, a foreign offer is unknown', async () => {
  const offerId = await activeOffer(world, lender);
  const change = { total: eur(500_000) };
  const first = await lender.patch(pathOf(offerId), change, 'amend-once-1');
  const again = await lender.patch(pathOf(offerId), change, 'amend-once-1');
  expect([first.status, again.status]).toEqual([200, 200]);
  expect((await toldOf(offerId)).filter(({ name }) => name === 'loans.offer-amendment-requested.v1')).toHaveLength(1);
  expect(await borrower.patch(pathOf(offerId), change)).toMatchObject({ status: 404, body: { code: 'offer.not_found' } });
  await confirmed(offerId, 500_000);
  // Asking for what holds already asks nobody.
  expect((await lender.patch(pathOf(offerId), change)).body).toMatchObject({ amendment: { status: 'applied' }, waiting: null });
  expect(await toldOf(offerId)).toHaveLength(3);
});
