/** The typed edge: what a handler receives and may answer, derived from the generated `operations` of one OpenAPI file. */
import type { OnceRequest, Sql, Tx } from '@mutua/db';
import type { Err, Id, Ids, Instant, Rejection } from '@mutua/kernel';

export type Role = 'member' | 'admin' | 'auditor';

/** Who calls: the subject of a verified access token. `sessionId` is present for tokens issued by a login. */
export type Actor = {
  readonly memberId: Id<'member'>;
  readonly roles: readonly Role[];
  readonly sessionId?: string;
};

type Never = Record<never, never>;
type Parameters<Op, In extends string> = Op extends { parameters: infer P }
  ? In extends keyof P
    ? [NonNullable<P[In]>] extends [never]
      ? Never
      : NonNullable<P[In]>
    : Never
  : Never;

type Json<T> = T extends { content: { 'application/json': infer B } } ? B : undefined;
export type PathOf<Op> = Parameters<Op, 'path'>;
export type QueryOf<Op> = Parameters<Op, 'query'>;
export type BodyOf<Op> = Op extends { requestBody?: infer R }
  ? [NonNullable<R>] extends [never]
    ? undefined
    : undefined extends R
      ? Json<NonNullable<R>> | undefined
      : Json<R>
  : undefined;

type Success = 200 | 201 | 202 | 204;
type ResponsesOf<Op> = Op extends { responses: infer R } ? R : never;
/** One of the declared 2xx answers of the operation. */
export type Reply<Op> = {
  [S in Success & keyof ResponsesOf<Op>]: {
    readonly status: S;
    readonly body: Json<ResponsesOf<Op>[S]>;
    readonly location?: string;
  };
}[Success & keyof ResponsesOf<Op>];

/** The validated request. `tx` is open for POST, PUT, PATCH, DELETE; touching it elsewhere is a defect, as is `actor` on a public operation. */
export type Ctx<Op> = {
  readonly operationId: string;
  readonly params: PathOf<Op>;
  readonly query: QueryOf<Op>;
  readonly body: BodyOf<Op>;
  readonly actor: Actor;
  readonly tx: Tx;
  /** Reads: the transaction of a mutation, autocommit of a GET. */
  readonly sql: Sql;
  readonly now: Instant;
  readonly ids: Ids;
  readonly requestId: string;
  readonly clientIp: string;
  /** The idempotency request of operations that declare the Idempotency-Key header. */
  readonly request: OnceRequest | undefined;
};

export type Answer<Op> = Promise<Reply<Op> | Err<Rejection>>;
export type Handler<Op> = (ctx: Ctx<Op>) => Answer<Op>;
/**
 * A handler that opens its own transactions: for slow work (password hashing) that must not hold a connection and for refusals
 * that must keep what they wrote (login limiter). `ctx.tx` is a defect in it.
 */
export type OwnTransaction<Op> = { readonly transaction: 'own'; readonly handle: Handler<Op> };
export type Handlers<Operations> = { readonly [K in keyof Operations]: Handler<Operations[K]> | OwnTransaction<Operations[K]> };

/** Where an operation is allowed. An object rule answers one identical 404 for an unknown and a foreign object. */
export type Rule<Op = unknown> =
  | { readonly access: 'public' }
  | { readonly access: 'roles'; readonly roles: readonly Role[] }
  | {
      readonly access: 'object';
      /** Names the 404: `loan` gives `loan.not_found`. */
      readonly kind: string;
      /** Member ids who may act on the object; undefined when there is no such object. */
      readonly owners: (sql: Sql, params: PathOf<Op>) => Promise<readonly string[] | undefined>;
      readonly alsoRoles?: readonly Role[];
      /** Of an object that is made elsewhere and known here a moment later: the 404 says this and when to ask again. */
      readonly notYet?: string;
    };

/** Deny by default: an operation without a rule does not compile. */
export type Policy<Operations> = { readonly [K in keyof Operations]: Rule<Operations[K]> };

/** The one table that turns rejection codes into statuses. Exhaustive when typed `ProblemTable<LoanRejectionCode>`. */
export type ProblemTable<Code extends string = string> = Readonly<Record<Code, { readonly status: number; readonly title: string }>>;
