/** The services of the platform, in the order in which they are started, and where they listen. */
import { join } from 'node:path';
import { repositoryRoot } from '../../infra/local/profile.ts';

export const serviceNames = ['identity', 'loans', 'matching', 'credit', 'payments', 'gateway'] as const;
export type ServiceName = (typeof serviceNames)[number];
export const databaseServices = ['identity', 'loans', 'matching', 'credit', 'payments'] as const;

const defaultPorts: Readonly<Record<ServiceName, number>> = {
  gateway: 7400,
  identity: 7401,
  loans: 7402,
  matching: 7403,
  credit: 7404,
  payments: 7405,
};

export const portVariable = (name: ServiceName): string => `MUTUA_${name.toUpperCase()}_PORT`;

/** The port of a service, by its variable or the default. */
export const portOf = (name: ServiceName, env: Readonly<Record<string, string | undefined>>): number => {
  const text = env[portVariable(name)];
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : defaultPorts[name];
};

export const migrationsFolder = (name: (typeof databaseServices)[number]): string => join(repositoryRoot, 'services', name, 'migrations');
export const entryOf = (name: ServiceName): string => `services/${name}/src/main.ts`;
