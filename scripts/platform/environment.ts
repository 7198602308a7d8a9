/** The environment of the services on this machine: databases, brokers, addresses, secrets. */
import type { Backing } from '../../infra/local/backing.ts';
import type { ServiceDatabases } from '../../infra/local/databases.ts';
import { adminEmail, auditorEmail, type PlatformSecrets, secondAdminEmail } from './secrets.ts';
import { databaseServices, portOf, portVariable, type ServiceName, serviceNames } from './services.ts';

export type Environment = Readonly<Record<string, string>>;
type Facts = {
  readonly backing: Backing;
  readonly databases: ServiceDatabases;
  readonly secrets: PlatformSecrets;
  readonly compileCache: string;
};

const inherited = ['PATH', 'HOME', 'LANG', 'TZ', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'] as const;

/** Whatever the caller set as MUTUA_… wins, so that every setting can be tried from the shell. */
export const serviceEnvironment = ({ backing, databases, secrets, compileCache }: Facts, env: NodeJS.ProcessEnv): Environment => {
  const url = (name: ServiceName): string => `http://127.0.0.1:${portOf(name, env)}`;
  const own: Record<string, string> = {
    NODE_COMPILE_CACHE: compileCache,
    MUTUA_KAFKA_BROKERS: backing.kafka.brokers.join(','),
    MUTUA_REDIS_URL: backing.redis.url,
    MUTUA_ISSUER: `${url('identity')}/oidc`,
    MUTUA_JWKS_URL: `${url('identity')}/oidc/jwks`,
    MUTUA_IDENTITY_SECRET: secrets.identitySecret,
    MUTUA_BOOTSTRAP_ACCOUNTS: JSON.stringify([
      { email: adminEmail, password: secrets.adminPassword, roles: ['member', 'admin'] },
      { email: secondAdminEmail, password: secrets.secondAdminPassword, roles: ['member', 'admin'] },
      { email: auditorEmail, password: secrets.auditorPassword, roles: ['member', 'auditor'] },
    ]),
    MUTUA_LOG_LEVEL: 'info',
    // One machine, one address: limits per address would only throttle the demo's own population.
    MUTUA_RATE_CREDENTIALS: '100000',
    MUTUA_RATE_ANONYMOUS: '600000',
    MUTUA_RATE_PRINCIPAL: '600000',
    MUTUA_RATE_REFUSED: '600000',
  };
  for (const name of serviceNames) {
    own[portVariable(name)] = String(portOf(name, env));
    own[`MUTUA_${name.toUpperCase()}_URL`] = url(name);
  }
  for (const name of databaseServices) own[`MUTUA_${name.toUpperCase()}_DATABASE_URL`] = databases[name].appUrl;
  const fromCaller = Object.entries(env).filter(([name]) => name.startsWith('MUTUA_') || inherited.some((kept) => kept === name));
  return { ...own, ...Object.fromEntries(fromCaller.map(([name, value]) => [name, value ?? ''])) };
};
