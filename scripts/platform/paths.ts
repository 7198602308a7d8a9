/** Where things are, relative to the repository. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const serviceNames = ['identity', 'loans', 'matching', 'credit', 'payments', 'gateway'] as const;
export type ServiceName = (typeof serviceNames)[number];
export const databaseServices = ['identity', 'loans', 'matching', 'credit', 'payments'] as const;
export const serviceFolder = (name: ServiceName): string => join(repositoryRoot, 'services', name);
