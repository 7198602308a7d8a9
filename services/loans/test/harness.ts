/** A composed loans service on a database of its own, people who call it, and the voice of the other services. */
import { Secret } from '@mutua/config';
import type { EventData, EventName } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import type { Service } from '@mutua/http';
import { assert, derivedId, epochMsOf, type Id } from '@mutua/kernel';
import type { EventEnvelope } from '@mutua/messaging';
import {
  seededIds,
  type TestDatabase,
  type TestIssuer,
  testDatabase,
  testEnvironment,
  testIssuer,
  topicPrefix,
  type VirtualClock,
  virtualClock,
} from '@mutua/testkit';
import supertest from 'supertest';
import { handlers } from '../src/adapters/kafka/handlers.ts';
import { compose, portsOf } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';

/** A REST answer; the body is looked at with matchers. */
export type Answer = {
  readonly status: number;
  readonly body: Record<string, unknown> & { items: Record<string, unknown>[] };
  readonly headers: Record<string, string>;
};
export type Caller = {
  readonly memberId: Id<'member'>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: object, key?: string): Promise<Answer>;
  patch(path: string, body: object, key?: string): Promise<Answer>;
};

export type World = {
  readonly service: Service;
  readonly clock: VirtualClock;
  readonly database: TestDatabase;
  readonly topicPrefix: string;
  person(name: string, roles?: readonly string[]): Promise<Caller>;
  /** A member whose identity is verified. */
  verified(name: string): Promise<Caller>;
  /** Handles an event of another service in a transaction of its own, as the consumer runner does. */
  tell<N extends EventName>(name: N, data: EventData<N>): Promise<unknown>;
  /** Handles events in one transaction, as the consumer runner does with what came together. */
  tellTogether(...events: readonly { readonly name: EventName; readonly data: object }[]): Promise<unknown>;
  /** Names and data of everything in the outbox, in order. */
  published(): Promise<readonly { name: string; data: Record<string, unknown> }[]>;
  close(): Promise<void>;
};

export const eur = (amountMinor: bigint | number): { amountMinor: string; currency: string } => ({
  amountMinor: String(amountMinor),
  currency: 'EUR',
});
export const firstDay = '2026-01-02';

export async function startWorld(seed = 1): Promise<World> {
  const [database, issuer, prefix, clock] = [
    await testDatabase('loans'),
    await testIssuer(),
    topicPrefix(),
    virtualClock(`${firstDay}T09:00:00.000Z`),
  ];
  const config = loadConfig({
    MUTUA_LOANS_DATABASE_URL: database.url,
    MUTUA_KAFKA_BROKERS: testEnvironment().kafkaBrokers.join(','),
    MUTUA_TOPIC_PREFIX: prefix,
    MUTUA_ISSUER: issuer.issuer,
    MUTUA_JWKS_URL: issuer.jwksUrl,
    MUTUA_LOG_LEVEL: 'error',
    MUTUA_VALIDATE_RESPONSES: 'true',
    MUTUA_FIRST_BUSINESS_DATE: firstDay,
  });
  assert(config.databaseUrl instanceof Secret, 'the password of the database cannot be printed');
  const ids = seededIds(seed);
  const service = await compose(config, { clock, ids });
  const ports = portsOf(ids);
  const tellTogether: World['tellTogether'] = (...events) =>
    service.db.run(async (tx) => {
      for (const event of events) await handleNow(handlers({ ports, clock }), event, tx);
    });
  const tell: World['tell'] = (name, data) => tellTogether({ name, data });
  const person = (name: string, roles: readonly string[] = ['member']): Promise<Caller> =>
    callerOf({ service, issuer, clock, roles, memberId: derivedId('member', name) });
  return {
    service,
    clock,
    database,
    topicPrefix: prefix,
    person,
    tell,
    tellTogether,
    async verified(name) {
      const caller = await person(name);
      await tell('identity.member-verified.v1', { memberId: caller.memberId });
      return caller;
    },
    async published() {
      const rows = await service.db.sql.query<{ name: string; payload: string }>('select name, payload from outbox order by position');
      return rows.map(({ name, payload }) => ({ name, data: JSON.parse(payload) as Record<string, unknown> }));
    },
    async close() {
      await service.close();
      await issuer.close();
      await database.drop();
    },
  };
}

type Handling = (event: EventEnvelope<unknown>, tx: Tx) => Promise<{ ok: boolean; error?: { code: string } } | undefined>;

/** A refusal fails, as it would become a dead letter. */
async function handleNow(table: object, { name, data }: { name: string; data: unknown }, tx: Tx): Promise<void> {
  const handle = (table as Record<string, Handling | undefined>)[name];
  assert(handle !== undefined, 'loans handles the event', { name });
  const answer = await handle({ data } as EventEnvelope<unknown>, tx);
  if (answer?.ok === false) throw new Error(answer.error?.code);
}

type Calling = { service: Service; issuer: TestIssuer; clock: VirtualClock; roles: readonly string[]; memberId: Id<'member'> };
let keys = 0;

async function callerOf({ service, issuer, clock, roles, memberId }: Calling): Promise<Caller> {
  // Tokens live ten minutes; one per call, so that a test may move the clock by days.
  const bearer = (): Promise<string> => issuer.bearer({ memberId, roles, issuedAt: Math.floor(epochMsOf(clock.now()) / 1000) });
  const command = async (test: supertest.Test, body: object | undefined, key: string | undefined): Promise<Answer> => {
    keys += 1;
    const own = key ?? `test-key-${keys}`;
    const sent = test.set('authorization', await bearer()).set('idempotency-key', own);
    return (await (body === undefined ? sent : sent.send(body))) as unknown as Answer;
  };
  return {
    memberId,
    async get(path) {
      return (await supertest(service.app)
        .get(path)
        .set('authorization', await bearer())) as unknown as Answer;
    },
    post: (path, body, key) => command(supertest(service.app).post(path), body, key),
    patch: (path, body, key) => command(supertest(service.app).patch(path), body, key),
  };
}
