/** What the API shows. */
import type { CreditComponents } from '@mutua/contracts';
import { ratePpmToWire } from '@mutua/kernel';
import type { Parked, PublishedPolicy } from '../../app/ports.ts';
import type { Advice } from '../../app/what-would-change.ts';
import type { Assessment, Outcome } from '../../domain/assessment.ts';
import type { Reputation } from '../../domain/reputation.ts';
import type { PolicyTerms } from '../postgres/policy-json.ts';
import type { Comparison } from '../postgres/shadow-store.ts';

type Schemas = CreditComponents['schemas'];

export function assessmentView(assessment: Assessment): Schemas['CreditAssessment'] {
  const { application, outcome, claim } = assessment;
  return {
    assessmentId: assessment.assessmentId,
    requestId: application.requestId,
    borrowerId: application.borrowerId,
    nr: assessment.nr,
    cause: assessment.cause,
    replaces: assessment.replaces,
    replacedBy: assessment.replacedBy,
    status: assessment.status,
    submittedAt: application.submittedAt,
    completedAt: assessment.completedAt,
    ...(outcome === null ? undecided : outcomeView(outcome)),
    decidedBy: assessment.decidedBy,
    decisionReason: assessment.decisionReason,
    claim: claim && { ...claim },
  };
}

type OutcomeView = Pick<
  Schemas['CreditAssessment'],
  | 'modelVersion'
  | 'policyVersion'
  | 'score'
  | 'pdPpm'
  | 'grade'
  | 'referenceRatePpm'
  | 'instalmentMinor'
  | 'debtToIncomeWithLoanPpm'
  | 'reasons'
  | 'contributions'
  | 'recordHash'
>;

const undecided: OutcomeView = {
  ...{ modelVersion: null, policyVersion: null, score: null, pdPpm: null, grade: null, referenceRatePpm: null, instalmentMinor: null },
  ...{ debtToIncomeWithLoanPpm: null, reasons: [], contributions: [], recordHash: null },
};

function outcomeView(outcome: Outcome): OutcomeView {
  const { debtToIncomeWithLoanPpm, instalmentMinor } = outcome;
  return {
    modelVersion: outcome.modelVersion,
    policyVersion: outcome.policyVersion,
    score: outcome.score,
    pdPpm: ratePpmToWire(outcome.pdPpm),
    grade: outcome.grade,
    referenceRatePpm: ratePpmToWire(outcome.referenceRatePpm),
    instalmentMinor: instalmentMinor === 0n ? null : instalmentMinor.toString(),
    debtToIncomeWithLoanPpm: debtToIncomeWithLoanPpm === null ? null : ratePpmToWire(debtToIncomeWithLoanPpm),
    reasons: outcome.reasons.map(({ code, text }) => ({ code, text })),
    contributions: outcome.contributions.map(({ feature, bin, points }) => {
      const pointHundredths = Math.round(points * 100);
      return { feature, bin, points: Math.round(points), pointHundredths };
    }),
    recordHash: outcome.recordHash,
  };
}

export function setAsideView({ assessment, failure, failures, parkedAt }: Parked): Schemas['SetAside'] {
  const { requestId, borrowerId } = assessment.application;
  return { assessmentId: assessment.assessmentId, requestId, borrowerId, setAsideAt: parkedAt, failures, failure };
}

export function policyView({ policy, document, hash, publishedAt, makerId, checkerId }: PublishedPolicy): Schemas['CreditPolicy'] {
  const { policyVersion } = policy;
  return { policyVersion, policy: JSON.parse(document) as PolicyTerms, hash, publishedAt, makerId, checkerId };
}

export function adviceView(assessmentId: string, { aim, changes, reached }: Advice): Schemas['CreditChanges'] {
  return {
    assessmentId,
    aim,
    isReachable: reached !== null,
    changes: (changes ?? []).map(({ field, from, to, code, text }) => ({ field, from: from.toString(), to: to.toString(), code, text })),
    score: reached?.score ?? null,
    grade: reached?.grade ?? null,
    pdPpm: ppmOrNull(reached?.pdPpm ?? null),
    referenceRatePpm: ppmOrNull(reached?.referenceRatePpm ?? null),
  };
}

const ppmOrNull = (ppm: bigint | null): number | null => (ppm === null ? null : ratePpmToWire(ppm));

export function comparisonView(comparison: Comparison): Schemas['ModelComparison'] {
  return {
    ...comparison,
    championMeanPdPpm: ratePpmToWire(comparison.championMeanPdPpm),
    challengerMeanPdPpm: ratePpmToWire(comparison.challengerMeanPdPpm),
    championOutcomePdPpm: ppmOrNull(comparison.championOutcomePdPpm),
    challengerOutcomePdPpm: ppmOrNull(comparison.challengerOutcomePdPpm),
    defaultedPpm: ppmOrNull(comparison.defaultedPpm),
  };
}

export function reputationView(requestId: string, reputation: Reputation): Schemas['Reputation'] {
  return { requestId, ...reputation, formula: reputationFormula };
}

const reputationFormula =
  '100 × (good + prior / 2) / (good + bad + prior). good: per calendar month the share of the full weight that was paid on time, at most 1; ' +
  'bad: 1 for an instalment up to 15 days late, 3 up to 30, 8 beyond or never paid. Only finished instalments count; at most 10 after a default.';
