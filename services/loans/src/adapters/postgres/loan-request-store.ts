/** Loan requests with their history. A save is guarded by the state that was locked. */
import type { Sql } from '@mutua/db';
import { assert } from '@mutua/kernel';
import type { ListingFilter, ListingRow, LoanRequestStore } from '../../app/ports.ts';
import type { LoanRequest, LoanRequestEvent } from '../../domain/loan-request.ts';
import { toJson } from './json.ts';
import { changingColumns, changingValues, type RequestRow, requestFrom } from './loan-request-rows.ts';

const fixedColumns = 'request_id, borrower_id, product_id, market, amount_minor, term_months, purpose, max_rate_ppm, profile, created_at';
const changing = changingColumns.split(', ');
const placeholders = (from: number, count: number): string => Array.from({ length: count }, (_, at) => `$${from + at}`).join(', ');

const insertSql = `insert into loan_requests (${fixedColumns}, ${changingColumns}) values (${placeholders(1, 10 + changing.length)})`;
const updateSql = `update loan_requests set (${changingColumns}) = (${placeholders(3, changing.length)}) where request_id = $1 and status = $2`;
const historySql = `insert into loan_request_history (request_id, nr, event, status, occurred_at, details)
  select $1, (select count(*) from loan_request_history where request_id = $1) + e.n, e.event, $2, e.occurred_at, e.details::jsonb
  from unnest($3::text[], $4::timestamptz[], $5::text[]) with ordinality as e(event, occurred_at, details, n)`;

export function loanRequestStore(sql: Sql): LoanRequestStore {
  const findBy = async (clause: string, params: readonly unknown[]): Promise<LoanRequest | undefined> => {
    const row = await sql.one<RequestRow>(`select * from loan_requests ${clause}`, params);
    return row && requestFrom(row);
  };
  return {
    async insert(request) {
      const { requestId, borrowerId, productId, market, amountMinor, termMonths, purpose, maxRatePpm, profile, createdAt } = request;
      const fixed = [requestId, borrowerId, productId, market, amountMinor, termMonths, purpose, maxRatePpm, toJson(profile), createdAt];
      await sql.run(insertSql, [...fixed, ...changingValues(request)]);
      await sql.run(historySql, [requestId, request.status, ['Drafted'], [createdAt], ['{}']]);
    },
    find: (requestId) => findBy('where request_id = $1', [requestId]),
    lock: (requestId) => findBy('where request_id = $1 for update', [requestId]),
    async lockPastDeadline(on, limit) {
      const rows = await sql.query<RequestRow>(
        'select * from loan_requests where deadline_on < $1 order by request_id limit $2 for update',
        [on, limit],
      );
      return rows.map(requestFrom);
    },
    async save({ before, after, events }) {
      const changed = await sql.run(updateSql, [before.requestId, before.status, ...changingValues(after)]);
      assert(changed === 1, 'a locked loan request keeps its state until it is saved', { requestId: before.requestId });
      const details = events.map(detailsOf);
      await sql.run(historySql, [before.requestId, after.status, events.map(({ type }) => type), events.map(({ at }) => at), details]);
    },
    async list({ borrowerId, status, beforeId, limit }) {
      const rows = await sql.query<RequestRow>(
        `select * from loan_requests where ($1::text is null or borrower_id = $1) and ($2::text is null or status = $2)
         and ($3::text is null or request_id < $3) order by request_id desc limit $4`,
        [borrowerId ?? null, status ?? null, beforeId ?? null, limit + 1],
      );
      return rows.map(requestFrom);
    },
    listings: (filter) => listings(sql, filter),
    async listing(requestId) {
      const row = await sql.one<RequestRow>('select * from loan_requests where request_id = $1 and listed_on is not null', [requestId]);
      return row && listingFrom(row);
    },
  };
}

function detailsOf({ type: _type, at: _at, ...details }: LoanRequestEvent): string {
  return toJson(details);
}

const statusesOf: Readonly<Record<ListingFilter['status'], readonly string[]>> = {
  open: ['listed'],
  funded: ['partially-funded', 'contracting', 'disbursing', 'disbursed'],
  closed: ['expired', 'withdrawn', 'declined', 'lapsed'],
};

async function listings(sql: Sql, { status, market, grade, termMonths, beforeId, limit }: ListingFilter): Promise<readonly ListingRow[]> {
  const rows = await sql.query<RequestRow>(
    `select * from loan_requests where listed_on is not null and status = any($1) and ($2::text is null or market = $2)
     and ($3::text is null or grade = $3) and ($4::integer is null or term_months = $4) and ($5::text is null or request_id < $5)
     order by request_id desc limit $6`,
    [statusesOf[status], market ?? null, grade ?? null, termMonths ?? null, beforeId ?? null, limit + 1],
  );
  return rows.map(listingFrom);
}

function listingFrom(row: RequestRow): ListingRow {
  return { request: requestFrom(row), fillCount: row.fill_count };
}
