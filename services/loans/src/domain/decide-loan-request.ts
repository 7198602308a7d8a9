/** What may happen to a loan request in which state. Matching and payments decide their races; here their answers are taken as facts. */
import { addDays, assertNever, type CalendarDate, type Id, type Instant, ok, type Result, reject } from '@mutua/kernel';
import type { EndOutcome, Listing, LoanRequest, LoanRequestEvent, LoanRequestRejection, Profile, RequestStatus } from './loan-request.ts';
import { rateOnGrid, requestProblems } from './market-rules.ts';
import type { Problem } from './problem.ts';
import { type Ask, askProblems, minimumFundingOf, type Product } from './product.ts';
import type { Purpose } from './purpose.ts';
import { type AskRejection, termsNotOffered } from './quote.ts';
import { refusedListing } from './refused-listing.ts';
import type { Reason } from './waiting.ts';

type Timed = { readonly at: Instant };
type Dated = Timed & { readonly on: CalendarDate };
type ContractIds = { readonly contractId: Id<'contract'>; readonly loanId: Id<'loan'> };

export type LoanRequestCommand =
  | ({ readonly type: 'Submit'; readonly isVerified: boolean } & Dated)
  | ({
      readonly type: 'Assess';
      readonly decision: 'approved' | 'declined' | 'referred';
      readonly score: number;
      readonly grade: string;
      readonly referenceRatePpm: bigint;
      readonly reasons: readonly Reason[];
      readonly product: Product;
      /** Members who may not lend to the borrower. */
      readonly relatedIds: readonly Id<'member'>[];
    } & Dated)
  /** A relation was declared: it holds for what is filled from now on. */
  | ({ readonly type: 'Relate'; readonly relatedIds: readonly Id<'member'>[] } & Timed)
  /** The book never took the listing: it breaks a rule. */
  | ({ readonly type: 'RefuseListing'; readonly code: string } & Timed)
  | ({ readonly type: 'RecordFills'; readonly filledMinor: bigint } & Timed)
  /** Matching filled the whole amount. */
  | ({ readonly type: 'Fill'; readonly fillsMinor: bigint; readonly ratePpm: bigint; readonly product: Product } & ContractIds & Dated)
  | ({ readonly type: 'FillPartially'; readonly fillsMinor: bigint; readonly ratePpm: bigint; readonly product: Product } & Dated)
  /** Matching closed the request: the last word on expiry and withdrawal, the receipt for fills handed back. */
  | ({ readonly type: 'Close'; readonly outcome: EndOutcome } & Timed)
  | ({ readonly type: 'Withdraw' } & Timed)
  | ({ readonly type: 'AcceptPartial'; readonly product: Product } & ContractIds & Dated)
  | ({ readonly type: 'DeclinePartial' } & Dated)
  /** A business day opened: deadlines before it have passed. */
  | ({ readonly type: 'PassDay' } & Dated)
  | ({ readonly type: 'Sign' } & Dated)
  | ({ readonly type: 'FailDisbursement'; readonly code: string; readonly product: Product } & Dated)
  | ({ readonly type: 'Disburse' } & Timed);

type Decision = Result<readonly LoanRequestEvent[], LoanRequestRejection>;

export type Draft = {
  readonly requestId: Id<'loanRequest'>;
  readonly borrowerId: Id<'member'>;
  readonly ask: Ask;
  readonly purpose: Purpose;
  readonly maxRatePpm: bigint;
  readonly profile: Profile;
  readonly at: Instant;
  readonly on: CalendarDate;
};

/** What the calendar does not allow of a profile; the contract has checked types, ranges and names before. */
function profileProblems({ earliestCreditLineOn }: Profile, on: CalendarDate): readonly Problem[] {
  const isLater = earliestCreditLineOn !== null && earliestCreditLineOn > on;
  return isLater ? [{ field: 'profile.earliestCreditLineOn', code: 'in_the_future', allowed: `${on} or before` }] : [];
}

/** A new draft, or everything that the product or the calendar does not allow. */
export function draftLoanRequest(product: Product, draft: Draft): Result<LoanRequest, AskRejection> {
  const problems = [...askProblems(product, { ...draft.ask, purpose: draft.purpose }), ...profileProblems(draft.profile, draft.on)];
  if (problems.length > 0) return termsNotOffered(product, problems);
  const { requestId, borrowerId, ask, purpose, maxRatePpm, profile, at } = draft;
  return ok({
    requestId,
    borrowerId,
    productId: product.productId,
    market: product.market.currency,
    amountMinor: ask.amountMinor,
    termMonths: ask.termMonths,
    purpose,
    maxRatePpm,
    profile,
    createdAt: at,
    status: 'draft',
    submittedAt: null,
    score: null,
    grade: null,
    listing: null,
    filledMinor: 0n,
    fundedMinor: null,
    finalRatePpm: null,
    deadlineOn: null,
    contractId: null,
    loanId: null,
    reasons: [],
    failureCode: null,
    withdrawal: null,
    waiting: null,
  });
}

export function decide(state: LoanRequest, command: LoanRequestCommand): Decision {
  switch (command.type) {
    case 'Submit':
      return submit(state, command);
    case 'Assess':
      return assess(state, command);
    case 'Relate':
      return ok(state.status === 'listed' ? [{ type: 'Related', relatedIds: command.relatedIds, at: command.at }] : []);
    case 'RefuseListing':
      return refuseListing(state, command);
    case 'RecordFills':
      return state.status === 'listed' && command.filledMinor !== state.filledMinor
        ? ok([{ type: 'FillsRecorded', filledMinor: command.filledMinor, at: command.at }])
        : ok([]);
    case 'Fill':
      return fill(state, command);
    case 'FillPartially':
      return fillPartially(state, command);
    case 'Close':
      return close(state, command);
    case 'Withdraw':
      return withdraw(state, command.at);
    case 'AcceptPartial':
      return acceptPartial(state, command);
    case 'DeclinePartial':
      return isAwaitingConsent(state, command.on)
        ? ok(partialDeclined('declined', command.at))
        : refuse(state, 'loan_request.not_awaiting_consent');
    case 'PassDay':
      return ok(passDay(state, command));
    case 'Sign':
      return state.status === 'contracting' && !isPast(state.deadlineOn, command.on)
        ? ok([{ type: 'Signed', at: command.at }])
        : refuse(state, 'loan_request.not_contracting');
    case 'FailDisbursement': {
      const { code, at, on, product } = command;
      if (state.status !== 'disbursing') return refuse(state, 'loan_request.not_disbursing');
      return ok([{ type: 'DisbursementFailed', code, deadlineOn: addDays(on, product.contractDays), at }]);
    }
    case 'Disburse':
      return state.status === 'disbursing' ? ok([{ type: 'Disbursed', at: command.at }]) : refuse(state, 'loan_request.not_disbursing');
    default:
      return assertNever(command);
  }
}

type Command<T extends LoanRequestCommand['type']> = Extract<LoanRequestCommand, { type: T }>;

function submit(state: LoanRequest, { isVerified, at, on }: Command<'Submit'>): Decision {
  if (state.status !== 'draft') return refuse(state, 'loan_request.not_draft');
  return isVerified ? ok([{ type: 'Submitted', at, on }]) : reject('member.not_verified', { memberId: state.borrowerId });
}

/**
 * Credit may decide again when facts change or people overrule it. Until listing the new decision replaces the old one. Terms are frozen
 * from then on: a decline takes the listing back, anything else changes nothing. Once funded or ended nobody waits for a decision.
 */
function assess(state: LoanRequest, command: Command<'Assess'>): Decision {
  if (state.status === 'draft') return refuse(state, 'loan_request.not_awaiting_credit');
  if (state.status === 'listed') return ok(command.decision === 'declined' ? takenBack(state, command) : []);
  if (!awaitsCredit.has(state.status)) return ok([]);
  const { decision, score, grade, referenceRatePpm, reasons, product, relatedIds, at, on } = command;
  if (decision === 'referred') return ok(state.status === 'in-review' ? [] : [{ type: 'Referred', score, grade, reasons, at }]);
  if (decision === 'declined') return ok(state.status === 'rejected' ? [] : [{ type: 'Rejected', score, grade, reasons, at }]);
  const ratePpm = rateOnGrid(product.market.rules, referenceRatePpm);
  const reason = unlistable(state, { grade, ratePpm, referenceRatePpm, product });
  if (ratePpm === undefined || reason !== undefined) {
    return ok([{ type: 'Rejected', score, grade, reasons: [...(reason ? [reason] : []), ...reasons], at }]);
  }
  const listing: Listing = {
    grade,
    ratePpm,
    minimumMinor: minimumFundingOf(product, state.amountMinor),
    noteMinimumMinor: product.market.noteMinimumMinor,
    listedOn: on,
    closesOn: addDays(on, product.listingDays),
  };
  return ok([{ type: 'Listed', score, listing, clearing: product.clearing, relatedIds, at }]);
}

/** Rejected requests too: an override or better evidence may list them after all. */
const awaitsCredit: ReadonlySet<RequestStatus> = new Set(['submitted', 'in-review', 'rejected']);

/** Matching decides whether a last fill came first. */
function takenBack(state: LoanRequest, { reasons, at }: Command<'Assess'>): readonly LoanRequestEvent[] {
  return state.withdrawal?.status === 'requested' ? [] : [{ type: 'WithdrawalRequested', reasons, at }];
}

type Rated = Pick<Command<'Assess'>, 'grade' | 'referenceRatePpm' | 'product'> & { readonly ratePpm: bigint | undefined };

/** Why a request that credit approved cannot be listed: its market or its borrower does not take what came out. */
function unlistable(state: LoanRequest, { grade, ratePpm, referenceRatePpm, product }: Rated): Reason | undefined {
  const { maxRatePpm } = state;
  const [problem] = requestProblems(product.market.rules, state);
  if (problem)
    return { code: 'terms_not_traded', text: `The market does not take this ${problem.field} any more, only ${problem.allowed}.` };
  const grades = product.market.rules?.grades ?? null;
  if (grades?.includes(grade) === false)
    return { code: 'grade_not_traded', text: `The market takes grades ${grades.join(', ')}, not ${grade}.` };
  if (ratePpm === undefined) {
    return { code: 'rate_above_market', text: `The rate for this risk is ${referenceRatePpm} ppm, above every rate of the market.` };
  }
  return ratePpm > maxRatePpm ? rateAboveMaximum(ratePpm, maxRatePpm) : undefined;
}

function rateAboveMaximum(ratePpm: bigint, maxRatePpm: bigint): Reason {
  return { code: 'rate_above_maximum', text: `The rate for this risk is ${ratePpm} ppm, above the maximum of ${maxRatePpm} ppm.` };
}

/** As if it had not been listed, so credit may list it anew; who asked to withdraw meanwhile has what was asked for. Twice is once. */
function refuseListing(state: LoanRequest, { code, at }: Command<'RefuseListing'>): Decision {
  const { status, listing, withdrawal } = state;
  if (status === 'rejected' || ended.has(status)) return ok([]);
  if (status !== 'listed' || listing === null) return refuse(state, 'loan_request.not_listed');
  if (withdrawal?.status === 'requested') return ok([{ type: 'Ended', outcome: 'withdrawn', isReleasePending: false, at }]);
  return ok([{ type: 'ListingRefused', code, reasons: [refusedListing(code, { ...state, listing })], at }]);
}

function fill(state: LoanRequest, command: Command<'Fill'>): Decision {
  // Matching confirms a partial acceptance with the same event; the contract already exists then.
  if (state.contractId !== null) return ok([]);
  if (state.status !== 'listed' || state.listing === null) return refuse(state, 'loan_request.not_listed');
  if (command.fillsMinor !== state.amountMinor || command.ratePpm > state.listing.ratePpm) return fillsMismatch(state, command);
  return ok([
    ...refusedWithdrawal(state, 'loan_request.already_filled', command.at),
    funded({ ...command, fundedMinor: state.amountMinor }),
  ]);
}

function fillPartially(state: LoanRequest, { fillsMinor, ratePpm, product, at, on }: Command<'FillPartially'>): Decision {
  if (state.status !== 'listed' || state.listing === null) return refuse(state, 'loan_request.not_listed');
  const isPart = fillsMinor >= state.listing.minimumMinor && fillsMinor < state.amountMinor;
  if (!isPart || ratePpm > state.listing.ratePpm) return fillsMismatch(state, { fillsMinor, ratePpm });
  const deadlineOn = addDays(on, product.consentDays);
  return ok([
    ...refusedWithdrawal(state, 'loan_request.already_closed', at),
    { type: 'PartiallyFunded', filledMinor: fillsMinor, ratePpm, deadlineOn, at },
  ]);
}

/** Another sum than what was asked, or a rate above the one that the borrower was told. */
function fillsMismatch(state: LoanRequest, told: { readonly fillsMinor: bigint; readonly ratePpm: bigint }): Decision {
  const { fillsMinor, ratePpm } = told;
  return reject('loan_request.fills_mismatch', { requestId: state.requestId, fillsMinor, ratePpm, amountMinor: state.amountMinor });
}

function refusedWithdrawal(state: LoanRequest, code: string, at: Instant): readonly LoanRequestEvent[] {
  return state.withdrawal?.status === 'requested' ? [{ type: 'WithdrawalRefused', code, at }] : [];
}

type Funding = ContractIds & Dated & { readonly fundedMinor: bigint; readonly ratePpm: bigint; readonly product: Product };

function funded({ fundedMinor, ratePpm, contractId, loanId, product, at, on }: Funding): LoanRequestEvent {
  return { type: 'Funded', fundedMinor, ratePpm, contractId, loanId, deadlineOn: addDays(on, product.contractDays), at };
}

const ended: ReadonlySet<RequestStatus> = new Set(['expired', 'withdrawn', 'declined', 'lapsed']);

function close(state: LoanRequest, { outcome, at }: Command<'Close'>): Decision {
  if (ended.has(state.status)) return ok(state.waiting === null ? [] : [{ type: 'Released', at }]);
  const isOpen = state.status === 'listed' || state.status === 'partially-funded';
  return isOpen ? ok([{ type: 'Ended', outcome, isReleasePending: false, at }]) : refuse(state, 'loan_request.not_open');
}

/** Nobody else has a say before listing; a listed request belongs to matching; a partial or contracted one hands its fills back. */
function withdraw(state: LoanRequest, at: Instant): Decision {
  switch (state.status) {
    case 'draft':
    case 'submitted':
    case 'in-review':
      return ok([{ type: 'Ended', outcome: 'withdrawn', isReleasePending: false, at }]);
    case 'listed':
      return ok(state.withdrawal?.status === 'requested' ? [] : [{ type: 'WithdrawalRequested', at }]);
    case 'partially-funded':
      return ok(partialDeclined('withdrawn', at));
    case 'contracting':
      return ok(contractLapsed('withdrawn', at));
    default:
      return refuse(state, 'loan_request.not_withdrawable');
  }
}

function acceptPartial(state: LoanRequest, command: Command<'AcceptPartial'>): Decision {
  if (!isAwaitingConsent(state, command.on) || state.listing === null) return refuse(state, 'loan_request.not_awaiting_consent');
  // A process of the version before told no final rate: there was none but the listed one.
  const ratePpm = state.finalRatePpm ?? state.listing.ratePpm;
  return ok([{ type: 'PartialAccepted', at: command.at }, funded({ ...command, fundedMinor: state.filledMinor, ratePpm })]);
}

/** The deadline day itself still counts; consent after it is refused even before the day's timeout has run. */
function isAwaitingConsent(state: LoanRequest, on: CalendarDate): boolean {
  return state.status === 'partially-funded' && !isPast(state.deadlineOn, on);
}

function isPast(deadlineOn: CalendarDate | null, on: CalendarDate): boolean {
  return deadlineOn !== null && on > deadlineOn;
}

function passDay(state: LoanRequest, { at, on }: Command<'PassDay'>): readonly LoanRequestEvent[] {
  if (!isPast(state.deadlineOn, on)) return [];
  if (state.status === 'partially-funded') return partialDeclined('timeout', at);
  return state.status === 'contracting' ? contractLapsed('deadline', at) : [];
}

const declineOutcome = { declined: 'declined', withdrawn: 'withdrawn', timeout: 'expired' } as const;

function partialDeclined(cause: 'declined' | 'withdrawn' | 'timeout', at: Instant): readonly LoanRequestEvent[] {
  return [
    { type: 'PartialDeclined', cause, at },
    { type: 'Ended', outcome: declineOutcome[cause], isReleasePending: true, at },
  ];
}

function contractLapsed(cause: 'deadline' | 'withdrawn', at: Instant): readonly LoanRequestEvent[] {
  return [
    { type: 'ContractLapsed', cause, at },
    { type: 'Ended', outcome: cause === 'deadline' ? 'lapsed' : 'withdrawn', isReleasePending: true, at },
  ];
}

function refuse(state: LoanRequest, code: LoanRequestRejection['code']): Decision {
  return reject(code, { requestId: state.requestId, status: state.status });
}
