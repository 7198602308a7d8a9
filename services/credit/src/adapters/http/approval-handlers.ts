/** Four eyes and policies over REST: what is asked for, what waits, the decision of a second person, and what it published. */
import { approvalView, approvalViews } from '@mutua/approvals';
import type { CreditOperations } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import { type Actor, decodeCursor, type Handlers, pageOf, reply } from '@mutua/http';
import { type Instant, reject } from '@mutua/kernel';
import { askForOverride, askForPolicy, decide } from '../../app/approvals.ts';
import type { ApprovalAction } from '../../app/ports.ts';
import { businessDays } from '../postgres/borrower-store.ts';
import { type PolicyTerms, policyFrom } from '../postgres/policy-json.ts';
import { policiesBefore } from '../postgres/policy-store.ts';
import { type Dependencies, pageLimit } from './dependencies.ts';
import { policyView } from './views.ts';

const views = approvalViews<ApprovalAction>((sql, at) => businessDays(sql).current(at));

type Asking = 'requestCreditOverride' | 'requestCreditPolicy';
type Deciding = 'approveCredit' | 'rejectCreditApproval';
type Reading = 'listCreditApprovals' | 'getCreditApproval' | 'listCreditPolicies' | 'getCreditPolicy';
export type ApprovalOperation = Asking | Deciding | Reading;
type Own<Operation extends ApprovalOperation> = Pick<Handlers<CreditOperations>, Operation>;

export function approvalHandlers(dependencies: Dependencies): Own<ApprovalOperation> {
  return { ...askingHandlers(dependencies), ...decidingHandlers(dependencies), ...readingHandlers(dependencies) };
}

function askingHandlers({ ports }: Dependencies): Own<Asking> {
  return {
    requestCreditOverride: async ({ tx, params, body, actor, now, ids }) => {
      const asking = { approvalId: ids.next('approval'), makerId: actor.memberId, at: now };
      const filed = await askForOverride(ports(tx), { ...params, ...body, ...asking });
      return filed.ok ? reply.accepted(approvalView(filed.value)) : filed;
    },
    requestCreditPolicy: async ({ tx, body, actor, now, ids }) => {
      const asking = { approvalId: ids.next('approval'), makerId: actor.memberId, reason: body.reason, at: now };
      const terms = body.policy;
      const filed = await askForPolicy(ports(tx), { ...asking, terms, policyOf: (version) => policyFrom(version, terms) });
      return filed.ok ? reply.accepted(approvalView(filed.value)) : filed;
    },
  };
}

type DecisionRequest = {
  readonly tx: Tx;
  readonly params: { readonly creditApprovalId: string };
  readonly body: { readonly payloadHash: string; readonly note?: string };
  readonly actor: Actor;
  readonly now: Instant;
};

function decidingHandlers({ ports }: Dependencies): Own<Deciding> {
  const settle = async ({ tx, params, body, actor, now }: DecisionRequest, outcome: 'processed' | 'rejected') => {
    const { payloadHash, note = null } = body;
    const wish = { approvalId: params.creditApprovalId, outcome, checkerId: actor.memberId, payloadHash, note, at: now };
    const decided = await decide(ports(tx), { ...wish, policyFrom: (version, terms) => policyFrom(version, terms as PolicyTerms) });
    return decided.ok ? reply.ok(approvalView(decided.value)) : decided;
  };
  return { approveCredit: (ctx) => settle(ctx, 'processed'), rejectCreditApproval: (ctx) => settle(ctx, 'rejected') };
}

function readingHandlers({ policies }: Dependencies): Own<Reading> {
  return {
    listCreditApprovals: async ({ sql, query, now }) => {
      const after = decodeCursor(query.cursor, 1);
      if (!after.ok) return after;
      const { status, action, limit = pageLimit } = query;
      const rows = await views.approvals(sql, { status, action, after: after.value?.[0], limit }, now);
      return reply.ok(pageOf(rows, limit, { keys: ({ approvalId }) => [approvalId], view: approvalView }));
    },
    getCreditApproval: async ({ sql, params, now }) => {
      const approval = await views.approval(sql, params.creditApprovalId, now);
      return approval === undefined ? reject('approval.not_found') : reply.ok(approvalView(approval));
    },
    listCreditPolicies: async ({ sql, query }) => {
      const before = decodeCursor(query.cursor, 1);
      if (!before.ok) return before;
      const { limit = pageLimit } = query;
      const last = before.value?.[0];
      const rows = await policiesBefore(sql, { before: last === undefined ? undefined : Number(last), limit });
      return reply.ok(pageOf(rows, limit, { keys: ({ policy }) => [String(policy.policyVersion)], view: policyView }));
    },
    getCreditPolicy: async ({ sql, params }) => {
      const policy = await policies(sql).find(Number(params.policyName.slice('policy-'.length)));
      return policy === undefined ? reject('policy.not_found', params) : reply.ok(policyView(policy));
    },
  };
}
