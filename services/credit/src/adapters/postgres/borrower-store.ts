/** What credit knows of borrowers, their requests and their loans: projections of the events of identity, loans and payments. */
import type { Sql, Tx } from '@mutua/db';
import { type CalendarDate, dateOf } from '@mutua/kernel';
import type { BorrowerFacts, BorrowerStore, BusinessDays, LoanStore, NewRequest } from '../../app/ports.ts';
import type { BureauState } from '../../domain/bureau.ts';
import type { KycState } from '../../domain/facts.ts';
import type { LoanHistory } from '../../domain/loan-history.ts';
import { type BureauReportJson, type LoanHistoryJson, loanHistoryFrom, reportFrom, toJson } from './json.ts';

/** Holds the borrower that the parameter names, as `factsOf` does; makes the row when there is none, so that there is one to wait for. */
export function holdBorrowerSql(parameter: '$1' | '$2'): string {
  return `insert into borrowers (member_id) values (${parameter}) on conflict (member_id) do update set member_id = excluded.member_id`;
}
const kycSql = `insert into borrowers (member_id, kyc) values ($1, $2) on conflict (member_id) do update set kyc = excluded.kyc`;
const submitSql = `with submitted as (
    insert into credit_requests (request_id, borrower_id, currency, amount_minor, state)
    select *, 'open' from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) on conflict do nothing)
  insert into borrowers (member_id) select distinct id from unnest($2::text[]) as id order by id on conflict do nothing`;
const stateSql = `update credit_requests set state = $2 where request_id = $1 and state not in ('paid-out', 'ended')`;
// The borrower is held too, as who judges holds it: a request leaves what is approved and a loan joins what is owed as one.
const payOutSql = `with held as (${holdBorrowerSql('$2')})
  insert into credit_requests (request_id, borrower_id, currency, amount_minor, state) values ($1, $2, $3, $4, 'paid-out')
  on conflict (request_id) do update set state = 'paid-out'`;
const saveLoanSql = `insert into loan_histories (loan_id, borrower_id, request_id, status, history)
  select history->>'loanId', history->>'borrowerId', history->>'requestId', history->>'status', history from unnest($1::jsonb[]) as history
  on conflict (loan_id) do update set status = excluded.status, history = excluded.history`;

export function borrowerStore(tx: Tx): BorrowerStore {
  const submitted: NewRequest[] = [];
  return {
    submit(request) {
      if (submitted.length === 0) tx.defer(() => ({ text: submitSql, params: columnsOf(submitted) }));
      submitted.push(request);
    },
    setKyc: (memberId, kyc) => tx.defer(() => ({ text: kycSql, params: [memberId, kyc] })),
    setRequest: ({ requestId }, state) => tx.defer(() => ({ text: stateSql, params: [requestId, state] })),
    payOut: ({ requestId, borrowerId, currency, amountMinor }) =>
      tx.defer(() => ({ text: payOutSql, params: [requestId, borrowerId, currency, amountMinor] })),
    async requestState(requestId) {
      const row = await tx.one<{ state: string }>('select state from credit_requests where request_id = $1', [requestId]);
      if (row === undefined || row.state === 'ended') return 'ended';
      return row.state === 'open' || row.state === 'rejected' ? 'open' : 'funded';
    },
    factsOf: (borrowerIds) => factsOf(tx, borrowerIds),
  };
}

function columnsOf(requests: readonly NewRequest[]): readonly unknown[] {
  return [
    requests.map(({ requestId }) => requestId),
    requests.map(({ borrowerId }) => borrowerId),
    requests.map(({ currency }) => currency),
    requests.map(({ amountMinor }) => amountMinor),
  ];
}

/** The lock comes first: what is read behind it was committed before it was had. */
async function factsOf(tx: Tx, borrowerIds: readonly string[]): Promise<ReadonlyMap<string, BorrowerFacts>> {
  const [borrowers, reports, loans, approved] = await Promise.all([
    tx.query<{ member_id: string; kyc: KycState }>(
      'select member_id, kyc from borrowers where member_id = any($1) order by member_id for update',
      [borrowerIds],
    ),
    tx.query<{ member_id: string; state: BureauState; report: BureauReportJson | null }>(
      'select member_id, state, report from bureau_reports where member_id = any($1)',
      [borrowerIds],
    ),
    loansOf(tx, borrowerIds),
    tx.query<NewRequest>(
      `select r.request_id as "requestId", r.borrower_id as "borrowerId", r.currency, r.amount_minor as "amountMinor" from credit_requests r
       join assessments a on a.request_id = r.request_id and a.replaced_by is null and a.status = 'approved'
       where r.borrower_id = any($1) and r.state in ('open', 'funded') order by r.request_id`,
      [borrowerIds],
    ),
  ]);
  const bureauOf = (id: string): BorrowerFacts['bureau'] => {
    const row = reports.find(({ member_id: memberId }) => memberId === id);
    return row === undefined ? { state: 'no-consent', report: null } : { state: row.state, report: row.report && reportFrom(row.report) };
  };
  return new Map(
    borrowers.map(({ member_id: id, kyc }) => [
      id,
      {
        kyc,
        bureau: bureauOf(id),
        loans: loans.filter(({ borrowerId }) => borrowerId === id),
        approved: approved.filter(({ borrowerId }) => borrowerId === id),
      },
    ]),
  );
}

/** Loans of the borrowers, oldest first. */
export async function loansOf(sql: Sql, borrowerIds: readonly string[]): Promise<readonly LoanHistory[]> {
  const rows = await sql.query<{ history: LoanHistoryJson }>(
    `select history from loan_histories where borrower_id = any($1) order by history->>'disbursedOn', loan_id`,
    [borrowerIds],
  );
  return rows.map(({ history }) => loanHistoryFrom(history));
}

/** One unit of work knows what it has changed: several events of a loan may be handled in it. */
export function loanStore(tx: Tx): LoanStore {
  const changed = new Map<string, LoanHistory>();
  return {
    async lock(loanId) {
      const known = changed.get(loanId);
      if (known) return known;
      const row = await tx.one<{ history: LoanHistoryJson }>('select history from loan_histories where loan_id = $1 for update', [loanId]);
      return row && loanHistoryFrom(row.history);
    },
    save(loan) {
      if (changed.size === 0) tx.defer(() => ({ text: saveLoanSql, params: [[...changed.values()].map(toJson)] }));
      changed.set(loan.loanId, loan);
    },
  };
}

/** The business date of the platform; before the first one is known, the calendar's. */
export function businessDays(sql: Sql): BusinessDays {
  return {
    async current(at) {
      const row = await sql.one<{ business_date: CalendarDate }>('select business_date from business_day');
      return row?.business_date ?? dateOf(at);
    },
    async open(on) {
      await sql.run(
        `insert into business_day (business_date) values ($1)
         on conflict (is_the_only) do update set business_date = greatest(business_day.business_date, excluded.business_date)`,
        [on],
      );
    },
  };
}
