/** Login attempts by subject. Subjects hold addresses and emails, so only their blind index is stored. */
import type { Sql } from '@mutua/db';
import type { Instant } from '@mutua/kernel';
import type { AttemptStore } from '../../app/ports.ts';
import { type Attempts, none } from '../../domain/login-limit.ts';
import type { Vault } from '../crypto/vault.ts';

type Row = {
  subject: Buffer;
  failures: number;
  last_attempt_at: Instant | null;
  blocked_until: Instant | null;
  succeeded_at: Instant | null;
};

export function attemptStore(sql: Sql, vault: Vault): AttemptStore {
  return {
    async lock({ account, address, pair }) {
      const indexes = [account, address, pair].map((subject) => vault.index(subject)).sort(Buffer.compare);
      await sql.run('insert into login_attempts (subject) select unnest($1::bytea[]) order by 1 on conflict (subject) do nothing', [
        indexes,
      ]);
      const rows = await sql.query<Row>('select * from login_attempts where subject = any($1::bytea[]) order by subject for update', [
        indexes,
      ]);
      const known = new Map(rows.map((row) => [row.subject.toString('hex'), fromRow(row)]));
      const find = (subject: string): Attempts => known.get(vault.index(subject).toString('hex')) ?? none;
      return { account: find(account), address: find(address), pair: find(pair) };
    },
    async save(subject, { failures, lastAttemptAt, blockedUntil, succeededAt }) {
      await sql.run(
        'update login_attempts set failures = $2, last_attempt_at = $3, blocked_until = $4, succeeded_at = $5 where subject = $1',
        [vault.index(subject), failures, lastAttemptAt, blockedUntil, succeededAt],
      );
    },
  };
}

function fromRow(row: Row): Attempts {
  return {
    failures: row.failures,
    lastAttemptAt: row.last_attempt_at,
    blockedUntil: row.blocked_until,
    succeededAt: row.succeeded_at,
  };
}
