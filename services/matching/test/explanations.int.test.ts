/** What people may ask about the past and about themselves: batches and proofs, why an offer or a request was treated so, idle cash, dry runs. */
import { createHash } from 'node:crypto';
import { addDays, calendarDate } from '@mutua/kernel';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command, OfferTerms, RequestTerms } from '../src/domain/command.ts';
import { eventOf } from './events.ts';
import { member, offerId, requestId } from './model/random-commands.ts';
import { type World, world } from './support.ts';

const firstDay = calendarDate('2026-01-01');
let w: World;
let api: ReturnType<typeof supertest>;
let handled = 0;

const offer = (n: number, changes: Partial<OfferTerms> = {}): Command => ({
  type: 'place-offer',
  terms: {
    ...{ offerId: offerId(n), lenderId: member(n), requestId: null, totalMinor: 100n, goodTillOn: null },
    criteria: { minRatePpm: 50_000n, grades: ['A'], minTermMonths: 13, maxTermMonths: 36, purposes: null, capPerLoanMinor: 50n },
    ...changes,
  },
});
const request = (n: number, changes: Partial<RequestTerms> = {}): Command => ({
  type: 'list-request',
  terms: {
    ...{ requestId: requestId(n), borrowerId: member(900 + n), amountMinor: 100n, minimumMinor: 70n, noteMinimumMinor: 25n },
    ...{ termMonths: 36, purpose: 'car', grade: 'A', ratePpm: 90_000n, listedOn: firstDay, closesOn: addDays(firstDay, 14) },
    ...{ clearing: 'posted-rate' },
    ...changes,
  },
});

/** One by one: the place in the log is the place in the queue. */
async function say(...commands: readonly Command[]): Promise<void> {
  for (const command of commands) {
    await w.say(eventOf(command));
    handled += 1;
    await w.handled(handled);
  }
}
const as = async (memberId: string, ...roles: string[]) => w.issuer.bearer({ memberId, roles: roles.length > 0 ? roles : ['member'] });
const get = async (path: string, memberId: string, ...roles: string[]) => api.get(path).set('authorization', await as(memberId, ...roles));

beforeAll(async () => {
  w = await world();
  api = supertest((await w.start()).app);
  await say({ type: 'tick', businessDate: firstDay });
  await say(offer(1), offer(2), offer(3), offer(4, { totalMinor: 100n }));
  await say(
    { ...offer(5), ...dear(5) },
    request(1),
    request(2, { grade: 'B' }),
    { type: 'tick', businessDate: addDays(firstDay, 1) },
    request(3),
  );
});
afterAll(() => w.close());

const dear = (n: number): Command => {
  const command = offer(n);
  if (command.type !== 'place-offer') return command;
  const { terms } = command;
  return { ...command, terms: { ...terms, criteria: { ...terms.criteria, minRatePpm: 95_000n } } };
};

test('batches newest first, page by page, each with a proof that the log bears out', async () => {
  const first = await get('/v1/matching-batches?market=EUR&limit=2', member(1));
  expect(first.body.items.map((item: { batchId: string; fills: number }) => [item.batchId, item.fills])).toEqual([
    ['EUR-11', 2],
    ['EUR-9', 0],
  ]);
  const rest = await get(`/v1/matching-batches?market=EUR&limit=2&cursor=${first.body.nextCursor}`, member(1));
  expect(rest.body).toMatchObject({
    items: [{ batchId: 'EUR-8', trigger: 'list-request', fills: 2, filled: { amountMinor: '100' } }],
    nextCursor: null,
  });
  const batch = await get('/v1/matching-batches/EUR-8', member(1));
  expect(batch.body).toEqual(rest.body.items[0]);

  const proof = await get('/v1/matching-batches/EUR-8/proof', member(1));
  const log = await get('/v1/markets/EUR/commands?limit=8', member(99), 'auditor');
  const [before, own] = log.body.items.slice(-2);
  expect(proof.body).toMatchObject({
    ...{ fromSeq: 8, toSeq: 8, engineVersion: 3, inputHash: before.hash, outputHash: own.hash },
    commandHash: createHash('sha256').update(own.payload).digest('hex'),
    configuration: {
      noteMinimum: { amountMinor: '25' },
      rules: null,
      requests: [{ requestId: requestId(1), clearing: 'posted-rate', timing: 'continuous', allocation: 'time' }],
    },
  });
  expect(JSON.stringify(proof.body)).not.toContain(member(901));
  for (const unknown of ['EUR-4', 'EUR-999', 'CHF-1'])
    expect((await get(`/v1/matching-batches/${unknown}/proof`, member(1))).status).toBe(404);
  expect((await get('/v1/matching-batches?market=CHF', member(1))).body.code).toBe('market.not_found');
  expect((await get('/v1/matching-batches?market=EUR&cursor=WyJ4Il0', member(1))).body.code).toBe('cursor.invalid');
});

test('a tick reveals the seed that was committed to by the tick before', async () => {
  const log = await get('/v1/markets/EUR/commands?limit=1000', member(99), 'admin');
  const ticks = log.body.items
    .map(({ payload }: { payload: string }) => JSON.parse(payload))
    .filter(({ type }: Command) => type === 'tick');
  expect(ticks[0].draw.seed).toBeNull();
  expect(createHash('sha256').update(ticks[1].draw.seed).digest('hex')).toBe(ticks[0].draw.nextCommitment);
});

test('an offer is told batch by batch which rule stood in its way', async () => {
  const won = await get(`/v1/offers/${offerId(1)}/explanations`, member(1));
  expect(won.body.items).toMatchObject([
    { batchId: 'EUR-11', reasons: [{ requestId: requestId(3), outcome: 'filled', filled: { amountMinor: '50' }, constraint: null }] },
    { batchId: 'EUR-9', reasons: [{ requestId: requestId(2), constraint: 'grade' }] },
    { batchId: 'EUR-8', reasons: [{ requestId: requestId(1), outcome: 'filled', filled: { amountMinor: '50' }, rank: 1 }] },
  ]);
  const late = await get(`/v1/offers/${offerId(4)}/explanations?limit=1`, member(4));
  expect(late.body).toMatchObject({
    now: [{ requestId: requestId(2), constraint: 'grade' }],
    items: [{ reasons: [{ constraint: 'rank', rank: 4, amountAhead: { amountMinor: '150', currency: 'EUR' }, marginalRatePpm: 50_000 }] }],
  });
  const next = await get(`/v1/offers/${offerId(4)}/explanations?cursor=${late.body.nextCursor}`, member(4));
  expect(next.body.items.map(({ batchId }: { batchId: string }) => batchId)).toEqual(['EUR-9', 'EUR-8']);
  const priced = await get(`/v1/offers/${offerId(5)}/explanations`, member(99), 'auditor');
  expect(priced.body.items[0].reasons).toMatchObject([{ constraint: 'rate', ownRatePpm: 95_000, limitPpm: 90_000, rank: null }]);
  expect((await get(`/v1/offers/${offerId(4)}/explanations`, member(1))).body.code).toBe('offer.not_found');
});

test('a request is told what is missing, at which rate it would fill, and what keeps the money away', async () => {
  const why = await get(`/v1/loan-requests/${requestId(2)}/explanations`, member(902));
  expect(why.body).toMatchObject({
    status: 'open',
    reason: {
      missing: { amountMinor: '100' },
      available: { amountMinor: '0' },
      fillRatePpm: null,
      kept: [{ constraint: 'grade' }],
      ahead: { requests: 0 },
    },
  });
  const filled = await get(`/v1/loan-requests/${requestId(1)}/explanations`, member(901));
  expect(filled.body).toMatchObject({ status: 'filled', reason: null });
  expect((await get(`/v1/loan-requests/${requestId(2)}/explanations`, member(1))).body.code).toBe('loan_request.not_found');
});

test('idle cash and its age, a lender his own, staff all', async () => {
  const own = await get('/v1/idle-cash?market=EUR', member(4));
  expect(own.body.items).toMatchObject([{ offerId: offerId(4), idle: { amountMinor: '100' }, sinceSeq: 6 }]);
  const all = await get('/v1/idle-cash?market=EUR&limit=1', member(99), 'admin');
  expect(all.body.items).toMatchObject([{ offerId: offerId(3) }]);
  const rest = await get(`/v1/idle-cash?market=EUR&cursor=${all.body.nextCursor}`, member(99), 'admin');
  expect(rest.body.items.map((item: { offerId: string }) => item.offerId)).toEqual([offerId(4), offerId(5)]);
  expect((await get(`/v1/idle-cash?market=EUR&lenderId=${member(4)}`, member(1))).body.items).toEqual([]);
});

test('the expected wait follows what the queue was filled with', async () => {
  const position = await get(`/v1/offers/${offerId(4)}/position`, member(4));
  expect(position.body.expectedWait).toEqual({ days: 3.5, basedOnDays: 7 });
});

test('curves add the levels up; nobody has to log in for them', async () => {
  const curves = await api.get('/v1/markets/EUR/rate-curves?termMonths=36');
  expect(curves.body.curves).toEqual([
    {
      ...{ grade: 'A', minTermMonths: 25, maxTermMonths: 36 },
      points: [
        { ratePpm: 50_000, available: { amountMinor: '200', currency: 'EUR' }, count: 2 },
        { ratePpm: 95_000, available: { amountMinor: '300', currency: 'EUR' }, count: 3 },
      ],
    },
  ]);
});

test('a dry run competes with what there was; what cannot be an offer is refused with the rule', async () => {
  const eur = (amountMinor: string) => ({ amountMinor, currency: 'EUR' });
  const criteria = { minRatePpm: 40_000, grades: ['A'], minTermMonths: 13, maxTermMonths: 36, capPerLoan: eur('50') };
  const ask = async (changes: object) =>
    api
      .post('/v1/auto-invest-rules/dry-run')
      .set('authorization', await as(member(77)))
      .send({ market: 'EUR', total: eur('100'), days: 30, criteria, ...changes });
  const cheap = await ask({});
  expect(cheap.body).toMatchObject({
    ...{ fromSeq: 0, bought: eur('100'), idle: eur('0'), meanRatePpm: 90_000, notesInAll: 2 },
    notes: [{ requestId: requestId(1), amount: eur('50') }, { requestId: requestId(3) }],
  });
  const dearer = await ask({ criteria: { ...criteria, minRatePpm: 60_000 } });
  expect(dearer.body).toMatchObject({ bought: eur('0'), idle: eur('100'), meanRatePpm: null });
  expect((await ask({ criteria: { ...criteria, minTermMonths: 48 } })).body.code).toBe('offer.matches_nothing');
  expect((await ask({ criteria: { ...criteria, minimumSlice: eur('60') } })).body.code).toBe('offer.cap_below_slice');
  const share = (sharePpm: number, portfolio: object) => ({ criteria: { ...criteria, capOfPortfolio: { sharePpm, portfolio } } });
  expect((await ask(share(250_000, eur('100')))).body).toMatchObject({
    bought: eur('50'),
    notes: [{ amount: eur('25') }, { amount: eur('25') }],
  });
  expect((await ask(share(250_000, { amountMinor: '100', currency: 'USD' }))).body.code).toBe('dry_run.currency_mismatch');
  expect((await ask(share(0, eur('100')))).body.code).toBe('request.invalid');
  expect((await ask({ total: { amountMinor: '100', currency: 'USD' } })).body.code).toBe('dry_run.currency_mismatch');
  expect((await ask({ market: 'CHF' })).body.code).toBe('market.not_found');
  expect((await ask({ days: 91 })).body.code).toBe('request.invalid');
  const state = await get('/v1/markets/EUR/state', member(99), 'admin');
  expect(state.body.seq).toBe(11);
});

test('what was listed a moment ago is not in the book yet: the answer says so and when to ask again, and to nobody more', async () => {
  const path = `/v1/loan-requests/${requestId(4)}/explanations`;
  const early = await get(path, member(904));
  expect(early).toMatchObject({ status: 404, headers: { 'retry-after': '1' }, body: { code: 'loan_request.not_found' } });
  expect(early.body.detail).toContain('a moment after it is listed: ask again');
  await say(request(4, { grade: 'C' }));
  expect((await get(path, member(904))).body).toMatchObject({ status: 'open', reason: { missing: { amountMinor: '100' } } });
  const foreign = await get(path, member(1));
  expect(foreign).toMatchObject({ status: 404, headers: { 'retry-after': '1' } });
  expect({ ...foreign.body, requestId: null }).toEqual({ ...early.body, requestId: null });
  const offerPath = `/v1/offers/${offerId(99)}/position`;
  expect(await get(offerPath, member(1))).toMatchObject({
    status: 404,
    headers: { 'retry-after': '1' },
    body: { code: 'offer.not_found' },
  });
});

test('a relation that is told after the listing keeps the money away', async () => {
  const ofC = { minRatePpm: 50_000n, grades: ['C'], minTermMonths: 13, maxTermMonths: 36, purposes: null, capPerLoanMinor: 50n };
  await say({ type: 'relate-request', requestId: requestId(4), relatedIds: [member(6)] }, offer(6, { criteria: ofC }));
  const kept = await get(`/v1/offers/${offerId(6)}/explanations`, member(6));
  expect(kept.body.now).toContainEqual(expect.objectContaining({ requestId: requestId(4), constraint: 'own-or-related' }));
});
