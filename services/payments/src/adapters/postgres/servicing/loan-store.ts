/** Loans in servicing: locked in id order, saved in one statement for any number of them. */
import type { Sql } from '@mutua/db';
import type { CalendarDate } from '@mutua/kernel';
import type { LoanOrigin, LoanStore } from '../../../app/servicing/ports.ts';
import type { ArrearsBucket, Loan, LoanOutcome, LoanStatus, ServicingTerms } from '../../../domain/servicing/loan.ts';
import { contributedOf, originationContribution } from '../../../domain/servicing/provision.ts';
import { unnestFew } from '../unnest-few.ts';
import { jsonOf, readPolicy, type StoredPolicy } from './policy-store.ts';

export type LoanRow = {
  readonly loan_id: string;
  readonly borrower_id: string;
  readonly borrower_wallet_id: string;
  readonly market: string;
  readonly terms: StoredTerms;
  readonly agreed_terms: AgreedTerms | null;
  readonly principal_minor: bigint;
  readonly rate_ppm: bigint;
  readonly status: LoanStatus;
  readonly outcome: LoanOutcome | null;
  readonly bucket: ArrearsBucket;
  readonly autopay: boolean;
  readonly bank_account_id: string | null;
  readonly schedule_version: number;
  readonly disbursed_on: CalendarDate;
  readonly matures_on: CalendarDate;
  readonly closed_on: CalendarDate | null;
  readonly charged_off_on: CalendarDate | null;
  readonly charged_off_minor: bigint;
  readonly oldest_unpaid_due_on: CalendarDate | null;
  readonly distributed_principal_minor: bigint;
  readonly distributed_interest_minor: bigint;
  readonly distributed_late_fee_minor: bigint;
  readonly distributed_recovery_minor: bigint;
  readonly recovered_minor: bigint;
  readonly covered_minor: bigint;
  readonly returned_minor: bigint;
  readonly non_accrual_since: CalendarDate | null;
  readonly accelerated_on: CalendarDate | null;
  readonly accelerated_through: string | null;
  readonly next_work_on: CalendarDate | null;
};

/** JSON has no bigint: amounts and rates are strings inside `terms`. */
type StoredTerms = Omit<ServicingTerms, 'lateFee' | 'serviceFeePpm' | 'recoveryFeePpm' | 'policy'> & {
  readonly policy?: StoredPolicy;
  readonly lateFee: { readonly ratePpm: string; readonly minimumMinor: string; readonly graceDays: number };
  readonly serviceFeePpm: string;
  readonly recoveryFeePpm: string;
};

/** What changes of the schedule agreed since; the contract's own terms stay as they were signed. */
type AgreedTerms = Pick<ServicingTerms, 'method' | 'frequency' | 'dueDay'> & { readonly ratePpm: string };

const readTerms = ({ policy, ...terms }: StoredTerms): ServicingTerms => ({
  ...terms,
  ...(policy && { policy: readPolicy(policy) }),
  lateFee: { ratePpm: BigInt(terms.lateFee.ratePpm), minimumMinor: BigInt(terms.lateFee.minimumMinor), graceDays: terms.lateFee.graceDays },
  serviceFeePpm: BigInt(terms.serviceFeePpm),
  recoveryFeePpm: BigInt(terms.recoveryFeePpm),
});

export const loanFromRow = (row: LoanRow): Loan => {
  const { ratePpm, ...agreed } = row.agreed_terms ?? { ratePpm: row.rate_ppm };
  return { ...contractedLoan(row), terms: { ...readTerms(row.terms), ...agreed }, ratePpm: BigInt(ratePpm) };
};

const contractedLoan = (row: LoanRow): Omit<Loan, 'terms' | 'ratePpm'> => ({
  loanId: row.loan_id,
  borrowerId: row.borrower_id,
  borrowerWalletId: row.borrower_wallet_id,
  market: row.market,
  principalMinor: row.principal_minor,
  status: row.status,
  outcome: row.outcome,
  bucket: row.bucket,
  autopay: row.autopay,
  bankAccountId: row.bank_account_id,
  scheduleVersion: row.schedule_version,
  disbursedOn: row.disbursed_on,
  maturesOn: row.matures_on,
  oldestUnpaidDueOn: row.oldest_unpaid_due_on,
  distributed: {
    principalMinor: row.distributed_principal_minor,
    interestMinor: row.distributed_interest_minor,
    lateFeeMinor: row.distributed_late_fee_minor,
    recoveryMinor: row.distributed_recovery_minor,
  },
  chargedOffMinor: row.charged_off_minor,
  recoveredMinor: row.recovered_minor,
  coveredMinor: row.covered_minor,
  returnedMinor: row.returned_minor,
  nonAccrualSince: row.non_accrual_since,
  acceleratedOn: row.accelerated_on,
  acceleratedThrough: row.accelerated_through,
  chargedOffOn: row.charged_off_on,
  closedOn: row.closed_on,
  nextWorkOn: row.next_work_on,
});

const insertSql = `insert into loans (loan_id, request_id, contract_id, borrower_id, borrower_wallet_id, market, product_id, grade, purpose, terms,
  principal_minor, origination_fee_minor, rate_ppm, instalment_minor, status, bucket, autopay, bank_account_id, schedule_version, schedule_hash,
  disbursed_on, first_due_on, matures_on, next_work_on, disbursed_at, origination_contribution_minor)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`;

const saved = unnestFew(
  ...['text', 'text', 'text', 'text', 'boolean', 'text', 'int', 'date', 'date', 'date'],
  ...['bigint', 'bigint', 'bigint', 'bigint', 'bigint', 'bigint'],
  ...['date', 'bigint', 'bigint', 'bigint', 'date', 'date', 'text', 'date'],
);
const saveSql = `update loans set status = s.status, outcome = s.outcome, bucket = s.bucket, autopay = s.autopay, bank_account_id = s.bank_account_id,
  schedule_version = s.schedule_version, oldest_unpaid_due_on = s.oldest_unpaid_due_on, closed_on = s.closed_on, charged_off_on = s.charged_off_on,
  charged_off_minor = s.charged_off_minor, distributed_principal_minor = s.principal, distributed_interest_minor = s.interest,
  distributed_late_fee_minor = s.late_fee, distributed_recovery_minor = s.recovery, recovered_minor = s.recovered, next_work_on = s.next_work_on,
  contributed_minor = s.contributed, covered_minor = s.covered, returned_minor = s.returned, non_accrual_since = s.non_accrual_since,
  accelerated_on = s.accelerated_on, accelerated_through = s.accelerated_through, matures_on = s.matures_on
  from ${saved}
  as s(loan_id, status, outcome, bucket, autopay, bank_account_id, schedule_version, oldest_unpaid_due_on, closed_on, charged_off_on, charged_off_minor,
    principal, interest, late_fee, recovery, recovered, next_work_on, contributed, covered, returned, non_accrual_since, accelerated_on,
    accelerated_through, matures_on)
  where loans.loan_id = s.loan_id`;

const saveColumns: readonly ((loan: Loan) => unknown)[] = [
  (loan) => loan.loanId,
  (loan) => loan.status,
  (loan) => loan.outcome,
  (loan) => loan.bucket,
  (loan) => loan.autopay,
  (loan) => loan.bankAccountId,
  (loan) => loan.scheduleVersion,
  (loan) => loan.oldestUnpaidDueOn,
  (loan) => loan.closedOn,
  (loan) => loan.chargedOffOn,
  (loan) => loan.chargedOffMinor,
  (loan) => loan.distributed.principalMinor,
  (loan) => loan.distributed.interestMinor,
  (loan) => loan.distributed.lateFeeMinor,
  (loan) => loan.distributed.recoveryMinor,
  (loan) => loan.recoveredMinor,
  (loan) => loan.nextWorkOn,
  (loan) => contributedOf(loan, loan.distributed.interestMinor),
  (loan) => loan.coveredMinor,
  (loan) => loan.returnedMinor,
  (loan) => loan.nonAccrualSince,
  (loan) => loan.acceleratedOn,
  (loan) => loan.acceleratedThrough,
  (loan) => loan.maturesOn,
];

const insertValues = (loan: Loan, origin: LoanOrigin): readonly unknown[] => [
  ...[
    loan.loanId,
    origin.requestId,
    origin.contractId,
    loan.borrowerId,
    loan.borrowerWalletId,
    loan.market,
    origin.productId,
    origin.grade,
    origin.purpose,
  ],
  ...[jsonOf(loan.terms), loan.principalMinor, origin.originationFeeMinor, loan.ratePpm, origin.instalmentMinor, loan.status, loan.bucket],
  ...[loan.autopay, loan.bankAccountId, loan.scheduleVersion, origin.scheduleHash, loan.disbursedOn, origin.firstDueOn, loan.maturesOn],
  ...[loan.nextWorkOn, origin.disbursedAt, originationContribution(loan, origin)],
];

export const loanStore = (tx: Sql): LoanStore => ({
  exists: async (loanId) => (await tx.one('select 1 as found from loans where loan_id = $1', [loanId])) !== undefined,
  async insert(loan, origin) {
    await tx.run(insertSql, insertValues(loan, origin));
    await tx.run('insert into schedule_versions (loan_id, version, reason, effective_on, schedule_hash) values ($1, 1, $2, $3, $4)', [
      loan.loanId,
      'disbursement',
      loan.disbursedOn,
      origin.scheduleHash,
    ]);
  },
  async lock(loanId) {
    const row = await tx.one<LoanRow>('select * from loans where loan_id = $1 for update', [loanId]);
    return row && loanFromRow(row);
  },
  async toWork(loanIds, on, lock) {
    const rows = await tx.query<LoanRow>(
      `select * from loans where loan_id = any($1) and next_work_on <= $2 and set_aside_cause is null order by loan_id${lock === 'locked' ? ' for update' : ''}`,
      [loanIds, on],
    );
    return rows.map(loanFromRow);
  },
  async save(loans) {
    if (loans.length === 0) return;
    await tx.run(
      saveSql,
      saveColumns.map((column) => loans.map(column)),
    );
  },
  async setAside(loanId, cause, on) {
    await tx.run('update loans set set_aside_cause = $2, set_aside_on = $3 where loan_id = $1', [loanId, cause, on]);
  },
  async resume(loanId) {
    const sql = 'update loans set set_aside_cause = null, set_aside_on = null where loan_id = $1 and set_aside_cause is not null';
    return (await tx.run(sql, [loanId])) === 1;
  },
  async instalmentMinor(loanIds) {
    const rows = await tx.query<{ loan_id: string; instalment_minor: bigint }>(
      'select loan_id, instalment_minor from loans where loan_id = any($1)',
      [loanIds],
    );
    return new Map(rows.map((row) => [row.loan_id, row.instalment_minor]));
  },
});
