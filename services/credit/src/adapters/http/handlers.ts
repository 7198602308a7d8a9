/** Each operation of the contract: convert in, call the use case, convert out. */
import type { CreditComponents, CreditOperations } from '@mutua/contracts';
import type { Sql, Tx } from '@mutua/db';
import { type Actor, decodeCursor, type Handlers, pageOf, reply } from '@mutua/http';
import { ratePpmToWire, reject } from '@mutua/kernel';
import { decideByHand } from '../../app/assess.ts';
import type { AssessmentStore, Ports } from '../../app/ports.ts';
import type { Assessment } from '../../domain/assessment.ts';

type Dependencies = { readonly ports: (tx: Tx) => Ports; readonly assessments: (sql: Sql) => Pick<AssessmentStore, 'find' | 'list'> };

export function handlers({ ports, assessments }: Dependencies): Handlers<CreditOperations> {
  return {
    listCreditAssessments: async ({ sql, query, actor }) => {
      const before = decodeCursor(query.cursor, 2);
      if (!before.ok) return before;
      const { requestId, status, limit = 25 } = query;
      const borrowerId = isStaff(actor) ? undefined : actor.memberId;
      const rows = await assessments(sql).list({ borrowerId, requestId, status, before: before.value, limit });
      const keys = ({ application, assessmentId }: Assessment): readonly string[] => [application.submittedAt, assessmentId];
      return reply.ok(pageOf(rows, limit, { keys, view: assessmentView }));
    },
    getCreditAssessment: async ({ sql, params }) => {
      const assessment = await assessments(sql).find(params.assessmentId);
      return assessment === undefined ? reject('assessment.not_found') : reply.ok(assessmentView(assessment));
    },
    decideCreditAssessment: async ({ tx, params, body, actor, now }) => {
      const { decision, reason } = body;
      const input = { assessmentId: params.assessmentId, decision, reason, actorId: actor.memberId, at: now };
      const decided = await decideByHand(ports(tx), input);
      return decided.ok ? reply.ok(assessmentView(decided.value)) : decided;
    },
  };
}

function isStaff({ roles }: Actor): boolean {
  return roles.includes('admin') || roles.includes('auditor');
}

function assessmentView(assessment: Assessment): CreditComponents['schemas']['CreditAssessment'] {
  const { application, outcome } = assessment;
  return {
    assessmentId: assessment.assessmentId,
    requestId: application.requestId,
    borrowerId: application.borrowerId,
    status: assessment.status,
    submittedAt: application.submittedAt,
    completedAt: assessment.completedAt,
    modelVersion: outcome?.modelVersion ?? null,
    score: outcome?.scored.score ?? null,
    pdPpm: outcome && ratePpmToWire(outcome.scored.pdPpm),
    grade: outcome?.scored.grade ?? null,
    referenceRatePpm: outcome && ratePpmToWire(outcome.scored.referenceRatePpm),
    reasons: (outcome?.reasons ?? []).map(({ code, text }) => ({ code, text })),
    contributions: (outcome?.scored.contributions ?? []).map(({ feature, bin, points }) => ({ feature, bin, points })),
    decidedBy: assessment.decidedBy,
    decisionReason: assessment.decisionReason,
  };
}
