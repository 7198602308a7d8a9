/** Access tokens under attack: nothing but a token of the issuer, for us, of the right type, alive now, makes an actor. Never a throw. */
import { createHmac, createPublicKey } from 'node:crypto';
import type { Clock, Instant } from '@mutua/kernel';
import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Authenticator, createAuthenticator, KeysUnavailable } from './auth.ts';

const issuer = 'https://issuer.test';
const audience = 'mutua';
const memberId = 'mem_01h00000000000000000000000';
const at = (text: string): Clock => ({ now: () => text as Instant });
const nowSeconds = Date.parse('2026-01-01T00:00:00Z') / 1000;
const now = at('2026-01-01T00:00:00.000Z');

const pair = await generateKeyPair('ES256', { extractable: true });
const stranger = await generateKeyPair('ES256', { extractable: true });
const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
const strangerJwk = await exportJWK(stranger.publicKey);
const pem = await exportSPKI(pair.publicKey);
const claims = { sub: memberId, roles: ['member'], iss: issuer, aud: audience, iat: nowSeconds, exp: nowSeconds + 600 };
let auth: Authenticator;

beforeAll(() => {
  auth = createAuthenticator({ issuer, audience, clock: now, keys: createLocalJWKSet({ keys: [jwk] }) });
});

type Header = { alg: string; typ?: string | undefined; kid?: string; [name: string]: unknown };
const sign = (payload: JWTPayload = claims, header: Partial<Header> = {}, key = pair.privateKey): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', ...header } as JWTHeaderParameters).sign(key);
const b64 = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const hmac = (header: Header, secret: string | Buffer): string => {
  const text = `${b64(header)}.${b64(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};
const actorOf = (token: string) => auth.actorOf(`Bearer ${token}`);

test('a good token makes an actor, again from memory, and not after it expired', async () => {
  const token = await sign({ ...claims, sid: 's1' });
  const actor = { memberId, roles: ['member'], sessionId: 's1' };
  expect(await actorOf(token)).toEqual(actor);
  expect(await actorOf(token)).toEqual(actor);
  let time = '2026-01-01T00:00:00.000Z';
  const aging = createAuthenticator({ issuer, audience, clock: { now: () => time as Instant }, keys: createLocalJWKSet({ keys: [jwk] }) });
  expect(await aging.actorOf(`Bearer ${token}`)).toEqual(actor);
  time = '2026-01-01T00:10:00.000Z';
  expect(await aging.actorOf(`Bearer ${token}`)).toBeUndefined();
});

test('no key set, no answer: neither yes nor no', async () => {
  const keys = () => Promise.reject(new TypeError('fetch failed'));
  const blind = createAuthenticator({ issuer, audience, clock: now, keys });
  await expect(blind.actorOf(`Bearer ${await sign()}`)).rejects.toThrow(KeysUnavailable);
});

describe('forged algorithms', () => {
  test.each(['none', 'None', 'NONE', 'nOnE'])('alg %s', async (alg) => {
    const text = `${b64({ alg, typ: 'at+jwt' })}.${b64(claims)}`;
    expect(await actorOf(`${text}.`)).toBeUndefined();
    expect(await actorOf(`${text}.AAAA`)).toBeUndefined();
  });
  test.each([
    ['PEM', pem],
    ['PEM after a space', ` ${pem}`],
    ['DER', createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('latin1')],
    ['JWK text', JSON.stringify(jwk)],
    ['nothing', ''],
  ])('HS256 with the public key as %s', async (_name, secret) => {
    expect(await actorOf(hmac({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' }, secret))).toBeUndefined();
    expect(await actorOf(hmac({ alg: 'HS256', typ: 'at+jwt', kid: 'unknown' }, secret))).toBeUndefined();
  });
});

describe('forged headers', () => {
  test.each<[string, Partial<Header>]>([
    ['no typ', { typ: undefined }],
    ['id token', { typ: 'JWT' }],
    ['unknown kid', { kid: 'k2' }],
    ['path in kid', { kid: '../../dev/null' }],
    ['SQL in kid', { kid: "' OR 1=1--" }],
    ['__proto__ as kid', { kid: '__proto__' }],
    ['huge kid', { kid: 'k'.repeat(10_000) }],
    ['key of its own', { jwk: strangerJwk }],
    ['key elsewhere', { jku: 'https://attacker.test/jwks' }],
    ['unknown crit', { crit: ['x'], x: 1 }],
  ])('%s', async (_name, header) => {
    const text = `${b64({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', ...header })}.${b64(claims)}`;
    const signature = (await sign()).split('.')[2] ?? '';
    expect(await actorOf(`${text}.${signature}`)).toBeUndefined();
  });
  test('signed by a stranger', async () => {
    expect(await actorOf(await sign(claims, {}, stranger.privateKey))).toBeUndefined();
  });
  test('signed by us but carrying a key', async () => {
    expect(await actorOf(await sign(claims, { jwk: await exportJWK(stranger.publicKey) }))).toBeUndefined();
  });
});

describe('claims', () => {
  test.each<[string, Record<string, unknown>]>([
    ['exp past', { exp: nowSeconds - 1 }],
    ['exp missing', { exp: undefined }],
    ['exp as text', { exp: String(nowSeconds + 60) }],
    ['exp in a thousand years', { exp: 1e20 }],
    ['lives too long', { exp: nowSeconds + 3600 }],
    ['nbf future', { nbf: nowSeconds + 120 }],
    ['iat missing', { iat: undefined }],
    ['iat future', { iat: nowSeconds + 3600, exp: nowSeconds + 3700 }],
    ['iss wrong', { iss: 'https://other.test' }],
    ['iss missing', { iss: undefined }],
    ['iss list', { iss: [issuer] }],
    ['aud wrong', { aud: 'other' }],
    ['aud list', { aud: [audience] }],
    ['sub missing', { sub: undefined }],
    ['sub not a member', { sub: 'admin' }],
    ['sub a number', { sub: 1 }],
    ['roles missing', { roles: undefined }],
    ['roles text', { roles: 'admin' }],
    ['role unknown', { roles: ['root'] }],
  ])('%s', async (_name, change) => {
    const payload: Record<string, unknown> = { ...claims, ...change };
    for (const [name, value] of Object.entries(payload)) if (value === undefined) delete payload[name];
    expect(await actorOf(await sign(payload as JWTPayload))).toBeUndefined();
  });
});

describe('broken texts', () => {
  test.each<[string, (token: string) => string]>([
    ['truncated', (token) => token.slice(0, -1)],
    ['two parts', (token) => token.split('.').slice(0, 2).join('.')],
    ['empty signature', (token) => `${token.split('.').slice(0, 2).join('.')}.`],
    ['one megabyte', (token) => `${token}${'A'.repeat(1_000_000)}`],
    ['header not JSON', (token) => ['bm90anNvbg', ...token.split('.').slice(1)].join('.')],
    ['changed payload', (token) => [token.split('.')[0], b64({ ...claims, roles: ['admin'] }), token.split('.')[2]].join('.')],
    ['duplicate claims', (token) => [token.split('.')[0], b64(`{"sub":"${memberId}","sub":"x"}`), token.split('.')[2]].join('.')],
    ['five parts', (token) => `${token}.a.b`],
    ['spaces', (token) => ` ${token}`],
    ['nothing', () => ''],
  ])('%s', async (_name, spoil) => {
    expect(await actorOf(spoil(await sign()))).toBeUndefined();
  });
  test.each([undefined, '', 'Bearer', 'Basic YTpi', 'Bearer a b', 'bearer\t.'])('authorization %s', async (header) => {
    expect(await auth.actorOf(header)).toBeUndefined();
  });
});
