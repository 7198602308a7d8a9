/** The service end to end: events in through Kafka, decisions in Postgres and out through Kafka, and what people may read of them. */
import { addDays, calendarDate, derivedId } from '@mutua/kernel';
import { eventually } from '@mutua/testkit';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OfferChange, OfferTerms, RequestTerms } from '../src/domain/command.ts';
import { eventOf } from './events.ts';
import { member, offerId, requestId } from './model/random-commands.ts';
import { type World, world } from './support.ts';

const firstDay = calendarDate('2026-01-01');
let w: World;
let api: ReturnType<typeof supertest>;

beforeAll(async () => {
  w = await world();
  api = supertest((await w.start()).app);
});
afterAll(() => w.close());

const offer = (n: number, changes: Partial<OfferTerms> = {}): OfferTerms => ({
  offerId: offerId(n),
  lenderId: member(n),
  requestId: null,
  totalMinor: 100n,
  criteria: { minRatePpm: 50_000n, grades: ['A'], minTermMonths: 13, maxTermMonths: 36, purposes: null, capPerLoanMinor: 50n },
  goodTillOn: null,
  ...changes,
});
const request = (n: number, changes: Partial<RequestTerms> = {}): RequestTerms => ({
  requestId: requestId(n),
  borrowerId: member(900 + n),
  amountMinor: 100n,
  minimumMinor: 70n,
  noteMinimumMinor: 25n,
  termMonths: 36,
  purpose: 'car',
  grade: 'A',
  ratePpm: 90_000n,
  listedOn: firstDay,
  closesOn: addDays(firstDay, 14),
  clearing: 'posted-rate',
  ...changes,
});
const eur = (amountMinor: string) => ({ amountMinor, currency: 'EUR' });
const place = (terms: OfferTerms) => eventOf({ type: 'place-offer', terms });
const amend = (n: number, { criteria, ...changes }: Partial<OfferChange>) => {
  const change = { offerId: offerId(n), freeMinor: 0n, criteria: { ...offer(n).criteria, ...criteria }, goodTillOn: null, ...changes };
  return eventOf({ type: 'amend-offer', change });
};
const list = (terms: RequestTerms) => eventOf({ type: 'list-request', terms });
const token = (memberId: string, ...roles: string[]) => w.issuer.bearer({ memberId, roles: roles.length > 0 ? roles : ['member'] });
const get = async (path: string, memberId: string, ...roles: string[]) =>
  api.get(path).set('authorization', await token(memberId, ...roles));

test('an offer and a request meet; money is counted; the loan settles', async () => {
  // One by one: events of different offers have no order of their own, the place in the log is the place in the queue.
  const opening = [eventOf({ type: 'tick', businessDate: firstDay }), place(offer(1)), place(offer(2)), place(offer(3))];
  for (const [n, event] of opening.entries()) {
    await w.say(event);
    await w.handled(n + 1);
  }
  await w.say(list(request(1)));
  const filled = await eventually(() => w.heardOf('matching.request-filled.v1')[0]);
  expect(filled.data).toMatchObject({ requestId: requestId(1), amount: { amountMinor: '100', currency: 'EUR' }, ratePpm: 90_000 });
  expect(w.heardOf('matching.fills-made.v1').map((event) => event.data)).toMatchObject([
    {
      fills: [
        { fillId: derivedId('fill', 'EUR', '6', '0'), offerId: offerId(1), amount: { amountMinor: '50' } },
        { offerId: offerId(2), amount: { amountMinor: '50' } },
      ],
      remaining: { amountMinor: '0' },
    },
  ]);
  const position = await get(`/v1/offers/${offerId(1)}/position`, member(1));
  expect(position.body).toMatchObject({ status: 'open', remaining: { amountMinor: '50' }, held: { amountMinor: '50' } });
  expect(position.body.cells).toEqual([
    { grade: 'A', minTermMonths: 13, maxTermMonths: 24, rank: 1, amountAhead: { amountMinor: '0', currency: 'EUR' } },
    { grade: 'A', minTermMonths: 25, maxTermMonths: 36, rank: 1, amountAhead: { amountMinor: '0', currency: 'EUR' } },
  ]);
  const third = await get(`/v1/offers/${offerId(3)}/position`, member(3));
  expect(third.body.cells[0]).toMatchObject({ rank: 3, amountAhead: { amountMinor: '100' } });
  const depth = await get('/v1/markets/EUR/depth?termMonths=36', member(5));
  expect(depth.body.cells).toEqual([
    {
      ...{ grade: 'A', minTermMonths: 25, maxTermMonths: 36, requests: [] },
      offers: [{ ratePpm: 50_000, amount: { amountMinor: '200', currency: 'EUR' }, count: 3 }],
    },
  ]);
  await w.say(eventOf({ type: 'settle-request', requestId: requestId(1) }));
  await w.handled(6);
  const settled = await get(`/v1/offers/${offerId(1)}/position`, member(77), 'auditor');
  expect(settled.body).toMatchObject({ held: { amountMinor: '0' }, settled: { amountMinor: '50' } });
});

test('closing day: enough is filled, the borrower declines, the money is back in its old place', async () => {
  await w.say(list(request(2, { amountMinor: 225n, closesOn: addDays(firstDay, 1) })));
  await eventually(() => w.heard.some((event) => event.name === 'matching.fills-made.v1' && event.aggregateId === requestId(2)));
  await w.say(place(offer(4)), eventOf({ type: 'tick', businessDate: addDays(firstDay, 2) }));
  const partial = await eventually(() => w.heardOf('matching.request-partially-filled.v1')[0]);
  expect(partial.data).toMatchObject({ requestId: requestId(2) });
  await w.say(eventOf({ type: 'decline-partial', requestId: requestId(2), cause: 'declined' }));
  const closed = await eventually(() => w.heardOf('matching.request-closed.v1')[0]);
  expect(closed.data).toMatchObject({ requestId: requestId(2), outcome: 'declined' });
  const first = await get(`/v1/offers/${offerId(1)}/position`, member(1));
  expect(first.body).toMatchObject({ held: { amountMinor: '0' }, remaining: { amountMinor: '50' } });
  expect(first.body.cells[0]).toMatchObject({ rank: 1 });
});

test('revoking frees exactly what is unfilled; a second revocation is a recorded refusal', async () => {
  const revoke = () => eventOf({ type: 'revoke-offer', offerId: offerId(3) });
  await w.say(revoke());
  const closed = await eventually(() => w.heardOf('matching.offer-closed.v1').find((event) => event.aggregateId === offerId(3)));
  expect(closed.data).toMatchObject({ outcome: 'revoked', freed: { amountMinor: '100' }, lenderId: member(3) });
  await w.say(revoke());
  const refusal = await eventually(() => w.db.sql.one<{ code: string }>('select code from refusals where object_id = $1', [offerId(3)]));
  expect(refusal.code).toBe('offer.unknown');
  const position = await get(`/v1/offers/${offerId(3)}/position`, member(3));
  expect(position.body).toMatchObject({ status: 'closed', freed: { amountMinor: '100' }, cells: [], directed: null });
});

const heardAbout = (name: Parameters<World['heardOf']>[0], n: number) =>
  eventually(
    () =>
      w
        .heardOf(name)
        .filter((event) => event.aggregateId === offerId(n))
        .at(-1),
    { what: `${name} of offer ${n}` },
  );

test('an amendment holds from its place in the log on: a lower rate fills what waits, less money keeps the place', async () => {
  const nine = { ...offer(30).criteria, grades: ['C'], minRatePpm: 90_000n };
  const listed = {
    grade: 'C',
    ratePpm: 80_000n,
    amountMinor: 50n,
    minimumMinor: 50n,
    listedOn: addDays(firstDay, 2),
    closesOn: addDays(firstDay, 20),
  };
  await w.say(place(offer(30, { criteria: nine })), list(request(30, listed)));
  await w.say(amend(30, { criteria: { ...nine, minRatePpm: 80_000n } }));
  const first = await heardAbout('matching.offer-amended.v1', 30);
  expect(first.data).toEqual({ offerId: offerId(30), lenderId: member(30), market: 'EUR', freed: eur('0'), isPlaceKept: false });
  const filled = await eventually(() => w.heardOf('matching.request-filled.v1').find((event) => event.aggregateId === requestId(30)));
  expect(filled.data).toMatchObject({ ratePpm: 80_000, fills: [{ offerId: offerId(30), amount: eur('50') }] });
  await w.say(amend(30, { criteria: { ...nine, minRatePpm: 80_000n }, freeMinor: 25n }));
  const second = await eventually(() =>
    w
      .heardOf('matching.offer-amended.v1')
      .filter((event) => event.aggregateId === offerId(30))
      .at(1),
  );
  expect(second.data).toMatchObject({ freed: eur('25'), isPlaceKept: true });
  const position = await get(`/v1/offers/${offerId(30)}/position`, member(30));
  expect(position.body).toMatchObject({ total: eur('100'), remaining: eur('25'), held: eur('50'), freed: eur('25') });
});

test('an amendment that comes too late, or breaks a rule of the book, is answered with the reason and changes nothing', async () => {
  const other = { ...offer(31).criteria, grades: ['D'] };
  await w.say(place(offer(31, { criteria: other })), place(offer(32, { criteria: other })));
  await w.say(amend(31, { criteria: other, freeMinor: 101n }));
  expect((await heardAbout('matching.offer-amendment-refused.v1', 31)).data).toEqual({
    ...{ offerId: offerId(31), market: 'EUR', code: 'offer.amend_over_unfilled' },
  });
  await w.say(amend(32, { criteria: { ...other, minTermMonths: 37 } }));
  expect((await heardAbout('matching.offer-amendment-refused.v1', 32)).data).toMatchObject({ code: 'offer.matches_nothing' });
  await w.say(eventOf({ type: 'revoke-offer', offerId: offerId(31) }), amend(31, { criteria: other, freeMinor: 50n }));
  const gone = await eventually(() =>
    w
      .heardOf('matching.offer-amendment-refused.v1')
      .filter((event) => event.aggregateId === offerId(31))
      .at(1),
  );
  expect(gone.data).toMatchObject({ code: 'offer.closed' });
  const freed = w.heard.filter((event) => event.aggregateId === offerId(31) && 'freed' in (event.data as object));
  expect(freed.map(({ data }) => data)).toMatchObject([{ outcome: 'revoked', freed: eur('100') }]);
  const refused = await w.db.sql.query<{ code: string }>('select code from refusals where object_id = any($1) order by code', [
    [offerId(31), offerId(32)],
  ]);
  expect(refused.map(({ code }) => code)).toEqual(['offer.amend_over_unfilled', 'offer.matches_nothing', 'offer.unknown']);
  expect((await get(`/v1/offers/${offerId(32)}/position`, member(32))).body).toMatchObject({ remaining: eur('100') });
});

const refusalsOf = (id: string): Promise<readonly string[]> =>
  eventually(async () => {
    const rows = await w.db.sql.query<{ code: string }>('select code from refusals where object_id = $1 order by refusal_id', [id]);
    return rows.length > 0 && rows.map(({ code }) => code);
  });

test('a listing that breaks a rule is answered with the rule; a second one with the same id changes nothing; nothing is kept aside', async () => {
  const none = { criteria: { ...offer(60).criteria, grades: ['Z'] } };
  await w.say(place(offer(60, none)), list(request(60, { minimumMinor: 101n })), list(request(61, { grade: 'Y' })));
  const refused = await eventually(() => w.heardOf('matching.request-refused.v1')[0]);
  expect(refused).toMatchObject({ aggregateId: requestId(60), subjects: [member(960)] });
  expect(refused.data).toEqual({
    ...{ requestId: requestId(60), borrowerId: member(960), market: 'EUR', code: 'request.minimum_above_amount' },
  });
  await w.say(list(request(61, { grade: 'Y' })), eventOf({ type: 'withdraw-request', requestId: requestId(60) }));
  expect(await refusalsOf(requestId(61))).toEqual(['request.duplicate']);
  await w.say(eventOf({ type: 'withdraw-request', requestId: requestId(61) }));
  await eventually(() => w.heardOf('matching.request-closed.v1').find((event) => event.aggregateId === requestId(61)));
  await w.say(list(request(60, { grade: 'Y' })));
  await eventually(async () => (await get(`/v1/loan-requests/${requestId(60)}/explanations`, member(960))).status === 200);
  expect(await refusalsOf(requestId(60))).toEqual(['request.minimum_above_amount', 'request.unknown']);
  expect(w.heardOf('matching.request-refused.v1')).toHaveLength(1);
  const listings = await w.db.sql.query<{ id: string }>(
    "select payload::jsonb->'terms'->>'requestId' as id from commands where type = 'list-request'",
  );
  expect(listings.map(({ id }) => id).filter((id) => id === requestId(60) || id === requestId(61))).toEqual([requestId(61), requestId(60)]);
  expect(await w.db.sql.query('select 1 from dead_letters where aggregate_id = any($1)', [[requestId(60), requestId(61)]])).toEqual([]);
});

test('what was refused can be read back, newest first, page by page, by those who watch over the market', async () => {
  const read = (query: string, ...roles: string[]) => get(`/v1/markets/EUR/refusals?${query}`, member(99), ...roles);
  const first = await read(`objectId=${requestId(60)}&limit=1`, 'auditor');
  expect(first.body.items).toEqual([
    {
      ...{ refusalId: expect.stringMatching(/^\d+$/), market: 'EUR', afterSeq: expect.any(Number), command: 'withdraw-request' },
      ...{
        objectId: requestId(60),
        code: 'request.unknown',
        isLostRace: true,
        eventId: expect.stringMatching(/^evt_/),
        at: expect.any(String),
      },
    },
  ]);
  const rest = await read(`objectId=${requestId(60)}&limit=1&cursor=${first.body.nextCursor}`, 'admin');
  expect(rest.body).toMatchObject({ items: [{ code: 'request.minimum_above_amount', isLostRace: false }], nextCursor: null });
  const all = await read('limit=100', 'admin');
  const ids = all.body.items.map(({ refusalId }: { refusalId: string }) => Number(refusalId));
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
  expect(new Set(all.body.items.map(({ objectId }: { objectId: string }) => objectId))).toContain(requestId(61));
  expect((await read('limit=1')).status).toBe(403);
  expect((await get('/v1/markets/CHF/refusals', member(99), 'admin')).body.code).toBe('market.not_found');
  expect((await read('cursor=WyJ4Il0', 'admin')).body.code).toBe('cursor.invalid');
});

test('a broken command is kept aside with its code, an offer that breaks a rule is answered with it; both cost only themselves', async () => {
  const wrong = place(offer(50));
  const foreign = { ...wrong, data: { ...wrong.data, market: 'CHF' } };
  const mixed = place(offer(51));
  const mixedMoney = { ...mixed, data: { ...mixed.data, total: { amountMinor: '100', currency: 'USD' } } };
  const upside = place(offer(52, { criteria: { ...offer(52).criteria, minTermMonths: 37 } }));
  await w.say(place(offer(49)), foreign, mixedMoney, upside, place(offer(53)));
  const dead = await eventually(async () => {
    const rows = await w.db.sql.query<{ aggregate_id: string; cause_code: string }>(
      `select aggregate_id, cause_code from dead_letters where status = 'dead' order by cause_code`,
    );
    return rows.length === 2 ? rows : undefined;
  });
  expect(dead.map((row) => row.cause_code)).toEqual(['market.currency_mismatch', 'market.unknown']);
  const refused = await eventually(() => w.heardOf('matching.offer-refused.v1')[0]);
  const about = { offerId: offerId(52), lenderId: member(52), market: 'EUR' };
  expect(refused).toMatchObject({
    aggregateId: offerId(52),
    subjects: [member(52)],
    data: { ...about, code: 'offer.matches_nothing', freed: eur('100') },
  });
  await w.say(place(offer(49)));
  expect(await refusalsOf(offerId(49))).toEqual(['offer.duplicate']);
  expect(w.heardOf('matching.offer-refused.v1')).toHaveLength(1);
  for (const n of [49, 53]) {
    const position = await eventually(async () => {
      const answer = await get(`/v1/offers/${offerId(n)}/position`, member(n));
      return answer.status === 200 ? answer : undefined;
    });
    expect(position.body).toMatchObject({ status: 'open' });
  }
});

test('state, and the log run again: from zero, from the snapshot', async () => {
  const state = await get('/v1/markets/EUR/state', member(99), 'admin');
  expect(state.body).toMatchObject({ market: 'EUR', epoch: 1, holder: 'first', businessDate: addDays(firstDay, 2) });
  const verified = await api.post('/v1/markets/EUR/verify').set('authorization', await token(member(99), 'admin'));
  expect(verified.status).toBe(200);
  expect(verified.body).toMatchObject({ isEqual: true, seq: state.body.seq, liveHash: state.body.hash, firstDivergence: null });
  expect(verified.body.fromZero).toEqual({ fromSeq: 0, commands: state.body.seq, hash: state.body.hash });
});

test('who may ask', async () => {
  const cells: [string, string, string[], number, string?][] = [
    ['/v1/markets/EUR/state', member(1), ['member'], 403, 'auth.forbidden'],
    ['/v1/markets/XXX/depth', member(1), ['member'], 404, 'market.not_found'],
    ['/v1/markets/eur/depth', member(1), ['member'], 400, 'request.invalid'],
    ['/v1/markets/EUR/depth?grade=A&colour=red', member(1), ['member'], 400, 'request.invalid'],
    [`/v1/offers/${offerId(1)}/position`, member(2), ['member'], 404, 'offer.not_found'],
    [`/v1/offers/${offerId(999)}/position`, member(2), ['member'], 404, 'offer.not_found'],
    [`/v1/offers/${offerId(1)}/position`, member(2), ['admin'], 200],
  ];
  for (const [path, memberId, roles, status, code] of cells) {
    const answer = await get(path, memberId, ...roles);
    expect([path, answer.status, answer.body.code]).toEqual([path, status, code]);
  }
  expect((await api.post('/v1/markets/EUR/verify').set('authorization', await token(member(1)))).status).toBe(403);
  expect((await api.get('/v1/markets/EUR/depth')).status).toBe(200);
  expect((await api.get('/v1/markets/EUR/state')).status).toBe(401);
});
