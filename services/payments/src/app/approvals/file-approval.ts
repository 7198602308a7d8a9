/** Asks for a second pair of eyes: nothing happens but the task. */
import { type CalendarDate, canonicalJson, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Approval, type ApprovalAction, openApproval } from '../../domain/approval.ts';
import type { ApprovalStore } from './ports.ts';

export type FilingCode = 'approval.already_open';
export type Filing = {
  readonly approvalId: string;
  readonly action: ApprovalAction;
  readonly entityId: string;
  /** Plain JSON: amounts as text. */
  readonly payload: object;
  readonly reason: string;
  readonly makerId: string;
  readonly on: CalendarDate;
  readonly at: Instant;
  readonly hash: (text: string) => string;
};

export const fileApproval = async (store: ApprovalStore, filing: Filing): Promise<Result<Approval, Rejection<FilingCode>>> => {
  const { approvalId, action, entityId, reason, makerId, on, at, hash } = filing;
  const payload = canonicalJson(filing.payload);
  const approval = openApproval({
    ...{ approvalId, action, entityId, payload, payloadHash: hash(payload), reason, makerId },
    ...{ openedOn: on, createdAt: at },
  });
  return (await store.insert(approval)) ? ok(approval) : reject('approval.already_open', { action, entityId });
};
