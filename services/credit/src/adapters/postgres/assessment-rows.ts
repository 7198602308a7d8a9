/** Rows of assessments and the statements that write many of them at once. */
import type { Statement } from '@mutua/db';
import { assert, type Id, type Instant } from '@mutua/kernel';
import type { Parked } from '../../app/ports.ts';
import type { Assessment, AssessmentCause, AssessmentStatus, Outcome } from '../../domain/assessment.ts';
import type { Contribution } from '../../domain/score.ts';
import type { Reason } from '../../domain/scorecard.ts';
import { type ApplicationJson, applicationFrom, toJson } from './json.ts';

export type Row = {
  assessment_id: Id<'assessment'>;
  nr: number;
  cause: AssessmentCause;
  replaces: Id<'assessment'> | null;
  replaced_by: Id<'assessment'> | null;
  status: AssessmentStatus;
  application: ApplicationJson;
  model_version: string | null;
  policy_version: number | null;
  score: number | null;
  pd_ppm: bigint | null;
  grade: string | null;
  reference_rate_ppm: bigint | null;
  instalment_minor: bigint | null;
  debt_to_income_with_loan_ppm: bigint | null;
  reasons: readonly Reason[] | null;
  record: string | null;
  record_hash: string | null;
  completed_at: Instant | null;
  decided_by: string | null;
  decision_reason: string | null;
  claimed_by: string | null;
  claimed_until: Instant | null;
  failures: number;
  failure: string | null;
  parked_at: Instant | null;
};

export function fromRow(row: Row): Assessment {
  const { claimed_by: memberId, claimed_until: until } = row;
  return {
    assessmentId: row.assessment_id,
    application: applicationFrom(row.application),
    nr: row.nr,
    cause: row.cause,
    replaces: row.replaces,
    replacedBy: row.replaced_by,
    status: row.status,
    outcome: row.status === 'pending' ? null : outcomeFrom(row),
    completedAt: row.completed_at,
    decidedBy: row.decided_by,
    decisionReason: row.decision_reason,
    claim: memberId === null || until === null ? null : { memberId, until },
  };
}

export function parkedFrom(row: Row): Parked {
  const { failure, failures, parked_at: parkedAt } = row;
  assert(failure !== null && parkedAt !== null, 'what is set aside has a cause', { id: row.assessment_id });
  return { assessment: fromRow(row), failure, failures, parkedAt };
}

/** The database holds the outcome whole or not at all. */
function outcomeFrom(row: Row): Outcome {
  const { assessment_id: id, model_version: modelVersion, policy_version: policyVersion, score, grade, reasons, record } = row;
  const { pd_ppm: pdPpm, reference_rate_ppm: referenceRatePpm, instalment_minor: instalmentMinor, record_hash: recordHash } = row;
  assert(modelVersion !== null && policyVersion !== null && score !== null && grade !== null && reasons !== null, 'whole', { id });
  assert(pdPpm !== null && referenceRatePpm !== null && instalmentMinor !== null, 'an outcome is whole', { id });
  assert(record !== null && recordHash !== null, 'an outcome has its record', { id });
  const { contributions } = JSON.parse(record) as { readonly contributions: readonly Contribution[] };
  return {
    ...{ modelVersion, policyVersion, score, pdPpm, grade, referenceRatePpm, instalmentMinor, record, recordHash },
    ...{ debtToIncomeWithLoanPpm: row.debt_to_income_with_loan_ppm, contributions, reasons },
  };
}

export type Opened = { readonly assessment: Assessment; readonly receivedAt: Instant };

const insertSql = `insert into assessments (assessment_id, nr, cause, replaces, request_id, borrower_id, status, application, submitted_at, received_at)
  select id, nr, cause, replaces, application->>'requestId', application->>'borrowerId', 'pending', application,
    (application->>'submittedAt')::timestamptz, received_at
  from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[])
    as opened (id, nr, cause, replaces, application, received_at)
  on conflict do nothing`;

export function insertAssessments(opened: readonly Opened[]): Statement {
  const assessments = opened.map(({ assessment }) => assessment);
  return {
    text: insertSql,
    params: [
      assessments.map(({ assessmentId }) => assessmentId),
      assessments.map(({ nr }) => nr),
      assessments.map(({ cause }) => cause),
      assessments.map(({ replaces }) => replaces),
      assessments.map(({ application }) => toJson(application)),
      opened.map(({ receivedAt }) => receivedAt),
    ],
  };
}

const updateSql = `update assessments a set (status, replaced_by, model_version, policy_version, score, pd_ppm, grade, reference_rate_ppm,
    instalment_minor, debt_to_income_with_loan_ppm, record, record_hash, reasons, completed_at, decided_by, decision_reason, claimed_by,
    claimed_until, failures, retry_at, parked_at, failure)
  = row(n.status, n.replaced_by, n.model_version, n.policy_version, n.score, n.pd_ppm, n.grade, n.reference_rate_ppm, n.instalment_minor,
    n.debt_to_income_with_loan_ppm, n.record, n.record_hash, n.reasons, n.completed_at, n.decided_by, n.decision_reason, n.claimed_by,
    n.claimed_until, 0, null, null, null)
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::bigint[], $8::text[], $9::bigint[],
    $10::bigint[], $11::bigint[], $12::text[], $13::text[], $14::jsonb[], $15::timestamptz[], $16::text[], $17::text[], $18::text[],
    $19::timestamptz[])
    as n (id, status, replaced_by, model_version, policy_version, score, pd_ppm, grade, reference_rate_ppm, instalment_minor,
      debt_to_income_with_loan_ppm, record, record_hash, reasons, completed_at, decided_by, decision_reason, claimed_by, claimed_until)
  where a.assessment_id = n.id and a.assessment_id = any($1)`;

/** Of assessments that were decided. */
export function updateAssessments(changed: readonly Assessment[]): Statement {
  const outcomes = changed.map(({ outcome, assessmentId }) => {
    assert(outcome !== null, 'only a decided assessment is saved', { assessmentId });
    return outcome;
  });
  return {
    text: updateSql,
    params: [
      changed.map(({ assessmentId }) => assessmentId),
      changed.map(({ status }) => status),
      changed.map(({ replacedBy }) => replacedBy),
      outcomes.map(({ modelVersion }) => modelVersion),
      outcomes.map(({ policyVersion }) => policyVersion),
      outcomes.map(({ score }) => score),
      outcomes.map(({ pdPpm }) => pdPpm),
      outcomes.map(({ grade }) => grade),
      outcomes.map(({ referenceRatePpm }) => referenceRatePpm),
      outcomes.map(({ instalmentMinor }) => instalmentMinor),
      outcomes.map(({ debtToIncomeWithLoanPpm }) => debtToIncomeWithLoanPpm),
      outcomes.map(({ record }) => record),
      outcomes.map(({ recordHash }) => recordHash),
      outcomes.map(({ reasons }) => toJson(reasons)),
      changed.map(({ completedAt }) => completedAt),
      changed.map(({ decidedBy }) => decidedBy),
      changed.map(({ decisionReason }) => decisionReason),
      changed.map(({ claim }) => claim?.memberId ?? null),
      changed.map(({ claim }) => claim?.until ?? null),
    ],
  };
}
