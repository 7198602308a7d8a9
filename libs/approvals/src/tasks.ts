/** The two moments of a task, inside the transaction that the edge opened: it is asked for, and a second person decides. */
import { type CalendarDate, canonicalJson, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import {
  type Approval,
  type Decided,
  type Decision,
  type DecisionCode,
  decideApproval,
  type NewApproval,
  openApproval,
} from './approval.ts';

export type ApprovalStore<Action extends string> = {
  /** False when a task for this action on this entity is open already. Lapsed tasks make room. */
  insert(approval: Approval<Action>): Promise<boolean>;
  lock(approvalId: string): Promise<Approval<Action> | undefined>;
  save(approval: Approval<Action>): Promise<void>;
};
type Moment = {
  /** The business date. */
  readonly on: CalendarDate;
  readonly at: Instant;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
};

export type Asked<Action extends string> = Pick<NewApproval<Action>, 'approvalId' | 'action' | 'entityId' | 'reason' | 'makerId'> & {
  /** Plain JSON: amounts as text. */
  readonly payload: object;
};
export type FilingCode = 'approval.already_open';

/** Asks for a second pair of eyes: nothing happens but the task. */
export const fileTask = async <Action extends string>(
  store: ApprovalStore<Action>,
  asked: Asked<Action>,
  { on, at, hash }: Moment,
): Promise<Result<Approval<Action>, Rejection<FilingCode>>> => {
  const payload = canonicalJson(asked.payload);
  const { approvalId, action, entityId, reason, makerId } = asked;
  const wish = { approvalId, action, entityId, payload, payloadHash: hash(payload), reason, makerId, openedOn: on, createdAt: at };
  const approval = openApproval(wish);
  return (await store.insert(approval)) ? ok(approval) : reject('approval.already_open', { action, entityId });
};

export type Deciding = Pick<Decision, 'outcome' | 'checkerId' | 'payloadHash' | 'note'> & { readonly approvalId: string };
export type DecidingCode = DecisionCode | 'approval.not_found';
type Deps<Action extends string> = {
  readonly approvals: ApprovalStore<Action>;
  /** Does what was approved. */
  readonly execute: (approval: Decided<Action>) => Promise<Result<unknown, Rejection>>;
};

/**
 * Approved, the action happens in the same transaction or the approval does not happen either: a rejection of the action is passed on
 * with its own code, and the caller gives up the transaction.
 */
export const decideTask = async <Action extends string>(
  { approvals, execute }: Deps<Action>,
  { approvalId, ...wish }: Deciding,
  { on, at, hash }: Moment,
): Promise<Result<Decided<Action>, Rejection>> => {
  const approval = await approvals.lock(approvalId);
  if (approval === undefined) return reject('approval.not_found', { approvalId });
  const decided = decideApproval(approval, { ...wish, storedHash: hash(approval.payload), on, at });
  if (!decided.ok) return decided;
  // Before the action: a database may let a thing happen only in the transaction that approved it.
  await approvals.save(decided.value);
  if (wish.outcome === 'processed') {
    const done = await execute(decided.value);
    if (!done.ok) return done;
  }
  return decided;
};
