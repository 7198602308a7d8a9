/** Writes answers. JSON only; a problem is `application/problem+json`; nothing is cached by anyone in between. */
import type { ServerResponse } from 'node:http';
import type { Problem } from './problem.ts';

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
