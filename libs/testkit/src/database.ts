/**
 * A database per test file, cloned from a migrated template: the migrations run once per change of their text. The roles are those of
 * production, so what the application may not do fails here too.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate, readMigrations } from '@mutua/db';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { testEnvironment } from './environment.ts';

export type TestDatabase = {
  readonly name: string;
  /** As the application: a login that has exactly the rights of `<service>_app`. */
  readonly url: string;
  /** As the owner of the tables: for migrations and for arranging what the application must not do. */
  readonly ownerUrl: string;
  /** As the superuser. */
  readonly adminUrl: string;
  drop(): Promise<void>;
};
export type TestDatabaseOptions = {
  /** Folder of the migrations; by default those of the service, or the platform's tables alone when it has none. */
  readonly directory?: string;
  /** Another server than that of the tests, such as one with durable commits. */
  readonly postgresAdminUrl?: string;
};

/** The provisioning of local databases takes the same lock: roles are shared by the whole server. */
const provisionLock = 7_432_001;
const servicesFolder = fileURLToPath(new URL('../../../services', import.meta.url));
const staleMs = 2 * 60 * 60 * 1000;

/** The name of a service gives its migrations and its roles. The caller drops the database when done. */
export async function testDatabase(service: string, options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { postgresAdminUrl = testEnvironment().postgresAdminUrl } = options;
  const directory = options.directory ?? migrationsOf(service);
  const name = `mutua_test_${service}_${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`;
  const password = createHash('sha256').update(`${postgresAdminUrl}/${service}`).digest('base64url');
  await withAdmin(postgresAdminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [provisionLock]);
    await ensureRoles(admin, service, password);
    const template = await ensureTemplate(admin, postgresAdminUrl, { service, directory });
    await admin.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)} owner ${ownerOf(service)}`);
    // Rights on the database itself are not copied from a template.
    await admin.query(`revoke all on database ${escapeIdentifier(name)} from public`);
    await admin.query(`grant connect on database ${escapeIdentifier(name)} to ${appOf(service)}`);
  });
  return {
    name,
    url: urlOf(postgresAdminUrl, name, { user: loginOf(service), password }),
    ownerUrl: urlOf(postgresAdminUrl, name, { role: `${service}_owner` }),
    adminUrl: urlOf(postgresAdminUrl, name, {}),
    drop: () => withAdmin(postgresAdminUrl, (admin) => admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`)),
  };
}

const ownerOf = (service: string): string => escapeIdentifier(`${service}_owner`);
const appOf = (service: string): string => escapeIdentifier(`${service}_app`);
const loginOf = (service: string): string => `${service}_test`;

function migrationsOf(service: string): string {
  const folder = join(servicesFolder, service, 'migrations');
  if (existsSync(folder)) return folder;
  const none = join(tmpdir(), 'mutua-no-migrations');
  mkdirSync(none, { recursive: true });
  return none;
}

async function ensureRoles(admin: Client, service: string, password: string): Promise<void> {
  const login = loginOf(service);
  for (const role of [`${service}_owner`, `${service}_app`, login]) {
    const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
    if (rowCount === 0) await admin.query(`create role ${escapeIdentifier(role)}`);
  }
  await admin.query(`alter role ${escapeIdentifier(login)} with login inherit nosuperuser password ${escapeLiteral(password)}`);
  await admin.query(`grant ${appOf(service)} to ${escapeIdentifier(login)}`);
}

async function ensureTemplate(
  admin: Client,
  adminUrl: string,
  { service, directory }: { service: string; directory: string },
): Promise<string> {
  const migrations = await readMigrations(directory);
  const checksum = createHash('sha256')
    .update(migrations.map((migration) => migration.checksum).join(' '))
    .digest('hex')
    .slice(0, 12);
  const template = `mutua_template_${service}_${checksum}`;
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [template]);
  if (rowCount !== 0) return template;
  await dropStale(admin, service);
  // Under another name until it is complete: a failed migration must not leave a template behind.
  const draft = `${template}_draft`;
  await admin.query(`drop database if exists ${escapeIdentifier(draft)} with (force)`);
  await admin.query(
    `create database ${escapeIdentifier(draft)} owner ${ownerOf(service)} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
  );
  await withAdmin(urlOf(adminUrl, draft, {}), (client) => grantLikeProduction(client, service));
  await migrate({ url: urlOf(adminUrl, draft, { role: `${service}_owner` }), directory });
  await admin.query(`alter database ${escapeIdentifier(draft)} rename to ${escapeIdentifier(template)}`);
  return template;
}

async function grantLikeProduction(client: Client, service: string): Promise<void> {
  const future = `alter default privileges for role ${ownerOf(service)} in schema public grant`;
  await client.query('revoke all on schema public from public');
  await client.query(`alter schema public owner to ${ownerOf(service)}`);
  await client.query(`grant usage on schema public to ${appOf(service)}`);
  await client.query(`${future} select, insert, update, delete on tables to ${appOf(service)}`);
  await client.query(`${future} usage on sequences to ${appOf(service)}`);
}

/** Templates of older migrations, and databases that a killed run left behind. */
async function dropStale(admin: Client, service: string): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>('select datname from pg_database where datname like $1 or datname like $2', [
    `mutua\\_template\\_${service}\\_%`,
    `mutua\\_test\\_${service}\\_%`,
  ]);
  for (const { datname } of rows) {
    const madeMs = Number.parseInt(datname.split('_').at(-2) ?? '', 36);
    const isOld = datname.startsWith('mutua_template_') || Date.now() - madeMs > staleMs;
    if (isOld) await admin.query(`drop database if exists ${escapeIdentifier(datname)} with (force)`);
  }
}

type As = { readonly user?: string; readonly password?: string; readonly role?: string };

function urlOf(adminUrl: string, database: string, { user, password, role }: As): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = password;
  if (role !== undefined) url.searchParams.set('options', `-c role=${role}`);
  return url.href;
}

async function withAdmin(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
