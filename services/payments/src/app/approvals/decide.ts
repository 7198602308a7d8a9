/** The second person decides: approved, the action happens in the same transaction or the approval does not happen either. */
import { type CalendarDate, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Approval, type DecisionCode, decideApproval } from '../../domain/approval.ts';
import type { ApprovalStore, Executors } from './ports.ts';

export type DecideCode = DecisionCode | 'approval.not_found';
type Ports = { readonly approvals: ApprovalStore; readonly executors: Executors };
export type DecisionWish = {
  readonly approvalId: string;
  readonly outcome: 'processed' | 'rejected';
  readonly checkerId: string;
  readonly payloadHash: string;
  readonly note: string | null;
};
type Moment = { readonly on: CalendarDate; readonly at: Instant; readonly hash: (text: string) => string };

/** Rejections of the action itself are passed on with their own code; the caller then gives up the transaction. */
export const decide = async (
  { approvals, executors }: Ports,
  { approvalId, ...wish }: DecisionWish,
  { on, at, hash }: Moment,
): Promise<Result<Approval, Rejection>> => {
  const approval = await approvals.lock(approvalId);
  if (approval === undefined) return reject('approval.not_found', { approvalId });
  const decided = decideApproval(approval, { ...wish, storedHash: hash(approval.payload), on, at });
  if (!decided.ok) return decided;
  // Before the action: the database lets some things happen only in the transaction that approved them.
  await approvals.save(decided.value);
  if (wish.outcome === 'processed') {
    const done = await executors[approval.action](approval.payload);
    if (!done.ok) return done;
  }
  return ok(decided.value);
};
