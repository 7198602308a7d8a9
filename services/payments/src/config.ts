/** The configuration of payments: a pure function of the environment. */
import {
  currencies,
  date,
  type Environment,
  int,
  jwksUrl,
  loadConfig as load,
  optional,
  redisUrl,
  serviceSettings,
  withDefault,
} from '@mutua/config';

const schema = {
  ...serviceSettings({ name: 'PAYMENTS', port: 7405, poolMax: 12 }),
  jwksUrl,
  redisUrl,
  currencies,
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
