/** Members, sessions and cases over HTTP on a real database; events on a real broker. */
import { eventually } from '@mutua/testkit';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin, auditor, type IdentityApp, openIdentity, password, secondAdmin } from './identity-app.ts';

let identity: IdentityApp;
let adminToken: string;
let secondAdminToken: string;
let auditorToken: string;

beforeAll(async () => {
  identity = await openIdentity();
  await identity.start();
  adminToken = await tokenOf(admin);
  secondAdminToken = await tokenOf(secondAdmin);
  auditorToken = await tokenOf(auditor);
});
afterAll(() => identity?.close());

async function tokenOf({ email, password: secret }: { email: string; password: string }): Promise<string> {
  const answer = await identity.call('post', '/v1/sessions', { body: { email, password: secret } });
  return answer.body.accessToken;
}

type EventRow = { name: string; payload: string; subjects: string[]; published: boolean };
const eventsOf = async (memberId: string): Promise<string[]> => {
  const rows = await identity.db.sql.query<EventRow>(
    'select name, payload, subjects, not exists (select from outbox_pending p where p.position = outbox.position) as published from outbox where aggregate_id = $1 order by aggregate_version',
    [memberId],
  );
  return rows.map(({ name, payload, published }) => `${published ? 'sent' : 'kept'} ${name} ${payload}`);
};

describe('registration', () => {
  test('answers the member and a session, and tells the others without personal data', async () => {
    const { memberId, accessToken, member, email } = await identity.register();
    expect(member).toMatchObject({ memberId, email, displayName: 'Canary Name', status: 'registered', roles: ['member'] });
    const me = await identity.call('get', '/v1/members/me', { token: accessToken });
    expect([me.status, me.body]).toEqual([200, member]);
    await eventually(async () => (await eventsOf(memberId)).every((event) => event.startsWith('sent')));
    expect(await eventsOf(memberId)).toEqual([
      `sent identity.member-registered.v1 {"memberId":"${memberId}","kind":"person","country":"DE"}`,
    ]);
  });

  test('the same address in another case belongs to the same member', async () => {
    const { email, memberId } = await identity.register();
    const body = { email: email.toUpperCase(), password, kind: 'person', displayName: 'B', country: 'FR' };
    const again = await identity.call('post', '/v1/members', { body });
    expect([again.status, again.body.memberId]).toEqual([201, memberId]);
    const stranger = await identity.call('post', '/v1/members', { body: { ...body, password: 'another passphrase' } });
    expect([stranger.status, stranger.body.code]).toEqual([409, 'member.email_taken']);
  });

  test.each([
    [{ password: 'short' }, 400, 'request.invalid'],
    [{ password: 'password123' }, 422, 'member.password_weak'],
    [{ email: 'nobody' }, 400, 'request.invalid'],
    [{ country: 'Germany' }, 400, 'request.invalid'],
    [{ roles: ['admin'] }, 400, 'request.invalid'],
    [{ status: 'verified' }, 400, 'request.invalid'],
  ])('%j', async (change, status, code) => {
    const body = { email: 'x@mutua.test', password, kind: 'person', displayName: 'B', country: 'FR', ...change };
    const answer = await identity.call('post', '/v1/members', { body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('a dump of the database names nobody', async () => {
    const { email } = await identity.register({ displayName: 'Canary Canarsson' });
    const rows = await identity.db.sql.query<{ text: string }>(
      `select row_to_json(m)::text || encode(email, 'escape') || encode(display_name, 'escape') as text from members m`,
    );
    const dump = rows.map(({ text }) => text).join();
    expect(dump).not.toMatch(/Canar/i);
    expect(dump).not.toContain(email);
  });
});

describe('sessions', () => {
  const logIn = (email: string, secret: string, ip = '203.0.113.9') =>
    identity.call('post', '/v1/sessions', { body: { email, password: secret }, ip });
  const refresh = (refreshToken: string) => identity.call('post', '/v1/sessions/refresh', { body: { refreshToken } });

  test('a wrong password and an unknown address are answered alike', async () => {
    const { email } = await identity.register();
    const wrong = await logIn(email, 'not the password');
    const unknown = await logIn('nobody@mutua.test', 'not the password');
    const strip = (problem: Record<string, unknown>) => ({ ...problem, requestId: '' });
    expect(strip(wrong.body)).toEqual(strip(unknown.body));
    expect([wrong.status, wrong.body.code]).toEqual([401, 'session.credentials_wrong']);
  });

  test('the access token is an RFC 9068 token of the issuer that the published keys verify', async () => {
    const { email, memberId } = await identity.register();
    const { body } = await logIn(email, password);
    expect([body.tokenType, body.expiresIn]).toEqual(['Bearer', 600]);
    const jwks = await identity.call('get', '/oidc/jwks');
    expect(JSON.stringify(jwks.body)).not.toContain('"d"');
    const { payload } = await jwtVerify(body.accessToken, createLocalJWKSet(jwks.body), { typ: 'at+jwt', audience: 'mutua' });
    expect(payload).toMatchObject({ iss: 'http://127.0.0.1:7401/oidc', sub: memberId, roles: ['member'], aud: 'mutua' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  });

  test('a refresh token works once; when it comes back the session is over', async () => {
    const { refreshToken } = await identity.register();
    const second = await refresh(refreshToken);
    expect(second.status).toBe(201);
    const third = await refresh(second.body.refreshToken);
    expect(third.status).toBe(201);
    const reused = await refresh(refreshToken);
    expect([reused.status, reused.body.code]).toEqual([401, 'session.refresh_invalid']);
    expect((await refresh(third.body.refreshToken)).status).toBe(401);
  });

  test('of two refreshes at once one wins and the session ends', async () => {
    const { refreshToken } = await identity.register();
    const statuses = (await Promise.all([refresh(refreshToken), refresh(refreshToken)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 401]);
  });

  test('logging out ends the session', async () => {
    const { accessToken, refreshToken } = await identity.register();
    expect((await identity.call('delete', '/v1/sessions/current', { token: accessToken })).status).toBe(204);
    expect((await refresh(refreshToken)).status).toBe(401);
  });

  test('guessing slows down by account, address and both; a known device still gets in', async () => {
    const { email } = await identity.register();
    const home = '198.51.100.1';
    expect((await logIn(email, password, home)).status).toBe(201);
    // A burst of strangers, each from an address of its own.
    const guesses = await Promise.all(Array.from({ length: 60 }, (_, i) => logIn(email, `guess ${i}`, `192.0.2.${i}`)));
    const evaluated = guesses.filter(({ status }) => status === 401).length;
    expect(evaluated).toBeLessThanOrEqual(22);
    const refused = guesses.find(({ status }) => status === 429);
    expect(refused?.body.code).toBe('session.too_many_attempts');
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await logIn(email, password, home)).status).toBe(201);
    expect((await logIn(email, password, '192.0.2.200')).status).toBe(429);
    identity.clock.advance(61_000);
    expect((await logIn(email, password, '192.0.2.200')).status).toBe(201);
  });
});

describe('roles and visibility', () => {
  test('a member sees itself, staff see all, nobody else sees anything', async () => {
    const ann = await identity.register();
    const bob = await identity.register();
    const path = `/v1/members/${ann.memberId}`;
    const statusOf = async (token?: string) => (await identity.call('get', path, token === undefined ? {} : { token })).status;
    expect([
      await statusOf(ann.accessToken),
      await statusOf(bob.accessToken),
      await statusOf(adminToken),
      await statusOf(auditorToken),
      await statusOf(),
    ]).toEqual([200, 404, 200, 200, 401]);
    const list = (token: string) => identity.call('get', '/v1/members?limit=2', { token });
    expect((await list(ann.accessToken)).status).toBe(403);
    const first = await list(auditorToken);
    expect(first.body.items).toHaveLength(2);
    const second = await identity.call('get', `/v1/members?limit=2&cursor=${first.body.nextCursor}`, { token: auditorToken });
    const seen = [...first.body.items, ...second.body.items].map(({ memberId }: { memberId: string }) => memberId);
    expect(new Set(seen).size).toBe(4);
  });

  test('roles change by another administrator, with an event and an audit record', async () => {
    const { memberId } = await identity.register();
    const put = (token: string, id: string, roles: string[]) => identity.call('put', `/v1/members/${id}/roles`, { token, body: { roles } });
    expect((await put(auditorToken, memberId, ['admin'])).status).toBe(403);
    const changed = await put(adminToken, memberId, ['auditor', 'member']);
    expect([changed.status, changed.body.roles]).toEqual([200, ['auditor', 'member']]);
    expect((await eventsOf(memberId)).at(-1)).toContain('member-roles-changed.v1');
    const own = await identity.call('get', '/v1/members/me', { token: adminToken });
    expect((await put(adminToken, own.body.memberId, ['member'])).body.code).toBe('member.own_roles');
    const audit = await identity.call('get', `/v1/operations/identity/audit-events?objectId=${memberId}`, { token: auditorToken });
    expect(audit.body.items).toMatchObject([{ action: 'changeMemberRoles', actorId: own.body.memberId }]);
  });
});

describe('know your customer', () => {
  const documents = { legalName: 'Ann Example', dateOfBirth: '1980-05-17', nationality: 'DE', documentNumber: 'C01X00T47' };
  const open = (token: string, memberId: string, change: object = {}, headers = {}) =>
    identity.call('post', `/v1/members/${memberId}/kyc-cases`, { token, body: { ...documents, ...change }, headers });
  const statusOf = async (token: string) => (await identity.call('get', '/v1/members/me', { token })).body.status;

  test('the sandbox verifies soon, once, and tells the others', async () => {
    const { memberId, accessToken } = await identity.register();
    const opened = await open(accessToken, memberId);
    expect(opened.status).toBe(202);
    expect(opened.body).toMatchObject({ status: 'submitted', documentNumberEnd: 'T47', nationality: 'DE' });
    expect(JSON.stringify(opened.body)).not.toMatch(/Ann|1980|C01X/);
    await eventually(async () => (await statusOf(accessToken)) === 'verified');
    expect((await eventsOf(memberId)).map((event) => event.split(' ')[1])).toEqual([
      'identity.member-registered.v1',
      'identity.member-verified.v1',
    ]);
    expect((await open(accessToken, memberId)).body.code).toBe('kyc_case.member_verified');
  });

  test('a refused member may try again', async () => {
    const { memberId, accessToken } = await identity.register();
    await open(accessToken, memberId, { legalName: 'Please REFUSE me' });
    await eventually(async () => (await statusOf(accessToken)) === 'refused');
    await open(accessToken, memberId);
    await eventually(async () => (await statusOf(accessToken)) === 'verified');
  });

  test('a case in review waits for an administrator', async () => {
    const { memberId, accessToken } = await identity.register();
    const { caseId } = (await open(accessToken, memberId, { legalName: 'Needs Review' })).body;
    await eventually(async () => {
      const page = await identity.call('get', '/v1/kyc-cases?status=in-review', { token: auditorToken });
      return page.body.items.some((item: { caseId: string }) => item.caseId === caseId);
    });
    expect((await open(accessToken, memberId)).body.code).toBe('kyc_case.already_open');
    const decide = (token: string) =>
      identity.call('post', `/v1/kyc-cases/${caseId}/decision`, { token, body: { decision: 'approved', reason: 'seen in person' } });
    expect((await decide(auditorToken)).status).toBe(403);
    expect((await decide(adminToken)).body).toMatchObject({ status: 'approved' });
    expect((await decide(secondAdminToken)).body.code).toBe('kyc_case.not_in_review');
    expect(await statusOf(accessToken)).toBe('verified');
  });

  test('only the member hands in its documents; with a key a repetition is a replay', async () => {
    const { memberId, accessToken } = await identity.register();
    const bob = await identity.register();
    expect((await open(bob.accessToken, memberId)).status).toBe(404);
    expect((await open(adminToken, memberId)).status).toBe(404);
    const key = { 'idempotency-key': 'hand-in-once' };
    const first = await open(accessToken, memberId, {}, key);
    const again = await open(accessToken, memberId, {}, key);
    expect([again.status, again.body.caseId, again.headers['idempotent-replayed']]).toEqual([202, first.body.caseId, 'true']);
  });
});

test('operations: status, and dead letters that are not there', async () => {
  const status = await identity.call('get', '/v1/operations/identity/status', { token: auditorToken });
  expect(status.body).toMatchObject({ service: 'identity', deadLetters: {}, queues: {} });
  const replay = await identity.call('post', '/v1/operations/identity/dead-letters/dlq_01h00000000000000000000000/replay', {
    token: adminToken,
  });
  expect([replay.status, replay.body.code]).toEqual([404, 'dead_letter.not_found']);
});
