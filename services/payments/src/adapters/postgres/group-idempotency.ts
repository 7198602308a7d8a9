/** The idempotency records of a whole group, as `db.once` keeps them for one request: claimed, looked up and stored with arrays. */
import {
  freshOutcome,
  type OnceOutcome,
  type OnceRejection,
  type OnceRequest,
  replyText,
  type StoredAnswer,
  storedColumns,
  storedOutcome,
  type Tx,
} from '@mutua/db';
import { type Rejection, type Result, reject } from '@mutua/kernel';

type Keyed = { readonly request: OnceRequest | undefined };
type ClaimRow = { readonly claimed: boolean } & (StoredAnswer | { readonly [Column in keyof StoredAnswer]: null });

const claimSql = `select pg_try_advisory_xact_lock(hashtextextended(k.scope || chr(10) || k.key, 0)) as claimed, i.*
  from unnest($1::text[], $2::text[]) with ordinality k (scope, key, place)
  left join lateral (select ${storedColumns} from idempotency where scope = k.scope and key = k.key offset 0) i on true
  order by k.place`;
const storeSql = `insert into idempotency (scope, key, fingerprint, status, reply)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])`;

/** Per member of the group the answer it has already, or undefined: then it is claimed until the end of the transaction. */
export async function claimRequests(tx: Tx, group: readonly Keyed[]): Promise<(OnceOutcome<unknown> | undefined)[]> {
  const requests = group.flatMap(({ request }) => request ?? []);
  if (requests.length === 0) return group.map(() => undefined);
  const rows = await tx.query<ClaimRow>(claimSql, [requests.map(({ scope }) => scope), requests.map(({ key }) => key)]);
  const taken = new Set<string>();
  let next = 0;
  return group.map(({ request }) => {
    if (request === undefined) return undefined;
    const row = rows[next++];
    const name = `${request.scope}\n${request.key}`;
    // A twin in the same group holds the same lock: the first of them works.
    if (row === undefined || !row.claimed || taken.has(name))
      return freshOutcome(reject('idempotency.in_progress' satisfies OnceRejection, { retryAfterSeconds: 1 }));
    taken.add(name);
    return row.status === null ? undefined : storedOutcome(row, request);
  });
}

/** Stores what the transaction is about to commit. A twin that committed meanwhile makes this fail, and the group is tried again. */
export async function storeReplies(tx: Tx, group: readonly Keyed[], results: readonly Result<unknown, Rejection>[]): Promise<void> {
  const stored = group.flatMap(({ request }, i) => {
    const result = results[i];
    return request === undefined || result === undefined ? [] : [{ ...request, result }];
  });
  if (stored.length === 0) return;
  const replies = stored.map(({ result }) => replyText(result));
  await tx
    .run(storeSql, [
      stored.map(({ scope }) => scope),
      stored.map(({ key }) => key),
      stored.map(({ fingerprint }) => fingerprint),
      stored.map(({ result }) => (result.ok ? 'done' : 'refused')),
      replies,
    ])
    .catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== '23505') throw error;
      throw Object.assign(new Error('a request was answered concurrently', { cause: error }), { code: '40001' });
    });
}
