/**
 * The credit decision on one loan request: pending → approved | declined | referred; referred → approved | declined by a person. A decision
 * may be overridden by two people. When facts change, a new assessment replaces it, and the old one is only read from then on.
 * The model decides once; deciding again is a no-op, so a job that runs twice has one effect.
 */
import { addMs, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Application, applicationProblems, type Profile } from './application.ts';
import { type CreditRecord, decideCredit, type Model, type PolicyInForce } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Contribution } from './score.ts';
import type { Reason } from './scorecard.ts';

export type AssessmentStatus = 'pending' | 'referred' | 'approved' | 'declined';
/** Why it was made: the request was submitted, or what is named changed. */
export type AssessmentCause = 'submitted' | 'identity' | 'evidence' | 'bureau';

/** What the model and the policy said; `record` is everything it was made from, as canonical JSON. */
export type Outcome = Pick<
  CreditRecord,
  'modelVersion' | 'policyVersion' | 'score' | 'pdPpm' | 'grade' | 'referenceRatePpm' | 'instalmentMinor' | 'debtToIncomeWithLoanPpm'
> & {
  readonly contributions: readonly Contribution[];
  /** Those of the decision in force. */
  readonly reasons: readonly Reason[];
  readonly record: string;
  /** SHA-256 of the record in hex. */
  readonly recordHash: string;
};

export type Claim = { readonly memberId: string; readonly until: Instant };

export type Assessment = {
  readonly assessmentId: Id<'assessment'>;
  readonly application: Application;
  /** 1 for the first of a request. */
  readonly nr: number;
  readonly cause: AssessmentCause;
  readonly replaces: Id<'assessment'> | null;
  readonly replacedBy: Id<'assessment'> | null;
  readonly status: AssessmentStatus;
  readonly outcome: Outcome | null;
  readonly completedAt: Instant | null;
  /** `model`, or the id of the person who decided; of an override, the one who asked for it. */
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
  /** Who looks at it now; nobody else decides it until then. */
  readonly claim: Claim | null;
};

type ByHand = { readonly decision: 'approved' | 'declined'; readonly reason: string; readonly actorId: Id<'member'>; readonly at: Instant };
export type AssessmentCommand =
  | {
      readonly type: 'Score';
      readonly facts: Facts;
      readonly model: Model;
      readonly policy: PolicyInForce;
      readonly seal: Seal;
      readonly at: Instant;
    }
  | ({ readonly type: 'DecideByHand' } & ByHand)
  | ({ readonly type: 'Override' } & ByHand);
/** The canonical bytes of a record and their hash. */
export type Seal = (record: CreditRecord) => { readonly record: string; readonly recordHash: string };

export type AssessmentCompleted = {
  readonly type: 'AssessmentCompleted';
  readonly decision: Exclude<AssessmentStatus, 'pending'>;
  readonly outcome: Outcome;
  readonly decidedBy: string;
  readonly decisionReason: string | null;
  readonly at: Instant;
};

export type AssessmentRejection = Rejection<
  | 'assessment.not_referred'
  | 'assessment.own_request'
  | 'assessment.claimed'
  | 'assessment.replaced'
  | 'assessment.pending'
  | 'assessment.same_decision'
>;

export type NewAssessment = Pick<Assessment, 'assessmentId' | 'application' | 'nr' | 'cause' | 'replaces'>;

export function pendingAssessment(wish: NewAssessment): Assessment {
  const undecided = { outcome: null, completedAt: null, decidedBy: null, decisionReason: null, claim: null } as const;
  return { ...wish, status: 'pending', replacedBy: null, ...undecided };
}

export function decide(state: Assessment, command: AssessmentCommand): Result<readonly AssessmentCompleted[], AssessmentRejection> {
  switch (command.type) {
    case 'Score':
      return ok(state.status === 'pending' ? [scoreNow(state.application, command)] : []);
    case 'DecideByHand': {
      const problem = handProblem(state, command.actorId, command.at);
      if (problem !== undefined) return problem;
      if (state.status !== 'referred') return refuse(state, 'assessment.not_referred');
      return byHand(state, command, `credit.manual_${command.decision}`);
    }
    case 'Override': {
      const problem = overrideProblem(state, command);
      return problem ?? byHand(state, command, `credit.override_${command.decision}`);
    }
  }
}

type Refusal = Extract<Result<never, AssessmentRejection>, { ok: false }>;

/** What stands against a person's decision; undefined when nothing does. */
function handProblem(state: Assessment, actorId: Id<'member'>, at: Instant): Refusal | undefined {
  const { assessmentId } = state;
  if (state.replacedBy !== null) return reject('assessment.replaced', { assessmentId, replacedBy: state.replacedBy });
  if (actorId === state.application.borrowerId) return reject('assessment.own_request', { assessmentId });
  const { claim } = state;
  if (claim !== null && claim.memberId !== actorId && claim.until > at) return reject('assessment.claimed', { assessmentId, ...claim });
  return undefined;
}

/** What stands against asking for an override, and against doing it. */
export function overrideProblem(state: Assessment, { decision, actorId, at }: Omit<ByHand, 'reason'>): Refusal | undefined {
  const { assessmentId, status } = state;
  const problem = handProblem(state, actorId, at);
  if (problem !== undefined) return problem;
  if (status === 'pending') return reject('assessment.pending', { assessmentId });
  return status === decision ? reject('assessment.same_decision', { assessmentId, status }) : undefined;
}

function byHand(state: Assessment, { decision, reason, actorId, at }: ByHand, code: string): Result<readonly AssessmentCompleted[], never> {
  const { outcome } = state;
  if (outcome === null) return ok([]);
  const reasons = [{ code, text: reason }, ...outcome.reasons];
  return ok([{ type: 'AssessmentCompleted', decision, outcome: { ...outcome, reasons }, decidedBy: actorId, decisionReason: reason, at }]);
}

function refuse(state: Assessment, code: 'assessment.not_referred'): Refusal {
  return reject(code, { assessmentId: state.assessmentId, status: state.status });
}

type Scoring = Extract<AssessmentCommand, { type: 'Score' }>;

function scoreNow(application: Application, { facts, model, policy, seal, at }: Scoring): AssessmentCompleted {
  const record = decideCredit({ application, facts }, model, policy);
  const outcome = outcomeOf(record, seal(record));
  return { type: 'AssessmentCompleted', decision: record.decision, outcome, decidedBy: 'model', decisionReason: null, at };
}

function outcomeOf(record: CreditRecord, sealed: ReturnType<Seal>): Outcome {
  const { modelVersion, policyVersion, score, pdPpm, grade, referenceRatePpm, contributions, reasons } = record;
  const { instalmentMinor, debtToIncomeWithLoanPpm } = record;
  return {
    ...{ modelVersion, policyVersion, score, pdPpm, grade, referenceRatePpm, contributions, reasons },
    ...{ instalmentMinor, debtToIncomeWithLoanPpm, ...sealed },
  };
}

export function evolve(state: Assessment, event: AssessmentCompleted): Assessment {
  const { decision, outcome, decidedBy, decisionReason, at } = event;
  return { ...state, status: decision, outcome, decidedBy, decisionReason, completedAt: at, claim: null };
}

const claimMs = 3_600_000;

/** Takes a referred assessment for an hour, or for an hour more. */
export function claimReview(state: Assessment, actorId: Id<'member'>, at: Instant): Result<Assessment, AssessmentRejection> {
  const problem = handProblem(state, actorId, at);
  if (problem !== undefined) return problem;
  if (state.status !== 'referred') return refuse(state, 'assessment.not_referred');
  return ok({ ...state, claim: { memberId: actorId, until: addMs(at, claimMs) } });
}

/** Gives it back; by the one who took it. */
export function releaseReview(state: Assessment, actorId: Id<'member'>, at: Instant): Result<Assessment, AssessmentRejection> {
  const problem = handProblem(state, actorId, at);
  return problem ?? ok({ ...state, claim: null });
}

export type RequestState = 'open' | 'funded' | 'ended';
export type ReassessRejection = Rejection<
  'assessment.replaced' | 'assessment.pending' | 'assessment.request_closed' | 'application.impossible'
>;
export type Change = {
  readonly assessmentId: Id<'assessment'>;
  readonly cause: AssessmentCause;
  /** Values that are known better now; the others stay. */
  readonly profile: Partial<Profile>;
  readonly request: RequestState;
};

/** The assessment that judges the request anew. Terms are final once the request is funded. */
export function reassess(state: Assessment, { assessmentId, cause, profile, request }: Change): Result<Assessment, ReassessRejection> {
  const named = { assessmentId: state.assessmentId };
  if (state.replacedBy !== null) return reject('assessment.replaced', { ...named, replacedBy: state.replacedBy });
  if (state.status === 'pending') return reject('assessment.pending', named);
  if (request !== 'open') return reject('assessment.request_closed', { ...named, request });
  const application = { ...state.application, profile: { ...state.application.profile, ...profile } };
  const possible = applicationProblems(application);
  if (!possible.ok) return possible;
  return ok(pendingAssessment({ assessmentId, application, nr: state.nr + 1, cause, replaces: state.assessmentId }));
}
