/** Loan requests as they are read. */
import type { Sql } from '@mutua/db';
import type { ListingFilter, ListingRow, LoanRequestReads } from '../../app/ports.ts';
import { type RequestRow, requestFrom } from './loan-request-rows.ts';
import { findIn } from './loan-request-unit.ts';

export function loanRequestReads(sql: Sql): LoanRequestReads {
  return {
    find: (requestId) => findIn(sql, requestId),
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
      const row = await sql.one<CountedRow>(`${listingSql} where request_id = $1 and listed_on is not null`, [requestId]);
      return row && listingFrom(row);
    },
  };
}

const statusesOf: Readonly<Record<ListingFilter['status'], readonly string[]>> = {
  open: ['listed'],
  funded: ['partially-funded', 'contracting', 'disbursing', 'disbursed'],
  closed: ['expired', 'withdrawn', 'declined', 'lapsed'],
};

async function listings(sql: Sql, { status, market, grade, termMonths, beforeId, limit }: ListingFilter): Promise<readonly ListingRow[]> {
  const rows = await sql.query<CountedRow>(
    `${listingSql} where listed_on is not null and status = any($1) and ($2::text is null or market = $2)
     and ($3::text is null or grade = $3) and ($4::integer is null or term_months = $4) and ($5::text is null or request_id < $5)
     order by request_id desc limit $6`,
    [statusesOf[status], market ?? null, grade ?? null, termMonths ?? null, beforeId ?? null, limit + 1],
  );
  return rows.map(listingFrom);
}

type CountedRow = RequestRow & { readonly fill_count: number };
const listingSql = `select r.*, (select count(*)::int from fills f where f.request_id = r.request_id and f.status <> 'outbid') as fill_count
  from loan_requests r`;

function listingFrom(row: CountedRow): ListingRow {
  return { request: requestFrom(row), fillCount: row.fill_count };
}
