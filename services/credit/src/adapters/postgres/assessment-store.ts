/** Assessments. What a unit of work opens and saves is written with one statement each at its commit, however many there are. */
import type { Sql, Tx } from '@mutua/db';
import { addMs, type Id } from '@mutua/kernel';
import type { AssessmentReads, AssessmentStore } from '../../app/ports.ts';
import type { Assessment } from '../../domain/assessment.ts';
import { fromRow, insertAssessments, type Opened, parkedFrom, type Row, updateAssessments } from './assessment-rows.ts';
import { holdBorrowerSql } from './borrower-store.ts';

/** Tries in all; then a person looks. */
const triesMax = 3;
const retryAfterMs = 2_000;

const failSql = `update assessments set failures = failures + 1, failure = left($2, 2000),
    retry_at = case when failures + 1 < $3 then $4::timestamptz end, parked_at = case when failures + 1 < $3 then null else $5::timestamptz end
  where assessment_id = $1 and status = 'pending' and parked_at is null`;

/** Reads, and writes that go with the commit: what is saved was locked, so nothing is to be learned from waiting. */
export function assessmentUnit(tx: Tx): AssessmentStore {
  const opened: Opened[] = [];
  const changed = new Map<string, Assessment>();
  const locked = async (clause: string, params: readonly unknown[]): Promise<readonly Assessment[]> =>
    (await tx.query<Row>(`select * from assessments where ${clause}`, params)).map(fromRow);
  return {
    ...assessmentReads(tx),
    lock: async (assessmentId) => changed.get(assessmentId) ?? (await locked('assessment_id = $1 for update', [assessmentId]))[0],
    lockPending: (assessmentIds) =>
      locked(
        `assessment_id = any($1) and status = 'pending' and parked_at is null
         order by received_at, assessment_id for update skip locked`,
        [assessmentIds],
      ),
    async lockOpenOf(borrowerId) {
      await tx.run(holdBorrowerSql('$1'), [borrowerId]);
      return await locked(
        `borrower_id = $1 and status <> 'pending' and replaced_by is null and request_id in
           (select request_id from credit_requests where borrower_id = $1 and state in ('open', 'rejected'))
         order by assessment_id for update`,
        [borrowerId],
      );
    },
    insert(assessment, receivedAt) {
      if (opened.length === 0) tx.defer(() => insertAssessments(opened));
      opened.push({ assessment, receivedAt });
    },
    save(after) {
      if (changed.size === 0) tx.defer(() => updateAssessments([...changed.values()]));
      changed.set(after.assessmentId, after);
    },
    fail({ assessmentId, failure, at }) {
      tx.defer(() => ({ text: failSql, params: [assessmentId, failure, triesMax, addMs(at, retryAfterMs), at] }));
    },
    retry: async (assessmentId, at) =>
      (await tx.run(
        `update assessments set failures = 0, failure = null, retry_at = null, parked_at = null, received_at = $2
         where assessment_id = $1 and parked_at is not null`,
        [assessmentId, at],
      )) === 1,
  };
}

export function assessmentReads(sql: Sql): AssessmentReads {
  return {
    async find(assessmentId) {
      const row = await sql.one<Row>('select * from assessments where assessment_id = $1', [assessmentId]);
      return row && fromRow(row);
    },
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
    async reviews({ after, limit }) {
      const rows = await sql.query<Row>(
        `select * from assessments where status = 'referred' and replaced_by is null
           and ($1::timestamptz is null or (submitted_at, assessment_id) > ($1, $2))
         order by submitted_at, assessment_id limit $3`,
        [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
      );
      return rows.map(fromRow);
    },
    async parked({ after, limit }) {
      const rows = await sql.query<Row>(
        `select * from assessments where parked_at is not null and ($1::timestamptz is null or (parked_at, assessment_id) > ($1, $2))
         order by parked_at, assessment_id limit $3`,
        [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
      );
      return rows.map(parkedFrom);
    },
    async pendingBefore(at, limit) {
      const rows = await sql.query<{ assessment_id: Id<'assessment'> }>(
        `select assessment_id from assessments where status = 'pending' and parked_at is null and received_at <= $1
           and (retry_at is null or retry_at <= $1) order by received_at limit $2`,
        [at, limit],
      );
      return rows.map((row) => row.assessment_id);
    },
  };
}
