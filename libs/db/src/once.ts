/** Idempotency records: one row per request, written with the effect. The advisory lock dies with its holder, so nothing stays "in progress". */
import { assert, err, type Rejection, type Result, reject } from '@mutua/kernel';
import { freshOutcome, replyText, type StoredAnswer, storedColumns, storedOutcome } from './answers.ts';
import type { Database, OnceOutcome, OnceRejection, OnceRequest, Tx } from './types.ts';

/** Thrown to roll back what a refused request may have done; carries the rejection out of the transaction. */
class Refusal extends Error {
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(rejection.code);
    this.rejection = rejection;
  }
}

const claimSql = 'select pg_try_advisory_xact_lock(hashtextextended($1 || chr(10) || $2, 0)) as claimed';
const findSql = `select ${storedColumns} from idempotency where scope = $1 and key = $2`;
const storeSql = 'insert into idempotency (scope, key, fingerprint, status, reply) values ($1, $2, $3, $4, $5)';
const storeRefusalSql = `${storeSql} on conflict do nothing`;

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
    tx.one<StoredAnswer>(findSql, [request.scope, request.key]),
  ]);
  if (claim?.claimed !== true) return freshOutcome(reject('idempotency.in_progress' satisfies OnceRejection, { retryAfterSeconds: 1 }));
  if (stored) return storedOutcome<T>(stored, request);
  const result = await work(tx);
  if (!result.ok) throw new Refusal(result.error);
  // A second record of the same request breaks the primary key, and with it the commit.
  tx.defer(() => ({ text: storeSql, params: [request.scope, request.key, request.fingerprint, 'done', replyText(result)] }));
  return freshOutcome(result);
};

/** Between the rollback and this record a twin may have finished; then its answer stands. */
const storeRefusal = async <T>(tx: Tx, request: OnceRequest, rejection: Rejection): Promise<OnceOutcome<T>> => {
  const written = await tx.run(storeRefusalSql, [request.scope, request.key, request.fingerprint, 'refused', replyText(err(rejection))]);
  if (written === 1) return freshOutcome(err(rejection));
  const stored = await tx.one<StoredAnswer>(findSql, [request.scope, request.key]);
  assert(stored !== undefined, 'a conflicting record exists', { scope: request.scope });
  return storedOutcome<T>(stored, request);
};
