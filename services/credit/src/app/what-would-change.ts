/** What an applicant could do to get the decision, or the next better grade: judged by the model, the policy and the facts of the day. */
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Application } from '../domain/application.ts';
import { withBureau } from '../domain/bureau.ts';
import { type Change, changesToReach, type Target } from '../domain/counterfactual.ts';
import { type CreditRecord, decideCredit } from '../domain/decision.ts';
import type { Facts } from '../domain/facts.ts';
import { adjustedPd } from '../domain/reputation.ts';
import type { Models, Ports } from './ports.ts';

export type ChangesRejection = Rejection<'assessment.not_found' | 'assessment.pending' | 'assessment.not_replayable'>;
/** Null: nothing within the applicant's reach gets there. */
export type Advice = {
  readonly aim: 'approval' | 'better-grade';
  readonly changes: readonly Change[] | null;
  readonly reached: CreditRecord | null;
};

type Reader = {
  readonly assessments: Pick<Ports['assessments'], 'find'>;
  readonly policies: Pick<Ports['policies'], 'find'>;
  readonly models: Models;
  readonly inputsOf: (record: string) => { readonly application: Application; readonly facts: Facts };
};

/** Reasons that no amount, term or debt of the applicant changes. */
const fixed: ReadonlySet<string> = new Set(
  [
    ...['identity_refused', 'income_below_minimum', 'too_many_delinquencies', 'too_many_public_records'],
    ...['loan_charged_off', 'loan_in_arrears', 'too_many_open_loans'],
  ].map((rule) => `credit.policy.${rule}`),
);
const isFixed = (code: string): boolean => fixed.has(code) || code.startsWith('credit.refer.');

export async function whatWouldChange(
  { assessments, policies, models, inputsOf }: Reader,
  assessmentId: string,
): Promise<Result<Advice, ChangesRejection>> {
  const assessment = await assessments.find(assessmentId);
  if (assessment === undefined) return reject('assessment.not_found', { assessmentId });
  if (assessment.outcome === null) return reject('assessment.pending', { assessmentId });
  const { modelVersion, policyVersion, record } = assessment.outcome;
  const [model, policy] = [models(modelVersion), await policies.find(policyVersion)];
  if (model === undefined || policy === undefined)
    return reject('assessment.not_replayable', { assessmentId, modelVersion, policyVersion });
  const stored = inputsOf(record);
  const { bureau, ...facts } = stored.facts;
  const application = withBureau(stored.application, bureau, policy.policy.bureau);
  const judge = (changed: Application): CreditRecord => decideCredit({ application: changed, facts }, model, policy);
  const now = judge(application);
  const aim = now.decision === 'approved' ? 'better-grade' : 'approval';
  if (now.decision === 'declined' && now.reasons.some(({ code }) => isFixed(code))) return ok({ aim, changes: null, reached: null });
  const isReached: Target<Application> = (scored, changed) => {
    // Most combinations fail on the risk alone, which costs nothing to see.
    if (adjustedPd(scored.pdPpm, now.oddsFactorPpm) > policy.policy.limits.maximumPdPpm) return false;
    const then = judge(changed);
    return then.decision === 'approved' && (aim === 'approval' || then.grade < now.grade);
  };
  const found = changesToReach(application, model.scorecard, isReached);
  return ok({ aim, changes: found?.changes ?? null, reached: found === undefined ? null : judge(found.application) });
}
