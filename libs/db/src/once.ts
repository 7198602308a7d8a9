/** Idempotency records: one row per request, written with the effect. The advisory lock dies with its holder, so nothing stays "in progress". */
import { assert, err, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Database, OnceOutcome, OnceRejection, OnceRequest, Tx } from './types.ts';

type StoredRow = { readonly fingerprint: string; readonly status: 'done' | 'refused'; readonly reply: string };

/** Thrown to roll back what a refused request may have done; carries the rejection out of the transaction. */
class Refusal extends Error {
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(rejection.code);
    this.rejection = rejection;
  }
}

const claimSql = 'select pg_try_advisory_xact_lock(hashtextextended($1 || chr(10) || $2, 0)) as claimed';
const findSql = 'select fingerprint, status, reply from idempotency where scope = $1 and key = $2';
const storeSql = 'insert into idempotency (scope, key, fingerprint, status, reply) values ($1, $2, $3, $4, $5)';
const storeRefusalSql = `${storeSql} on conflict do nothing`;

const serialise = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));

export const onceOver = async <T>(
  db: Pick<Database, 'run'>,
  request: OnceRequest,
  work: (tx: Tx) => Promise<Result<T, Rejection>>,
): Promise<OnceOutcome<T>> => {
  try {
    return await db.run((tx) => claimAndWork(tx, request, work));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return db.run((tx) => storeRefusal<T>(tx, request, error.rejection));
  }
};

const claimAndWork = async <T>(tx: Tx, request: OnceRequest, work: (tx: Tx) => Promise<Result<T, Rejection>>): Promise<OnceOutcome<T>> => {
  // The second statement has its own snapshot, taken when the first has the lock.
  const [claim, stored] = await Promise.all([
    tx.one<{ claimed: boolean }>(claimSql, [request.scope, request.key]),
    tx.one<StoredRow>(findSql, [request.scope, request.key]),
  ]);
  if (claim?.claimed !== true) return fresh(reject('idempotency.in_progress' satisfies OnceRejection, { retryAfterSeconds: 1 }));
  if (stored) return replay<T>(stored, request);
  const result = await work(tx);
  if (!result.ok) throw new Refusal(result.error);
  // A second record of the same request breaks the primary key, and with it the commit.
  tx.defer(() => ({ text: storeSql, params: [request.scope, request.key, request.fingerprint, 'done', serialise(result.value)] }));
  return fresh(result);
};

/** Between the rollback and this record a twin may have finished; then its answer stands. */
const storeRefusal = async <T>(tx: Tx, request: OnceRequest, rejection: Rejection): Promise<OnceOutcome<T>> => {
  const written = await tx.run(storeRefusalSql, [request.scope, request.key, request.fingerprint, 'refused', serialise(rejection)]);
  if (written === 1) return fresh(err(rejection));
  const stored = await tx.one<StoredRow>(findSql, [request.scope, request.key]);
  assert(stored !== undefined, 'a conflicting record exists', { scope: request.scope });
  return replay<T>(stored, request);
};

const fresh = <T>(result: Result<T, Rejection>): OnceOutcome<T> => ({ result, replayed: false });

const replay = <T>(stored: StoredRow, request: OnceRequest): OnceOutcome<T> => {
  if (stored.fingerprint !== request.fingerprint) return fresh(reject('idempotency.key_reused' satisfies OnceRejection));
  const reply: unknown = JSON.parse(stored.reply);
  return { result: stored.status === 'done' ? ok(reply as T) : err(reply as Rejection), replayed: true };
};
