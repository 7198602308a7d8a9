/** Related members: declared and ended with a trace, named in every listing, refused with a code where loans can know. */
import { derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, startWorld, type World } from './harness.ts';
import { listed, newOffer } from './journeys.ts';

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
