/** The state of the OpenID provider (sessions, codes, grants, interactions) in Postgres. Artifact ids are stored hashed: they are bearer secrets. */
import { createHash } from 'node:crypto';
import type { Sql } from '@mutua/db';
import type { Adapter, AdapterPayload } from 'oidc-provider';

type Row = { payload: AdapterPayload; consumed_at: string | null };

/** One adapter per model, as oidc-provider asks for them. */
export function oidcRecords(sql: Sql): (model: string) => Adapter {
  return (model) => ({
    async upsert(id, payload, expiresIn) {
      await sql.run(
        `insert into oidc_records (model, id, payload, grant_id, uid, user_code, expires_at)
         values ($1, $2, $3::jsonb, $4, $5, $6, now() + make_interval(secs => $7))
         on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
           user_code = excluded.user_code, expires_at = excluded.expires_at`,
        [
          model,
          hashOf(id),
          JSON.stringify(model === 'Session' ? payload : withoutId(payload)),
          payload.grantId ?? null,
          payload.uid ?? null,
          payload.userCode ?? null,
          expiresIn ?? null,
        ],
      );
    },
    find: async (id) => restored(await sql.one<Row>(`${select} and id = $2`, [model, hashOf(id)]), id),
    findByUid: async (uid) => restored(await sql.one<Row>(`${select} and uid = $2`, [model, uid]), undefined),
    findByUserCode: async (code) => restored(await sql.one<Row>(`${select} and user_code = $2`, [model, code]), undefined),
    async consume(id) {
      await sql.run('update oidc_records set consumed_at = now() where model = $1 and id = $2', [model, hashOf(id)]);
    },
    async destroy(id) {
      await sql.run('delete from oidc_records where model = $1 and id = $2', [model, hashOf(id)]);
    },
    async revokeByGrantId(grantId) {
      await sql.run('delete from oidc_records where grant_id = $1', [grantId]);
    },
  });
}

/** Removes what has expired; called now and then. */
export async function sweepOidcRecords(sql: Sql): Promise<void> {
  await sql.run('delete from oidc_records where expires_at < now()');
}

const select = `select payload, consumed_at from oidc_records where (expires_at is null or expires_at > now()) and model = $1`;

/** A session keeps its id, because it is also found by uid; its cookie is signed, so the id alone opens nothing. */
function withoutId(payload: AdapterPayload): AdapterPayload {
  return { ...payload, jti: undefined };
}

function restored(row: Row | undefined, id: string | undefined): AdapterPayload | undefined {
  if (row === undefined) return undefined;
  return { ...row.payload, ...(id === undefined ? {} : { jti: id }), ...(row.consumed_at === null ? {} : { consumed: true }) };
}

function hashOf(id: string): string {
  return createHash('sha256').update(id, 'utf8').digest('base64url');
}
