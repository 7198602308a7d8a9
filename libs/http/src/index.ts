/** The HTTP edge: contracts, authentication, authorization, idempotency, problems. One factory, one error boundary. */
export { createApp } from './app.ts';
export type { Authenticator, AuthenticatorOptions } from './auth.ts';
export { createAuthenticator, KeysUnavailable } from './auth.ts';
export type { Page } from './cursor.ts';
export { decodeCursor, encodeCursor, pageOf } from './cursor.ts';
export type { EdgeCode } from './problem.ts';
export { pathOf } from './query.ts';
export { reply } from './reply.ts';
export { requestIds } from './request-id.ts';
export { sendEdgeProblem, sendOutcome } from './respond.ts';
export type { Found, Router } from './router.ts';
export { createRouter } from './router.ts';
export { listen, runService } from './run.ts';
export { securityHeaders } from './security-headers.ts';
export type { AppOptions, HttpApp, MessagingOperations, Operations, Service } from './service.ts';
export type { SseEvent, SseOptions, SseStream } from './sse.ts';
export { openSse } from './sse.ts';
export type {
  Actor,
  Answer,
  BodyOf,
  Ctx,
  Handler,
  Handlers,
  OwnTransaction,
  PathOf,
  Policy,
  ProblemTable,
  QueryOf,
  Reply,
  Role,
  Rule,
} from './types.ts';
