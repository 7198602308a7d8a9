/** Related members: declared and ended with a trace, named in every listing, refused with a code where loans can know. */
import { derivedId } from '@mutua/kernel';
import { eventually, seededIds } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordAssessment } from '../src/app/fund.ts';
import { declareRelated } from '../src/app/related.ts';
import { portsOf } from '../src/compose.ts';
import { type Caller, startWorld, type World } from './harness.ts';
import { assessed, closedBy, listed, newOffer, submitted } from './journeys.ts';

let world: World;
let ann: Caller;
let ben: Caller;
let admin: Caller;

beforeAll(async () => {
  world = await startWorld(12);
  [ann, ben] = [await world.verified('ann'), await world.verified('ben')];
  admin = await world.person('related-admin', ['admin']);
});
afterAll(() => world.close());

const pathOf = ({ memberId }: Caller): string => `/v1/members/${memberId}/related-members`;
const declare = (by: Caller, whose: Caller, relatedMemberId: string, kind = 'household') =>
  by.post(pathOf(whose), { relatedMemberId, kind });

const toldLater = async (requestId: string): Promise<readonly unknown[]> =>
  (await world.published())
    .filter(({ name, data }) => name === 'loans.loan-request-related.v1' && data['requestId'] === requestId)
    .map(({ data }) => data['relatedIds']);

async function relatedIdsOf(requestId: string): Promise<unknown> {
  const events = await world.published();
  return events.findLast(({ name, data }) => name === 'loans.loan-request-listed.v1' && data['requestId'] === requestId)?.data[
    'relatedIds'
  ];
}

test('declared by one it holds for both, in listings from then on, until an administrator ends it', async () => {
  const before = await listed(world, ann);
  expect(await relatedIdsOf(before)).toBeUndefined();
  expect(await declare(ann, ann, ben.memberId)).toMatchObject({
    status: 201,
    body: { relatedMemberId: ben.memberId, kind: 'household', declaredBy: ann.memberId, ended: null },
  });
  expect(await toldLater(before)).toEqual([[ben.memberId]]);
  const company = await world.verified('company of ben');
  expect(await declare(admin, ben, company.memberId, 'own-company')).toMatchObject({ status: 201, body: { declaredBy: admin.memberId } });
  expect((await ben.get(pathOf(ben))).body.items.map((each) => each['relatedMemberId'])).toEqual([company.memberId, ann.memberId]);
  expect((await ben.get(`${pathOf(ben)}?limit=1`)).body).toMatchObject({
    items: [{ kind: 'own-company' }],
    nextCursor: expect.any(String),
  });

  expect(await relatedIdsOf(await listed(world, ann))).toEqual([ben.memberId]);
  expect(await relatedIdsOf(await listed(world, ben))).toEqual([ann.memberId, company.memberId].toSorted());

  const directed = { kind: 'directed', requestId: before, total: { amountMinor: '10000', currency: 'EUR' } };
  expect(await ben.post('/v1/offers', directed)).toMatchObject({ status: 409, body: { code: 'offer.related_party' } });
  expect((await ben.post('/v1/offers', newOffer())).status).toBe(201);

  const ending = { reason: 'They live apart.' };
  expect((await ann.post(`${pathOf(ann)}/${ben.memberId}/end`, ending)).status).toBe(403);
  expect(await admin.post(`${pathOf(ben)}/${ann.memberId}/end`, ending)).toMatchObject({
    status: 200,
    body: { relatedMemberId: ann.memberId, ended: { by: admin.memberId, reason: 'They live apart.' } },
  });
  expect(await relatedIdsOf(await listed(world, ann))).toBeUndefined();
  expect((await ben.post('/v1/offers', directed)).status).toBe(201);
  expect((await ann.get(pathOf(ann))).body.items).toMatchObject([{ relatedMemberId: ben.memberId, ended: { by: admin.memberId } }]);
  expect((await declare(ann, ann, ben.memberId)).status).toBe(201);
});

test('a relation is told of the open listings of both, and of nothing that is not listed yet or no more', async () => {
  const [eve, fay] = [await world.verified('eve'), await world.verified('fay')];
  const [open, over, waiting, other] = [await listed(world, eve), await listed(world, eve), await submitted(eve), await listed(world, fay)];
  await closedBy(world, over, 'withdrawn');
  expect((await declare(fay, fay, eve.memberId)).status).toBe(201);
  expect((await declare(fay, fay, eve.memberId)).status).toBe(409);
  expect([await toldLater(open), await toldLater(other)]).toEqual([[[fay.memberId]], [[eve.memberId]]]);
  expect([await toldLater(over), await toldLater(waiting)]).toEqual([[], []]);
  await assessed(world, waiting);
  expect(await relatedIdsOf(waiting)).toEqual([fay.memberId]);
});

test('a relation that is declared while a request is being listed is named by the listing or told after it', async () => {
  const [gus, hal, ivy] = [await world.verified('gus'), await world.verified('hal'), await world.verified('ivy')];
  const { db } = world.service;
  const ports = portsOf(seededIds(16));
  const waits = (): Promise<unknown> =>
    eventually(
      async () =>
        (await db.sql.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).length > 0,
      { what: 'the second waits for the first' },
    );

  const first = await submitted(gus);
  const declaring = await db.run(async (tx) => {
    const at = world.clock.now();
    const approved = { decision: 'approved', score: 640, grade: 'B', referenceRatePpm: 110_000n, reasons: [], at } as const;
    await recordAssessment(ports(tx), { requestId: first, ...approved });
    const asked = { answer: declare(gus, gus, hal.memberId) };
    await waits();
    return asked;
  });
  expect((await declaring.answer).status).toBe(201);
  expect([await relatedIdsOf(first), await toldLater(first)]).toEqual([undefined, [[hal.memberId]]]);

  const second = await submitted(gus);
  const listing = await db.run(async (tx) => {
    const pair = { memberId: ivy.memberId, relatedId: gus.memberId, by: ivy.memberId, at: world.clock.now() };
    await declareRelated(ports(tx), { ...pair, kind: 'household' });
    const asked = { answer: assessed(world, second) };
    await waits();
    return asked;
  });
  await listing.answer;
  expect([await relatedIdsOf(second), await toldLater(second)]).toEqual([[hal.memberId, ivy.memberId].toSorted(), []]);
});

test('what cannot be declared is refused with what is wrong', async () => {
  const [cleo, dan] = [await world.verified('cleo'), await world.verified('dan')];
  expect(await declare(cleo, cleo, cleo.memberId)).toMatchObject({ status: 422, body: { code: 'related_member.self' } });
  const nobody = derivedId('member', 'nobody');
  expect(await declare(cleo, cleo, nobody)).toMatchObject({ status: 422, body: { code: 'related_member.unknown' } });
  expect(await declare(cleo, cleo, dan.memberId, 'friends')).toMatchObject({ status: 400 });
  expect(await declare(cleo, dan, cleo.memberId)).toMatchObject({ status: 404, body: { code: 'member.not_found' } });
  expect((await cleo.get(pathOf(dan))).status).toBe(404);
  expect((await declare(dan, dan, cleo.memberId)).status).toBe(201);
  expect(await declare(cleo, cleo, dan.memberId)).toMatchObject({ status: 409, body: { code: 'related_member.exists' } });
  expect(await admin.post(`${pathOf(cleo)}/${ann.memberId}/end`, { reason: 'Why not.' })).toMatchObject({
    status: 409,
    body: { code: 'related_member.not_declared' },
  });
  const many = Array.from({ length: 49 }, (_, n) => [derivedId('member', `kin ${n}`), cleo.memberId]);
  for (const [relatedId, memberId] of many) {
    await world.service.db.sql.run(
      `insert into related_members (member_id, related_id, kind, declared_by, declared_at) values ($1, $2, 'household', $1, now())`,
      [memberId, relatedId],
    );
  }
  expect(await declare(ann, ann, cleo.memberId)).toMatchObject({ status: 409, body: { code: 'related_member.too_many' } });
});
