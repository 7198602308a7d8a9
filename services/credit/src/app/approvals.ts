/** Four eyes: an override of a decision and a new policy happen when a second person approved exactly what was read, or not at all. */
import { type Approval, type Asked, type Decided, type Deciding, decideTask, fileTask } from '@mutua/approvals';
import { canonicalJson, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { overrideProblem } from '../domain/assessment.ts';
import { type CreditPolicy, policyProblems } from '../domain/policy.ts';
import { override } from './assess.ts';
import type { ApprovalAction, Ports } from './ports.ts';

export type PolicyRejection = Rejection<'policy.invalid' | 'policy.not_next'>;

type Asking = { readonly approvalId: string; readonly reason: string; readonly makerId: Id<'member'>; readonly at: Instant };
type Answer = Result<Approval<ApprovalAction>, Rejection>;

const momentOf = async ({ days, hash }: Ports, at: Instant) => ({ on: await days.current(at), at, hash });

const file = async (ports: Ports, asked: Asked<ApprovalAction>, at: Instant) => fileTask(ports.approvals, asked, await momentOf(ports, at));

type OverridePayload = { readonly assessmentId: string; readonly decision: 'approved' | 'declined'; readonly recordHash: string | null };
type OverrideWish = Asking & Pick<OverridePayload, 'assessmentId' | 'decision'>;

/** The task names the record that was read, so a decision that has changed meanwhile is another one. */
export async function askForOverride(ports: Ports, { assessmentId, decision, at, ...asking }: OverrideWish): Promise<Answer> {
  const assessment = await ports.assessments.lock(assessmentId);
  if (assessment === undefined) return reject('assessment.not_found', { assessmentId });
  const problem = overrideProblem(assessment, { decision, actorId: asking.makerId, at });
  if (problem !== undefined) return problem;
  const payload: OverridePayload = { assessmentId, decision, recordHash: assessment.outcome?.recordHash ?? null };
  return file(ports, { ...asking, action: 'assessment.override', entityId: assessmentId, payload }, at);
}

/** A policy document as it came, and what it says. */
export type PolicyWish = Asking & { readonly terms: object; readonly policyOf: (policyVersion: number) => CreditPolicy };
type PolicyPayload = { readonly policyVersion: number; readonly policy: object };

export async function askForPolicy(ports: Ports, { terms, policyOf, at, ...asking }: PolicyWish): Promise<Answer> {
  const policyVersion = (await ports.policies.current()).policy.policyVersion + 1;
  const problems = policyProblems(policyOf(policyVersion), (modelVersion) => ports.models(modelVersion) !== undefined);
  if (problems.length > 0) return reject('policy.invalid', { problems: problems.join('; ') });
  const payload: PolicyPayload = { policyVersion, policy: terms };
  return file(ports, { ...asking, action: 'policy.publish', entityId: 'policy', payload }, at);
}

type DecisionWish = Deciding & { readonly at: Instant; readonly policyFrom: (policyVersion: number, terms: object) => CreditPolicy };

export async function decide(ports: Ports, { at, policyFrom, ...wish }: DecisionWish): Promise<Answer> {
  const { approvals } = ports;
  return decideTask({ approvals, execute: (approval) => execute(ports, approval, policyFrom) }, wish, await momentOf(ports, at));
}

/** The payload is ours, written by the filing of the same action and bound by its hash. */
async function execute(
  ports: Ports,
  { action, payload, reason, makerId, checkerId, decidedAt }: Decided<ApprovalAction>,
  policyFrom: DecisionWish['policyFrom'],
): Promise<Result<unknown, Rejection>> {
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
