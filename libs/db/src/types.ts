/** The transaction and what a use case may do in it. It is dead once the work that got it has settled. */
import type { CalendarDate, Id, Instant, Rejection, Result } from '@mutua/kernel';
import type { Pool } from 'pg';
import type { EntitySchema, ObjectLiteral, Repository } from 'typeorm';

/** SQL with parameters only. bigint columns are `bigint`, dates `CalendarDate`, timestamps `Instant`. */
export type Sql = {
  query<R extends object>(text: string, params?: readonly unknown[]): Promise<R[]>;
  /** The only row, or undefined; more than one is a defect. */
  one<R extends object>(text: string, params?: readonly unknown[]): Promise<R | undefined>;
  /** The number of rows affected. */
  run(text: string, params?: readonly unknown[]): Promise<number>;
};

export type OutboxEvent = {
  readonly id: Id<'event'>;
  /** As in the contract: `loans.loan-request-listed.v1`. */
  readonly name: string;
  readonly aggregateId: string;
  readonly data: object;
  readonly occurredAt: Instant;
  readonly businessDate?: CalendarDate;
  /** Members who may see the event live. */
  readonly subjects?: readonly string[];
  readonly traceparent?: string;
};
export type Outbox = {
  append(events: readonly OutboxEvent[]): Promise<void>;
  /**
   * Writes what was appended so far now instead of with the commit, for a unit of work that goes on computing meanwhile. Their streams
   * stay locked until the commit.
   */
  send(): Promise<void>;
};

export type AuditEntry = {
  readonly id: Id<'auditEvent'>;
  readonly actorId: string;
  readonly action: string;
  readonly objectId: string;
  readonly details: object;
  readonly at: Instant;
};

export type Statement = { readonly text: string; readonly params: readonly unknown[] };

export type Tx = Sql & {
  readonly outbox: Outbox;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  /**
   * A statement whose answer nobody waits for: made and sent with the commit, in the order given, before the events. Nothing is committed
   * when it fails; statements of the work itself do not see its effect. Undefined when there is nothing left to send.
   */
  defer(statement: () => Statement | undefined): void;
  /** Runs after a commit, never after a rollback. Must not throw. */
  afterCommit(listener: () => void): void;
  /** TypeORM's repository of a plain table, inside this transaction. For CRUD; locks, upserts and postings are written as SQL. */
  repository<E extends ObjectLiteral>(entity: EntitySchema<E>): Repository<E>;
};

/** Names a request: the same scope and key with another fingerprint is another request under a used key. */
export type OnceRequest = { readonly scope: string; readonly key: string; readonly fingerprint: string };
export type OnceRejection = 'idempotency.in_progress' | 'idempotency.key_reused' | 'idempotency.key_expired';
export type OnceOutcome<T> = { readonly result: Result<T, Rejection>; readonly replayed: boolean };

export type Database = {
  /** Reads outside a transaction; each statement by itself. */
  readonly sql: Sql;
  readonly pool: Pool;
  /** One unit of work: commits what `work` did, or nothing when it throws. Serialization failures and deadlocks are tried again. */
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * One unit of work for one request, ever: the reply is stored with the effect and given again to the same request. A rejection
   * leaves no effect and is stored too.
   */
  once<T>(request: OnceRequest, work: (tx: Tx) => Promise<Result<T, Rejection>>): Promise<OnceOutcome<T>>;
  /** Calls the listener after each commit that appended events, until the answer is called. The listener must not throw. */
  onCommitWithEvents(listener: () => void): () => void;
  /** Statements sent so far, for tests that count queries. */
  readonly statements: { readonly count: number };
  close(): Promise<void>;
};
