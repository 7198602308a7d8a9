/** The application factory: security headers, request ids, probes, mounts, then every operation of the contract and nothing else. */
import type { IncomingMessage } from 'node:http';
import { inSpan } from '@mutua/telemetry';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { answerFor } from './boundary.ts';
import { createDispatcher, type Dispatcher, type FoundOperation } from './dispatch.ts';
import { requestMetrics } from './metrics.ts';
import { operationsHandlers, operationsPolicy } from './operations.ts';
import { mountProbes } from './probes.ts';
import { pathOf } from './query.ts';
import { requestIds } from './request-id.ts';
import { sendOutcome, sendProblem } from './respond.ts';
import { securityHeaders } from './security-headers.ts';
import type { AnyHandler, Served } from './served.ts';
import type { AppOptions } from './service.ts';
import { loadOperations, type Operation } from './spec.ts';
import type { Handler, OwnTransaction, Rule } from './types.ts';

/** An Express application that serves exactly the operations of the contract. Throws a DefectError when one has no handler or no rule. */
export function createApp<Ops>(options: AppOptions<Ops>): Express {
  return createAppFrom(loadOperations(options.spec), options);
}

/** As createApp, for operations read from any document. */
export function createAppFrom<Ops>(operations: readonly Operation[], options: AppOptions<Ops>): Express {
  const dispatcher = createDispatcher(servedOperations(operations, options), options);
  const answer = contractHandler(dispatcher, options);
  const app = bareApp();
  // Operations come first: they are what there is much of. What is not one of them passes by probes and mounts and ends as 404 or 405.
  app.use((req, res, next) => {
    const found = dispatcher.find(req);
    if (found.kind === 'found') void answer(req, res, found);
    else next();
  });
  app.use(setSecurityHeaders());
  mountProbes(app, { checks: { database: () => pingDatabase(options), ...options.health }, metrics: options.metrics });
  for (const [path, handler] of Object.entries(options.mounts ?? {})) app.use(path, handler);
  app.use((req, res) => void answer(req, res, dispatcher.find(req)));
  return app;
}

/** Express with everything off that the edge does itself. */
function bareApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  // The gateway is the only neighbour: it tells the address of the client.
  app.set('trust proxy', ['loopback', 'uniquelocal']);
  return app;
}

function setSecurityHeaders(): RequestHandler {
  const headers = securityHeaders();
  return (_req, res, next) => {
    for (let i = 0; i < headers.length; i += 2) res.setHeader(headers[i] ?? '', headers[i + 1] ?? '');
    next();
  };
}

type ContractHandler = (req: Request, res: Response, found: FoundOperation) => Promise<void>;

/** Serves, answers, measures, logs. Never rejects. */
function contractHandler(
  dispatcher: Dispatcher,
  { problems, logger, metrics }: Pick<AppOptions<unknown>, 'problems' | 'logger' | 'metrics'>,
): ContractHandler {
  const nextRequestId = requestIds();
  const observe = requestMetrics(metrics);
  const always = securityHeaders();
  return async (req, res, found) => {
    const startedMs = performance.now();
    const requestId = nextRequestId(req.headers['x-request-id']);
    const operation = found.kind === 'found' ? found.value.operation.operationId : 'unknown';
    try {
      const serve = () => dispatcher.serve(found, { req, requestId, clientIp: req.ip ?? '' });
      sendOutcome(res, await inSpan(operation, { traceparent: textOf(req.headers['traceparent']) }, serve), { always, requestId });
    } catch (error) {
      const where = { instance: pathOf(req.originalUrl), requestId };
      const { problem, headers } = answerFor(error, where, { problems, logger });
      sendProblem(res, problem, { always, requestId, headers });
    }
    const durationMs = performance.now() - startedMs;
    observe({ operation, status: res.statusCode, durationMs });
    logRequest(logger, { req, operation, status: res.statusCode, durationMs, requestId });
  };
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

async function pingDatabase({ db }: { db: AppOptions<unknown>['db'] }): Promise<void> {
  await db.sql.one('select 1 as one');
}

function servedOperations<Ops>(operations: readonly Operation[], options: AppOptions<Ops>): Served[] {
  const shared = operationsHandlers(options);
  // The typed tables were checked by the compiler; here they are looked up by the names in the document.
  const handlers = { ...shared, ...options.handlers } as unknown as Readonly<Record<string, Handler<unknown> | OwnTransaction<unknown>>>;
  const policy = { ...operationsPolicy, ...options.policy } as unknown as Readonly<Record<string, Rule>>;
  return operations.map((operation) => serve(operation, handlers[operation.operationId], policy[operation.operationId]));
}

function serve(operation: Operation, handler: Handler<unknown> | OwnTransaction<unknown> | undefined, rule: Rule | undefined): Served {
  if (handler === undefined || rule === undefined) {
    throw new Error(`operation ${operation.operationId} has no ${handler === undefined ? 'handler' : 'rule'}`);
  }
  const own = typeof handler !== 'function';
  return { operation, rule, handle: (own ? handler.handle : handler) as AnyHandler, ownTransaction: own };
}

type Line = { req: IncomingMessage; operation: string; status: number; durationMs: number; requestId: string };

/** Never the body, the query or a header: they may hold personal data. */
function logRequest(logger: AppOptions<unknown>['logger'], { req, operation, status, durationMs, requestId }: Line): void {
  const line = { method: req.method, operation, status, durationMs: Math.round(durationMs * 10) / 10, requestId };
  if (req.method === 'GET' && status < 400) logger.debug(line, 'request');
  else logger.info(line, 'request');
}
