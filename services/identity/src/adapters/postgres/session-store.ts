/** Sessions and their refresh tokens. A token is stored as its SHA-256: it has 256 random bits, so a plain hash is enough. */
import { createHash } from 'node:crypto';
import type { Sql } from '@mutua/db';
import type { Id, Instant } from '@mutua/kernel';
import type { SessionStore } from '../../app/ports.ts';

type Row = {
  session_id: string;
  member_id: Id<'member'>;
  created_at: Instant;
  expires_at: Instant;
  ended_at: Instant | null;
  used_at: Instant | null;
};

export function sessionStore(sql: Sql): SessionStore {
  return {
    async insert({ sessionId, memberId, createdAt, expiresAt }) {
      await sql.run('insert into sessions (session_id, member_id, created_at, expires_at) values ($1, $2, $3, $4)', [
        sessionId,
        memberId,
        createdAt,
        expiresAt,
      ]);
    },
    async addRefreshToken(token, sessionId, at) {
      await sql.run('insert into refresh_tokens (hash, session_id, issued_at) values ($1, $2, $3)', [hashOf(token), sessionId, at]);
    },
    async lockRefreshToken(token) {
      const row = await sql.one<Row>(
        `select s.session_id, s.member_id, s.created_at, s.expires_at, s.ended_at, t.used_at
         from refresh_tokens t join sessions s using (session_id) where t.hash = $1 for update`,
        [hashOf(token)],
      );
      if (row === undefined) return undefined;
      const session = {
        sessionId: row.session_id,
        memberId: row.member_id,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        endedAt: row.ended_at,
      };
      return { session, usedAt: row.used_at };
    },
    async markUsed(token, at) {
      await sql.run('update refresh_tokens set used_at = $2 where hash = $1', [hashOf(token), at]);
    },
    async end(sessionId, at) {
      await sql.run('update sessions set ended_at = $2 where session_id = $1 and ended_at is null', [sessionId, at]);
    },
  };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
