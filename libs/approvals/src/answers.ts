/** What a service answers about its tasks: how one is shown, and what a refusal is in HTTP. */
import type { Approval } from './approval.ts';
import type { DecidingCode, FilingCode } from './tasks.ts';

/** What was asked for is shown as JSON; the day it was asked for is in `createdAt`. */
export const approvalView = <Action extends string>({ payload, openedOn: _openedOn, ...shown }: Approval<Action>) => ({
  ...shown,
  payload: JSON.parse(payload) as Record<string, unknown>,
});

export type ApprovalCode = FilingCode | DecidingCode;

export const approvalProblems: Readonly<Record<ApprovalCode, { readonly status: number; readonly title: string }>> = {
  'approval.not_found': { status: 404, title: 'There is no such task' },
  'approval.already_open': { status: 409, title: 'A task for this waits for a decision already' },
  'approval.not_open': { status: 409, title: 'The task is decided' },
  'approval.expired': { status: 409, title: 'The task was not decided in time' },
  'approval.same_person': { status: 409, title: 'Who asked cannot approve' },
  'approval.payload_mismatch': { status: 409, title: 'The task is not what was read' },
};
