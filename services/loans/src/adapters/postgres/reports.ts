/** The funnel and what is stuck in it. */
import type { Sql } from '@mutua/db';
import type { Currency } from '@mutua/kernel';
import type { FunnelMarket, Reports, StuckRow } from '../../app/ports.ts';
import type { RequestStatus } from '../../domain/loan-request.ts';
import type { Waiting } from '../../domain/waiting.ts';

type StuckColumns = { kind: StuckRow['kind']; id: string; status: string; whom: Waiting['for']; since: Waiting['since']; cause: string };
type StatusRow = { market: Currency; status: RequestStatus; requests: bigint; amount: bigint; paid_out: bigint };
type ReachedRow = { market: Currency; event: string; requests: bigint };
type RejectionRow = { market: Currency; code: string; requests: bigint };

// A listed request past its closing date waits for matching to say how it ended; nothing was written when that began but the date.
const stuckSql = `select * from (
    select 'loan-request' as kind, request_id as id, status, waiting_for as whom, waiting_since as since, waiting_cause as cause
    from loan_requests where waiting_for is not null
    union all
    select 'loan-request', request_id, status, 'matching', (closes_on + 1)::timestamp at time zone 'UTC', 'closing_overdue'
    from loan_requests where status = 'listed' and waiting_for is null and closes_on < $2
    union all
    select 'offer', offer_id, status, waiting_for, waiting_since, waiting_cause from offers where waiting_for is not null
  ) w where since <= $1 and ($3::text is null or whom = $3) order by since, id limit $4`;

export function reports(sql: Sql): Reports {
  return {
    async stuck({ before, on, waitingFor, limit }) {
      const rows = await sql.query<StuckColumns>(stuckSql, [before, on, waitingFor ?? null, limit]);
      return rows.map(({ kind, id, status, whom, since, cause }) => ({ kind, id, status, waiting: { for: whom, since, cause } }));
    },
    async funnel() {
      const statuses = await sql.query<StatusRow>(
        `select market, status, count(*) as requests, sum(amount_minor)::bigint as amount,
           coalesce(sum(funded_minor) filter (where status = 'disbursed'), 0)::bigint as paid_out
         from loan_requests group by market, status order by market, status`,
      );
      const reached = await sql.query<ReachedRow>(
        `select r.market, h.event, count(distinct h.request_id) as requests
         from loan_request_history h join loan_requests r on r.request_id = h.request_id group by r.market, h.event`,
      );
      const rejections = await sql.query<RejectionRow>(
        `select market, reasons->0->>'code' as code, count(*) as requests from loan_requests
         where status = 'rejected' group by market, reasons->0->>'code' order by market, count(*) desc, code`,
      );
      return [...new Set(statuses.map(({ market }) => market))].map((market) => marketOf(market, { statuses, reached, rejections }));
    },
  };
}

type Rows = {
  readonly statuses: readonly StatusRow[];
  readonly reached: readonly ReachedRow[];
  readonly rejections: readonly RejectionRow[];
};

function marketOf(market: Currency, { statuses, reached, rejections }: Rows): FunnelMarket {
  const own = statuses.filter((row) => row.market === market);
  return {
    market,
    created: own.reduce((sum, row) => sum + Number(row.requests), 0),
    requestedMinor: own.reduce((sum, row) => sum + row.amount, 0n),
    paidOutMinor: own.reduce((sum, row) => sum + row.paid_out, 0n),
    byStatus: own.map((row) => ({ status: row.status, count: Number(row.requests), amountMinor: row.amount })),
    reached: Object.fromEntries(reached.filter((row) => row.market === market).map((row) => [row.event, Number(row.requests)])),
    rejections: rejections.filter((row) => row.market === market).map(({ code, requests }) => ({ code, count: Number(requests) })),
  };
}
