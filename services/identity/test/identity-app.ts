/** Identity composed on a real database and broker, with cheap password hashes. */

import type { Service } from '@mutua/http';
import { createTopics } from '@mutua/messaging';
import { silentLogger, testDatabase, testEnvironment, topicPrefix, type VirtualClock, virtualClock } from '@mutua/testkit';
import request, { type Response } from 'supertest';
import { compose } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';

export type IdentityApp = Service & {
  readonly clock: VirtualClock;
  readonly url: string;
  readonly prefix: string;
  call(method: 'get' | 'post' | 'put' | 'delete', path: string, options?: CallOptions): Promise<Response>;
  /** Registers a member with a fresh address and answers what identity answered. */
  register(change?: Record<string, unknown>): Promise<Registered>;
};
export type CallOptions = {
  readonly body?: object;
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly ip?: string;
};
export type Registered = { memberId: string; accessToken: string; refreshToken: string; email: string; member: Record<string, unknown> };

export const password = 'correct horse battery';
export const admin = { email: 'admin@mutua.test', password: 'first admin passphrase', roles: ['admin'] };
export const secondAdmin = { email: 'second@mutua.test', password: 'second admin passphrase', roles: ['admin'] };
export const auditor = { email: 'auditor@mutua.test', password: 'the auditor passphrase', roles: ['auditor'] };

let count = 0;

export async function openIdentity(env: Record<string, string> = {}): Promise<IdentityApp> {
  const database = await testDatabase('identity');
  const { kafkaBrokers } = testEnvironment();
  const prefix = topicPrefix();
  await createTopics({ brokers: kafkaBrokers, topicPrefix: prefix, logger: silentLogger });
  const clock = virtualClock(new Date().toISOString());
  const config = loadConfig({
    MUTUA_IDENTITY_DATABASE_URL: database.url,
    MUTUA_KAFKA_BROKERS: kafkaBrokers.join(','),
    MUTUA_TOPIC_PREFIX: prefix,
    MUTUA_VALIDATE_RESPONSES: 'true',
    MUTUA_LOG_LEVEL: 'silent',
    MUTUA_IDENTITY_ARGON2_MEMORY_KIB: '64',
    MUTUA_IDENTITY_ARGON2_PASSES: '1',
    MUTUA_BOOTSTRAP_ACCOUNTS: JSON.stringify([admin, secondAdmin, auditor]),
    ...env,
  });
  const service = await compose(config, { clock });
  const call: IdentityApp['call'] = async (method, path, { body, token, headers = {}, ip } = {}) => {
    const test = request(service.app)[method](path).set(headers);
    if (token !== undefined) test.set('authorization', `Bearer ${token}`);
    if (ip !== undefined) test.set('x-forwarded-for', ip);
    return body === undefined ? await test : await test.send(body);
  };
  return {
    ...service,
    clock,
    url: database.adminUrl,
    prefix,
    call,
    async register(change = {}) {
      count += 1;
      const email = `member-${count}@mutua.test`;
      const body = { email, password, kind: 'person', displayName: 'Canary Name', country: 'DE', ...change };
      const answer = await call('post', '/v1/members', { body });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return { email, ...answer.body };
    },
    async close() {
      await service.close();
      await database.drop();
    },
  };
}
