/** The one error boundary: whatever was thrown becomes a problem, and is logged here once when it is our fault. */
import { isTransient } from '@mutua/db';
import type { Logger } from '@mutua/telemetry';
import { KeysUnavailable } from './auth.ts';
import { ObjectHidden } from './authorize.ts';
import { EdgeProblem, edgeProblem, objectNotFound, type Problem, rejectionProblem, type Where } from './problem.ts';
import { Refused } from './transaction.ts';
import type { ProblemTable } from './types.ts';

export type Answered = { readonly problem: Problem; readonly headers: Readonly<Record<string, string>> };

export function answerFor(error: unknown, where: Where, { problems, logger }: { problems: ProblemTable; logger: Logger }): Answered {
  if (error instanceof EdgeProblem) {
    return { problem: edgeProblem(error.code, error.extra, where), headers: error.extra.headers ?? {} };
  }
  if (error instanceof ObjectHidden) {
    const { kind, notYet } = error;
    return { problem: objectNotFound({ kind, notYet }, where), headers: notYet === undefined ? {} : { 'retry-after': '1' } };
  }
  if (error instanceof Refused) {
    const problem = rejectionProblem(error.rejection, problems, where);
    if (problem !== undefined) return { problem, headers: headersOf(error.rejection.details) };
    logger.error({ code: error.rejection.code, requestId: where.requestId }, 'a rejection has no entry in the problem table');
    return { problem: edgeProblem('internal', {}, where), headers: {} };
  }
  if (error instanceof KeysUnavailable || isTransient(error)) {
    logger.warn({ err: error, requestId: where.requestId }, 'temporarily unavailable');
    return { problem: edgeProblem('service.unavailable', {}, where), headers: { 'retry-after': '1' } };
  }
  logger.error({ err: error, requestId: where.requestId }, 'a request failed');
  return { problem: edgeProblem('internal', {}, where), headers: {} };
}

/** A rejection that names `retryAfterSeconds` tells the client so. */
function headersOf(details: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const seconds = details['retryAfterSeconds'];
  return typeof seconds === 'number' ? { 'retry-after': String(Math.ceil(seconds)) } : {};
}
