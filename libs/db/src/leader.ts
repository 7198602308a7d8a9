/** One process at a time: leadership is an advisory lock that lives as long as its connection. */
import type { Pool, PoolClient } from 'pg';

/** Keys of the leaders inside one service's database. */
export const leaderKeys = { relay: 7_405_002, businessDay: 7_405_003 } as const;

/**
 * Runs `lead` while this process holds the lock; answers false, without running it, when another one does. A connection in doubt is
 * closed, so that another process may lead. `lead` must watch for its own end.
 */
export const whileLeading = async (pool: Pool, key: number, lead: (client: PoolClient) => Promise<void>): Promise<boolean> => {
  const client = await pool.connect();
  const lost: { error?: Error } = {};
  const onError = (error: Error): void => {
    lost.error = error;
  };
  client.on('error', onError);
  try {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [key]);
    if (rows[0]?.taken !== true) return false;
    await lead(client);
    await client.query('select pg_advisory_unlock($1)', [key]);
    return true;
  } catch (error) {
    lost.error ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.off('error', onError);
    client.release(lost.error);
  }
};
