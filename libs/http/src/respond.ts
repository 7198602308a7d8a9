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

/** Headers of every answer, names and values in turn. Headers set on the answer before are kept. */
export type SendOptions = { readonly always: readonly string[]; readonly requestId: string };

export function sendOutcome(res: ServerResponse, { status, body, location, replayed }: Outcome, options: SendOptions): void {
  const headers = [...options.always, 'x-request-id', options.requestId, 'cache-control', 'no-store'];
  if (location !== undefined) headers.push('location', location);
  if (replayed === true) headers.push('idempotent-replayed', 'true');
  if (body === undefined) res.writeHead(status, headers).end();
  else sendText(res, status, { headers, type: 'application/json; charset=utf-8', text: JSON.stringify(body) });
}

export function sendProblem(res: ServerResponse, problem: Problem, options: SendOptions & { readonly headers?: HeaderMap }): void {
  if (res.headersSent) {
    res.destroy(); // half an answer cannot become a problem
    return;
  }
  const headers = [...options.always, 'x-request-id', options.requestId, 'cache-control', 'no-store'];
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.push(name, value);
  sendText(res, problem.status, { headers, type: 'application/problem+json; charset=utf-8', text: JSON.stringify(problem) });
}

type HeaderMap = Readonly<Record<string, string>>;

function sendText(res: ServerResponse, status: number, { headers, type, text }: { headers: string[]; type: string; text: string }): void {
  headers.push('content-type', type, 'content-length', String(Buffer.byteLength(text, 'utf8')));
  res.writeHead(status, headers).end(text, 'utf8'); // as text it leaves with the headers in one write
}

type EdgeAnswer = Where & Extra & { readonly always: readonly string[] };

/** Answers with a problem of the edge; for edges that serve without a contract, such as the gateway's proxy. */
export function sendEdgeProblem(res: ServerResponse, code: EdgeCode, { instance, requestId, always, headers, ...extra }: EdgeAnswer): void {
  const problem = edgeProblem(code, extra, { instance: pathOf(instance), requestId });
  sendProblem(res, problem, { always, requestId, ...(headers === undefined ? {} : { headers }) });
}
