/**
 * Loan requests in one unit of work: a row is locked and read once, and all that changed is written with two statements at the commit,
 * however many events the unit handles.
 */
import type { Sql, Tx } from '@mutua/db';
import type { LoanRequestStore } from '../../app/ports.ts';
import type { LoanRequest, LoanRequestEvent } from '../../domain/loan-request.ts';
import { toJson } from './json.ts';
import { changingColumns, changingRow, fixedColumns, fixedRow, type RequestRow, requestFrom } from './loan-request-rows.ts';

const columns = `${fixedColumns}, ${changingColumns.join(', ')}`;
const insertSql = `insert into loan_requests (${columns}) select ${columns} from jsonb_populate_recordset(null::loan_requests, $1::jsonb)`;
// By the ids too: the planner cannot tell how many rows the JSON holds and would read the whole table.
const updateSql = `update loan_requests r set (${changingColumns.join(', ')}) = row(${changingColumns.map((name) => `n.${name}`).join(', ')})
  from jsonb_populate_recordset(null::loan_requests, $1::jsonb) n where r.request_id = n.request_id and r.request_id = any($2)`;
const historySql = `insert into loan_request_history (request_id, nr, event, status, occurred_at, details)
  select e.request_id, (select count(*) from loan_request_history h where h.request_id = e.request_id)
      + row_number() over (partition by e.request_id order by e.n), e.event, e.status, e.occurred_at, e.details::jsonb
  from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[]) with ordinality as e(request_id, event, status, occurred_at, details, n)`;
const lockSql = 'select * from loan_requests where request_id = any($1) order by request_id for update';
const lateSql =
  "select * from loan_requests where deadline_on < $1 and request_id > coalesce($2, '') order by request_id limit $3 for update";

type Line = Pick<LoanRequest, 'requestId' | 'status'> & { readonly event: string; readonly at: string; readonly details: string };

export function loanRequestUnit(tx: Tx): LoanRequestStore {
  const locked = new Map<string, LoanRequest>();
  const inserted = new Map<string, LoanRequest>();
  const changed = new Map<string, LoanRequest>();
  const lines: Line[] = [];
  const note = (...added: readonly Line[]): void => {
    if (lines.length === 0) tx.defer(() => ({ text: historySql, params: historyParams(lines) }));
    lines.push(...added);
  };
  const lock = async (requestIds: readonly string[]): Promise<void> => {
    const unknown = requestIds.filter((requestId) => !locked.has(requestId));
    if (unknown.length === 0) return;
    const rows = await tx.query<RequestRow>(lockSql, [unknown]);
    for (const row of rows) locked.set(row.request_id, requestFrom(row));
  };
  return {
    async insert(request) {
      if (inserted.size === 0) tx.defer(() => ({ text: insertSql, params: [toJson([...inserted.values()].map(wholeRow))] }));
      inserted.set(request.requestId, request);
      locked.set(request.requestId, request);
      note({ requestId: request.requestId, status: request.status, event: 'Drafted', at: request.createdAt, details: '{}' });
    },
    find: async (requestId) => locked.get(requestId) ?? (await findIn(tx, requestId)),
    prefetch: lock,
    async lock(requestId) {
      await lock([requestId]);
      return locked.get(requestId);
    },
    async lockPastDeadline({ on, afterId, limit }) {
      const rows = await tx.query<RequestRow>(lateSql, [on, afterId ?? null, limit]);
      for (const row of rows) if (!locked.has(row.request_id)) locked.set(row.request_id, requestFrom(row));
      return rows.flatMap(({ request_id }) => locked.get(request_id) ?? []);
    },
    async save({ after, events }) {
      const target = inserted.has(after.requestId) ? inserted : changed;
      if (target === changed && changed.size === 0)
        tx.defer(() => ({ text: updateSql, params: [toJson([...changed.values()].map(changedRow)), [...changed.keys()]] }));
      target.set(after.requestId, after);
      locked.set(after.requestId, after);
      note(...events.map((event) => lineOf(after, event)));
    },
  };
}

export const findIn = async (sql: Sql, requestId: string): Promise<LoanRequest | undefined> => {
  const row = await sql.one<RequestRow>('select * from loan_requests where request_id = $1', [requestId]);
  return row && requestFrom(row);
};

const changedRow = (request: LoanRequest): object => ({ request_id: request.requestId, ...changingRow(request) });
const wholeRow = (request: LoanRequest): object => ({ ...fixedRow(request), ...changingRow(request) });

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
