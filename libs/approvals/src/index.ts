/** `@mutua/approvals`: four eyes for any service. The service names its actions, has the table, and does what was approved. */
export { type ApprovalCode, approvalProblems, approvalView } from './answers.ts';
export type { Approval, Decided, NewApproval } from './approval.ts';
export { type ApprovalViews, approvalStore, approvalViews } from './approval-store.ts';
export { type ApprovalStore, type Asked, type Deciding, decideTask, fileTask } from './tasks.ts';
