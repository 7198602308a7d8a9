/** The migration job of an image: MUTUA_SERVICE names the service, MUTUA_MIGRATION_URL connects as the owner of its database. */
import { join } from 'node:path';
import { migrate } from '@mutua/db';

const { MUTUA_SERVICE: service, MUTUA_MIGRATION_URL: url } = process.env;
if (service === undefined || url === undefined) throw new Error('MUTUA_SERVICE and MUTUA_MIGRATION_URL are needed');

const directory = join(import.meta.dirname, '..', '..', 'services', service, 'migrations');
const applied = await migrate({ url, directory });
console.log(applied.length === 0 ? `${service}: nothing to migrate` : `${service}: applied ${applied.join(', ')}`);
