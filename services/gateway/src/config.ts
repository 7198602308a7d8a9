/** The configuration of the gateway: a pure function of the environment. */
import {
  boolean,
  type Environment,
  int,
  jwksUrl,
  list,
  loadConfig as load,
  optional,
  port,
  processSettings,
  tokenSettings,
  url,
  withDefault,
} from '@mutua/config';

const http = ['http', 'https'] as const;
const perMinuteMax = 1_000_000_000;

const schema = {
  ...processSettings,
  ...tokenSettings,
  jwksUrl,
  port: withDefault(port('MUTUA_GATEWAY_PORT'), 7400),
  /** Metrics are on a port of their own that is never public; 0 switches it off. */
  metricsPort: withDefault(port('MUTUA_GATEWAY_METRICS_PORT'), 0),
  identityUrl: withDefault(url('MUTUA_IDENTITY_URL', http), 'http://127.0.0.1:7401'),
  loansUrl: withDefault(url('MUTUA_LOANS_URL', http), 'http://127.0.0.1:7402'),
  matchingUrl: withDefault(url('MUTUA_MATCHING_URL', http), 'http://127.0.0.1:7403'),
  creditUrl: withDefault(url('MUTUA_CREDIT_URL', http), 'http://127.0.0.1:7404'),
  paymentsUrl: withDefault(url('MUTUA_PAYMENTS_URL', http), 'http://127.0.0.1:7405'),
  redisUrl: optional(url('MUTUA_REDIS_URL', ['redis', 'rediss'])),
  /** Requests per minute; 0 switches a limit off. */
  ratePrincipal: withDefault(int('MUTUA_RATE_PRINCIPAL', { min: 0, max: perMinuteMax }), 6000),
  rateAnonymous: withDefault(int('MUTUA_RATE_ANONYMOUS', { min: 0, max: perMinuteMax }), 3000),
  rateCredentials: withDefault(int('MUTUA_RATE_CREDENTIALS', { min: 0, max: perMinuteMax }), 300),
  rateRefused: withDefault(int('MUTUA_RATE_REFUSED', { min: 0, max: perMinuteMax }), 300),
  corsOrigins: withDefault(list('MUTUA_CORS_ORIGINS'), []),
  /** The address of the client is in X-Forwarded-For, put there by a proxy of ours. */
  trustProxy: withDefault(boolean('MUTUA_GATEWAY_TRUST_PROXY'), false),
  upstreamTimeoutMs: withDefault(int('MUTUA_GATEWAY_TIMEOUT_MS', { min: 100, max: 300_000 }), 30_000),
  upstreamConnections: withDefault(int('MUTUA_GATEWAY_CONNECTIONS', { min: 1, max: 1024 }), 64),
  liveReadersMax: withDefault(int('MUTUA_GATEWAY_LIVE_READERS', { min: 0, max: 100_000 }), 1000),
} as const;

export type GatewayConfig = ReturnType<typeof loadConfig>;

export function loadConfig(env: Environment) {
  return load(schema, env);
}
