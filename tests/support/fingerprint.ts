/** A hash of every row of every table of every service: equal before and after means that nothing at all was stored. */
import { type Database, openDatabase } from '@mutua/db';
import { silentLogger } from '@mutua/testkit';
import type { Platform } from './platform.ts';

export type Fingerprint = { read(): Promise<Readonly<Record<string, string>>>; close(): Promise<void> };

/** The instances of matching show signs of life and renew their leases whatever is asked. */
const restless = ['matching public.engines', 'matching public.instances'];
const tablesSql = `select format('%I.%I', schemaname, tablename) as name from pg_tables
  where schemaname not in ('pg_catalog', 'information_schema')`;

const rowsHash = `encode(sha256(convert_to(coalesce(string_agg(t::text, E'\\n' order by t::text), ''), 'UTF8')), 'hex')`;

export async function openFingerprint({ databases }: Pick<Platform, 'databases'>): Promise<Fingerprint> {
  const open = async ([service, { adminUrl: url }]: [string, { adminUrl: string }]) =>
    [service, await openDatabase({ url, applicationName: 'test', poolMax: 1, logger: silentLogger })] as const;
  const opened: readonly (readonly [string, Database])[] = await Promise.all(Object.entries(databases).map(open));
  return {
    async read() {
      const hashes = Object.fromEntries((await Promise.all(opened.map(hashesOf))).flat());
      for (const table of restless) delete hashes[table];
      return hashes;
    },
    async close() {
      await Promise.all(opened.map(([, db]) => db.close()));
    },
  };
}

/** Two statements, however many tables there are. */
async function hashesOf([service, { sql }]: readonly [string, Database]): Promise<[string, string][]> {
  const tables = await sql.query<{ name: string }>(tablesSql);
  const hashSql = tables.map(({ name }) => `select '${name}' as name, (select ${rowsHash} from ${name} t) as hash`).join(' union all ');
  return (await sql.query<{ name: string; hash: string }>(hashSql)).map(({ name, hash }) => [`${service} ${name}`, hash]);
}
