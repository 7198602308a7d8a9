/** Each operation of the contract: convert in, call the use case, convert out. */
import type { CreditOperations } from '@mutua/contracts';
import { type Actor, decodeCursor, type Handlers, pageOf, reply } from '@mutua/http';
import { reject } from '@mutua/kernel';
import { changeConsent } from '../../app/ask-bureau.ts';
import { assessAnew, decideByHand, review } from '../../app/assess.ts';
import type { Parked } from '../../app/ports.ts';
import { replay } from '../../app/replay.ts';
import { whatWouldChange } from '../../app/what-would-change.ts';
import type { Assessment } from '../../domain/assessment.ts';
import { usualThresholds } from '../../domain/monitoring.ts';
import { declineNotice } from '../../domain/notice.ts';
import { reputationOf } from '../../domain/reputation.ts';
import { usualReviewTerms } from '../../domain/review-watch.ts';
import { seal } from '../hash/sha256.ts';
import { loansOf } from '../postgres/borrower-store.ts';
import { bureauReads } from '../postgres/bureau-store.ts';
import { inputsOf } from '../postgres/json.ts';
import { monitoringOf } from '../postgres/monitoring-reads.ts';
import { comparisons } from '../postgres/shadow-store.ts';
import { type ApprovalOperation, approvalHandlers } from './approval-handlers.ts';
import { type Dependencies, pageLimit } from './dependencies.ts';
import { evidenceFrom } from './inputs.ts';
import { adviceView, assessmentView, comparisonView, reputationView, setAsideView } from './views.ts';

export function handlers(dependencies: Dependencies): Handlers<CreditOperations> {
  return {
    ...readHandlers(dependencies),
    ...decisionHandlers(dependencies),
    ...queueHandlers(dependencies),
    ...platformHandlers(dependencies),
    ...approvalHandlers(dependencies),
  };
}

type Reading = 'listCreditAssessments' | 'getCreditAssessment' | 'replayCreditAssessment' | 'getDeclineNotice' | 'getCreditChanges';

function readHandlers({ assessments, policies, models }: Dependencies): Pick<Handlers<CreditOperations>, Reading> {
  return {
    listCreditAssessments: async ({ sql, query, actor }) => {
      const before = decodeCursor(query.cursor, 2);
      if (!before.ok) return before;
      const { requestId, status, limit = pageLimit } = query;
      const borrowerId = isStaff(actor) ? undefined : actor.memberId;
      const rows = await assessments(sql).list({ borrowerId, requestId, status, before: before.value, limit });
      const keys = ({ application, assessmentId }: Assessment): readonly string[] => [application.submittedAt, assessmentId];
      return reply.ok(pageOf(rows, limit, { keys, view: assessmentView }));
    },
    getCreditAssessment: async ({ sql, params }) => {
      const assessment = await assessments(sql).find(params.assessmentId);
      return assessment === undefined ? reject('assessment.not_found') : reply.ok(assessmentView(assessment));
    },
    replayCreditAssessment: async ({ sql, params }) => {
      const replayer = { assessments: assessments(sql), policies: policies(sql), models, seal, inputsOf };
      const replayed = await replay(replayer, params.assessmentId);
      if (!replayed.ok) return replayed;
      const { differences, record, ...shown } = replayed.value;
      return reply.ok({ ...shown, differences: [...differences], record: JSON.parse(record) as Record<string, unknown> });
    },
    getCreditChanges: async ({ sql, params }) => {
      const reader = { assessments: assessments(sql), policies: policies(sql), models, inputsOf };
      const advice = await whatWouldChange(reader, params.assessmentId);
      return advice.ok ? reply.ok(adviceView(params.assessmentId, advice.value)) : advice;
    },
    getDeclineNotice: async ({ sql, params }) => {
      const assessment = await assessments(sql).find(params.assessmentId);
      if (assessment === undefined) return reject('assessment.not_found');
      const notice = declineNotice(assessment);
      return notice.ok ? reply.ok({ ...notice.value, reasons: [...notice.value.reasons] }) : notice;
    },
  };
}

type Deciding = 'decideCreditAssessment' | 'reassessCredit' | 'claimCreditReview' | 'releaseCreditReview' | 'retryScoring';

function decisionHandlers({ ports, enqueue }: Dependencies): Pick<Handlers<CreditOperations>, Deciding> {
  return {
    decideCreditAssessment: async ({ tx, params, body, actor, now }) => {
      const { decision, reason } = body;
      const input = { assessmentId: params.assessmentId, decision, reason, actorId: actor.memberId, at: now };
      const decided = await decideByHand(ports(tx), input);
      return decided.ok ? reply.ok(assessmentView(decided.value)) : decided;
    },
    reassessCredit: async ({ tx, params, body, actor, now, ids }) => {
      const { assessmentId } = params;
      const opened = await assessAnew(ports(tx), { assessmentId, cause: 'evidence', profile: evidenceFrom(body.profile), at: now });
      if (!opened.ok) return opened;
      const details = { reason: body.reason, changed: Object.keys(body.profile), assessmentId: opened.value.assessmentId };
      const named = { actorId: actor.memberId, action: 'assessment.reassess', objectId: assessmentId };
      await tx.audit.record({ id: ids.next('auditEvent'), ...named, details, at: now });
      tx.afterCommit(() => enqueue([opened.value.assessmentId]));
      return reply.accepted(assessmentView(opened.value));
    },
    claimCreditReview: async ({ tx, params, actor, now }) => {
      const claimed = await review(ports(tx), { ...params, wish: 'claim', actorId: actor.memberId, at: now });
      return claimed.ok ? reply.ok(assessmentView(claimed.value)) : claimed;
    },
    releaseCreditReview: async ({ tx, params, actor, now }) => {
      const released = await review(ports(tx), { ...params, wish: 'release', actorId: actor.memberId, at: now });
      return released.ok ? reply.ok(assessmentView(released.value)) : released;
    },
    retryScoring: async ({ tx, params: { assessmentId }, now }) => {
      const { assessments } = ports(tx);
      const assessment = await assessments.lock(assessmentId);
      if (assessment === undefined) return reject('assessment.not_found', { assessmentId });
      if (!(await assessments.retry(assessmentId, now))) return reject('assessment.not_set_aside', { assessmentId });
      tx.afterCommit(() => enqueue([assessment.assessmentId]));
      return reply.accepted(assessmentView(assessment));
    },
  };
}

type Queues = 'listCreditReviews' | 'listSetAsideAssessments';

function queueHandlers({ assessments }: Dependencies): Pick<Handlers<CreditOperations>, Queues> {
  return {
    listCreditReviews: async ({ sql, query }) => {
      const after = decodeCursor(query.cursor, 2);
      if (!after.ok) return after;
      const { limit = pageLimit } = query;
      const rows = await assessments(sql).reviews({ after: after.value, limit });
      const keys = ({ application, assessmentId }: Assessment): readonly string[] => [application.submittedAt, assessmentId];
      return reply.ok(pageOf(rows, limit, { keys, view: assessmentView }));
    },
    listSetAsideAssessments: async ({ sql, query }) => {
      const after = decodeCursor(query.cursor, 2);
      if (!after.ok) return after;
      const { limit = pageLimit } = query;
      const rows = await assessments(sql).parked({ after: after.value, limit });
      const keys = ({ parkedAt, assessment }: Parked): readonly string[] => [parkedAt, assessment.assessmentId];
      return reply.ok(pageOf(rows, limit, { keys, view: setAsideView }));
    },
  };
}

type Platform = Exclude<keyof CreditOperations, Reading | Deciding | Queues | ApprovalOperation>;

function platformHandlers({ ports, policies }: Dependencies): Pick<Handlers<CreditOperations>, Platform> {
  return {
    getBureauConsent: async ({ sql, actor }) => reply.ok(await bureauReads(sql).consent(actor.memberId)),
    setBureauConsent: async ({ tx, actor, body, now }) =>
      reply.ok(await changeConsent(ports(tx), { memberId: actor.memberId, isGiven: body.isGiven, at: now })),
    getCreditMonitoring: async ({ sql, query, now }) => {
      const { policy } = await policies(sql).current();
      const { modelVersion = policy.modelVersion, windowDays = 30 } = query;
      const { monitoring: thresholds = usualThresholds, reviews: reviewTerms = usualReviewTerms } = policy;
      const wish = { modelVersion, windowDays, thresholds, reviewTerms, at: now };
      const { characteristics, vintages, ...shown } = await monitoringOf(sql, wish);
      return reply.ok({ ...shown, windowDays, thresholds, characteristics: [...characteristics], vintages: [...vintages] });
    },
    compareCreditModels: async ({ sql }) => reply.ok({ items: (await comparisons(sql)).map(comparisonView) }),
    getReputation: async ({ sql, params: { requestId } }) => {
      const row = await sql.one<{ borrower_id: string }>('select borrower_id from credit_requests where request_id = $1', [requestId]);
      if (row === undefined) return reject('request.not_found', { requestId });
      const [loans, { policy }] = await Promise.all([loansOf(sql, [row.borrower_id]), policies(sql).current()]);
      return reply.ok(reputationView(requestId, reputationOf(loans, policy.reputation)));
    },
  };
}

function isStaff({ roles }: Actor): boolean {
  return roles.includes('admin') || roles.includes('auditor');
}
