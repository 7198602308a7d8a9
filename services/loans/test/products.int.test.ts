import { derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, eur, startWorld, type World } from './harness.ts';
import { newRequest } from './journeys.ts';

let world: World;
let borrower: Caller;
let admin: Caller;

beforeAll(async () => {
  world = await startWorld();
  borrower = await world.verified('borrower');
  admin = await world.person('admin', ['admin']);
});
afterAll(() => world.close());

const codesOf = (body: Record<string, unknown>): unknown =>
  (body['errors'] as { path: string; code: string }[] | undefined)?.map(({ path, code }) => `${path} ${code}`);

describe('products and quotes', () => {
  test('seeded products are listed page by page', async () => {
    const first = await borrower.get('/v1/loan-products?limit=2');
    expect(first.body.items.map((item) => item['name'])).toEqual(['Linear loan EUR', 'Personal loan EUR']);
    const second = await borrower.get(`/v1/loan-products?limit=2&cursor=${String(first.body['nextCursor'])}`);
    expect(second.body).toMatchObject({
      items: [{ name: 'Personal loan USD', market: 'USD', instalmentRounding: 'ceiling' }],
      nextCursor: null,
    });
  });

  test('a quote has the schedule, both APRs and the flows', async () => {
    const { status, body } = await borrower.post('/v1/loan-requests/quote', {
      productId: derivedId('loanProduct', 'Personal loan EUR'),
      amount: eur(1_000_000),
      termMonths: 36,
      ratePpm: 120_000,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      originationFee: eur(20_000),
      net: eur(980_000),
      disbursedOn: '2026-01-02',
      schedule: { instalment: eur(33_214), totalInterest: eur(195_718), maturesOn: '2029-01-02' },
    });
    const { euPpm, usPpm, cashFlows } = body['aprs'] as { euPpm: number; usPpm: number; cashFlows: unknown[] };
    expect([euPpm > usPpm, usPpm > 120_000, cashFlows.length]).toEqual([true, true, 37]);
  });

  test('a quote outside of the product names every problem', async () => {
    const { status, body } = await borrower.post('/v1/loan-requests/quote', {
      productId: derivedId('loanProduct', 'Personal loan EUR'),
      amount: { amountMinor: '1', currency: 'USD' },
      termMonths: 7,
    });
    expect(status).toBe(422);
    expect(body['code']).toBe('loan_request.terms_not_offered');
    expect(body['detail']).toMatch(/other_currency.*out_of_range.*not_offered/);
  });

  test('only an administrator adds a product, and one that contradicts itself is refused', async () => {
    const product = { ...(await borrower.get(`/v1/loan-products/${derivedId('loanProduct', 'Personal loan EUR')}`)).body };
    for (const derived of ['productId', 'frequency', 'noteMinimum', 'items']) delete product[derived];
    expect(await borrower.post('/v1/loan-products', product)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } });
    expect(await admin.post('/v1/loan-products', { ...product, name: 'Another' })).toMatchObject({
      status: 201,
      body: { name: 'Another', noteMinimum: eur(2_500) },
    });
    expect(await admin.post('/v1/loan-products', { ...product, chargeOffAfterDays: 1 })).toMatchObject({
      status: 422,
      body: { code: 'loan_product.invalid' },
    });
  });
});

describe('bad input', () => {
  test.each<[string, object, RegExp | string]>([
    ['too many digits', { amount: { amountMinor: '9'.repeat(19), currency: 'EUR' } }, /amountMinor/],
    ['a fraction of a cent', { amount: { amountMinor: '100.5', currency: 'EUR' } }, /amountMinor/],
    ['a number for money', { amount: { amountMinor: 100_000, currency: 'EUR' } }, /amountMinor/],
    ['an unknown field', { autoAccept: true }, /unknown_field/],
    ['an unknown purpose', { purpose: 'gambling' }, /purpose/],
    ['a negative rate', { maxRatePpm: -1 }, /maxRatePpm/],
    [
      'a real date that is none',
      { profile: { annualIncomeMinor: '1', homeOwnership: 'own', earliestCreditLineOn: '2020-02-30' } },
      /earliestCreditLineOn/,
    ],
  ])('%s is 400', async (_, changed, what) => {
    const { status, body } = await borrower.post('/v1/loan-requests', newRequest(changed));
    expect({ status, code: body['code'] }).toEqual({ status: 400, code: 'request.invalid' });
    expect(JSON.stringify(codesOf(body))).toMatch(what);
  });

  test('all problems come at once', async () => {
    const { body } = await borrower.post('/v1/loan-requests', { termMonths: 0, purpose: 'x', surplus: 1 });
    expect((codesOf(body) as string[]).length).toBeGreaterThanOrEqual(6);
  });

  test('another currency than the product is 422, an unknown product 404', async () => {
    expect(await borrower.post('/v1/loan-requests', newRequest({ amount: { amountMinor: '1000000', currency: 'USD' } }))).toMatchObject({
      status: 422,
      body: { code: 'loan_request.terms_not_offered' },
    });
    expect(await borrower.post('/v1/loan-requests', newRequest({ productId: derivedId('loanProduct', 'none') }))).toMatchObject({
      status: 404,
      body: { code: 'loan_product.not_found' },
    });
  });
});
