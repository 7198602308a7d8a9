/** The one table from rejection codes to HTTP. */
import type { ProblemTable } from '@mutua/http';
import type { QueryRejection } from '../../app/queries.ts';

export const problems: ProblemTable<QueryRejection | 'offer.not_found'> = {
  'market.not_found': { status: 404, title: 'There is no such market' },
  'market.not_active': { status: 503, title: 'The engine of this market runs elsewhere or is being recovered' },
  'offer.not_found': { status: 404, title: 'There is no such offer' },
};
