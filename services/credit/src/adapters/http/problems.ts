/** The one table of this service from rejection codes to HTTP. */
import type { ProblemTable } from '@mutua/http';
import type { NotFound } from '../../app/assess.ts';
import type { AssessmentRejection } from '../../domain/assessment.ts';

export const problems: ProblemTable<AssessmentRejection['code'] | NotFound['code']> = {
  'assessment.not_found': { status: 404, title: 'There is no such assessment' },
  'assessment.not_referred': { status: 409, title: 'This assessment does not wait for a person' },
  'assessment.own_request': { status: 403, title: 'Nobody decides their own request' },
};
