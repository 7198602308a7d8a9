/** A submitted request becomes a pending assessment; the model decides it once; a person decides what was referred. */
import { derivedId, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Application } from '../domain/application.ts';
import {
  type Assessment,
  type AssessmentCommand,
  type AssessmentRejection,
  decide,
  evolve,
  pendingAssessment,
} from '../domain/assessment.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { Ports } from './ports.ts';

export type NotFound = Rejection<'assessment.not_found'>;
type Changed = Promise<Result<Assessment, AssessmentRejection | NotFound>>;

/** One assessment per request: the id follows from it, and a second submission of the same request changes nothing. */
export function openAssessment(ports: Ports, input: { readonly application: Application; readonly at: Instant }): Id<'assessment'> {
  const assessmentId = derivedId('assessment', input.application.requestId);
  ports.assessments.insert(pendingAssessment(assessmentId, input.application), input.at);
  return assessmentId;
}

type Scoring = { readonly assessmentId: string; readonly model: Scorecard; readonly at: Instant };

/** Scores what is pending; anything else, or one that a twin is scoring right now, is left alone. */
export async function scoreAssessment(ports: Ports, { assessmentId, model, at }: Scoring): Promise<void> {
  const assessment = await ports.assessments.lockIfFree(assessmentId);
  if (assessment !== undefined) await apply(ports, assessment, { type: 'Score', model, at });
}

type ByHand = {
  readonly assessmentId: string;
  readonly decision: 'approved' | 'declined';
  readonly reason: string;
  readonly actorId: Id<'member'>;
  readonly at: Instant;
};

export async function decideByHand(ports: Ports, { assessmentId, ...command }: ByHand): Changed {
  const assessment = await ports.assessments.lock(assessmentId);
  if (assessment === undefined) return reject('assessment.not_found', { assessmentId });
  return apply(ports, assessment, { type: 'DecideByHand', ...command });
}

async function apply(ports: Ports, before: Assessment, command: AssessmentCommand): Changed {
  const decided = decide(before, command);
  if (!decided.ok) return decided;
  if (decided.value.length === 0) return ok(before);
  const after = decided.value.reduce(evolve, before);
  ports.assessments.save(after);
  await ports.publish(after, decided.value);
  return ok(after);
}
