/** Numbered SQL files, forward only, each in its own transaction and once. A file that was changed after it ran is refused. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const platformFolder = fileURLToPath(new URL('../migrations', import.meta.url));
const lockKey = 7_405_001;

export type MigrateOptions = {
  /** A connection that acts as the owner of the database. */
  readonly url: string;
  /** The service's own migrations; the platform's tables come first. */
  readonly directory: string;
};

type Migration = { readonly name: string; readonly text: string; readonly checksum: string };

const readFolder = async (folder: string, prefix: string): Promise<readonly Migration[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8');
      return { name: `${prefix}/${file}`, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
};

/** All migrations of a service in order; for checksums of template databases too. */
export const readMigrations = async (directory: string): Promise<readonly Migration[]> => [
  ...(await readFolder(platformFolder, 'platform')),
  ...(await readFolder(directory, 'service')),
];

/** Applies what is missing and answers the names of what was applied. Safe to run from several processes at once. */
export const migrate = async ({ url, directory }: MigrateOptions): Promise<readonly string[]> => {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({ connectionString: url, application_name: 'mutua-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(
      'create table if not exists schema_migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migrations');
    const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
    const done: string[] = [];
    for (const migration of migrations) if (await apply(client, migration, applied.get(migration.name))) done.push(migration.name);
    return done;
  } finally {
    await client.end();
  }
};

const apply = async (client: pg.Client, { name, text, checksum }: Migration, applied: string | undefined): Promise<boolean> => {
  if (applied === checksum) return false;
  if (applied !== undefined) throw new Error(`the migration ${name} was changed after it had been applied; write a new one instead`);
  try {
    await client.query("begin; set local lock_timeout = '5s'");
    await client.query(text);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback');
    throw new Error(`the migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};
