/** RFC 9457 problems: the codes of the edge and the one place where a problem body is built. */
import type { Rejection } from '@mutua/kernel';
import type { ProblemTable } from './types.ts';

/** One thing wrong with the request. `path` is a JSON pointer into {path, query, header, body}. */
export type FieldError = { readonly path: string; readonly code: string; readonly message: string };

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly errors?: readonly FieldError[];
  readonly requestId: string;
};

const edge = {
  'request.invalid': { status: 400, title: 'The request does not match the contract' },
  'request.malformed_json': { status: 400, title: 'The body is not JSON' },
  'request.too_deep': { status: 400, title: 'The body is nested too deeply' },
  'request.too_large': { status: 413, title: 'The body is too large' },
  'request.unsupported_media_type': { status: 415, title: 'The body must be application/json in UTF-8' },
  'route.not_found': { status: 404, title: 'There is nothing at this path' },
  'route.method_not_allowed': { status: 405, title: 'This path does not take this method' },
  'idempotency.key_missing': { status: 400, title: 'This operation needs an Idempotency-Key header' },
  'idempotency.key_malformed': { status: 400, title: 'The Idempotency-Key must be 8 to 128 letters, digits or any of . _ : -' },
  'idempotency.key_reused': { status: 422, title: 'The Idempotency-Key was used with another request' },
  'idempotency.in_progress': { status: 409, title: 'A request with this Idempotency-Key is still running' },
  'idempotency.key_expired': { status: 409, title: 'The stored answer of this Idempotency-Key has expired' },
  'auth.unauthenticated': { status: 401, title: 'A valid access token is required' },
  'auth.forbidden': { status: 403, title: 'Your role does not allow this' },
  'cursor.invalid': { status: 400, title: 'The cursor was not issued by this list' },
  'rate.limited': { status: 429, title: 'Too many requests' },
  'service.unavailable': { status: 503, title: 'The service cannot answer now' },
  'upstream.broken': { status: 502, title: 'The service broke off its answer' },
  'upstream.timeout': { status: 504, title: 'The service did not answer in time' },
  'dead_letter.not_found': { status: 404, title: 'There is no such dead letter' },
  'dead_letter.settled': { status: 409, title: 'This dead letter is already settled' },
  'dead_letter.not_next': { status: 409, title: 'An earlier event of the same aggregate has to be settled first' },
  'dead_letter.failed_again': { status: 409, title: 'The event could not be handled this time either' },
  internal: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies ProblemTable;

export type EdgeCode = keyof typeof edge;

export type Extra = {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
};

/** A refusal by the edge itself, thrown to the error boundary. */
export class EdgeProblem extends Error {
  override readonly name = 'EdgeProblem';
  readonly code: EdgeCode;
  readonly extra: Extra;

  constructor(code: EdgeCode, extra: Extra = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

export type Where = { readonly instance: string; readonly requestId: string };

/** The problem of an edge code. */
export function edgeProblem(code: EdgeCode, extra: Extra, where: Where): Problem {
  const { status, title } = edge[code];
  const { errors } = extra;
  return {
    type: typeOf(code),
    title,
    status,
    detail: extra.detail ?? title,
    instance: where.instance,
    code,
    ...(errors === undefined ? {} : { errors }),
    requestId: where.requestId,
  };
}

/** The problem of a rejection, or undefined when the table does not know its code (a defect of the service). */
export function rejectionProblem(rejection: Rejection, table: ProblemTable, where: Where): Problem | undefined {
  const { code, details } = rejection;
  const known = Object.hasOwn(table, code) ? table[code] : undefined;
  if (known !== undefined) {
    return { type: typeOf(code), ...titled(known), detail: detailOf(known.title, details), code, ...where };
  }
  return isEdgeCode(code) ? edgeProblem(code, { detail: detailOf(edge[code].title, details) }, where) : undefined;
}

/** The identical answer for an unknown and for a foreign object. */
export function objectNotFound({ kind, notYet }: { readonly kind: string; readonly notYet: string | undefined }, where: Where): Problem {
  const title = `There is no such ${kind.replaceAll('_', ' ')}`;
  const code = `${kind}.not_found`;
  return { type: typeOf(code), title, status: 404, detail: notYet === undefined ? title : `${title}. ${notYet}`, code, ...where };
}

function isEdgeCode(code: string): code is EdgeCode {
  return Object.hasOwn(edge, code);
}

function titled({ status, title }: { status: number; title: string }): { status: number; title: string } {
  return { title, status };
}

function typeOf(code: string): string {
  return `https://mutua.dev/problems/${code}`;
}

/** The facts of a rejection as a sentence: `The loan is not open (loanId loan_…, phase closed)`. */
function detailOf(title: string, details: Readonly<Record<string, unknown>>): string {
  const facts = Object.entries(details)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${textOf(value)}`);
  return facts.length === 0 ? title : `${title} (${facts.join(', ')})`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? member.toString() : member));
  }
  return String(value);
}
