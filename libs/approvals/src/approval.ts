/**
 * Four eyes: what one person may not do alone waits for a second one. What is approved is bound by the hash of its
 * payload, the one who asked never decides, and a task that nobody decides lapses. Pure.
 */
import { addDays, type CalendarDate, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';

export type ApprovalStatus = 'awaiting-approval' | 'processed' | 'rejected' | 'expired';

/** Business days in which a second person must decide. */
const validDays = 7;

export type Approval<Action extends string = string> = {
  readonly approvalId: string;
  readonly action: Action;
  /** What it is about; at most one task is open for an action on it. */
  readonly entityId: string;
  /** Canonical JSON: what will be done, nothing else. */
  readonly payload: string;
  /** SHA-256 of the payload in hex. The checker names it, so he approves what he has read. */
  readonly payloadHash: string;
  readonly reason: string;
  readonly makerId: string;
  readonly status: ApprovalStatus;
  readonly checkerId: string | null;
  readonly note: string | null;
  readonly openedOn: CalendarDate;
  readonly expiresOn: CalendarDate;
  readonly createdAt: Instant;
  readonly decidedAt: Instant | null;
};

/** A task that a second person decided. */
export type Decided<Action extends string = string> = Approval<Action> & { readonly checkerId: string; readonly decidedAt: Instant };

export type NewApproval<Action extends string = string> = Omit<
  Approval<Action>,
  'status' | 'checkerId' | 'note' | 'expiresOn' | 'decidedAt'
>;

/** A task as it is asked for. */
export const openApproval = <Action extends string>(wish: NewApproval<Action>): Approval<Action> => ({
  ...wish,
  status: 'awaiting-approval',
  checkerId: null,
  note: null,
  expiresOn: addDays(wish.openedOn, validDays),
  decidedAt: null,
});

/** A task past its last day is expired, whatever its row still says. */
export const statusOn = ({ status, expiresOn }: Pick<Approval, 'status' | 'expiresOn'>, on: CalendarDate): ApprovalStatus =>
  status === 'awaiting-approval' && on > expiresOn ? 'expired' : status;

export type Decision = {
  readonly outcome: 'processed' | 'rejected';
  readonly checkerId: string;
  /** The hash that the checker read. */
  readonly payloadHash: string;
  /** The hash of the payload as it is stored now. */
  readonly storedHash: string;
  readonly note: string | null;
  readonly on: CalendarDate;
  readonly at: Instant;
};
export type DecisionCode = 'approval.not_open' | 'approval.expired' | 'approval.same_person' | 'approval.payload_mismatch';

/** Decides an open task. The maker may take his own task back (reject it), never approve it. */
export const decideApproval = <Action extends string>(
  approval: Approval<Action>,
  decision: Decision,
): Result<Decided<Action>, Rejection<DecisionCode>> => {
  const { approvalId, makerId, expiresOn } = approval;
  const status = statusOn(approval, decision.on);
  if (status === 'expired') return reject('approval.expired', { approvalId, expiresOn });
  if (status !== 'awaiting-approval') return reject('approval.not_open', { approvalId, status });
  if (decision.outcome === 'processed' && decision.checkerId === makerId) return reject('approval.same_person', { approvalId });
  if (decision.payloadHash !== approval.payloadHash || decision.storedHash !== approval.payloadHash) {
    return reject('approval.payload_mismatch', { approvalId });
  }
  const { outcome, checkerId, note, at } = decision;
  return ok({ ...approval, status: outcome, checkerId, note, decidedAt: at });
};
