/** Scores what is pending, many in one transaction. One that cannot be scored is counted and set aside, and holds nobody up. */
import { assert, dateOf, type Instant } from '@mutua/kernel';
import type { Assessment } from '../domain/assessment.ts';
import { bureauGap } from '../domain/bureau.ts';
import { decideCredit, type Model, type PolicyInForce } from '../domain/decision.ts';
import type { Facts } from '../domain/facts.ts';
import { outstandingOf } from '../domain/loan-history.ts';
import { reputationOf } from '../domain/reputation.ts';
import { applyTo } from './assess.ts';
import type { BorrowerFacts, Models, NewRequest, Ports, Shadow } from './ports.ts';

type Scoring = { readonly assessmentIds: readonly string[]; readonly at: Instant };

/** What is not pending, or what a twin is scoring right now, is left alone. */
export async function scoreAssessments(ports: Ports, { assessmentIds, at }: Scoring): Promise<void> {
  const [assessments, policy] = await Promise.all([ports.assessments.lockPending(assessmentIds), ports.policies.current()]);
  if (assessments.length === 0) return;
  const known = await ports.borrowers.factsOf([...new Set(assessments.map(({ application }) => application.borrowerId))]);
  const model = modelInForce(ports.models, policy);
  const decidedHere: NewRequest[] = [];
  for (const assessment of assessments) {
    const facts = factsFor(assessment, { known, decidedHere, policy, at });
    if (isStale(facts, policy)) ports.bureau.askAgain(assessment.application.borrowerId, at);
    try {
      const decided = await applyTo(ports, assessment, { type: 'Score', facts, model, policy, seal: ports.seal, at });
      if (decided.ok && decided.value.status === 'approved') decidedHere.push(requestOf(assessment));
      ports.shadow(shadowsOf(ports, { assessment, facts, policy }));
    } catch (error) {
      ports.assessments.fail({ assessmentId: assessment.assessmentId, failure: messageOf(error), at });
    }
  }
}

/** Throws when there is no such model. */
export function modelInForce(models: Models, { policy: { modelVersion } }: PolicyInForce): Model {
  const model = models(modelVersion);
  assert(model !== undefined, 'the policy names a model that is there', { modelVersion });
  return model;
}

function requestOf({ application }: Assessment): NewRequest {
  const { requestId, borrowerId, market, amountMinor } = application;
  return { requestId, borrowerId, currency: market, amountMinor };
}

type Known = {
  readonly known: ReadonlyMap<string, BorrowerFacts>;
  /** Approved in this transaction, not to be seen in the database yet. */
  readonly decidedHere: readonly NewRequest[];
  readonly policy: PolicyInForce;
  readonly at: Instant;
};

const stranger: BorrowerFacts = { kyc: 'unverified', bureau: { state: 'no-consent', report: null }, loans: [], approved: [] };

function factsFor({ application }: Assessment, { known, decidedHere, policy, at }: Known): Facts {
  const { kyc, bureau, loans, approved } = known.get(application.borrowerId) ?? stranger;
  const here = decidedHere.filter(({ borrowerId }) => borrowerId === application.borrowerId);
  const others = [...approved, ...here].filter(
    ({ requestId, currency }) => requestId !== application.requestId && currency === application.market,
  );
  const open = loans.filter(({ status }) => status === 'active' || status === 'in-arrears');
  const owed = open.filter(({ currency }) => currency === application.market);
  return {
    kyc,
    exposure: {
      openLoans: open.length,
      openLoansInArrears: open.filter(({ status }) => status === 'in-arrears').length,
      chargedOffLoans: loans.filter(({ status }) => status === 'charged-off').length,
      outstandingMinor: owed.reduce((sum, loan) => sum + outstandingOf(loan), 0n),
      approvedMinor: others.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    },
    reputation: reputationOf(loans, policy.policy.reputation),
    ...(policy.policy.bureau === undefined ? {} : { bureau: { ...bureau, on: dateOf(at) } }),
  };
}

function isStale({ bureau }: Facts, { policy }: PolicyInForce): boolean {
  return bureau !== undefined && policy.bureau !== undefined && bureauGap(bureau, policy.bureau) === 'stale';
}

type Judged = { readonly assessment: Assessment; readonly facts: Facts; readonly policy: PolicyInForce };

/** A challenger that fails, or is not there, says nothing: it decides nothing either. */
function shadowsOf(ports: Ports, { assessment, facts, policy }: Judged): readonly Shadow[] {
  const { assessmentId, application } = assessment;
  return policy.policy.challengers.flatMap((modelVersion) => {
    const model = ports.models(modelVersion);
    if (model === undefined) return [];
    try {
      return [{ assessmentId, record: decideCredit({ application, facts }, model, policy) }];
    } catch {
      return [];
    }
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'a thrown value that is no error';
}
