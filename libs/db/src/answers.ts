/**
 * The answers that idempotency records keep: how long, in which form, and what a stored one means for a request. Shared by `once` and by
 * whoever stores the answers of many requests at once.
 */
import { err, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { createAlarm } from './alarm.ts';
import type { OnceOutcome, OnceRejection, OnceRequest, Sql } from './types.ts';

/** Of the table idempotency: what `storedOutcome` needs. An answer that is too old is not given, whatever its row still holds. */
export const storedColumns = `fingerprint, status, reply, recorded_at < now() - interval '30 days' as "isExpired"`;
export type StoredAnswer = {
  readonly fingerprint: string;
  readonly status: 'done' | 'refused';
  readonly reply: string;
  readonly isExpired: boolean;
};

export const freshOutcome = <T>(result: Result<T, Rejection>): OnceOutcome<T> => ({ result, replayed: false });

/** The key came before: the answer again, or why not. */
export const storedOutcome = <T>(stored: StoredAnswer, request: OnceRequest): OnceOutcome<T> => {
  if (stored.isExpired) return freshOutcome(reject('idempotency.key_expired' satisfies OnceRejection));
  if (stored.fingerprint !== request.fingerprint) return freshOutcome(reject('idempotency.key_reused' satisfies OnceRejection));
  const reply: unknown = JSON.parse(stored.reply);
  return { result: stored.status === 'done' ? ok(reply as T) : err(reply as Rejection), replayed: true };
};

/** As it is stored; bigint becomes text. */
export const replyText = (result: Result<unknown, Rejection>): string =>
  JSON.stringify((result.ok ? result.value : result.error) ?? null, (_, each: unknown) =>
    typeof each === 'bigint' ? each.toString() : each,
  );

const buriesMax = 1_000;
const buryEveryMs = 3_600_000;
const burySql = `update idempotency set reply = '', fingerprint = '' where (scope, key) in (
  select scope, key from idempotency where reply <> '' and recorded_at < now() - interval '30 days' order by recorded_at limit $1
  for update skip locked)`;
const forgetSql = `delete from idempotency where (scope, key) in (
  select scope, key from idempotency where reply = '' and recorded_at < now() - interval '395 days' order by recorded_at limit $1
  for update skip locked)`;

/** Empties answers past their time and takes tombstones away after their year; the number of rows. Any number of processes may. */
export const clearAnswers = async (sql: Sql): Promise<number> => {
  let cleared = 0;
  for (const text of [burySql, forgetSql]) {
    for (let count = buriesMax; count === buriesMax; cleared += count) count = await sql.run(text, [buriesMax]);
  }
  return cleared;
};

type Clearing = { readonly sql: Sql; readonly onFailure: (error: unknown) => void };

/** Clears at once and then every hour. It only saves room: what an old key is answered does not wait for it. */
export const startClearing = ({ sql, onFailure }: Clearing): { close(): Promise<void> } => {
  const alarm = createAlarm();
  const state = { isClosing: false };
  const loop = async (): Promise<void> => {
    while (!state.isClosing) {
      await clearAnswers(sql).catch(onFailure);
      if (!state.isClosing) await alarm.sleep(buryEveryMs);
    }
  };
  const running = loop();
  return {
    async close() {
      state.isClosing = true;
      alarm.ring();
      await running;
    },
  };
};
