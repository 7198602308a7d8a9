/** The configuration of loans: a pure function of the environment. */
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
import { type CalendarDate, parseCalendarDate } from '@mutua/kernel';

const date = (variable: string): Setting<CalendarDate> => ({
  variable,
  parse: (text) => {
    const value = parseCalendarDate(text);
    return value === undefined ? { expected: 'a date, YYYY-MM-DD' } : { value };
  },
});

const schema = {
  host: withDefault(string('MUTUA_HOST'), '127.0.0.1'),
  port: withDefault(port('MUTUA_LOANS_PORT'), 7402),
  databaseUrl: secretUrl('MUTUA_LOANS_DATABASE_URL', ['postgres', 'postgresql']),
  migrationUrl: optional(secretUrl('MUTUA_LOANS_MIGRATION_URL', ['postgres', 'postgresql'])),
  poolMax: withDefault(int('MUTUA_LOANS_POOL_MAX', { min: 1, max: 100 }), 12),
  kafkaBrokers: withDefault(list('MUTUA_KAFKA_BROKERS'), ['127.0.0.1:7492']),
  topicPrefix: withDefault(string('MUTUA_TOPIC_PREFIX'), ''),
  issuer: withDefault(url('MUTUA_ISSUER', ['http', 'https']), 'http://127.0.0.1:7401/oidc'),
  jwksUrl: withDefault(url('MUTUA_JWKS_URL', ['http', 'https']), 'http://127.0.0.1:7401/oidc/jwks'),
  audience: withDefault(string('MUTUA_AUDIENCE'), 'mutua'),
  logLevel: withDefault(string('MUTUA_LOG_LEVEL'), 'info'),
  validateResponses: withDefault(boolean('MUTUA_VALIDATE_RESPONSES'), false),
  /** The business date before payments has opened one; today when not given. */
  firstBusinessDate: optional(date('MUTUA_FIRST_BUSINESS_DATE')),
} as const;

export type LoansConfig = ReturnType<typeof loadConfig>;

/** Throws ConfigError with every problem. */
export function loadConfig(env: Environment) {
  return load(schema, env);
}
