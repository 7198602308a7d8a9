/** The composed service over a database, topics and an issuer of its own. */
import type { Service } from '@mutua/http';
import { createTopics } from '@mutua/messaging';
import { type TestIssuer, testDatabase, testEnvironment, testIssuer, topicPrefix } from '@mutua/testkit';
import { compose } from '../../src/compose.ts';
import { loadConfig } from '../../src/config.ts';
import { today } from './books.ts';

export type TestService = {
  readonly service: Service;
  readonly issuer: TestIssuer;
  readonly topicPrefix: string;
  close(): Promise<void>;
};

/** Starts relay, consumers and rail only when asked to. */
export async function openTestService({ start = false }: { start?: boolean } = {}): Promise<TestService> {
  const { kafkaBrokers, redisUrl } = testEnvironment();
  const database = await testDatabase('payments');
  const issuer = await testIssuer();
  const prefix = topicPrefix();
  const config = loadConfig({
    MUTUA_PAYMENTS_DATABASE_URL: database.url,
    MUTUA_KAFKA_BROKERS: kafkaBrokers.join(','),
    MUTUA_TOPIC_PREFIX: prefix,
    MUTUA_REDIS_URL: redisUrl,
    MUTUA_ISSUER: issuer.issuer,
    MUTUA_JWKS_URL: issuer.jwksUrl,
    MUTUA_AUDIENCE: issuer.audience,
    MUTUA_LOG_LEVEL: 'silent',
    MUTUA_VALIDATE_RESPONSES: 'true',
    MUTUA_FIRST_BUSINESS_DATE: today,
    MUTUA_BANK_SETTLE_DELAY_MS: '10',
    MUTUA_BANK_RETURN_DELAY_MS: '20',
  });
  const service = await compose(config);
  if (start) {
    await createTopics({ brokers: kafkaBrokers, topicPrefix: prefix });
    await service.start();
  }
  return {
    service,
    issuer,
    topicPrefix: prefix,
    async close() {
      await service.close();
      await issuer.close();
      await database.drop();
    },
  };
}
