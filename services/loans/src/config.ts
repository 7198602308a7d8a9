/** The configuration of loans: a pure function of the environment. */
import { date, type Environment, jwksUrl, loadConfig as load, optional, serviceSettings } from '@mutua/config';

const schema = {
  ...serviceSettings({ name: 'LOANS', port: 7402, poolMax: 12 }),
  jwksUrl,
  /** The business date before payments has opened one; today when not given. */
  firstBusinessDate: optional(date('MUTUA_FIRST_BUSINESS_DATE')),
} as const;

export type LoansConfig = ReturnType<typeof loadConfig>;

/** Throws ConfigError with every problem. */
export function loadConfig(env: Environment) {
  return load(schema, env);
}
