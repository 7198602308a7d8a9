/** The OpenID provider: discovery, client credentials, authorization code with PKCE through the login page. */
import { createHash, randomBytes } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientActor } from '../src/adapters/oidc/provider.ts';
import { type IdentityApp, openIdentity, password } from './identity-app.ts';

const redirectUri = 'http://127.0.0.1:9999/callback';
const clients = [
  { clientId: 'reporting', clientSecret: 'a secret of the reporting job', roles: ['auditor'] },
  { clientId: 'web', redirectUris: [redirectUri] },
];
let identity: IdentityApp;

beforeAll(async () => {
  identity = await openIdentity({ MUTUA_OIDC_CLIENTS: JSON.stringify(clients) });
  await identity.start();
});
afterAll(() => identity?.close());

// The issuer is http://127.0.0.1:7401/oidc: what the provider says of itself must name it.
const host = { host: '127.0.0.1:7401' };

test('discovery names what there is, and nothing implicit', async () => {
  const { body } = await identity.call('get', '/oidc/.well-known/openid-configuration', { headers: host });
  expect(body).toMatchObject({
    issuer: 'http://127.0.0.1:7401/oidc',
    jwks_uri: 'http://127.0.0.1:7401/oidc/jwks',
    token_endpoint: 'http://127.0.0.1:7401/oidc/token',
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: ['ES256'],
  });
});

test('a client gets a token of its own, which works at the REST API with the roles of the client', async () => {
  const answer = await request(identity.app)
    .post('/oidc/token')
    .auth('reporting', encodeURIComponent('a secret of the reporting job'))
    .type('form')
    .send({ grant_type: 'client_credentials' });
  expect([answer.status, answer.body]).toMatchObject([200, { token_type: 'Bearer', expires_in: 600 }]);
  const jwks = createLocalJWKSet((await identity.call('get', '/oidc/jwks')).body);
  // The provider stamps tokens with the real time, the service reads the virtual clock: both are close to now.
  const { payload, protectedHeader } = await jwtVerify(answer.body.access_token, jwks, { audience: 'mutua' });
  expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
  expect(payload).toMatchObject({ sub: clientActor('reporting'), roles: ['auditor'], client_id: 'reporting' });
  expect((await identity.call('get', '/v1/members', { token: answer.body.access_token })).status).toBe(200);
});

test('a wrong secret gets nothing', async () => {
  const answer = await request(identity.app)
    .post('/oidc/token')
    .auth('reporting', 'guess')
    .type('form')
    .send({ grant_type: 'client_credentials' });
  expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
});

const query = (challenge: string) =>
  new URLSearchParams({
    client_id: 'web',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid api',
    state: 'my-state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });

const pathOf = (location: string | undefined): string => {
  const url = new URL(location ?? '', 'http://127.0.0.1:7401');
  return url.pathname + url.search;
};

test('authorization code with PKCE through the login page', async () => {
  const { email, memberId } = await identity.register();
  const browser = request.agent(identity.app).set('host', host.host);
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const started = await browser.get(`/oidc/auth?${query(challenge)}`).set(host);
  expect(started.status).toBe(303);
  const page = pathOf(started.headers['location']);
  const shown = await browser.get(page).set(host);
  expect(shown.text).toContain('<form method="post"');
  expect(shown.headers['content-security-policy']).toContain("default-src 'none'");
  const wrong = await browser.post(page).set(host).type('form').send({ email, password: 'wrong' });
  expect([wrong.status, wrong.text.includes('wrong')]).toEqual([401, true]);
  const foreign = await browser.post(page).set(host).set('sec-fetch-site', 'cross-site').type('form').send({ email, password });
  expect(foreign.status).toBe(403);
  const done = await browser.post(page).set(host).type('form').send({ email, password });
  expect(done.status).toBe(303);
  const back = await browser.get(pathOf(done.headers['location'])).set(host);
  const callback = new URL(back.headers['location'] ?? '');
  expect([callback.origin + callback.pathname, callback.searchParams.get('state')]).toEqual([redirectUri, 'my-state']);
  const exchange = (code_verifier: string) =>
    request(identity.app)
      .post('/oidc/token')
      .set(host)
      .type('form')
      .send({
        grant_type: 'authorization_code',
        client_id: 'web',
        redirect_uri: redirectUri,
        code: callback.searchParams.get('code') ?? '',
        code_verifier,
      });
  const tokens = await exchange(verifier);
  expect(tokens.status).toBe(200);
  const me = await identity.call('get', '/v1/members/me', { token: tokens.body.access_token });
  expect([me.status, me.body.memberId]).toEqual([200, memberId]);
  expect((await identity.call('get', '/v1/members/me', { token: tokens.body.id_token })).status).toBe(401);
  expect((await exchange(verifier)).body.error).toBe('invalid_grant');
});

test('without PKCE there is no code', async () => {
  const bare = query('x');
  bare.delete('code_challenge');
  bare.delete('code_challenge_method');
  const answer = await request(identity.app).get(`/oidc/auth?${bare}`).set(host);
  expect(answer.headers['location']).toContain('error=invalid_request');
});

test('a restart keeps the key, so tokens stay valid', async () => {
  const before = (await identity.call('get', '/oidc/jwks')).body;
  const rows = await identity.db.sql.query<{ kid: string }>('select kid from signing_keys');
  expect(rows.map(({ kid }) => kid)).toEqual(before.keys.map(({ kid }: { kid: string }) => kid));
});
