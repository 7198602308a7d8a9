/** Loan requests in one unit of work, with one line of history for each event. */
import type { Sql, Tx } from '@mutua/db';
import type { LoanRequestStore } from '../../app/ports.ts';
import type { LoanRequest, LoanRequestEvent } from '../../domain/loan-request.ts';
import { toJson } from './json.ts';
import { changingRow, fixedRow, type RequestRow, requestFrom } from './loan-request-rows.ts';
import { rowUnit } from './row-unit.ts';

const historySql = `insert into loan_request_history (request_id, nr, event, status, occurred_at, details)
  select e.request_id, (select count(*) from loan_request_history h where h.request_id = e.request_id)
      + row_number() over (partition by e.request_id order by e.n), e.event, e.status, e.occurred_at, e.details::jsonb
  from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[]) with ordinality as e(request_id, event, status, occurred_at, details, n)`;
const lockSql = 'select * from loan_requests where request_id = any($1) order by request_id for update';
const unfundedSql = `select * from loan_requests where borrower_id = any($1) and status in ('draft', 'submitted', 'in-review', 'rejected', 'listed')
  order by request_id for update`;
const lateSql =
  "select * from loan_requests where deadline_on < $1 and request_id > coalesce($2, '') order by request_id limit $3 for update";

type Line = Pick<LoanRequest, 'requestId' | 'status'> & { readonly event: string; readonly at: string; readonly details: string };

export function loanRequestUnit(tx: Tx): LoanRequestStore {
  const rows = rowUnit<LoanRequest>(tx, {
    table: 'loan_requests',
    key: 'request_id',
    idOf: ({ requestId }) => requestId,
    fixed: fixedRow,
    changing: changingRow,
    lock: async (requestIds) => (await tx.query<RequestRow>(lockSql, [requestIds])).map(requestFrom),
  });
  const lines: Line[] = [];
  const note = (...added: readonly Line[]): void => {
    if (lines.length === 0) tx.defer(() => ({ text: historySql, params: historyParams(lines) }));
    lines.push(...added);
  };
  return {
    async insert(request) {
      rows.insert(request);
      note({ requestId: request.requestId, status: request.status, event: 'Drafted', at: request.createdAt, details: '{}' });
    },
    find: async (requestId) => rows.get(requestId) ?? (await findIn(tx, requestId)),
    prefetch: rows.lock,
    async lock(requestId) {
      await rows.lock([requestId]);
      return rows.get(requestId);
    },
    async lockUnfunded(borrowerIds) {
      await rows.write();
      const found = (await tx.query<RequestRow>(unfundedSql, [borrowerIds])).map(requestFrom);
      rows.keep(found);
      return found.flatMap(({ requestId }) => rows.get(requestId) ?? []);
    },
    async lockPastDeadline({ on, afterId, limit }) {
      // A deadline that was set in this unit is as good as any: a date may pass it in the same unit.
      await rows.write();
      const late = (await tx.query<RequestRow>(lateSql, [on, afterId ?? null, limit])).map(requestFrom);
      rows.keep(late);
      return late.flatMap(({ requestId }) => rows.get(requestId) ?? []);
    },
    async save({ after, events }) {
      rows.save(after);
      note(...events.map((event) => lineOf(after, event)));
    },
  };
}

export const findIn = async (sql: Sql, requestId: string): Promise<LoanRequest | undefined> => {
  const row = await sql.one<RequestRow>('select * from loan_requests where request_id = $1', [requestId]);
  return row && requestFrom(row);
};

const lineOf = ({ requestId, status }: LoanRequest, { type, at, ...details }: LoanRequestEvent): Line => ({
  ...{ requestId, status, event: type, at },
  details: toJson(details),
});

const historyParams = (lines: readonly Line[]): readonly unknown[] => [
  lines.map(({ requestId }) => requestId),
  lines.map(({ event }) => event),
  lines.map(({ status }) => status),
  lines.map(({ at }) => at),
  lines.map(({ details }) => details),
];
