/** Every operation of loan servicing. */
import type { ServicingViews } from '../../app/servicing/views.ts';
import type { OpenWork } from '../../app/servicing/work.ts';
import { type ApprovalEdge, approvalHandlers } from './approval-handlers.ts';
import { businessDateHandlers } from './business-date-handlers.ts';
import { loanHandlers } from './loan-handlers.ts';
import { noteHandlers } from './note-handlers.ts';
import type { ServicingHandlers } from './operations.ts';
import { policyHandlers } from './policy-handlers.ts';
import { provisionHandlers } from './provision-handlers.ts';
import { scheduleHandlers } from './schedule-handlers.ts';

export type ServicingEdge = { readonly views: ServicingViews; readonly openWork: OpenWork; readonly wakeRunner: () => void } & ApprovalEdge;

export const servicingHandlers = (edge: ServicingEdge): ServicingHandlers => ({
  ...loanHandlers(edge),
  ...noteHandlers(edge),
  ...businessDateHandlers(edge),
  ...approvalHandlers(edge),
  ...policyHandlers(edge),
  ...provisionHandlers(edge),
  ...scheduleHandlers(edge),
});
