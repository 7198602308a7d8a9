/** What the edge knows of one request while it is served, and the view of it that a handler gets. */
import type { OnceRequest, Sql, Tx } from '@mutua/db';
import { DefectError, type Ids, type Instant } from '@mutua/kernel';
import type { Actor } from './types.ts';

type Facts = {
  readonly operationId: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly actor: Actor | undefined;
  readonly now: Instant;
  readonly ids: Ids;
  readonly requestId: string;
  readonly clientIp: string;
  readonly request: OnceRequest | undefined;
};

/** Touching the actor of a public operation or the transaction of a read is a defect, not a value. */
export class Context {
  readonly operationId: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly now: Instant;
  readonly ids: Ids;
  readonly requestId: string;
  readonly clientIp: string;
  readonly request: OnceRequest | undefined;
  readonly sql: Sql;
  readonly #actor: Actor | undefined;
  readonly #tx: Tx | undefined;

  constructor(facts: Facts, sql: Sql, tx: Tx | undefined) {
    this.operationId = facts.operationId;
    this.params = facts.params;
    this.query = facts.query;
    this.body = facts.body;
    this.now = facts.now;
    this.ids = facts.ids;
    this.requestId = facts.requestId;
    this.clientIp = facts.clientIp;
    this.request = facts.request;
    this.sql = sql;
    this.#actor = facts.actor;
    this.#tx = tx;
  }

  get actor(): Actor {
    if (this.#actor === undefined) throw new DefectError('a public operation has no actor', { operationId: this.operationId });
    return this.#actor;
  }

  get tx(): Tx {
    if (this.#tx === undefined) throw new DefectError('this operation has no transaction', { operationId: this.operationId });
    return this.#tx;
  }
}

export type { Facts };
