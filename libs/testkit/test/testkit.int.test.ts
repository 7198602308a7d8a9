import { openDatabase } from '@mutua/db';
import { expect, test } from 'vitest';
import { eventually, seededIds, silentLogger, testDatabase, testEnvironment, testIssuer, topicPrefix, virtualClock } from '../src/index.ts';

test('a database per call, migrated, with the rights of the application', async () => {
  const [a, b] = await Promise.all([testDatabase('testkit'), testDatabase('testkit')]);
  expect(a.name).not.toBe(b.name);
  const db = await openDatabase({ url: a.url, applicationName: 'test', logger: silentLogger });
  try {
    expect(await db.sql.query('select 1 as one from outbox')).toEqual([]);
    await expect(db.sql.query('create table mine (id int)')).rejects.toMatchObject({ code: '42501' });
    await expect(db.sql.query('truncate outbox')).rejects.toMatchObject({ code: '42501' });
    expect(await db.sql.one('select current_user as who')).toEqual({ who: 'testkit_test' });
  } finally {
    await db.close();
    await Promise.all([a.drop(), b.drop()]);
  }
});

test('the environment wins over the file of the launcher', () => {
  const named = { MUTUA_TEST_POSTGRES_URL: 'postgres://p', MUTUA_TEST_REDIS_URL: 'redis://r', MUTUA_TEST_KAFKA_BROKERS: 'a:1, b:2' };
  expect(testEnvironment(named)).toEqual({ postgresAdminUrl: 'postgres://p', redisUrl: 'redis://r', kafkaBrokers: ['a:1', 'b:2'] });
  expect(testEnvironment({ ...named, MUTUA_TEST_REDIS_URL: '' }).redisUrl).toMatch(/^redis:/);
});

test('the issuer serves the keys of its tokens', async () => {
  const issuer = await testIssuer();
  try {
    const keySet: unknown = await (await fetch(issuer.jwksUrl)).json();
    expect(keySet).toMatchObject({ keys: [{ kty: 'EC', crv: 'P-256', alg: 'ES256' }] });
    const [header = '', payload = ''] = (await issuer.token({ memberId: 'mem_1', roles: ['admin'], claims: { aud: 'other' } })).split('.');
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(header)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(read(payload)).toMatchObject({ iss: issuer.issuer, aud: 'other', sub: 'mem_1', roles: ['admin'] });
  } finally {
    await issuer.close();
  }
});

test('eventually waits for a condition and fails with its last cause', async () => {
  let asked = 0;
  expect(await eventually(() => ++asked === 3 && 'there')).toBe('there');
  const never = eventually(() => expect(1).toBe(2), { timeoutMs: 30, what: 'the impossible' });
  await expect(never).rejects.toThrow(/the impossible was not met within 30 ms/);
});

test('time and ids are inputs that repeat', () => {
  const clock = virtualClock();
  clock.advance(1500);
  expect(clock.now()).toBe('2026-01-02T09:00:01.500Z');
  const [first, second] = [seededIds(7), seededIds(7)].map((ids) => [ids.next('loan'), ids.next('loan')]);
  expect(first).toEqual(second);
  expect([...(first ?? [])].sort()).toEqual(first);
  expect(seededIds(8).next('loan')).not.toBe(first?.[0]);
  expect(topicPrefix()).not.toBe(topicPrefix());
});
