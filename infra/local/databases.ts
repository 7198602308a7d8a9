/**
 * One database per service, owned by a role nobody can log in as, used by an application role that may connect to it and to no other.
 * Safe to run again; two runs at once wait for each other.
 */
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { type DatabaseService, databaseServices, type Secrets } from './secrets.ts';

export type ServiceDatabase = {
  readonly database: string;
  readonly ownerRole: string;
  readonly appRole: string;
  /** For the service: the application role. */
  readonly appUrl: string;
  /** For migrations: the superuser in this database, whose sessions run as the owner role (`-c role=<owner>` in the URL). */
  readonly migrationUrl: string;
};
export type ServiceDatabases = Readonly<Record<DatabaseService, ServiceDatabase>>;

export type DatabaseSpec = { readonly service: DatabaseService; readonly database: string; readonly password: string };
export type ProvisionOptions = {
  /** Also takes CONNECT on the maintenance databases from PUBLIC. Only for a server that is ours alone. */
  readonly isOwnServer?: boolean;
};

/** Any constant that no other program of the server uses for its advisory locks. */
const provisionLock = 7_432_001;

/** Makes or repairs the databases `mutua_<service>`, their roles and rights. `adminUrl` is a superuser's. */
export const provisionDatabases = async (adminUrl: string, secrets: Secrets, options: ProvisionOptions = {}): Promise<ServiceDatabases> => {
  const made = new Map<DatabaseService, ServiceDatabase>();
  await withClient(adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [provisionLock]);
    if (options.isOwnServer) await closeMaintenance(admin);
    for (const service of databaseServices) {
      const spec: DatabaseSpec = { service, database: `mutua_${service}`, password: secrets.databasePasswords[service] };
      await provision(admin, adminUrl, spec);
      made.set(service, serviceDatabase(adminUrl, spec));
    }
  });
  const one = (service: DatabaseService): ServiceDatabase => made.get(service) ?? raise(service);
  return { identity: one('identity'), loans: one('loans'), matching: one('matching'), credit: one('credit'), payments: one('payments') };
};

/** One more database of a service under another name, with the same roles and rights; for tests. */
export const provisionDatabase = async (adminUrl: string, spec: DatabaseSpec): Promise<ServiceDatabase> => {
  await withClient(adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [provisionLock]);
    await provision(admin, adminUrl, spec);
  });
  return serviceDatabase(adminUrl, spec);
};

/** The names and URLs of a service's database; pure. */
export const serviceDatabase = (adminUrl: string, { service, database, password }: DatabaseSpec): ServiceDatabase => {
  const ownerRole = `${service}_owner`;
  const appRole = `${service}_app`;
  const app = inDatabase(adminUrl, database);
  app.username = appRole;
  app.password = password;
  const migration = inDatabase(adminUrl, database);
  migration.searchParams.set('options', `-c role=${ownerRole}`);
  return { database, ownerRole, appRole, appUrl: app.href, migrationUrl: migration.href };
};

const inDatabase = (adminUrl: string, database: string): URL => {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url;
};

const raise = (service: string): never => {
  throw new Error(`database of ${service} was not provisioned`);
};

const provision = async (admin: Client, adminUrl: string, spec: DatabaseSpec): Promise<void> => {
  const { database, ownerRole, appRole } = serviceDatabase(adminUrl, spec);
  const [db, owner, app] = [database, ownerRole, appRole].map(escapeIdentifier);
  await ensureRole(admin, ownerRole);
  await ensureRole(admin, appRole);
  const weak = 'nosuperuser nocreatedb nocreaterole noreplication';
  await admin.query(`alter role ${owner} with nologin ${weak}`);
  await admin.query(`alter role ${app} with login ${weak} password ${escapeLiteral(spec.password)}`);
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [database]);
  // The template with nothing of this machine in it, and one collation everywhere.
  if (!rowCount) await admin.query(`create database ${db} owner ${owner} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
  await admin.query(`revoke all on database ${db} from public`);
  await admin.query(`grant connect on database ${db} to ${app}`);
  await withClient(inDatabase(adminUrl, database).href, async (client) => {
    await client.query('revoke all on schema public from public');
    await client.query(`alter schema public owner to ${owner}`);
    await client.query(`grant usage on schema public to ${app}`);
    const future = `alter default privileges for role ${owner} in schema public grant`;
    await client.query(`${future} select, insert, update, delete on tables to ${app}`);
    await client.query(`${future} usage on sequences to ${app}`);
  });
};

const ensureRole = async (admin: Client, role: string): Promise<void> => {
  const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
  if (!rowCount) await admin.query(`create role ${escapeIdentifier(role)}`);
};

const closeMaintenance = async (admin: Client): Promise<void> => {
  await admin.query('revoke all on database postgres from public');
  await admin.query('revoke all on database template1 from public');
};

const withClient = async (url: string, body: (client: Client) => Promise<void>): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await body(client);
  } finally {
    await client.end();
  }
};
