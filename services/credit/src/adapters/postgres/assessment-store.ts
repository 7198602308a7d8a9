/** Assessments. */
import type { Sql, Tx } from '@mutua/db';
import { assert, type Id, type Instant } from '@mutua/kernel';
import type { AssessmentStore } from '../../app/ports.ts';
import type { Assessment, AssessmentStatus, Outcome } from '../../domain/assessment.ts';
import type { Contribution } from '../../domain/score.ts';
import type { Reason } from '../../domain/scorecard.ts';
import { type ApplicationJson, applicationFrom, type FeaturesJson, featuresFrom, toJson } from './assessment-json.ts';

type Row = {
  assessment_id: Id<'assessment'>;
  status: AssessmentStatus;
  application: ApplicationJson;
  model_version: string | null;
  features: FeaturesJson | null;
  score: number | null;
  pd_ppm: bigint | null;
  annual_loss_ppm: bigint | null;
  grade: string | null;
  reference_rate_ppm: bigint | null;
  contributions: readonly Contribution[] | null;
  reasons: readonly Reason[] | null;
  completed_at: Instant | null;
  decided_by: string | null;
  decision_reason: string | null;
};

const updateSql = `update assessments set (status, model_version, features, score, pd_ppm, annual_loss_ppm, grade, reference_rate_ppm,
    contributions, reasons, completed_at, decided_by, decision_reason) = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  where assessment_id = $1`;
const insertSql = `insert into assessments (assessment_id, request_id, borrower_id, status, application, submitted_at, received_at)
  values ($1, $2, $3, 'pending', $4, $5, $6) on conflict do nothing`;

/** Reads, and writes that go with the commit: what is saved was locked, so nothing is to be learned from waiting. */
export function assessmentUnit(tx: Tx): AssessmentStore {
  return {
    ...assessmentReads(tx),
    insert({ assessmentId, application }, receivedAt) {
      const { requestId, borrowerId, submittedAt } = application;
      tx.defer(() => ({ text: insertSql, params: [assessmentId, requestId, borrowerId, toJson(application), submittedAt, receivedAt] }));
    },
    save(after) {
      tx.defer(() => ({ text: updateSql, params: [after.assessmentId, ...outcomeValues(after)] }));
    },
  };
}

export function assessmentReads(sql: Sql): Omit<AssessmentStore, 'insert' | 'save'> {
  const findBy = async (clause: string, params: readonly unknown[]): Promise<Assessment | undefined> => {
    const row = await sql.one<Row>(`select * from assessments where assessment_id = $1 ${clause}`, params);
    return row && fromRow(row);
  };
  return {
    find: (assessmentId) => findBy('', [assessmentId]),
    lock: (assessmentId) => findBy('for update', [assessmentId]),
    lockIfFree: (assessmentId) => findBy('for update skip locked', [assessmentId]),
    async list({ borrowerId, requestId, status, before, limit }) {
      const [submittedAt, id] = before ?? [];
      const rows = await sql.query<Row>(
        `select * from assessments where ($1::text is null or borrower_id = $1) and ($2::text is null or request_id = $2)
         and ($3::text is null or status = $3) and ($4::timestamptz is null or (submitted_at, assessment_id) < ($4, $5))
         order by submitted_at desc, assessment_id desc limit $6`,
        [borrowerId ?? null, requestId ?? null, status ?? null, submittedAt ?? null, id ?? null, limit + 1],
      );
      return rows.map(fromRow);
    },
    async pendingBefore(at, limit) {
      const rows = await sql.query<{ assessment_id: Id<'assessment'> }>(
        "select assessment_id from assessments where status = 'pending' and received_at <= $1 order by received_at limit $2",
        [at, limit],
      );
      return rows.map((row) => row.assessment_id);
    },
  };
}

function outcomeValues({ status, outcome, completedAt, decidedBy, decisionReason }: Assessment): readonly unknown[] {
  assert(outcome !== null, 'only a decided assessment is saved', { status });
  const { modelVersion, features, scored, reasons } = outcome;
  const { score, pdPpm, annualLossPpm, grade, referenceRatePpm, contributions } = scored;
  const said = [
    modelVersion,
    toJson(features),
    score,
    pdPpm,
    annualLossPpm,
    grade,
    referenceRatePpm,
    toJson(contributions),
    toJson(reasons),
  ];
  return [status, ...said, completedAt, decidedBy, decisionReason];
}

function fromRow(row: Row): Assessment {
  return {
    assessmentId: row.assessment_id,
    application: applicationFrom(row.application),
    status: row.status,
    outcome: outcomeFrom(row),
    completedAt: row.completed_at,
    decidedBy: row.decided_by,
    decisionReason: row.decision_reason,
  };
}

/** The database holds the outcome whole or not at all. The reasons of the score itself are within those of the decision. */
function outcomeFrom(row: Row): Outcome | null {
  const { model_version: modelVersion, features, score, grade, contributions, reasons } = row;
  const { pd_ppm: pdPpm, annual_loss_ppm: annualLossPpm, reference_rate_ppm: referenceRatePpm } = row;
  if (modelVersion === null || features === null || score === null || grade === null || contributions === null || reasons === null)
    return null;
  assert(pdPpm !== null && annualLossPpm !== null && referenceRatePpm !== null, 'an outcome is whole', { id: row.assessment_id });
  const scored = { score, pdPpm, annualLossPpm, grade, referenceRatePpm, contributions, reasons };
  return { modelVersion, features: featuresFrom(features), scored, reasons };
}
