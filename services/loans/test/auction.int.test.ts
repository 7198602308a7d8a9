/** Products whose requests are funded by auction: what is listed is the highest rate, what is contracted is what matching ended with. */
import { derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillUnit } from '../src/adapters/postgres/fill-unit.ts';
import type { Fill } from '../src/domain/contract.ts';
import { type Caller, eur, startWorld, type World } from './harness.ts';
import { activeOffer, fillOf, listed } from './journeys.ts';

let world: World;
let borrower: Caller;
let lenders: readonly [Caller, Caller];
let admin: Caller;

beforeAll(async () => {
  world = await startWorld(11);
  borrower = await world.verified('borrower');
  lenders = [await world.verified('first'), await world.verified('second')];
  admin = await world.person('admin', ['admin']);
});
afterAll(() => world.close());

const clearingOf = (mechanism: string): object => ({ mechanism, timing: 'batch', allocation: 'pro-rata', closing: 'when-full' });

async function productWith(clearing: object | undefined): Promise<Awaited<ReturnType<Caller['post']>>> {
  const product = { ...(await borrower.get(`/v1/loan-products/${derivedId('loanProduct', 'Personal loan EUR')}`)).body };
  for (const derived of ['productId', 'frequency', 'noteMinimum', 'items', 'clearing']) delete product[derived];
  return admin.post('/v1/loan-products', { ...product, name: 'By auction', ...(clearing && { clearing }) });
}

const said = async (name: string, requestId: string): Promise<Record<string, unknown> | undefined> =>
  (await world.published()).findLast((event) => event.name === name && event.data['requestId'] === requestId)?.data;

/** A listed request of an auction product, and a part of it from each lender at provisional rates. */
async function underway(mechanism: string) {
  const { body } = await productWith(clearingOf(mechanism));
  const requestId = await listed(world, borrower, { productId: String(body['productId']) });
  const [first, second] = [await activeOffer(world, lenders[0]), await activeOffer(world, lenders[1])];
  const fills = [fillOf(first, lenders[0].memberId, 600_000), fillOf(second, lenders[1].memberId, 400_000)] as const;
  const provisional = { ...fills[0], ratePpm: 70_000 };
  await world.tell('matching.fills-made.v1', {
    requestId,
    market: 'EUR',
    fills: [provisional],
    filled: eur(600_000),
    remaining: eur(400_000),
  });
  return { requestId, fills };
}

async function contractOf(requestId: string): Promise<Record<string, unknown>> {
  const { body } = await borrower.get(`/v1/loan-requests/${requestId}`);
  return (await borrower.get(`/v1/contracts/${String(body['contractId'])}`)).body;
}

test('a product says how its requests are funded, and the listing passes it on', async () => {
  expect((await productWith(undefined)).body['clearing']).toEqual({
    mechanism: 'posted-rate',
    timing: 'continuous',
    allocation: 'time',
    closing: 'when-full',
  });
  const created = await productWith(clearingOf('uniform-price'));
  expect(created).toMatchObject({ status: 201, body: { clearing: clearingOf('uniform-price') } });
  const requestId = await listed(world, borrower, { productId: String(created.body['productId']) });
  expect(await said('loans.loan-request-listed.v1', requestId)).toMatchObject({
    ratePpm: 110_000,
    mechanism: { clearing: 'uniform-price', timing: 'batch', allocation: 'pro-rata' },
  });
});

test('a listing stays open to its deadline only by auction', async () => {
  const untilDeadline = { ...clearingOf('uniform-price'), closing: 'at-deadline' };
  const { body } = await productWith(untilDeadline);
  expect(body['clearing']).toEqual(untilDeadline);
  const requestId = await listed(world, borrower, { productId: String(body['productId']) });
  expect(await said('loans.loan-request-listed.v1', requestId)).toMatchObject({ mechanism: { closing: 'at-deadline' } });
  expect(await productWith({ ...untilDeadline, mechanism: 'posted-rate' })).toMatchObject({
    status: 422,
    body: { code: 'loan_product.invalid', detail: expect.stringContaining('needs_an_auction') },
  });
});

const outbidOf = ({ fillId, offerId, lenderId }: ReturnType<typeof fillOf>, [released, left]: readonly [number, number]) => ({
  ...{ fillId, offerId, lenderId },
  released: eur(released),
  left: eur(left),
});

test('displaced from its top, then whole: request, listing and offers count what is filled now, and the final fills make the contract', async () => {
  const { requestId, fills } = await underway('uniform-price');
  const [dear, cheap] = fills;
  const [path, market] = [`/v1/loan-requests/${requestId}`, 'EUR'];
  const filled = async () => ({
    request: (await borrower.get(path)).body['filled'],
    listing: (await borrower.get(`/v1/listings/${requestId}`)).body['fillCount'],
    dear: (await lenders[0].get(`/v1/offers/${dear.offerId}`)).body['filled'],
    cheap: (await lenders[1].get(`/v1/offers/${cheap.offerId}`)).body['filled'],
  });
  const made = (fill: typeof dear, sum: number) => {
    const data = { requestId, market, fills: [{ ...fill, ratePpm: 60_000 }], filled: eur(sum), remaining: eur(1_000_000 - sum) };
    return { name: 'matching.fills-made.v1', data } as const;
  };
  await world.tellTogether(made({ ...cheap, amount: eur(300_000) }, 900_000));
  await world.tell('matching.fills-outbid.v1', { requestId, market, outbid: [outbidOf(dear, [200_000, 400_000])] });
  expect(await filled()).toEqual({ request: eur(700_000), listing: 2, dear: eur(400_000), cheap: eur(300_000) });
  // What is told and displaced in one unit of work.
  const second = fillOf(cheap.offerId, cheap.lenderId, 300_000, 2);
  await world.tellTogether(
    made(second, 1_000_000),
    {
      name: 'matching.fills-outbid.v1',
      data: { requestId, market, outbid: [outbidOf(dear, [400_000, 0]), outbidOf(second, [100_000, 200_000])] },
    },
    made(fillOf(cheap.offerId, cheap.lenderId, 500_000, 3), 1_000_000),
  );
  expect(await filled()).toEqual({ request: eur(1_000_000), listing: 3, dear: eur(0), cheap: eur(1_000_000) });
  const final = [cheap, second, fillOf(cheap.offerId, cheap.lenderId, 0, 3)].map((fill, n) => ({
    ...{ ...fill, ratePpm: 60_000, amount: eur([300_000, 200_000, 500_000][n] ?? 0) },
  }));
  const [first, ...rest] = final;
  if (!first) throw new Error('a fill is missing');
  await world.tell('matching.request-filled.v1', { requestId, market, amount: eur(1_000_000), ratePpm: 60_000, fills: [first, ...rest] });
  expect(await contractOf(requestId)).toMatchObject({ terms: { ratePpm: 60_000, principal: eur(1_000_000) }, lenders: 3 });
  const rows = await world.service.db.sql.query('select status, amount_minor from fills where fill_id = $1', [dear.fillId]);
  expect(rows).toEqual([{ status: 'outbid', amount_minor: 400_000n }]);
});

test('one price for all: the contract, the notes and the events have the final rate', async () => {
  const { requestId, fills } = await underway('uniform-price');
  const [first, second] = fills.map((fill) => ({ ...fill, ratePpm: 85_000 }));
  if (!first || !second) throw new Error('a fill is missing');
  await world.tell('matching.request-filled.v1', {
    requestId,
    market: 'EUR',
    amount: eur(1_000_000),
    ratePpm: 85_000,
    fills: [first, second],
  });
  const contract = await contractOf(requestId);
  expect(contract).toMatchObject({ terms: { ratePpm: 85_000 }, lenders: 2 });
  expect((await borrower.get(`/v1/loan-requests/${requestId}`)).body).toMatchObject({ ratePpm: 110_000, finalRatePpm: 85_000 });
  expect(await said('loans.loan-request-funded.v1', requestId)).toMatchObject({ ratePpm: 85_000 });
  expect((await borrower.post(`/v1/contracts/${String(contract['contractId'])}/accept`)).status).toBe(200);
  expect(await said('loans.loan-contracted.v1', requestId)).toMatchObject({
    ratePpm: 85_000,
    slices: [{ ratePpm: 85_000 }, { ratePpm: 85_000 }],
  });
});

test('each his own price: a part is consented to at its mean, and each note keeps its rate', async () => {
  const { requestId, fills } = await underway('pay-your-bid');
  const [first, second] = [
    { ...fills[0], ratePpm: 80_000 },
    { ...fills[1], amount: eur(300_000), ratePpm: 95_000 },
  ];
  await world.tell('matching.request-partially-filled.v1', {
    requestId,
    market: 'EUR',
    filled: eur(900_000),
    ratePpm: 85_000,
    fills: [first, second],
  });
  const path = `/v1/loan-requests/${requestId}`;
  expect((await borrower.get(path)).body).toMatchObject({ status: 'partially-funded', finalRatePpm: 85_000 });
  expect((await borrower.post(`${path}/accept-partial`)).status).toBe(200);
  const contract = await contractOf(requestId);
  expect(contract).toMatchObject({ terms: { ratePpm: 85_000, principal: eur(900_000) } });
  expect((await borrower.post(`/v1/contracts/${String(contract['contractId'])}/accept`)).status).toBe(200);
  const { slices } = (await said('loans.loan-contracted.v1', requestId)) as { slices: { principal: unknown; ratePpm: number }[] };
  const notes = slices.map(({ principal, ratePpm }) => ({ principal, ratePpm })).toSorted((a, b) => a.ratePpm - b.ratePpm);
  expect(notes).toEqual([
    { principal: eur(600_000), ratePpm: 80_000 },
    { principal: eur(300_000), ratePpm: 95_000 },
  ]);
});

test('a fill that is told twice in one unit of work is written once, at its last rate', async () => {
  const { requestId, fills } = await underway('uniform-price');
  const { fillId, offerId } = fills[1];
  const told = (ratePpm: bigint): Fill => ({
    fillId,
    offerId: offerId as Fill['offerId'],
    lenderId: lenders[1].memberId,
    amountMinor: 400_000n,
    ratePpm,
  });
  await world.service.db.run(async (tx) => {
    const store = fillUnit(tx);
    await store.record({ requestId, fills: [told(60_000n)], areAll: false });
    await store.record({ requestId, fills: [told(90_000n)], areAll: false });
  });
  const rows = await world.service.db.sql.query('select rate_ppm from fills where fill_id = $1', [fillId]);
  expect(rows).toEqual([{ rate_ppm: 90_000n }]);
});
