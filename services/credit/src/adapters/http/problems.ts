/** The one table of this service from rejection codes to HTTP. */
import { type ApprovalCode, approvalProblems } from '@mutua/approvals';
import type { ProblemTable } from '@mutua/http';
import type { PolicyRejection } from '../../app/approvals.ts';
import type { NotFound } from '../../app/assess.ts';
import type { ReplayRejection } from '../../app/replay.ts';
import type { AssessmentRejection, ReassessRejection } from '../../domain/assessment.ts';

type Code =
  | AssessmentRejection['code']
  | NotFound['code']
  | ReassessRejection['code']
  | ReplayRejection['code']
  | ApprovalCode
  | PolicyRejection['code']
  | 'assessment.not_declined'
  | 'assessment.not_set_aside'
  | 'policy.not_found'
  | 'request.not_found';

export const problems: ProblemTable<Code> = {
  'assessment.not_found': { status: 404, title: 'There is no such assessment' },
  'assessment.not_referred': { status: 409, title: 'This assessment does not wait for a person' },
  'assessment.own_request': { status: 403, title: 'Nobody decides their own request' },
  'assessment.claimed': { status: 409, title: 'Another administrator looks at this assessment; ask for its release or wait until then' },
  'assessment.replaced': { status: 409, title: 'A newer assessment of this request counts; act on that one' },
  'assessment.pending': { status: 409, title: 'This assessment is not decided yet' },
  'assessment.same_decision': { status: 409, title: 'This is the decision already' },
  'assessment.request_closed': { status: 409, title: 'The request is funded or has ended; its terms are final' },
  'application.impossible': { status: 422, title: 'These values cannot be true; correct those that are named' },
  'assessment.not_declined': { status: 409, title: 'There is a notice of declined requests only' },
  'assessment.not_set_aside': { status: 409, title: 'This assessment is not set aside' },
  'assessment.not_replayable': { status: 409, title: 'The model or the policy of this decision is not kept here' },
  ...approvalProblems,
  'policy.invalid': { status: 422, title: 'This policy cannot be published' },
  'policy.not_next': { status: 409, title: 'Another version was published meanwhile; ask again' },
  'policy.not_found': { status: 404, title: 'There is no such version' },
  'request.not_found': { status: 404, title: 'There is no such request' },
};
