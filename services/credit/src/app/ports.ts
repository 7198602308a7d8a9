/** What the use cases need of the outside; one set shares one transaction. */
import type { ApprovalStore } from '@mutua/approvals';
import type { CalendarDate, Id, Instant } from '@mutua/kernel';
import type { Assessment, AssessmentCompleted, AssessmentStatus, RequestState, Seal } from '../domain/assessment.ts';
import type { BureauFact, BureauReport } from '../domain/bureau.ts';
import type { CreditRecord, Model, PolicyInForce } from '../domain/decision.ts';
import type { KycState } from '../domain/facts.ts';
import type { LoanHistory } from '../domain/loan-history.ts';

export type AssessmentFilter = {
  readonly borrowerId: string | undefined;
  readonly requestId: string | undefined;
  readonly status: AssessmentStatus | undefined;
  /** (submittedAt, assessmentId) of the last one seen. */
  readonly before: readonly string[] | undefined;
  readonly limit: number;
};
/** A page of a queue, oldest first: (moment, assessmentId) of the last one seen. */
export type QueuePage = { readonly after: readonly string[] | undefined; readonly limit: number };
/** Set aside because it cannot be scored. */
export type Parked = { readonly assessment: Assessment; readonly failure: string; readonly failures: number; readonly parkedAt: Instant };
export type Failure = { readonly assessmentId: string; readonly failure: string; readonly at: Instant };

export type AssessmentReads = {
  find(assessmentId: string): Promise<Assessment | undefined>;
  /** At most limit + 1, newest first. */
  list(filter: AssessmentFilter): Promise<readonly Assessment[]>;
  /** Waiting for a person; at most limit + 1, those submitted first come first: their notice is due first. */
  reviews(page: QueuePage): Promise<readonly Assessment[]>;
  parked(page: QueuePage): Promise<readonly Parked[]>;
  /** Due and pending since before the instant, oldest first. */
  pendingBefore(at: Instant, limit: number): Promise<readonly Id<'assessment'>[]>;
};

export type AssessmentStore = AssessmentReads & {
  /** With the commit; nothing happens when there is one already. */
  insert(assessment: Assessment, receivedAt: Instant): void;
  lock(assessmentId: string): Promise<Assessment | undefined>;
  /** The pending ones among them that nobody else scores right now and that are not set aside. */
  lockPending(assessmentIds: readonly string[]): Promise<readonly Assessment[]>;
  /**
   * Decided and not replaced, of requests of the borrower that are not funded. Locks the borrower as `factsOf` does: who is scoring now is
   * waited for and found, who scores next sees the facts of this transaction. So no decision on old facts slips between the two.
   */
  lockOpenOf(borrowerId: string): Promise<readonly Assessment[]>;
  /** A locked assessment, with the commit. */
  save(after: Assessment): void;
  /** Counts a failure: the assessment is tried again later, or set aside after the last try. */
  fail(failure: Failure): void;
  /** Takes it back among those that are due; false when it is not set aside. */
  retry(assessmentId: string, at: Instant): Promise<boolean>;
};

export type NewRequest = {
  readonly requestId: string;
  readonly borrowerId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
};
export type BorrowerFacts = {
  readonly kyc: KycState;
  readonly bureau: Pick<BureauFact, 'state' | 'report'>;
  readonly loans: readonly LoanHistory[];
  /** Approved and neither paid out nor ended. */
  readonly approved: readonly NewRequest[];
};

export type BorrowerStore = {
  /** With the commit. */
  submit(request: NewRequest): void;
  setKyc(memberId: string, kyc: KycState): void;
  setRequest(request: Pick<NewRequest, 'requestId'>, state: 'open' | 'rejected' | 'funded' | 'ended'): void;
  /** Paid out, known or not. */
  payOut(request: NewRequest): void;
  requestState(requestId: string): Promise<RequestState>;
  /** Locks the borrowers, so that two requests of one are judged one after the other. */
  factsOf(borrowerIds: readonly string[]): Promise<ReadonlyMap<string, BorrowerFacts>>;
};

export type LoanStore = {
  lock(loanId: string): Promise<LoanHistory | undefined>;
  save(loan: LoanHistory): void;
};

export type Shadow = { readonly assessmentId: string; readonly record: CreditRecord };

export type PublishedPolicy = PolicyInForce & {
  /** Canonical JSON. */
  readonly document: string;
  readonly publishedAt: Instant;
  readonly makerId: string;
  readonly checkerId: string;
};
export type PolicyStore = {
  current(): Promise<PublishedPolicy>;
  find(policyVersion: number): Promise<PublishedPolicy | undefined>;
  insert(policy: PublishedPolicy): Promise<void>;
};

/** What changes a decision or the policy waits for a second person. */
export type ApprovalAction = 'assessment.override' | 'policy.publish';

export type BusinessDays = { current(at: Instant): Promise<CalendarDate>; open(on: CalendarDate): Promise<void> };

/** A credit bureau: slow, sometimes silent, sometimes behind the times. The signal says when nobody waits any more. */
export type Bureau = { report(memberId: string, signal: AbortSignal): Promise<BureauReport> };
export type BureauConsent = { readonly memberId: string; readonly givenAt: Instant | null };
export type BureauStore = {
  consent(memberId: string): Promise<BureauConsent>;
  /** Given: the bureau is asked. Withdrawn: what it said is forgotten; what was decided with it stays on record. */
  setConsent(consent: BureauConsent): Promise<void>;
  /** With the commit; nothing happens without consent or while it is being asked. */
  askAgain(memberId: string, at: Instant): void;
  /** Asked and due. */
  due(at: Instant, limit: number): Promise<readonly string[]>;
  store(memberId: string, report: BureauReport): Promise<void>;
  /** Counts a try; false when it was the last. */
  fail(memberId: string, failure: string, at: Instant): Promise<boolean>;
};

/** Undefined for a model that is not there; a file that is there never changes. */
export type Models = (modelVersion: string) => Model | undefined;

export type Ports = {
  readonly assessments: AssessmentStore;
  readonly borrowers: BorrowerStore;
  readonly loans: LoanStore;
  readonly policies: PolicyStore;
  readonly bureau: BureauStore;
  readonly approvals: ApprovalStore<ApprovalAction>;
  readonly days: BusinessDays;
  readonly models: Models;
  readonly seal: Seal;
  readonly hash: (text: string) => string;
  readonly shadow: (scores: readonly Shadow[]) => void;
  readonly publish: (after: Assessment, events: readonly AssessmentCompleted[]) => Promise<void>;
};
