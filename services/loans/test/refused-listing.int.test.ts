/** A listing that the book refuses: the request is rejected with a reason, and what was directed at it meanwhile gets its money back. */
import { derivedId } from '@mutua/kernel';
import { eventually, seededIds } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handlers } from '../src/adapters/kafka/handlers.ts';
import { portsOf } from '../src/compose.ts';
import { type Caller, eur, startWorld, type World } from './harness.ts';
import { assessed, listed } from './journeys.ts';

let world: World;
let borrower: Caller;
let lender: Caller;
beforeAll(async () => {
  world = await startWorld(14);
  [borrower, lender] = [await world.verified('borrower'), await world.verified('lender')];
});
afterAll(() => world.close());

const requestOf = async (requestId: string) => (await borrower.get(`/v1/loan-requests/${requestId}`)).body;
const offerOf = async (offerId: unknown) => (await lender.get(`/v1/offers/${String(offerId)}`)).body;
const refuse = (requestId: string, code = 'request.rate_off_grid'): Promise<unknown> =>
  world.tell('matching.request-refused.v1', { requestId, borrowerId: borrower.memberId, market: 'EUR', code });
const direct = (requestId: string) => lender.post('/v1/offers', { kind: 'directed', requestId, total: eur(100_000) });
const hold = (offerId: unknown): Promise<unknown> =>
  world.tell('payments.hold-placed.v1', {
    ...{ holdId: derivedId('hold', String(offerId)), offerId: String(offerId), lenderId: lender.memberId, amount: eur(100_000) },
  });
const close = (offerId: unknown): Promise<unknown> =>
  world.tell('matching.offer-closed.v1', {
    ...{ offerId: String(offerId), lenderId: lender.memberId, market: 'EUR', outcome: 'revoked', freed: eur(100_000) },
  });
const toldAbout = async (id: unknown): Promise<readonly string[]> =>
  (await world.published()).filter(({ data }) => data['requestId'] === id || data['offerId'] === id).map(({ name }) => name);

test('rejected with a reason and out of the listings; told once, however often it is heard', async () => {
  const requestId = await listed(world, borrower);
  await refuse(requestId);
  await refuse(requestId);
  expect(await requestOf(requestId)).toMatchObject({
    ...{ status: 'rejected', ratePpm: null, listedOn: null, waiting: null },
    reasons: [{ code: 'rate_not_traded', text: expect.stringContaining('Ask again') }],
  });
  expect((await lender.get(`/v1/listings/${requestId}`)).body['code']).toBe('listing.not_found');
  expect((await direct(requestId)).body['code']).toBe('loan_request.not_found');
  expect((await toldAbout(requestId)).slice(-2)).toEqual(['loans.loan-request-listed.v1', 'loans.loan-request-rejected.v1']);
  const admin = await world.person('refusing-admin', ['admin']);
  const { body } = await admin.get('/v1/reports/funnel');
  expect(JSON.stringify(body)).toContain('rate_not_traded');
});

test('an offer that was directed at it goes back to its lender, whether its money was held by then or not', async () => {
  const requestId = await listed(world, borrower);
  const [active, placed, revoked] = [await direct(requestId), await direct(requestId), await direct(requestId)].map(
    ({ body }) => body['offerId'],
  );
  await hold(active);
  await lender.post(`/v1/offers/${String(revoked)}/revoke`);
  await refuse(requestId, 'request.grade_unknown');
  await hold(placed);
  await hold(revoked);
  const taken = { status: 'revoking', refusalCode: 'loan_request.not_listed', waiting: { for: 'matching' } };
  expect([await offerOf(active), await offerOf(placed)]).toMatchObject([taken, taken]);
  for (const offerId of [active, placed, revoked]) {
    expect((await toldAbout(offerId)).filter((name) => name === 'loans.offer-revocation-requested.v1')).toHaveLength(1);
    await close(offerId);
  }
  expect(await offerOf(active)).toMatchObject({ status: 'ended', outcome: 'request-closed', freed: eur(100_000), waiting: null });
  expect(await offerOf(placed)).toMatchObject({ status: 'ended', outcome: 'request-closed', freed: eur(100_000) });
  expect(await offerOf(revoked)).toMatchObject({ status: 'ended', outcome: 'revoked', refusalCode: null });
});

test('an offer that is being placed while the refusal comes waits for it, and is refused', async () => {
  const requestId = await listed(world, borrower);
  const { db } = world.service;
  const refusing = handlers({ ports: portsOf(seededIds(15)), clock: world.clock })['matching.request-refused.v1'];
  const data = { requestId, borrowerId: borrower.memberId, market: 'EUR', code: 'request.rate_off_grid' };
  const placing = await db.run(async (tx) => {
    await refusing?.({ data } as unknown as Parameters<typeof refusing>[0], tx);
    const asked = { answer: direct(requestId) };
    await eventually(
      async () =>
        (await db.sql.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).length > 0,
      { what: 'the offer waits' },
    );
    return asked;
  });
  expect((await placing.answer).body['code']).toBe('loan_request.not_found');
  expect(await db.sql.query('select 1 from offers where request_id = $1', [requestId])).toEqual([]);
});

test('a borrower who had asked to withdraw has withdrawn', async () => {
  const requestId = await listed(world, borrower);
  await borrower.post(`/v1/loan-requests/${requestId}/withdraw`);
  await refuse(requestId);
  expect(await requestOf(requestId)).toMatchObject({ status: 'withdrawn', waiting: null });
  expect((await toldAbout(requestId)).at(-1)).toBe('loans.loan-request-ended.v1');
});

test('credit may look again, and it is listed under the rules that hold then', async () => {
  const requestId = await listed(world, borrower);
  await refuse(requestId);
  await assessed(world, requestId, { referenceRatePpm: 120_000 });
  expect(await requestOf(requestId)).toMatchObject({ status: 'listed', ratePpm: 120_000, reasons: [] });
});
