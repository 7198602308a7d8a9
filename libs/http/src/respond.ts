/** Writes answers. JSON only; a problem is `application/problem+json`; nothing is cached by anyone in between. */
import type { ServerResponse } from 'node:http';
import { type EdgeCode, type Extra, edgeProblem, type Problem, type Where } from './problem.ts';
import { pathOf } from './query.ts';

export type Outcome = {
  readonly status: number;
  readonly body: unknown;
  readonly location?: string | undefined;
  readonly replayed?: boolean;
};

export function sendOutcome(res: ServerResponse, { status, body, location, replayed }: Outcome): void {
  res.statusCode = status;
  res.setHeader('cache-control', 'no-store');
  if (location !== undefined) res.setHeader('location', location);
  if (replayed === true) res.setHeader('idempotent-replayed', 'true');
  if (body === undefined) res.end();
  else sendText(res, 'application/json; charset=utf-8', JSON.stringify(body));
}

export function sendProblem(res: ServerResponse, problem: Problem, headers: Readonly<Record<string, string>> = {}): void {
  if (res.headersSent) {
    res.destroy(); // half an answer cannot become a problem
    return;
  }
  res.statusCode = problem.status;
  res.setHeader('cache-control', 'no-store');
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  sendText(res, 'application/problem+json; charset=utf-8', JSON.stringify(problem));
}

function sendText(res: ServerResponse, type: string, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  res.setHeader('content-type', type);
  res.setHeader('content-length', bytes.length);
  res.end(bytes);
}

/** Answers with a problem of the edge; for edges that serve without a contract, such as the gateway's proxy. */
export function sendEdgeProblem(res: ServerResponse, code: EdgeCode, { instance, requestId, ...extra }: Where & Extra): void {
  sendProblem(res, edgeProblem(code, extra, { instance: pathOf(instance), requestId }), extra.headers);
}
