/** Contracts with their schedules. Terms, schedule and slices are written once. */
import type { Sql, Statement, Tx } from '@mutua/db';
import { assert, type CalendarDate, type Currency, type Id, type Instant } from '@mutua/kernel';
import type { ContractStore } from '../../app/ports.ts';
import type { Contract, ContractStatus, ServicingStatus } from '../../domain/contract.ts';
import type { Purpose } from '../../domain/purpose.ts';
import { type ScheduleJson, type SlicesJson, scheduleFrom, slicesFrom, type TermsJson, termsFrom } from './json.ts';
import { insertRows } from './row-unit.ts';

type Row = {
  contract_id: Id<'contract'>;
  request_id: Id<'loanRequest'>;
  loan_id: Id<'loan'>;
  borrower_id: Id<'member'>;
  market: Currency;
  product_id: Id<'loanProduct'>;
  grade: string;
  purpose: Purpose;
  terms: TermsJson;
  schedule: ScheduleJson;
  apr_eu_ppm: bigint;
  apr_us_ppm: bigint;
  terms_hash: string;
  slices: SlicesJson;
  made_at: Instant;
  status: ContractStatus;
  deadline_on: CalendarDate;
  accepted_at: Instant | null;
  accepted_on: CalendarDate | null;
  disbursed_on: CalendarDate | null;
  servicing_status: ServicingStatus | null;
};

const updateSql = `update contracts set (status, deadline_on, accepted_at, accepted_on, disbursed_on, servicing_status) = ($3, $4, $5, $6, $7, $8)
  where contract_id = $1 and status = $2`;

type ContractReads = Pick<ContractStore, 'find' | 'list'>;

const findBy = async (sql: Sql, clause: string, params: readonly unknown[]): Promise<Contract | undefined> => {
  const row = await sql.one<Row>(`select * from contracts ${clause}`, params);
  return row && fromRow(row);
};

/** Contracts in one unit of work: new ones are written with one statement at the commit. */
export function contractUnit(tx: Tx): ContractStore {
  let made: Contract[] = [];
  let isDeferred = false;
  const take = (): Statement | undefined => {
    const due = made;
    made = [];
    return due.length === 0 ? undefined : insertRows('contracts', due.map(rowOf));
  };
  const writeNow = async (): Promise<void> => {
    const statement = take();
    if (statement) await tx.run(statement.text, statement.params);
  };
  return {
    ...contractReads(tx),
    async insert(contract) {
      if (!isDeferred) tx.defer(take);
      isDeferred = true;
      made.push(contract);
    },
    async lock(contractId) {
      await writeNow();
      return await findBy(tx, 'where contract_id = $1 for update', [contractId]);
    },
    async save(before, { contractId, status, deadlineOn, acceptedAt, acceptedOn, disbursedOn, servicingStatus }) {
      const values = [contractId, before.status, status, deadlineOn, acceptedAt, acceptedOn, disbursedOn, servicingStatus];
      assert((await tx.run(updateSql, values)) === 1, 'a locked contract keeps its state until it is saved', { contractId });
    },
    async setServicing(loanId, status) {
      await writeNow();
      return (await tx.run('update contracts set servicing_status = $2 where loan_id = $1', [loanId, status])) === 1;
    },
  };
}

export function contractReads(sql: Sql): ContractReads {
  return {
    find: (contractId) => findBy(sql, 'where contract_id = $1', [contractId]),
    async list({ borrowerId, status, before, limit }) {
      const [madeAt, contractId] = before ?? [];
      const rows = await sql.query<Row>(
        `select * from contracts where ($1::text is null or borrower_id = $1) and ($2::text is null or status = $2)
         and ($3::timestamptz is null or (made_at, contract_id) < ($3, $4)) order by made_at desc, contract_id desc limit $5`,
        [borrowerId ?? null, status ?? null, madeAt ?? null, contractId ?? null, limit + 1],
      );
      return rows.map(fromRow);
    },
  };
}

const rowOf = (contract: Contract) => ({
  contract_id: contract.contractId,
  request_id: contract.requestId,
  loan_id: contract.loanId,
  borrower_id: contract.borrowerId,
  market: contract.market,
  product_id: contract.productId,
  grade: contract.grade,
  purpose: contract.purpose,
  terms: contract.terms,
  schedule: contract.schedule,
  apr_eu_ppm: contract.aprEuPpm,
  apr_us_ppm: contract.aprUsPpm,
  terms_hash: contract.termsHash,
  slices: contract.slices,
  slice_count: contract.slices.length,
  made_at: contract.madeAt,
  status: contract.status,
  deadline_on: contract.deadlineOn,
});

function fromRow(row: Row): Contract {
  return {
    contractId: row.contract_id,
    requestId: row.request_id,
    loanId: row.loan_id,
    borrowerId: row.borrower_id,
    market: row.market,
    productId: row.product_id,
    grade: row.grade,
    purpose: row.purpose,
    terms: termsFrom(row.terms),
    schedule: scheduleFrom(row.schedule),
    aprEuPpm: row.apr_eu_ppm,
    aprUsPpm: row.apr_us_ppm,
    termsHash: row.terms_hash,
    slices: slicesFrom(row.slices),
    madeAt: row.made_at,
    status: row.status,
    deadlineOn: row.deadline_on,
    acceptedAt: row.accepted_at,
    acceptedOn: row.accepted_on,
    disbursedOn: row.disbursed_on,
    servicingStatus: row.servicing_status,
  };
}
