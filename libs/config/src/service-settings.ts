/** The settings that processes of the platform have in common, so that one variable means one thing everywhere. */
import { boolean, int, list, optional, port, type Setting, secretUrl, string, url, withDefault } from './schema.ts';

/** Where a process listens, the broker, the log. */
export const processSettings = {
  host: withDefault(string('MUTUA_HOST'), '127.0.0.1'),
  kafkaBrokers: withDefault(list('MUTUA_KAFKA_BROKERS'), ['127.0.0.1:7492']),
  topicPrefix: withDefault(string('MUTUA_TOPIC_PREFIX'), ''),
  logLevel: withDefault(string('MUTUA_LOG_LEVEL'), 'info'),
} as const;

/** Whose access tokens are believed, and for whom they must be meant. */
export const tokenSettings = {
  issuer: withDefault(url('MUTUA_ISSUER', ['http', 'https']), 'http://127.0.0.1:7401/oidc'),
  audience: withDefault(string('MUTUA_AUDIENCE'), 'mutua'),
} as const;

/** Where the keys of the issuer are; the issuer itself needs no such setting. */
export const jwksUrl = withDefault(url('MUTUA_JWKS_URL', ['http', 'https']), 'http://127.0.0.1:7401/oidc/jwks');

export const redisUrl = withDefault(url('MUTUA_REDIS_URL', ['redis', 'rediss']), 'redis://127.0.0.1:7479');

const currencyCodes = (variable: string): Setting<readonly string[]> => {
  const codes = list(variable);
  return {
    variable,
    parse: (text) => {
      const parsed = codes.parse(text);
      const isGood = 'value' in parsed && parsed.value.every((code) => /^[A-Z]{3}$/.test(code));
      return isGood ? parsed : { expected: 'a comma-separated list of ISO 4217 codes' };
    },
  };
};

/** What money is lent in. Each currency is a market. */
export const currencies = withDefault(currencyCodes('MUTUA_CURRENCIES'), ['EUR', 'USD']);

/** A service with a database: all of the above but `jwksUrl`, and variables that begin with MUTUA_ and its name. */
export const serviceSettings = ({ name, port: portDefault, poolMax }: { name: string; port: number; poolMax: number }) =>
  ({
    ...processSettings,
    ...tokenSettings,
    port: withDefault(port(`MUTUA_${name}_PORT`), portDefault),
    databaseUrl: secretUrl(`MUTUA_${name}_DATABASE_URL`, ['postgres', 'postgresql']),
    migrationUrl: optional(secretUrl(`MUTUA_${name}_MIGRATION_URL`, ['postgres', 'postgresql'])),
    poolMax: withDefault(int(`MUTUA_${name}_POOL_MAX`, { min: 2, max: 100 }), poolMax),
    validateResponses: withDefault(boolean('MUTUA_VALIDATE_RESPONSES'), false),
  }) as const;
