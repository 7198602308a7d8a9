/** Serves one request of a contract: route → authenticate → read → check → authorize → handle in a transaction → answer. */
import type { IncomingMessage } from 'node:http';
import { DefectError } from '@mutua/kernel';
import { admit, requireObject } from './authorize.ts';
import { readBody } from './body.ts';
import { Context, type Facts } from './context.ts';
import { onceRequestOf } from './idempotency.ts';
import { EdgeProblem, type FieldError } from './problem.ts';
import { parseQuery, pathOf } from './query.ts';
import type { Outcome } from './respond.ts';
import { createRouter, type Found } from './router.ts';
import type { AnyHandler, Served } from './served.ts';
import type { AppOptions } from './service.ts';
import { handleMutation, Refused } from './transaction.ts';
import { createCompiler, type RequestValidator } from './validate.ts';

type Compiled = Served & {
  readonly validate: RequestValidator;
  readonly checkAnswer: ((status: number, body: unknown) => string | undefined) | undefined;
};

/** A request as the HTTP framework hands it over. */
export type Incoming = { readonly req: IncomingMessage; readonly requestId: string; readonly clientIp: string };
export type FoundOperation = Found<Compiled>;
export type Dispatcher = {
  /** The operation that a request means. */
  find(req: IncomingMessage): FoundOperation;
  serve(found: FoundOperation, incoming: Incoming): Promise<Outcome>;
};

type Platform = Pick<AppOptions<unknown>, 'db' | 'auth' | 'clock' | 'ids' | 'validateResponses'>;

export function createDispatcher(served: readonly Served[], platform: Platform): Dispatcher {
  const compiler = createCompiler();
  const router = createRouter(
    served.map((one) => ({
      method: one.operation.method,
      path: one.operation.path,
      value: {
        ...one,
        validate: compiler.request(one.operation),
        checkAnswer: platform.validateResponses ? compiler.response(one.operation) : undefined,
      },
    })),
  );
  return {
    find: (req) => router.find(methodOf(req), pathOf(req.url ?? '')),
    serve: (found, incoming) => serve(found, platform, incoming),
  };
}

function methodOf({ method }: IncomingMessage): string {
  return method === 'HEAD' ? 'GET' : (method ?? '');
}

async function serve(found: FoundOperation, platform: Platform, incoming: Incoming): Promise<Outcome> {
  const { req } = incoming;
  if (found.kind === 'none') throw new EdgeProblem('route.not_found');
  if (found.kind === 'method') throw new EdgeProblem('route.method_not_allowed', { headers: { allow: found.allowed.join(', ') } });
  const { value: one, params } = found;
  const actor = await admit(one.rule, () => platform.auth.actorOf(req.headers.authorization));
  const { query, body } = await checkedInput(one, { req, params });
  const { operation } = one;
  const header = req.headers['idempotency-key'];
  const facts: Facts = {
    operationId: operation.operationId,
    params,
    query,
    body,
    actor,
    now: platform.clock.now(),
    ids: platform.ids,
    requestId: incoming.requestId,
    clientIp: incoming.clientIp,
    request:
      operation.idempotency === 'required' || (operation.idempotency === 'optional' && header !== undefined)
        ? onceRequestOf({ operationId: operation.operationId, header, actor, params, query, body })
        : undefined,
  };
  if (actor !== undefined) await requireObject(one.rule, actor, { sql: platform.db.sql, params });
  const outcome = await handle(one, facts, platform);
  checkAnswer(one, outcome);
  return outcome;
}

type Input = { readonly query: Record<string, unknown>; readonly body: unknown };

async function checkedInput(
  one: Compiled,
  { req, params }: { req: IncomingMessage; params: Readonly<Record<string, string>> },
): Promise<Input> {
  const query = parseQuery(req.url ?? '');
  const body = methodOf(req) === 'GET' ? undefined : await readBody(req);
  const errors: FieldError[] = one.validate({ path: params, query, header: req.headers, body });
  if (one.operation.body === undefined && body !== undefined && !isEmptyObject(body)) {
    errors.push({ path: '/body', code: 'unknown_field', message: 'this operation takes no body' });
  }
  if (errors.length > 0) throw new EdgeProblem('request.invalid', { errors });
  return { query, body: one.operation.body === undefined ? undefined : body };
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

async function handle(one: Compiled, facts: Facts, { db }: Platform): Promise<Outcome> {
  if (one.operation.method !== 'GET' && !one.ownTransaction) return handleMutation(one, facts, db);
  return settled(await one.handle(new Context(facts, db.sql, undefined)));
}

/** A success as it is; a refusal is thrown to the error boundary. */
export function settled(answer: Awaited<ReturnType<AnyHandler>>): Outcome {
  if ('ok' in answer) throw new Refused(answer.error);
  return answer;
}

function checkAnswer(one: Compiled, { status, body }: Outcome): void {
  const wrong = one.checkAnswer?.(status, body);
  if (wrong !== undefined) throw new DefectError('an answer breaks its contract', { operationId: one.operation.operationId, wrong });
}
