/** The moment at which one transaction waits for another: with it a race is played in one order, without sleeping. */
import type { Sql } from '@mutua/db';
import { eventually } from './eventually.ts';

/** Waits until somebody waits for a lock in the database. */
export async function untilBlocked(sql: Pick<Sql, 'query'>): Promise<void> {
  const blocked = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await eventually(async () => (await sql.query(blocked)).length > 0, { what: 'a transaction that waits for a lock' });
}
