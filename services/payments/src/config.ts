/** The configuration of payments: a pure function of the environment. */
import {
  boolean,
  type Environment,
  int,
  list,
  loadConfig as load,
  optional,
  type Parsed,
  port,
  type Setting,
  secretUrl,
  string,
  url,
  withDefault,
} from '@mutua/config';
import { type CalendarDate, parseCalendarDate } from '@mutua/kernel';

const schema = {
  host: withDefault(string('MUTUA_HOST'), '127.0.0.1'),
  port: withDefault(port('MUTUA_PAYMENTS_PORT'), 7405),
  databaseUrl: secretUrl('MUTUA_PAYMENTS_DATABASE_URL', ['postgres', 'postgresql']),
  migrationUrl: optional(secretUrl('MUTUA_PAYMENTS_MIGRATION_URL', ['postgres', 'postgresql'])),
  poolMax: withDefault(int('MUTUA_PAYMENTS_POOL_MAX', { min: 2, max: 100 }), 12),
  kafkaBrokers: withDefault(list('MUTUA_KAFKA_BROKERS'), ['127.0.0.1:7492']),
  topicPrefix: withDefault(string('MUTUA_TOPIC_PREFIX'), ''),
  redisUrl: withDefault(url('MUTUA_REDIS_URL', ['redis', 'rediss']), 'redis://127.0.0.1:7479'),
  issuer: withDefault(url('MUTUA_ISSUER', ['http', 'https']), 'http://127.0.0.1:7401/oidc'),
  jwksUrl: withDefault(url('MUTUA_JWKS_URL', ['http', 'https']), 'http://127.0.0.1:7401/oidc/jwks'),
  audience: withDefault(string('MUTUA_AUDIENCE'), 'mutua'),
  logLevel: withDefault(string('MUTUA_LOG_LEVEL'), 'info'),
  validateResponses: withDefault(boolean('MUTUA_VALIDATE_RESPONSES'), false),
  currencies: withDefault(currencyList('MUTUA_CURRENCIES'), ['EUR', 'USD']),
  /** The first business date of new books; today when left out. */
  firstBusinessDate: optional(date('MUTUA_FIRST_BUSINESS_DATE')),
  bankSettleDelayMs: withDefault(int('MUTUA_BANK_SETTLE_DELAY_MS', { min: 0, max: 86_400_000 }), 50),
  bankReturnDelayMs: withDefault(int('MUTUA_BANK_RETURN_DELAY_MS', { min: 0, max: 86_400_000 }), 200),
} as const;

export type PaymentsConfig = ReturnType<typeof loadConfig>;

/** Throws ConfigError with every problem. */
export function loadConfig(env: Environment) {
  return load(schema, env);
}

function currencyList(variable: string): Setting<readonly string[]> {
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

function date(variable: string): Setting<CalendarDate> {
  return {
    variable,
    parse: (text): Parsed<CalendarDate> => {
      const value = parseCalendarDate(text);
      return value === undefined ? { expected: 'a date written YYYY-MM-DD' } : { value };
    },
  };
}
