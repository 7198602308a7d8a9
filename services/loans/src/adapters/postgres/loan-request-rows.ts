/** A loan request as a row and back. */
import { assert, type CalendarDate, type Currency, type Id, type Instant } from '@mutua/kernel';
import type { Listing, LoanRequest, RequestStatus } from '../../domain/loan-request.ts';
import type { Purpose } from '../../domain/purpose.ts';
import type { Reason, Waiting } from '../../domain/waiting.ts';
import { type ProfileJson, profileFrom, toJson } from './json.ts';

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
  fill_count: number;
  funded_minor: bigint | null;
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

/** The columns that change with the state, in the order of `changingColumns`. */
export const changingColumns =
  'status, submitted_at, score, grade, rate_ppm, minimum_minor, note_minimum_minor, listed_on, closes_on, filled_minor, funded_minor, deadline_on, contract_id, loan_id, reasons, failure_code, withdrawal_status, withdrawal_code, waiting_for, waiting_since, waiting_cause';

export function changingValues(request: LoanRequest): readonly unknown[] {
  const { listing, withdrawal, waiting } = request;
  return [
    request.status,
    request.submittedAt,
    request.score,
    request.grade,
    listing?.ratePpm ?? null,
    listing?.minimumMinor ?? null,
    listing?.noteMinimumMinor ?? null,
    listing?.listedOn ?? null,
    listing?.closesOn ?? null,
    request.filledMinor,
    request.fundedMinor,
    request.deadlineOn,
    request.contractId,
    request.loanId,
    toJson(request.reasons),
    request.failureCode,
    withdrawal?.status ?? null,
    withdrawal?.code ?? null,
    waiting?.for ?? null,
    waiting?.since ?? null,
    waiting?.cause ?? null,
  ];
}
