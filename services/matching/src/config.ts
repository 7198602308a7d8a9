/** The configuration of matching: a pure function of the environment. */
import {
  currencies,
  type Environment,
  int,
  jwksUrl,
  loadConfig as load,
  optional,
  serviceSettings,
  string,
  withDefault,
} from '@mutua/config';

const schema = {
  ...serviceSettings({ name: 'MATCHING', port: 7403, poolMax: 12 }),
  jwksUrl,
  /** Markets are currencies. */
  markets: currencies,
  /** Names this instance; one that starts again under its name takes its markets back at once. Host and port by default. */
  instance: optional(string('MUTUA_MATCHING_INSTANCE')),
  /** Silence after which another instance takes over. */
  leaseMs: withDefault(int('MUTUA_MATCHING_LEASE_MS', { min: 250, max: 600_000 }), 5_000),
  /** Time between two batches within a business day, for products that are cleared in batches; 0 for none but the one of each day. */
  batchEveryMs: withDefault(int('MUTUA_MATCHING_BATCH_MS', { min: 0, max: 86_400_000 }), 60_000),
  snapshotEvery: withDefault(int('MUTUA_MATCHING_SNAPSHOT_EVERY', { min: 1, max: 10_000_000 }), 25_000),
  /** What a new market begins with, in minor units; a product with smaller notes lowers it. */
  noteMinimum: withDefault(int('MUTUA_MATCHING_NOTE_MINIMUM', { min: 1, max: 1_000_000_000 }), 2_500),
} as const;

export type MatchingConfig = ReturnType<typeof loadConfig>;

/** Throws ConfigError with every problem. */
export function loadConfig(env: Environment) {
  return load(schema, env);
}
