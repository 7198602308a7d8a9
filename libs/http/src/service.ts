/** What a composed service is and what createApp and runService need of one. */
import type { RequestListener } from 'node:http';
import type { SpecName } from '@mutua/contracts';
import type { Database } from '@mutua/db';
import type { Clock, Ids, Rejection, Result } from '@mutua/kernel';
import type { Logger, Metrics } from '@mutua/telemetry';
import type { Express, RequestHandler } from 'express';
import type { Authenticator } from './auth.ts';
import type { Handlers, Policy, ProblemTable } from './types.ts';

/** Anything that answers requests and carries the flag `draining` in its locals; an Express application is one. */
export type HttpApp = RequestListener & { readonly locals: Record<string, unknown> };

/** A composed service. `start` starts relay, consumers and workers, it does not listen; `close` ends them in reverse order. */
export type Service = {
  readonly app: Express;
  start(): Promise<void>;
  close(): Promise<void>;
  /** Called when the process begins to end, before the requests that still run are awaited: ends streams that would not. */
  drain?(): void;
  readonly db: Database;
};

/** What the operations endpoints need of a running messaging; the `Messaging` of @mutua/messaging fits. */
export type MessagingOperations = {
  /** Messages not yet handled, by topic. */
  lag(): Promise<Readonly<Record<string, bigint | number>>>;
  replay(deadLetterId: string): Promise<Result<unknown, Rejection>>;
  discard(deadLetterId: string): Promise<Result<unknown, Rejection>>;
};

export type Operations = {
  /** Undefined until the service has started. */
  readonly messaging?: () => MessagingOperations | undefined;
  /** Jobs by queue and state. */
  readonly queues?: () => Promise<Record<string, Record<string, number>>>;
};

export type AppOptions<Ops> = {
  /** Service name; loads its bundled document from @mutua/contracts. */
  readonly spec: SpecName;
  readonly handlers: Handlers<Ops>;
  readonly policy: Policy<Ops>;
  readonly problems: ProblemTable;
  readonly db: Database;
  readonly auth: Authenticator;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly validateResponses: boolean;
  readonly operations?: Operations;
  /** Further readiness checks by name; a throw means not ready. The database is always checked. */
  readonly health?: Readonly<Record<string, () => Promise<void>>>;
  /** Handlers mounted before the contract's routes, by path prefix (`/oidc`). They authenticate for themselves. */
  readonly mounts?: Readonly<Record<string, RequestHandler>>;
};
