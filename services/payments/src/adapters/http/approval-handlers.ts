/** Four eyes over REST: what is asked for, what waits, and the decision of a second person. */
import { type ApprovalViews, type Asked, approvalView, decideTask, fileTask } from '@mutua/approvals';
import type { Sql, Tx } from '@mutua/db';
import { type Actor, decodeCursor, pageOf, reply } from '@mutua/http';
import { calendarDate, type Ids, type Instant, reject } from '@mutua/kernel';
import { payoutAccountChange } from '../../app/approvals/payout-account.ts';
import type { ApprovalAction, Executors, PayoutAccountView } from '../../app/approvals/ports.ts';
import { backDateProblem } from '../../app/servicing/restate-loan.ts';
import { undoChargeOffProblem } from '../../app/servicing/undo-charge-off.ts';
import type { ServicingViews } from '../../app/servicing/views.ts';
import type { OpenWork, ServicingWork } from '../../app/servicing/work.ts';
import { isOpen } from '../../domain/servicing/loan.ts';
import type { ApprovalOperation, ServicingHandlers } from './operations.ts';
import { pageLimit, subjectOf } from './wallet-handlers.ts';

export type ApprovalEdge = {
  readonly views: ServicingViews;
  readonly approvalViews: ApprovalViews<ApprovalAction>;
  readonly payoutAccounts: (sql: Sql, memberId: string) => Promise<readonly PayoutAccountView[]>;
  readonly openWork: OpenWork;
  readonly executorsOf: (work: ServicingWork) => Executors;
};

/** Files the task and answers it. */
export const ask = async ({ approvals, moment }: ServicingWork, asked: Asked<ApprovalAction>) => {
  const filed = await fileTask(approvals, asked, moment);
  return filed.ok ? reply.accepted(approvalView(filed.value)) : filed;
};

type Asking = { readonly body: { readonly reason: string }; readonly actor: Actor; readonly ids: Ids };

const askBy = (work: ServicingWork, { body, actor, ids }: Asking, task: Pick<Asked<ApprovalAction>, 'action' | 'entityId' | 'payload'>) =>
  ask(work, { ...task, approvalId: ids.next('approval'), reason: body.reason, makerId: actor.memberId });

export const approvalHandlers = (edge: ApprovalEdge): Pick<ServicingHandlers, ApprovalOperation> => ({
  ...requests(edge),
  ...corrections(edge),
  ...decisions(edge),
  listApprovals: async ({ sql, query, now }) => {
    const after = decodeCursor(query.cursor, 1);
    if (!after.ok) return after;
    const limit = query.limit ?? pageLimit;
    const { status, action } = query;
    const rows = await edge.approvalViews.approvals(sql, { status, action, after: after.value?.[0], limit }, now);
    return reply.ok(pageOf(rows, limit, { keys: ({ approvalId }) => [approvalId], view: approvalView }));
  },
  getApproval: async ({ sql, params, now }) => {
    const approval = await edge.approvalViews.approval(sql, params.approvalId, now);
    return approval === undefined ? reject('approval.not_found') : reply.ok(approvalView(approval));
  },
});

type Correction = 'requestReversal' | 'requestBackDatedRepayment' | 'requestRecoveryReversal' | 'requestChargeOffUndoing';

/** Corrections of receipts: checked as far as possible when they are asked for, and again when they are approved. */
const corrections = ({ openWork }: ApprovalEdge): Pick<ServicingHandlers, Correction> => ({
  requestReversal: async (ctx) => {
    const { loanId, repaymentId } = ctx.params;
    const work = await openWork(ctx.tx, ctx.now);
    const live = await work.ports.repayments.live(loanId);
    const found = live.find((each) => each.repaymentId === repaymentId);
    if (found === undefined) return reject('repayment.not_found', { repaymentId });
    const payload = { loanId, repaymentId, amountMinor: found.amountMinor.toString() };
    return askBy(work, ctx, { action: 'repayment.reverse', entityId: repaymentId, payload });
  },
  requestRecoveryReversal: async (ctx) => {
    const { loanId, recoveryId } = ctx.params;
    const work = await openWork(ctx.tx, ctx.now);
    const loan = await work.ports.loans.lock(loanId);
    if (loan === undefined) return reject('loan.not_found', { loanId });
    if (loan.status !== 'charged-off') return reject('loan.not_charged_off', { loanId, status: loan.status });
    const repaymentId = recoveryId.replace('rec_', 'rpy_');
    const live = await work.ports.repayments.recoveries(loanId);
    const found = live.find((each) => each.kind === 'recovery' && each.repaymentId === repaymentId);
    if (found === undefined) return reject('recovery.not_found', { recoveryId });
    const payload = { loanId, repaymentId, amountMinor: found.amountMinor.toString() };
    return askBy(work, ctx, { action: 'recovery.reverse', entityId: recoveryId, payload });
  },
  requestChargeOffUndoing: async (ctx) => {
    const { loanId } = ctx.params;
    const work = await openWork(ctx.tx, ctx.now);
    const loan = await work.ports.loans.lock(loanId);
    if (loan === undefined) return reject('loan.not_found', { loanId });
    const problem = undoChargeOffProblem(loan);
    if (problem !== null) return reject(problem.code, problem.details);
    const { chargedOffMinor, coveredMinor } = loan;
    const payload = { loanId, chargedOffMinor: chargedOffMinor.toString(), toProvisionFundMinor: coveredMinor.toString() };
    return askBy(work, ctx, { action: 'loan.undo-charge-off', entityId: loanId, payload });
  },
  requestBackDatedRepayment: async (ctx) => {
    const { body, params } = ctx;
    const { loanId } = params;
    const work = await openWork(ctx.tx, ctx.now);
    const loan = await work.ports.loans.lock(loanId);
    if (loan === undefined) return reject('loan.not_found', { loanId });
    const wish = { loanId, ...body.amount, valueOn: calendarDate(body.on) };
    const problem = backDateProblem(loan, wish, work.moment.on);
    if (problem !== null) return reject(problem.code, problem.details);
    return askBy(work, ctx, { action: 'repayment.back-date', entityId: `${loanId}:${body.on}`, payload: wish });
  },
});

type OfLoan = Asking & { readonly tx: Tx; readonly params: { readonly loanId: string }; readonly now: Instant };

/** Asks for what is done to a whole loan in service. */
const askOfLoan = async (
  { views, openWork }: Pick<ApprovalEdge, 'views' | 'openWork'>,
  ctx: OfLoan,
  action: 'loan.write-off' | 'loan.accelerate',
) => {
  const { loanId } = ctx.params;
  const loan = await views.loan(ctx.tx, loanId);
  if (loan === undefined) return reject('loan.not_found', { loanId });
  const { status, acceleratedOn } = loan;
  if (!isOpen(loan)) return reject('loan.not_open', { loanId, status });
  if (action === 'loan.accelerate' && acceleratedOn !== null) return reject('acceleration.done', { loanId, acceleratedOn });
  return askBy(await openWork(ctx.tx, ctx.now), ctx, { action, entityId: loanId, payload: { loanId } });
};

const requests = ({
  views,
  openWork,
  payoutAccounts,
}: ApprovalEdge): Pick<ServicingHandlers, 'requestWriteOff' | 'requestAcceleration' | 'listPayoutAccounts' | 'requestPayoutAccount'> => ({
  requestWriteOff: (ctx) => askOfLoan({ views, openWork }, ctx, 'loan.write-off'),
  requestAcceleration: (ctx) => askOfLoan({ views, openWork }, ctx, 'loan.accelerate'),
  listPayoutAccounts: async ({ sql, actor, query }) => {
    const member = subjectOf(actor, query.memberId);
    return member.ok ? reply.ok({ items: [...(await payoutAccounts(sql, member.value))] }) : member;
  },
  requestPayoutAccount: async ({ tx, body, actor, now, ids }) => {
    const work = await openWork(tx, now);
    const change = await payoutAccountChange(work.bankAccounts, { memberId: actor.memberId, bankAccountId: body.bankAccountId });
    if (!change.ok) return change;
    const entityId = `${actor.memberId}:${change.value.currency}`;
    return askBy(work, { body, actor, ids }, { action: 'payout-account.change', entityId, payload: change.value });
  },
});

type DecisionRequest = {
  readonly tx: Tx;
  readonly params: { readonly approvalId: string };
  readonly body: { readonly payloadHash: string; readonly note?: string };
  readonly actor: Actor;
  readonly now: Instant;
};

const decisions = ({ openWork, executorsOf }: ApprovalEdge): Pick<ServicingHandlers, 'approve' | 'rejectApproval'> => {
  const settle = async ({ tx, params, body, actor, now }: DecisionRequest, outcome: 'processed' | 'rejected') => {
    const work = await openWork(tx, now);
    const executors = executorsOf(work);
    const decided = await decideTask(
      { approvals: work.approvals, execute: ({ action, payload }) => executors[action](payload) },
      { approvalId: params.approvalId, outcome, checkerId: actor.memberId, payloadHash: body.payloadHash, note: body.note ?? null },
      work.moment,
    );
    return decided.ok ? reply.ok(approvalView(decided.value)) : decided;
  };
  return { approve: (ctx) => settle(ctx, 'processed'), rejectApproval: (ctx) => settle(ctx, 'rejected') };
};
