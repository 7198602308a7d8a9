/** Makes a stored decision again from its own record, with the model and the policy of its day, and compares the bytes. */
import { canonicalJson, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Application } from '../domain/application.ts';
import { type CreditRecord, decideCredit } from '../domain/decision.ts';
import type { Facts } from '../domain/facts.ts';
import type { Ports } from './ports.ts';

export type ReplayRejection = Rejection<'assessment.not_found' | 'assessment.pending' | 'assessment.not_replayable'>;
export type Replay = {
  readonly assessmentId: string;
  readonly isIdentical: boolean;
  readonly recordHash: string;
  readonly replayedHash: string;
  readonly modelVersion: string;
  readonly policyVersion: number;
  readonly record: string;
  /** Members of the record that came out otherwise. */
  readonly differences: readonly string[];
};
type Inputs = { readonly application: Application; readonly facts: Facts };
type Replayer = Pick<Ports, 'policies' | 'models' | 'seal'> & {
  readonly assessments: Pick<Ports['assessments'], 'find'>;
  readonly inputsOf: (record: string) => Inputs;
};

/** Not replayable: decided before records were kept, or its model or policy is gone. */
export async function replay(ports: Replayer, assessmentId: string): Promise<Result<Replay, ReplayRejection>> {
  const assessment = await ports.assessments.find(assessmentId);
  if (assessment === undefined) return reject('assessment.not_found', { assessmentId });
  const { outcome } = assessment;
  if (outcome === null) return reject('assessment.pending', { assessmentId });
  const { modelVersion, policyVersion, record, recordHash } = outcome;
  const [model, policy] = [ports.models(modelVersion), await ports.policies.find(policyVersion)];
  if (model === undefined || policy === undefined) {
    return reject('assessment.not_replayable', { assessmentId, modelVersion, policyVersion });
  }
  const again = decideCredit(ports.inputsOf(record), model, policy);
  const sealed = ports.seal(again);
  return ok({
    ...{ assessmentId, modelVersion, policyVersion, record, recordHash },
    isIdentical: sealed.record === record,
    replayedHash: sealed.recordHash,
    differences: differencesOf(JSON.parse(record) as Readonly<Record<string, unknown>>, again),
  });
}

function differencesOf(stored: Readonly<Record<string, unknown>>, again: CreditRecord): readonly string[] {
  const made = JSON.parse(canonicalJson(again)) as Readonly<Record<string, unknown>>;
  const members = new Set([...Object.keys(stored), ...Object.keys(made)]);
  return [...members].filter((key) => canonicalJson(stored[key] ?? null) !== canonicalJson(made[key] ?? null)).sort();
}
