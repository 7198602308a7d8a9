/** The configuration of identity: a pure function of the environment. */
import { type Environment, int, json, loadConfig as load, Secret, secret, serviceSettings, string, withDefault } from '@mutua/config';
import type { OidcClient } from './adapters/oidc/provider.ts';
import type { BootstrapAccount } from './app/bootstrap.ts';
import type { Role } from './domain/member.ts';

/** Good enough for a laptop; refused where it matters. */
const developmentSecret = 'development-secret-of-identity-never-use-in-production';

const schema = {
  ...serviceSettings({ name: 'IDENTITY', port: 7401, poolMax: 10 }),
  secret: withDefault(secret('MUTUA_IDENTITY_SECRET'), new Secret(developmentSecret)),
  environment: withDefault(string('NODE_ENV'), 'development'),
  argon2MemoryKib: withDefault(int('MUTUA_IDENTITY_ARGON2_MEMORY_KIB', { min: 8, max: 1_048_576 }), 19_456),
  argon2Passes: withDefault(int('MUTUA_IDENTITY_ARGON2_PASSES', { min: 1, max: 100 }), 2),
  argon2Parallelism: withDefault(int('MUTUA_IDENTITY_ARGON2_PARALLELISM', { min: 1, max: 16 }), 1),
  /** Failed logins that cost nothing yet, per account and address, per account, and per address. */
  freePairFailures: withDefault(int('MUTUA_IDENTITY_FREE_FAILURES_PAIR', { min: 0, max: 1000 }), 5),
  freeAccountFailures: withDefault(int('MUTUA_IDENTITY_FREE_FAILURES_ACCOUNT', { min: 0, max: 10_000 }), 20),
  freeAddressFailures: withDefault(int('MUTUA_IDENTITY_FREE_FAILURES_ADDRESS', { min: 0, max: 100_000 }), 100),
  bootstrapAccounts: withDefault(
    json('MUTUA_BOOTSTRAP_ACCOUNTS', (value) => listOf(value, toAccount), 'a JSON list of {email, password, roles}'),
    [],
  ),
  oidcClients: withDefault(
    json('MUTUA_OIDC_CLIENTS', (value) => listOf(value, toClient), 'a JSON list of {clientId, clientSecret?, redirectUris?, roles?}'),
    [],
  ),
} as const;

export type IdentityConfig = ReturnType<typeof readAll>;

function readAll(env: Environment) {
  return load(schema, env);
}

/** Throws ConfigError with every problem. In production the secret has to be given. */
export function loadConfig(env: Environment): IdentityConfig {
  const config = readAll(env);
  if (config.environment === 'production' && isDevelopmentSecret(config.secret)) {
    throw new Error('MUTUA_IDENTITY_SECRET is not set: in production the development secret is refused');
  }
  return config;
}

function isDevelopmentSecret(value: Secret): boolean {
  return value.reveal() === developmentSecret;
}

function listOf<T>(value: unknown, read: (item: Record<string, unknown>) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item: unknown) => (typeof item === 'object' && item !== null ? read({ ...item }) : undefined));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function toAccount({ email, password, roles }: Record<string, unknown>): BootstrapAccount | undefined {
  if (typeof email !== 'string' || typeof password !== 'string' || !isRoles(roles) || roles.length === 0) return undefined;
  return { email, password, roles };
}

function toClient({ clientId, clientSecret, redirectUris, roles }: Record<string, unknown>): OidcClient | undefined {
  if (typeof clientId !== 'string' || !(clientSecret === undefined || typeof clientSecret === 'string')) return undefined;
  if (!(redirectUris === undefined || isStrings(redirectUris)) || !(roles === undefined || isRoles(roles))) return undefined;
  return {
    clientId,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(redirectUris === undefined ? {} : { redirectUris }),
    ...(roles === undefined ? {} : { roles }),
  };
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isRoles(value: unknown): value is Role[] {
  return isStrings(value) && value.every((role) => role === 'member' || role === 'admin' || role === 'auditor');
}
