/** The one table of this service from rejection codes to HTTP. */
import type { ProblemTable } from '@mutua/http';
import type { ApprovalRejection, PolicyRejection } from '../../app/approvals.ts';
import type { NotFound } from '../../app/assess.ts';
import type { ReplayRejection } from '../../app/replay.ts';
import type { AssessmentRejection, ReassessRejection } from '../../domain/assessment.ts';

type Code =
  | AssessmentRejection['code']
  | NotFound['code']
  | ReassessRejection['code']
  | ReplayRejection['code']
  | ApprovalRejection['code']
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
  'approval.not_found': { status: 404, title: 'There is no such task' },
  'approval.already_open': { status: 409, title: 'A task for this waits for a decision already' },
  'approval.not_open': { status: 409, title: 'The task is decided' },
  'approval.expired': { status: 409, title: 'The task was not decided in time' },
  'approval.same_person': { status: 409, title: 'Who asked cannot approve' },
  'approval.payload_mismatch': { status: 409, title: 'The task is not what was read' },
  'policy.invalid': { status: 422, title: 'This policy cannot be published' },
  'policy.not_next': { status: 409, title: 'Another version was published meanwhile; ask again' },
  'policy.not_found': { status: 404, title: 'There is no such version' },
  'request.not_found': { status: 404, title: 'There is no such request' },
};
