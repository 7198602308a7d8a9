/** Configuration: the process's surroundings (environment, clock, identity) as typed values. */
export type { Environment, Parsed, Schema, Setting, Settings } from './schema.ts';
export {
  boolean,
  ConfigError,
  date,
  int,
  json,
  list,
  loadConfig,
  oneOf,
  optional,
  port,
  secret,
  secretUrl,
  string,
  url,
  withDefault,
} from './schema.ts';
export { Secret } from './secret.ts';
export { currencies, jwksUrl, processSettings, redisUrl, serviceSettings, tokenSettings } from './service-settings.ts';
export { systemClock, systemIds } from './system.ts';
