/** The configuration of credit: a pure function of the environment. */
import {
  boolean,
  type Environment,
  int,
  list,
  loadConfig as load,
  optional,
  port,
  secretUrl,
  string,
  url,
  withDefault,
} from '@mutua/config';

const schema = {
  host: withDefault(string('MUTUA_HOST'), '127.0.0.1'),
  port: withDefault(port('MUTUA_CREDIT_PORT'), 7404),
  databaseUrl: secretUrl('MUTUA_CREDIT_DATABASE_URL', ['postgres', 'postgresql']),
  migrationUrl: optional(secretUrl('MUTUA_CREDIT_MIGRATION_URL', ['postgres', 'postgresql'])),
  poolMax: withDefault(int('MUTUA_CREDIT_POOL_MAX', { min: 1, max: 100 }), 10),
  kafkaBrokers: withDefault(list('MUTUA_KAFKA_BROKERS'), ['127.0.0.1:7492']),
  topicPrefix: withDefault(string('MUTUA_TOPIC_PREFIX'), ''),
  redisUrl: withDefault(url('MUTUA_REDIS_URL', ['redis', 'rediss']), 'redis://127.0.0.1:7479'),
  issuer: withDefault(url('MUTUA_ISSUER', ['http', 'https']), 'http://127.0.0.1:7401/oidc'),
  jwksUrl: withDefault(url('MUTUA_JWKS_URL', ['http', 'https']), 'http://127.0.0.1:7401/oidc/jwks'),
  audience: withDefault(string('MUTUA_AUDIENCE'), 'mutua'),
  logLevel: withDefault(string('MUTUA_LOG_LEVEL'), 'info'),
  validateResponses: withDefault(boolean('MUTUA_VALIDATE_RESPONSES'), false),
  /** How long a report of the credit bureau is waited for. */
  bureauTimeoutMs: withDefault(int('MUTUA_CREDIT_BUREAU_TIMEOUT_MS', { min: 10, max: 60_000 }), 5_000),
  scoringConcurrency: withDefault(int('MUTUA_CREDIT_SCORING_CONCURRENCY', { min: 1, max: 64 }), 4),
} as const;

export type CreditConfig = ReturnType<typeof loadConfig>;

/** Throws ConfigError with every problem. */
export function loadConfig(env: Environment) {
  return load(schema, env);
}
