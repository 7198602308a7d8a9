/** The configuration of matching: a pure function of the environment. */
import {
  boolean,
  type Environment,
  int,
  list,
  loadConfig as load,
  optional,
  port,
  type Setting,
  secretUrl,
  string,
  url,
  withDefault,
} from '@mutua/config';

const schema = {
  host: withDefault(string('MUTUA_HOST'), '127.0.0.1'),
  port: withDefault(port('MUTUA_MATCHING_PORT'), 7403),
  databaseUrl: secretUrl('MUTUA_MATCHING_DATABASE_URL', ['postgres', 'postgresql']),
  migrationUrl: optional(secretUrl('MUTUA_MATCHING_MIGRATION_URL', ['postgres', 'postgresql'])),
  poolMax: withDefault(int('MUTUA_MATCHING_POOL_MAX', { min: 2, max: 100 }), 12),
  kafkaBrokers: withDefault(list('MUTUA_KAFKA_BROKERS'), ['127.0.0.1:7492']),
  topicPrefix: withDefault(string('MUTUA_TOPIC_PREFIX'), ''),
  issuer: withDefault(url('MUTUA_ISSUER', ['http', 'https']), 'http://127.0.0.1:7401/oidc'),
  jwksUrl: withDefault(url('MUTUA_JWKS_URL', ['http', 'https']), 'http://127.0.0.1:7401/oidc/jwks'),
  audience: withDefault(string('MUTUA_AUDIENCE'), 'mutua'),
  logLevel: withDefault(string('MUTUA_LOG_LEVEL'), 'info'),
  validateResponses: withDefault(boolean('MUTUA_VALIDATE_RESPONSES'), false),
  /** Markets are currencies. */
  markets: withDefault(markets('MUTUA_CURRENCIES'), ['EUR', 'USD']),
  /** Names this instance; one that starts again under its name takes its markets back at once. Host and port by default. */
  instance: optional(string('MUTUA_MATCHING_INSTANCE')),
  /** Silence after which another instance takes over. */
  leaseMs: withDefault(int('MUTUA_MATCHING_LEASE_MS', { min: 250, max: 600_000 }), 5_000),
  /** Time between two batches within a business day, for products that are cleared in batches; 0 for none but the one of each day. */
  batchEveryMs: withDefault(int('MUTUA_MATCHING_BATCH_MS', { min: 0, max: 86_400_000 }), 60_000),
  snapshotEvery: withDefault(int('MUTUA_MATCHING_SNAPSHOT_EVERY', { min: 1, max: 10_000_000 }), 10_000),
  /** What a new market begins with, in minor units; a product with smaller notes lowers it. */
  noteMinimum: withDefault(int('MUTUA_MATCHING_NOTE_MINIMUM', { min: 1, max: 1_000_000_000 }), 2_500),
} as const;

export type MatchingConfig = ReturnType<typeof loadConfig>;

/** Throws ConfigError with every problem. */
export function loadConfig(env: Environment) {
  return load(schema, env);
}

function markets(variable: string): Setting<readonly string[]> {
  const codes = list(variable);
  return {
    variable,
    parse: (text) => {
      const parsed = codes.parse(text);
      const isGood = 'value' in parsed && parsed.value.every((code) => /^[A-Z]{3}$/.test(code));
      return isGood ? parsed : { expected: 'a comma-separated list of ISO 4217 codes' };
    },
  };
}
