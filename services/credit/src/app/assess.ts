/** A submitted request becomes a pending assessment; the model decides it once; a person decides what was referred. */
import { derivedId, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Application, Profile } from '../domain/application.ts';
import {
  type Assessment,
  type AssessmentCause,
  type AssessmentCommand,
  type AssessmentRejection,
  claimReview,
  decide,
  evolve,
  pendingAssessment,
  type ReassessRejection,
  reassess,
  releaseReview,
} from '../domain/assessment.ts';
import { identityRefused } from '../domain/policy.ts';
import type { Ports } from './ports.ts';

export type NotFound = Rejection<'assessment.not_found'>;
type Changed = Promise<Result<Assessment, AssessmentRejection | NotFound>>;

/** One first assessment per request: the id follows from it, and a second submission of the same request changes nothing. */
export function openAssessment(ports: Ports, input: { readonly application: Application; readonly at: Instant }): Id<'assessment'> {
  const { application, at } = input;
  const { requestId, borrowerId, market, amountMinor } = application;
  const assessmentId = derivedId('assessment', requestId);
  ports.borrowers.submit({ requestId, borrowerId, currency: market, amountMinor });
  ports.assessments.insert(pendingAssessment({ assessmentId, application, nr: 1, cause: 'submitted', replaces: null }), at);
  return assessmentId;
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
  return applyTo(ports, assessment, { type: 'DecideByHand', ...command });
}

/** Does what two people agreed on. */
export async function override(ports: Ports, { assessmentId, ...command }: ByHand): Changed {
  const assessment = await ports.assessments.lock(assessmentId);
  if (assessment === undefined) return reject('assessment.not_found', { assessmentId });
  return applyTo(ports, assessment, { type: 'Override', ...command });
}

type Review = Pick<ByHand, 'assessmentId' | 'actorId' | 'at'> & { readonly wish: 'claim' | 'release' };

export async function review(ports: Ports, { assessmentId, wish, actorId, at }: Review): Changed {
  const assessment = await ports.assessments.lock(assessmentId);
  if (assessment === undefined) return reject('assessment.not_found', { assessmentId });
  const changed = (wish === 'claim' ? claimReview : releaseReview)(assessment, actorId, at);
  if (changed.ok) ports.assessments.save(changed.value);
  return changed;
}

/** Locked → decided → stored and told. */
export async function applyTo(ports: Ports, before: Assessment, command: AssessmentCommand): Changed {
  const decided = decide(before, command);
  if (!decided.ok) return decided;
  if (decided.value.length === 0) return ok(before);
  const after = decided.value.reduce(evolve, before);
  // Told first: an event that breaks its contract leaves nothing behind.
  await ports.publish(after, decided.value);
  ports.assessments.save(after);
  return ok(after);
}

type Anew = {
  readonly assessmentId: string;
  readonly cause: AssessmentCause;
  readonly profile: Partial<Profile>;
  readonly at: Instant;
};

/** Opens the assessment that replaces this one; answers it, pending. */
export async function assessAnew(
  ports: Ports,
  { assessmentId, ...change }: Anew,
): Promise<Result<Assessment, ReassessRejection | NotFound>> {
  const assessment = await ports.assessments.lock(assessmentId);
  if (assessment === undefined) return reject('assessment.not_found', { assessmentId });
  return replace(ports, assessment, change);
}

async function replace(
  ports: Ports,
  old: Assessment,
  { cause, profile, at }: Omit<Anew, 'assessmentId'>,
): Promise<Result<Assessment, ReassessRejection>> {
  const { requestId } = old.application;
  const assessmentId = derivedId('assessment', requestId, String(old.nr + 1));
  const anew = reassess(old, { assessmentId, cause, profile, request: await ports.borrowers.requestState(requestId) });
  if (!anew.ok) return anew;
  ports.assessments.save({ ...old, replacedBy: assessmentId, claim: null });
  ports.assessments.insert(anew.value, at);
  return anew;
}

/** A bureau answered: what waits for a person is judged anew with it. */
export async function reassessReferred(ports: Ports, memberId: string, at: Instant): Promise<readonly Id<'assessment'>[]> {
  const opened: Id<'assessment'>[] = [];
  for (const old of await ports.assessments.lockOpenOf(memberId)) {
    const anew = old.status === 'referred' ? await replace(ports, old, { cause: 'bureau', profile: {}, at }) : undefined;
    if (anew?.ok) opened.push(anew.value.assessmentId);
  }
  return opened;
}

/** Events of identity and loans come in any order: the model may have declined on a refusal that was over. */
function isForRefusedIdentity({ status, outcome }: Assessment): boolean {
  return status === 'declined' && (outcome?.reasons.some(({ code }) => code === identityRefused) ?? false);
}

/** Identity changed its mind about a member: what was decided on the old state and is not funded is judged anew. */
export async function changeKyc(
  ports: Ports,
  { memberId, kyc, at }: { readonly memberId: string; readonly kyc: 'verified' | 'refused'; readonly at: Instant },
): Promise<readonly Id<'assessment'>[]> {
  ports.borrowers.setKyc(memberId, kyc);
  const opened: Id<'assessment'>[] = [];
  for (const old of await ports.assessments.lockOpenOf(memberId)) {
    const isConcerned = kyc === 'refused' ? old.status !== 'declined' : old.status === 'referred' || isForRefusedIdentity(old);
    const anew = isConcerned ? await replace(ports, old, { cause: 'identity', profile: {}, at }) : undefined;
    if (anew?.ok) opened.push(anew.value.assessmentId);
  }
  return opened;
}
