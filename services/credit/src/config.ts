/** The configuration of credit: a pure function of the environment. */
import { type Environment, int, jwksUrl, loadConfig as load, redisUrl, serviceSettings, string, withDefault } from '@mutua/config';

const schema = {
  ...serviceSettings({ name: 'CREDIT', port: 7404, poolMax: 10 }),
  jwksUrl,
  redisUrl,
  /** A file of services/credit/models, without its ending. */
  modelVersion: withDefault(string('MUTUA_CREDIT_MODEL'), 'scorecard-2011.1'),
  scoringConcurrency: withDefault(int('MUTUA_CREDIT_SCORING_CONCURRENCY', { min: 1, max: 64 }), 4),
} as const;

export type CreditConfig = ReturnType<typeof loadConfig>;

/** Throws ConfigError with every problem. */
export function loadConfig(env: Environment) {
  return load(schema, env);
}
