/** The configuration of credit: a pure function of the environment. */
import { type Environment, int, jwksUrl, loadConfig as load, redisUrl, serviceSettings, withDefault } from '@mutua/config';

const schema = {
  ...serviceSettings({ name: 'CREDIT', port: 7404, poolMax: 10 }),
  jwksUrl,
  redisUrl,
  /** How long a report of the credit bureau is waited for. */
  bureauTimeoutMs: withDefault(int('MUTUA_CREDIT_BUREAU_TIMEOUT_MS', { min: 10, max: 60_000 }), 5_000),
  scoringConcurrency: withDefault(int('MUTUA_CREDIT_SCORING_CONCURRENCY', { min: 1, max: 64 }), 4),
} as const;

export type CreditConfig = ReturnType<typeof loadConfig>;

/** Throws ConfigError with every problem. */
export function loadConfig(env: Environment) {
  return load(schema, env);
}
