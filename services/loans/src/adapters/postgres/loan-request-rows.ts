/** A loan request as a row and back. */
import { assert, type CalendarDate, type Currency, type Id, type Instant } from '@mutua/kernel';
import type { Listing, LoanRequest, RequestStatus } from '../../domain/loan-request.ts';
import type { Purpose } from '../../domain/purpose.ts';
import type { Reason, Waiting } from '../../domain/waiting.ts';
import { type ProfileJson, profileFrom } from './json.ts';

export type WaitingColumns = { waiting_for: Waiting['for'] | null; waiting_since: Instant | null; waiting_cause: string | null };

export type RequestRow = WaitingColumns & {
  request_id: Id<'loanRequest'>;
  borrower_id: Id<'member'>;
  product_id: Id<'loanProduct'>;
  market: Currency;
  amount_minor: bigint;
  term_months: number;
  purpose: Purpose;
  max_rate_ppm: bigint;
  profile: ProfileJson;
  created_at: Instant;
  status: RequestStatus;
  submitted_at: Instant | null;
  score: number | null;
  grade: string | null;
  rate_ppm: bigint | null;
  minimum_minor: bigint | null;
  note_minimum_minor: bigint | null;
  listed_on: CalendarDate | null;
  closes_on: CalendarDate | null;
  filled_minor: bigint;
  funded_minor: bigint | null;
  final_rate_ppm: bigint | null;
  deadline_on: CalendarDate | null;
  contract_id: Id<'contract'> | null;
  loan_id: Id<'loan'> | null;
  reasons: readonly Reason[];
  failure_code: string | null;
  withdrawal_status: 'requested' | 'refused' | null;
  withdrawal_code: string | null;
};

export function requestFrom(row: RequestRow): LoanRequest {
  return {
    requestId: row.request_id,
    borrowerId: row.borrower_id,
    productId: row.product_id,
    market: row.market,
    amountMinor: row.amount_minor,
    termMonths: row.term_months,
    purpose: row.purpose,
    maxRatePpm: row.max_rate_ppm,
    profile: profileFrom(row.profile),
    createdAt: row.created_at,
    status: row.status,
    submittedAt: row.submitted_at,
    score: row.score,
    grade: row.grade,
    listing: listingFrom(row),
    filledMinor: row.filled_minor,
    fundedMinor: row.funded_minor,
    finalRatePpm: row.final_rate_ppm,
    deadlineOn: row.deadline_on,
    contractId: row.contract_id,
    loanId: row.loan_id,
    reasons: row.reasons,
    failureCode: row.failure_code,
    withdrawal: row.withdrawal_status && { status: row.withdrawal_status, code: row.withdrawal_code },
    waiting: waitingFrom(row),
  };
}

function listingFrom(row: RequestRow): Listing | null {
  const { grade, rate_ppm: ratePpm, minimum_minor: minimumMinor, note_minimum_minor: noteMinimumMinor } = row;
  const { listed_on: listedOn, closes_on: closesOn } = row;
  if (listedOn === null) return null;
  assert(
    grade !== null && ratePpm !== null && minimumMinor !== null && noteMinimumMinor !== null && closesOn !== null,
    'a listed request has all of its listing',
    { requestId: row.request_id },
  );
  return { grade, ratePpm, minimumMinor, noteMinimumMinor, listedOn, closesOn };
}

export function waitingFrom(row: WaitingColumns): Waiting | null {
  const { waiting_for: whom, waiting_since: since, waiting_cause: cause } = row;
  return whom === null || since === null || cause === null ? null : { for: whom, since, cause };
}

/** The columns that are written once. */
export const fixedRow = (request: LoanRequest) => ({
  request_id: request.requestId,
  borrower_id: request.borrowerId,
  product_id: request.productId,
  market: request.market,
  amount_minor: request.amountMinor,
  term_months: request.termMonths,
  purpose: request.purpose,
  max_rate_ppm: request.maxRatePpm,
  profile: request.profile,
  created_at: request.createdAt,
});

/** The columns that change with the state. */
export const changingRow = (request: LoanRequest) => {
  const { listing, withdrawal, waiting } = request;
  return {
    status: request.status,
    submitted_at: request.submittedAt,
    score: request.score,
    grade: request.grade,
    rate_ppm: listing?.ratePpm ?? null,
    minimum_minor: listing?.minimumMinor ?? null,
    note_minimum_minor: listing?.noteMinimumMinor ?? null,
    listed_on: listing?.listedOn ?? null,
    closes_on: listing?.closesOn ?? null,
    filled_minor: request.filledMinor,
    funded_minor: request.fundedMinor,
    final_rate_ppm: request.finalRatePpm,
    deadline_on: request.deadlineOn,
    contract_id: request.contractId,
    loan_id: request.loanId,
    reasons: request.reasons,
    failure_code: request.failureCode,
    withdrawal_status: withdrawal?.status ?? null,
    withdrawal_code: withdrawal?.code ?? null,
    waiting_for: waiting?.for ?? null,
    waiting_since: waiting?.since ?? null,
    waiting_cause: waiting?.cause ?? null,
  };
};
