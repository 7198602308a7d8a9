/**
 * One credit decision per loan request: pending → approved | declined | referred; referred → approved | declined by a person.
 * The model decides once; deciding again is a no-op, so a job that runs twice has one effect.
 */
import { err, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Application } from './application.ts';
import { type FeatureVector, featuresOf } from './features.ts';
import { verdictOf } from './policy.ts';
import { type Score, score } from './score.ts';
import type { Reason, Scorecard } from './scorecard.ts';

export type AssessmentStatus = 'pending' | 'referred' | 'approved' | 'declined';

/** What the model saw and said; kept so that it can be recomputed years later. */
export type Outcome = {
  readonly modelVersion: string;
  readonly features: FeatureVector;
  readonly scored: Score;
  readonly reasons: readonly Reason[];
};

export type Assessment = {
  readonly assessmentId: Id<'assessment'>;
  readonly application: Application;
  readonly status: AssessmentStatus;
  readonly outcome: Outcome | null;
  readonly completedAt: Instant | null;
  /** `model`, or the id of the person who decided. */
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
};

export type AssessmentCommand =
  | { readonly type: 'Score'; readonly model: Scorecard; readonly at: Instant }
  | {
      readonly type: 'DecideByHand';
      readonly decision: 'approved' | 'declined';
      readonly reason: string;
      readonly actorId: Id<'member'>;
      readonly at: Instant;
    };

export type AssessmentCompleted = {
  readonly type: 'AssessmentCompleted';
  readonly decision: Exclude<AssessmentStatus, 'pending'>;
  readonly outcome: Outcome;
  readonly decidedBy: string;
  readonly decisionReason: string | null;
  readonly at: Instant;
};

export type AssessmentRejection = Rejection<'assessment.not_referred' | 'assessment.own_request'>;

export function pendingAssessment(assessmentId: Id<'assessment'>, application: Application): Assessment {
  return { assessmentId, application, status: 'pending', outcome: null, completedAt: null, decidedBy: null, decisionReason: null };
}

export function decide(state: Assessment, command: AssessmentCommand): Result<readonly AssessmentCompleted[], AssessmentRejection> {
  if (command.type === 'Score') return ok(state.status === 'pending' ? [scoreNow(state, command.model, command.at)] : []);
  if (state.status !== 'referred' || state.outcome === null) {
    return err({ code: 'assessment.not_referred', details: { assessmentId: state.assessmentId, status: state.status } });
  }
  if (command.actorId === state.application.borrowerId) return reject('assessment.own_request', { assessmentId: state.assessmentId });
  const byHand: Reason = { code: `credit.manual_${command.decision}`, text: command.reason };
  return ok([
    {
      type: 'AssessmentCompleted',
      decision: command.decision,
      outcome: { ...state.outcome, reasons: [byHand, ...state.outcome.reasons] },
      decidedBy: command.actorId,
      decisionReason: command.reason,
      at: command.at,
    },
  ]);
}

function scoreNow({ application }: Assessment, model: Scorecard, at: Instant): AssessmentCompleted {
  const features = featuresOf(application);
  const scored = score(features, model);
  const { decision, reasons } = verdictOf(features, scored, model.policy);
  const outcome = { modelVersion: model.modelVersion, features, scored, reasons };
  return { type: 'AssessmentCompleted', decision, outcome, decidedBy: 'model', decisionReason: null, at };
}

export function evolve(state: Assessment, event: AssessmentCompleted): Assessment {
  const { decision, outcome, decidedBy, decisionReason, at } = event;
  return { ...state, status: decision, outcome, decidedBy, decisionReason, completedAt: at };
}
