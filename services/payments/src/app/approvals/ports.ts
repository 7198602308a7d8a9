/** What four eyes need from outside, inside the transaction that the edge opened. */
import type { Sql } from '@mutua/db';
import type { Rejection, Result } from '@mutua/kernel';
import type { Approval, ApprovalAction, ApprovalStatus } from '../../domain/approval.ts';
import type { PayoutAccount } from '../ports.ts';

export type ApprovalStore = {
  /** False when a task for this action on this entity is open already. Lapsed tasks make room. */
  insert(approval: Approval): Promise<boolean>;
  lock(approvalId: string): Promise<Approval | undefined>;
  save(approval: Approval): Promise<void>;
};

export type ApprovalPage = {
  readonly status: ApprovalStatus | undefined;
  readonly action: ApprovalAction | undefined;
  /** The id of the last task shown. */
  readonly after: string | undefined;
  readonly limit: number;
};
/** Reads for the API; the status is the one on the present business date. Newest first. */
export type ApprovalViews = {
  approval(sql: Sql, approvalId: string): Promise<Approval | undefined>;
  approvals(sql: Sql, page: ApprovalPage): Promise<readonly Approval[]>;
};

/** Does what was approved, in the transaction of the approval; a rejection undoes the approval too. */
export type Executor = (payload: string) => Promise<Result<void, Rejection>>;
export type Executors = { readonly [Action in ApprovalAction]: Executor };

export type PayoutAccountView = PayoutAccount & { readonly maskedIban: string };
