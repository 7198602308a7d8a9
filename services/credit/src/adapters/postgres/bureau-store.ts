/** Consents and reports of the credit bureau. */
import type { Sql, Tx } from '@mutua/db';
import { addMs, type Instant } from '@mutua/kernel';
import type { BureauStore } from '../../app/ports.ts';
import { toJson } from './json.ts';

/** Tries in all, each twice as long after the one before. */
const triesMax = 4;
const retryAfterMs = 2_000;

export function bureauReads(sql: Sql): Pick<BureauStore, 'consent' | 'due'> {
  return {
    async consent(memberId) {
      const row = await sql.one<{ given_at: Instant }>('select given_at from bureau_consents where member_id = $1', [memberId]);
      return { memberId, givenAt: row?.given_at ?? null };
    },
    async due(at, limit) {
      const rows = await sql.query<{ member_id: string }>(
        'select member_id from bureau_reports where due_at <= $1 order by due_at limit $2',
        [at, limit],
      );
      return rows.map((row) => row.member_id);
    },
  };
}

export function bureauStore(tx: Tx): BureauStore {
  return {
    ...bureauReads(tx),
    async setConsent({ memberId, givenAt }) {
      if (givenAt === null) return void (await tx.run('delete from bureau_consents where member_id = $1', [memberId]));
      await tx.run('insert into bureau_consents (member_id, given_at) values ($1, $2) on conflict (member_id) do nothing', [
        memberId,
        givenAt,
      ]);
      await tx.run(
        `insert into bureau_reports (member_id, state, due_at) values ($1, 'waiting', $2)
         on conflict (member_id) do update set state = 'waiting', due_at = $2, failures = 0, failure = null
         where bureau_reports.state = 'failed'`,
        [memberId, givenAt],
      );
    },
    askAgain: (memberId, at) =>
      tx.defer(() => ({
        text: `update bureau_reports set state = 'waiting', due_at = $2, failures = 0, failure = null where member_id = $1 and state = 'reported'`,
        params: [memberId, at],
      })),
    async store(memberId, report) {
      await tx.run(
        `update bureau_reports set state = 'reported', report = $2, due_at = null, failures = 0, failure = null
         where member_id = $1 and state = 'waiting'`,
        [memberId, toJson(report)],
      );
    },
    async fail(memberId, failure, at) {
      const row = await tx.one<{ state: string }>(
        `update bureau_reports set failures = failures + 1, failure = left($2, 500),
           state = case when failures + 1 < $3 then 'waiting' else 'failed' end,
           due_at = case when failures + 1 < $3 then $4::timestamptz + failures * interval '2 seconds' end
         where member_id = $1 and state = 'waiting' returning state`,
        [memberId, failure, triesMax, addMs(at, retryAfterMs)],
      );
      return row?.state === 'waiting';
    },
  };
}
