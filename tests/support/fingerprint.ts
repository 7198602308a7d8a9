/** A hash of every row of every table of every service: equal before and after means that nothing at all was stored. */
import { createHash } from 'node:crypto';
import { type Database, openDatabase } from '@mutua/db';
import { silentLogger } from '@mutua/testkit';
import type { Platform } from './platform.ts';

export type Fingerprint = { read(): Promise<Readonly<Record<string, string>>>; close(): Promise<void> };

/** The instances of matching show signs of life and renew their leases whatever is asked. */
const restless = ['matching public.engines', 'matching public.instances'];
const tablesSql = `select format('%I.%I', schemaname, tablename) as name from pg_tables
  where schemaname not in ('pg_catalog', 'information_schema')`;

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

async function hashesOf([service, { sql }]: readonly [string, Database]): Promise<[string, string][]> {
  const hashes: [string, string][] = [];
  for (const { name } of await sql.query<{ name: string }>(tablesSql)) {
    const row = await sql.one<{ rows: string | null }>(`select string_agg(t::text, E'\\n' order by t::text) as rows from ${name} t`);
    hashes.push([
      `${service} ${name}`,
      createHash('sha256')
        .update(row?.rows ?? '')
        .digest('hex'),
    ]);
  }
  return hashes;
}
