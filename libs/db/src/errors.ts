/** Which database errors pass by themselves. Codes are of the PostgreSQL manual, appendix A; no message text is ever matched but pg's own. */

/** The connection was lost while COMMIT was under way: the work may or may not be stored. Resolved by asking again with the same key. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';

  constructor(cause: unknown) {
    super('the connection was lost during commit', { cause });
  }
}

const retriable: ReadonlySet<string> = new Set(['40001', '40P01']);
const passingCodes: ReadonlySet<string> = new Set([
  ...['57P01', '57P02', '57P03', '53300', '55P03', '57014', '25P03'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'],
]);
/** pg gives these errors no code. */
const passingMessages: readonly string[] = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Cannot use a pool after calling end',
];

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A serialization failure or deadlock: the transaction was rolled back and may be run again at once. */
export const isRetriable = (error: unknown): boolean => retriable.has(codeOf(error));

/** The connection is gone; whether the transaction was rolled back depends on when. */
export const isConnectionLoss = (error: unknown): boolean => {
  const code = codeOf(error);
  if (code.startsWith('08') || code.startsWith('57P') || code.startsWith('E')) return passingCodes.has(code) || code.startsWith('08');
  return error instanceof Error && passingMessages.some((message) => error.message.startsWith(message));
};

/** Passes by itself: trying again later may succeed. */
export const isTransient = (error: unknown): boolean =>
  error instanceof OutcomeUnknownError || isRetriable(error) || isConnectionLoss(error) || passingCodes.has(codeOf(error));
