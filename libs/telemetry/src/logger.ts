/** The logger: JSON lines, and only fields on the allow-list; anything else is replaced, so that personal data cannot slip out. */
import { type DestinationStream, type Logger as Pino, pino } from 'pino';

export type Logger = Pick<Pino, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'> & {
  /** The fields go with every line of the child. */
  child(bindings: Readonly<Record<string, unknown>>): Logger;
};

export type LoggerOptions = {
  readonly service: string;
  readonly level?: string;
  /** Where lines go; standard output by default. */
  readonly destination?: DestinationStream;
};

// Ids, names, codes, counts and durations. Nothing a member typed is on it.
const allowed = new Set(
  `service component topic partition offset group consumer queue jobId job market host port url event eventId
  name aggregateId aggregateVersion deadLetterId code status reason action attempt attempts method operation
  operationId requestId durationMs delayMs ageMs count size version signal traceId spanId memberId loanId
  offerId holdId contractId assessmentId caseId businessDate sequence from to step lag
  kafka events pending leads restarts crashed`.split(/\s+/),
);
const idLike = /^[a-z][A-Za-z0-9]*(Id|Ms|Count|At|On|Seconds)$/;
const removed = '[removed]';

/** A logger of the service. Unlisted fields are kept by name with their value removed. */
export function createLogger({ service, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: allowListed },
    serializers: { err: (error: unknown) => error }, // described by the allow-list already
  };
  const logger: Pino = destination === undefined ? pino(options) : pino(options, destination);
  return listingChildren(logger);
}

/** A child's bindings pass no formatter, so they are listed here. */
function listingChildren(logger: Pino): Logger {
  const child = logger.child.bind(logger);
  return Object.assign(logger, { child: (bindings: Readonly<Record<string, unknown>>) => listingChildren(child(allowListed(bindings))) });
}

function allowListed(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(name, value)]));
}

function shown(name: string, value: unknown): unknown {
  if (name === 'err' || name === 'error') return describe(value);
  if (!allowed.has(name) && !idLike.test(name)) return removed;
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.every(isPlain) ? value : removed;
  return isPlain(value) ? value : removed;
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
}

/** An error without its own properties: drivers put queries and parameters there. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) };
  return { type: error.name, message: error.message, ...(typeof code === 'string' ? { code } : {}), stack: error.stack, ...cause };
}
