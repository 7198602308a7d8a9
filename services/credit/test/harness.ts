/** A composed credit service on a database and a Redis database of its own, and the voice of loans over the real broker. */
import { systemClock, systemIds } from '@mutua/config';
import type { EventData, EventName } from '@mutua/contracts';
import { openDatabase } from '@mutua/db';
import type { Service } from '@mutua/http';
import { calendarDate, derivedId, epochMsOf, type Id } from '@mutua/kernel';
import { createTopics, startMessaging } from '@mutua/messaging';
import { createMetrics } from '@mutua/telemetry';
import { silentLogger, testDatabase, testEnvironment, testIssuer, topicPrefix } from '@mutua/testkit';
import { Redis } from 'ioredis';
import supertest from 'supertest';
import { compose, type Overrides } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';

export type Submitted = EventData<'loans.loan-request-submitted.v1'>;
export type Answer = { readonly status: number; readonly body: Record<string, unknown> & { items: Record<string, unknown>[] } };
export type Caller = {
  readonly memberId: Id<'member'>;
  get(path: string): Promise<Answer>;
  post(path: string, body: object, key?: string): Promise<Answer>;
  put(path: string, body: object): Promise<Answer>;
};
export type World = {
  readonly service: Service;
  /** For another process of the same service. */
  readonly variables: Readonly<Record<string, string>>;
  /** For what the application itself may not do. */
  readonly ownerUrl: string;
  /** As identity tells it, long ago. */
  verify(...names: readonly string[]): Promise<void>;
  person(name: string, roles?: readonly string[]): Caller;
  completions(): Promise<readonly EventData<'credit.assessment-completed.v1'>[]>;
  close(): Promise<void>;
};

/** Other tests share the Redis server; a database of our own may be emptied at will. */
const redisDatabase = 9;
export const redisUrl = (): string => `${testEnvironment().redisUrl}/${redisDatabase}`;
export const forgetEverything = async (): Promise<void> => {
  const redis = new Redis(redisUrl());
  await redis.flushdb();
  redis.disconnect();
};

export async function startWorld(prefix = topicPrefix(), overrides: Partial<Overrides> = {}): Promise<World> {
  const [database, issuer] = [await testDatabase('credit'), await testIssuer()];
  const variables = {
    MUTUA_CREDIT_DATABASE_URL: database.url,
    MUTUA_KAFKA_BROKERS: testEnvironment().kafkaBrokers.join(','),
    MUTUA_TOPIC_PREFIX: prefix,
    MUTUA_REDIS_URL: redisUrl(),
    MUTUA_ISSUER: issuer.issuer,
    MUTUA_JWKS_URL: issuer.jwksUrl,
    MUTUA_LOG_LEVEL: 'fatal',
    MUTUA_VALIDATE_RESPONSES: 'true',
    MUTUA_CREDIT_BUREAU_TIMEOUT_MS: '200',
  };
  const service = await compose(loadConfig(variables), overrides);
  let keys = 0;
  const person = (name: string, roles: readonly string[] = ['member']): Caller => {
    const memberId = derivedId('member', name);
    const bearer = (): Promise<string> => issuer.bearer({ memberId, roles, issuedAt: Math.floor(epochMsOf(systemClock.now()) / 1000) });
    return {
      memberId,
      async get(path) {
        return (await supertest(service.app)
          .get(path)
          .set('authorization', await bearer())) as unknown as Answer;
      },
      async put(path, body) {
        const sent = supertest(service.app)
          .put(path)
          .set('authorization', await bearer());
        return (await sent.send(body)) as unknown as Answer;
      },
      async post(path, body, key) {
        keys += 1;
        const own = key ?? `test-key-${keys}`;
        const sent = supertest(service.app)
          .post(path)
          .set('authorization', await bearer())
          .set('idempotency-key', own);
        return (await sent.send(body)) as unknown as Answer;
      },
    };
  };
  const verify = async (...names: readonly string[]): Promise<void> => {
    const insert = `insert into borrowers (member_id, kyc) select *, 'verified' from unnest($1::text[]) on conflict (member_id) do update set kyc = 'verified'`;
    await service.db.sql.run(insert, [names.map((name) => derivedId('member', name))]);
  };
  await verify('borrower');
  return {
    ...{ service, variables },
    ownerUrl: database.ownerUrl,
    person,
    verify,
    async completions() {
      const rows = await service.db.sql.query<{ payload: string }>('select payload from outbox order by position');
      return rows.map(({ payload }) => JSON.parse(payload) as EventData<'credit.assessment-completed.v1'>);
    },
    async close() {
      await service.close();
      await issuer.close();
      await database.drop();
    },
  };
}

export type Loans = {
  submit(...submissions: readonly Submitted[]): Promise<void>;
  /** Any event of any service. */
  say<N extends EventName>(name: N, aggregateId: string, data: EventData<N>, businessDate?: string): Promise<void>;
  close(): Promise<void>;
};

/** Publishes submissions as loans does: through an outbox of its own. */
export async function startLoans(prefix: string): Promise<Loans> {
  const { kafkaBrokers: brokers } = testEnvironment();
  await createTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
  const database = await testDatabase('loans');
  const db = await openDatabase({ url: database.url, applicationName: 'loans', logger: silentLogger });
  const metrics = createMetrics({ service: 'loans' });
  const messaging = await startMessaging({
    db,
    brokers,
    topicPrefix: prefix,
    service: 'loans',
    handlers: {},
    ids: systemIds,
    logger: silentLogger,
    metrics,
  });
  return {
    async submit(...submissions) {
      const name = 'loans.loan-request-submitted.v1';
      const events = submissions.map((data) => ({
        id: systemIds.next('event'),
        name,
        aggregateId: data.requestId,
        data,
        occurredAt: systemClock.now(),
      }));
      await db.run((tx) => tx.outbox.append(events));
    },
    async say(name, aggregateId, data, businessDate) {
      const on = businessDate === undefined ? {} : { businessDate: calendarDate(businessDate) };
      const event = { id: systemIds.next('event'), name, aggregateId, data, occurredAt: systemClock.now(), ...on };
      await db.run((tx) => tx.outbox.append([event]));
    },
    async close() {
      await messaging.close();
      await db.close();
      await database.drop();
    },
  };
}

export const submission = (
  nr: string | number,
  changed: Partial<Submitted> = {},
  profile: Partial<Submitted['profile']> = {},
): Submitted => ({
  requestId: derivedId('loanRequest', String(nr)),
  borrowerId: derivedId('member', 'borrower'),
  market: 'EUR',
  productId: derivedId('loanProduct', 'p'),
  amount: { amountMinor: '1000000', currency: 'EUR' },
  termMonths: 36,
  purpose: 'car',
  maxRatePpm: 200_000,
  submittedOn: '2026-01-02',
  submittedAt: '2026-01-02T09:00:00.000Z',
  ...changed,
  profile: {
    annualIncomeMinor: '6000000',
    employmentLengthYears: 5,
    homeOwnership: 'rent',
    debtToIncomePpm: 120_000,
    delinquencies2y: 0,
    inquiries6m: 1,
    openAccounts: 8,
    publicRecords: 0,
    revolvingBalanceMinor: '500000',
    revolvingUtilisationPpm: 400_000,
    totalAccounts: 20,
    monthsSinceDelinquency: null,
    monthsSinceRecord: null,
    earliestCreditLineOn: '2010-05-01',
    ficoLow: null,
    ...profile,
  },
});
