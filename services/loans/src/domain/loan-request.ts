/**
 * A loan request: its facts, the events that change it, and how they do. What may happen when is in decide-loan-request.ts.
 * Terms are frozen from `listed` on.
 */
import type { CalendarDate, Currency, Id, Instant, Rejection } from '@mutua/kernel';
import type { Clearing } from './product.ts';
import type { Purpose } from './purpose.ts';
import type { Reason, Waiting } from './waiting.ts';

export type RequestStatus =
  | 'draft'
  | 'submitted'
  | 'in-review'
  | 'rejected'
  | 'listed'
  | 'partially-funded'
  | 'contracting'
  | 'disbursing'
  | 'disbursed'
  | 'expired'
  | 'withdrawn'
  | 'declined'
  | 'lapsed';

/** What the borrower states; null is unknown. */
export type Profile = {
  readonly annualIncomeMinor: bigint;
  readonly employmentLengthYears: number | null;
  readonly homeOwnership: 'rent' | 'own' | 'mortgage' | 'other';
  readonly debtToIncomePpm: bigint | null;
  readonly delinquencies2y: number | null;
  readonly inquiries6m: number | null;
  readonly openAccounts: number | null;
  readonly publicRecords: number | null;
  readonly revolvingBalanceMinor: bigint | null;
  readonly revolvingUtilisationPpm: bigint | null;
  readonly totalAccounts: number | null;
  readonly monthsSinceDelinquency: number | null;
  readonly monthsSinceRecord: number | null;
  readonly earliestCreditLineOn: CalendarDate | null;
  readonly ficoLow: number | null;
};

/** What is fixed when the request is listed. */
export type Listing = {
  readonly grade: string;
  readonly ratePpm: bigint;
  readonly minimumMinor: bigint;
  readonly noteMinimumMinor: bigint;
  readonly listedOn: CalendarDate;
  readonly closesOn: CalendarDate;
};

export type LoanRequest = {
  readonly requestId: Id<'loanRequest'>;
  readonly borrowerId: Id<'member'>;
  readonly productId: Id<'loanProduct'>;
  readonly market: Currency;
  readonly amountMinor: bigint;
  readonly termMonths: number;
  readonly purpose: Purpose;
  readonly maxRatePpm: bigint;
  readonly profile: Profile;
  readonly createdAt: Instant;
  readonly status: RequestStatus;
  readonly submittedAt: Instant | null;
  readonly score: number | null;
  readonly grade: string | null;
  readonly listing: Listing | null;
  readonly filledMinor: bigint;
  /** Principal of the contract; less than the amount after a partial acceptance. */
  readonly fundedMinor: bigint | null;
  /** What the borrower pays: known when matching ends the filling, at most the listed rate. */
  readonly finalRatePpm: bigint | null;
  /** Last business date to consent to a partial amount, or to accept the contract. */
  readonly deadlineOn: CalendarDate | null;
  readonly contractId: Id<'contract'> | null;
  readonly loanId: Id<'loan'> | null;
  readonly reasons: readonly Reason[];
  readonly failureCode: string | null;
  /** `refused` with a code: matching had already filled the request. */
  readonly withdrawal: { readonly status: 'requested' | 'refused'; readonly code: string | null } | null;
  readonly waiting: Waiting | null;
};

export type EndOutcome = 'expired' | 'withdrawn' | 'declined' | 'lapsed';
type Assessed = { readonly score: number; readonly grade: string; readonly reasons: readonly Reason[]; readonly at: Instant };

export type LoanRequestEvent =
  | { readonly type: 'Submitted'; readonly at: Instant; readonly on: CalendarDate }
  | ({ readonly type: 'Referred' } & Assessed)
  | ({ readonly type: 'Rejected' } & Assessed)
  | {
      readonly type: 'Listed';
      readonly score: number;
      readonly listing: Listing;
      readonly clearing: Clearing;
      readonly relatedIds: readonly Id<'member'>[];
      readonly at: Instant;
    }
  /** More members who may not lend to it; who lent before stays. */
  | { readonly type: 'Related'; readonly relatedIds: readonly Id<'member'>[]; readonly at: Instant }
  /** The book never took it: with the code of its rule, and the reason for people. */
  | { readonly type: 'ListingRefused'; readonly code: string; readonly reasons: readonly Reason[]; readonly at: Instant }
  | { readonly type: 'FillsRecorded'; readonly filledMinor: bigint; readonly at: Instant }
  | {
      readonly type: 'PartiallyFunded';
      readonly filledMinor: bigint;
      readonly ratePpm: bigint;
      readonly deadlineOn: CalendarDate;
      readonly at: Instant;
    }
  /** With reasons when credit takes the request back, without when the borrower does. */
  | { readonly type: 'WithdrawalRequested'; readonly reasons?: readonly Reason[]; readonly at: Instant }
  | { readonly type: 'WithdrawalRefused'; readonly code: string; readonly at: Instant }
  | { readonly type: 'PartialAccepted'; readonly at: Instant }
  | { readonly type: 'PartialDeclined'; readonly cause: 'declined' | 'withdrawn' | 'timeout'; readonly at: Instant }
  | {
      readonly type: 'Funded';
      readonly fundedMinor: bigint;
      readonly ratePpm: bigint;
      readonly contractId: Id<'contract'>;
      readonly loanId: Id<'loan'>;
      readonly deadlineOn: CalendarDate;
      readonly at: Instant;
    }
  | { readonly type: 'ContractLapsed'; readonly cause: 'deadline' | 'withdrawn'; readonly at: Instant }
  | { readonly type: 'Signed'; readonly at: Instant }
  | { readonly type: 'DisbursementFailed'; readonly code: string; readonly deadlineOn: CalendarDate; readonly at: Instant }
  | { readonly type: 'Disbursed'; readonly at: Instant }
  | { readonly type: 'Ended'; readonly outcome: EndOutcome; readonly isReleasePending: boolean; readonly at: Instant }
  | { readonly type: 'Released'; readonly at: Instant };

export type LoanRequestRejection = Rejection<
  | 'member.not_verified'
  | 'loan_request.not_draft'
  | 'loan_request.not_awaiting_credit'
  | 'loan_request.not_listed'
  | 'loan_request.not_withdrawable'
  | 'loan_request.not_awaiting_consent'
  | 'loan_request.not_contracting'
  | 'loan_request.not_disbursing'
  | 'loan_request.not_open'
  | 'loan_request.fills_mismatch'
>;

export function evolve(state: LoanRequest, event: LoanRequestEvent): LoanRequest {
  switch (event.type) {
    case 'Submitted':
      return { ...state, status: 'submitted', submittedAt: event.at, waiting: wait('credit', 'assessment_pending', event.at) };
    case 'Referred':
      return { ...assessed(state, event), status: 'in-review', waiting: wait('reviewer', 'credit_referred', event.at) };
    case 'Rejected':
      return { ...assessed(state, event), status: 'rejected', waiting: null };
    case 'Listed': {
      const { score, listing } = event;
      return { ...state, status: 'listed', score, grade: listing.grade, listing, reasons: [], waiting: null };
    }
    case 'ListingRefused':
      return { ...state, status: 'rejected', listing: null, reasons: event.reasons, waiting: null };
    case 'WithdrawalRequested':
      return {
        ...state,
        reasons: event.reasons ?? state.reasons,
        withdrawal: { status: 'requested', code: null },
        waiting: wait('matching', 'withdrawal_requested', event.at),
      };
    case 'WithdrawalRefused':
      return { ...state, withdrawal: { status: 'refused', code: event.code }, waiting: null };
    case 'Ended':
      return {
        ...state,
        status: event.outcome,
        deadlineOn: null,
        waiting: event.isReleasePending ? wait('matching', 'release_of_fills', event.at) : null,
      };
    case 'Released':
      return { ...state, waiting: null };
    default:
      return evolveFunding(state, event);
  }
}

type FundingEvent = Exclude<
  LoanRequestEvent,
  {
    type:
      | 'Submitted'
      | 'Referred'
      | 'Rejected'
      | 'Listed'
      | 'ListingRefused'
      | 'WithdrawalRequested'
      | 'WithdrawalRefused'
      | 'Ended'
      | 'Released';
  }
>;

function evolveFunding(state: LoanRequest, event: FundingEvent): LoanRequest {
  switch (event.type) {
    case 'FillsRecorded':
      return { ...state, filledMinor: event.filledMinor };
    case 'PartiallyFunded': {
      const { filledMinor, ratePpm: finalRatePpm, deadlineOn, at } = event;
      const waiting = wait('borrower', 'consent_to_partial', at);
      return { ...state, status: 'partially-funded', filledMinor, finalRatePpm, deadlineOn, waiting };
    }
    case 'Related':
    case 'PartialAccepted':
    case 'PartialDeclined':
    case 'ContractLapsed':
      return state;
    case 'Funded': {
      const { fundedMinor, ratePpm: finalRatePpm, contractId, loanId, deadlineOn, at } = event;
      const funding = { filledMinor: fundedMinor, fundedMinor, finalRatePpm };
      return {
        ...state,
        ...funding,
        status: 'contracting',
        contractId,
        loanId,
        deadlineOn,
        waiting: wait('borrower', 'contract_acceptance', at),
      };
    }
    case 'Signed':
      return { ...state, status: 'disbursing', deadlineOn: null, failureCode: null, waiting: wait('payments', 'payout', event.at) };
    case 'DisbursementFailed': {
      const { code, deadlineOn, at } = event;
      return { ...state, status: 'contracting', failureCode: code, deadlineOn, waiting: wait('borrower', 'payout_failed', at) };
    }
    case 'Disbursed':
      return { ...state, status: 'disbursed', waiting: null };
  }
}

function assessed(state: LoanRequest, event: Assessed): LoanRequest {
  return { ...state, score: event.score, grade: event.grade, reasons: event.reasons };
}

function wait(whom: Waiting['for'], cause: string, since: Instant): Waiting {
  return { for: whom, since, cause };
}
