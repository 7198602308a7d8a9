/** Four eyes: an override of a decision and a new policy happen when a second person approved exactly what was read, or not at all. */
import { type CalendarDate, canonicalJson, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Approval, type ApprovalAction, type DecisionCode, decideApproval, openApproval } from '../domain/approval.ts';
import { type AssessmentRejection, overrideProblem } from '../domain/assessment.ts';
import { type CreditPolicy, policyProblems } from '../domain/policy.ts';
import { type NotFound, override } from './assess.ts';
import type { Ports } from './ports.ts';

export type ApprovalRejection = Rejection<DecisionCode | 'approval.not_found' | 'approval.already_open'>;
export type PolicyRejection = Rejection<'policy.invalid' | 'policy.not_next'>;

type Asking = { readonly approvalId: string; readonly reason: string; readonly makerId: Id<'member'>; readonly at: Instant };
type Task = { readonly action: ApprovalAction; readonly entityId: string; readonly payload: object };

/** Files the task; nothing else happens yet. */
async function file(ports: Ports, { action, entityId, payload }: Task, asking: Asking): Promise<Result<Approval, ApprovalRejection>> {
  const { approvalId, reason, makerId, at } = asking;
  const text = canonicalJson(payload);
  const openedOn = await ports.days.current(at);
  const wish = { approvalId, action, entityId, payload: text, payloadHash: ports.hash(text), reason, makerId, openedOn, createdAt: at };
  const approval = openApproval(wish);
  return (await ports.approvals.insert(approval)) ? ok(approval) : reject('approval.already_open', { action, entityId });
}

type OverridePayload = { readonly assessmentId: string; readonly decision: 'approved' | 'declined'; readonly recordHash: string | null };
type OverrideWish = Asking & Pick<OverridePayload, 'assessmentId' | 'decision'>;

/** The task names the record that was read, so a decision that has changed meanwhile is another one. */
export async function askForOverride(
  ports: Ports,
  { assessmentId, decision, ...asking }: OverrideWish,
): Promise<Result<Approval, ApprovalRejection | AssessmentRejection | NotFound>> {
  const assessment = await ports.assessments.lock(assessmentId);
  if (assessment === undefined) return reject('assessment.not_found', { assessmentId });
  const problem = overrideProblem(assessment, { decision, actorId: asking.makerId, at: asking.at });
  if (problem !== undefined) return problem;
  const payload: OverridePayload = { assessmentId, decision, recordHash: assessment.outcome?.recordHash ?? null };
  return file(ports, { action: 'assessment.override', entityId: assessmentId, payload }, asking);
}

/** A policy document as it came, and what it says. */
export type PolicyWish = Asking & { readonly terms: object; readonly policyOf: (policyVersion: number) => CreditPolicy };
type PolicyPayload = { readonly policyVersion: number; readonly policy: object };

export async function askForPolicy(
  ports: Ports,
  { terms, policyOf, ...asking }: PolicyWish,
): Promise<Result<Approval, ApprovalRejection | PolicyRejection>> {
  const policyVersion = (await ports.policies.current()).policy.policyVersion + 1;
  const problems = policyProblems(policyOf(policyVersion), (modelVersion) => ports.models(modelVersion) !== undefined);
  if (problems.length > 0) return reject('policy.invalid', { problems: problems.join('; ') });
  const payload: PolicyPayload = { policyVersion, policy: terms };
  return file(ports, { action: 'policy.publish', entityId: 'policy', payload }, asking);
}

export type DecisionWish = {
  readonly approvalId: string;
  readonly outcome: 'processed' | 'rejected';
  readonly checkerId: Id<'member'>;
  readonly payloadHash: string;
  readonly note: string | null;
  readonly at: Instant;
  readonly policyFrom: (policyVersion: number, terms: object) => CreditPolicy;
};

/** Rejections of the action itself are passed on with their own code, and undo the approval. */
export async function decideTask(ports: Ports, { approvalId, policyFrom, ...wish }: DecisionWish): Promise<Result<Approval, Rejection>> {
  const approval = await ports.approvals.lock(approvalId);
  if (approval === undefined) return reject('approval.not_found', { approvalId });
  const on: CalendarDate = await ports.days.current(wish.at);
  const decided = decideApproval(approval, { ...wish, storedHash: ports.hash(approval.payload), on });
  if (!decided.ok) return decided;
  if (wish.outcome === 'processed') {
    const done = await execute(ports, decided.value, policyFrom);
    if (!done.ok) return done;
  }
  await ports.approvals.save(decided.value);
  return decided;
}

/** The payload is ours, written by the filing of the same action and bound by its hash. */
async function execute(ports: Ports, approval: Approval, policyFrom: DecisionWish['policyFrom']): Promise<Result<unknown, Rejection>> {
  const { action, payload, reason, makerId, checkerId, decidedAt } = approval;
  if (checkerId === null || decidedAt === null) return reject('approval.not_open', { approvalId: approval.approvalId });
  if (action === 'assessment.override') {
    const { assessmentId, decision } = JSON.parse(payload) as OverridePayload;
    const assessment = await ports.assessments.lock(assessmentId);
    if (assessment?.application.borrowerId === checkerId) return reject('assessment.own_request', { assessmentId });
    return override(ports, { assessmentId, decision, reason, actorId: makerId as Id<'member'>, at: decidedAt });
  }
  const { policyVersion, policy: terms } = JSON.parse(payload) as PolicyPayload;
  const inForce = (await ports.policies.current()).policy.policyVersion;
  if (policyVersion !== inForce + 1) return reject('policy.not_next', { policyVersion, inForce });
  const document = canonicalJson(terms);
  const policy = policyFrom(policyVersion, terms);
  await ports.policies.insert({ policy, document, hash: ports.hash(document), publishedAt: decidedAt, makerId, checkerId });
  return ok(undefined);
}
