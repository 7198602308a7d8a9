/** An operation with its rule and its handler, as the dispatcher and the transaction know it. */
import type { Context } from './context.ts';
import type { Outcome } from './respond.ts';
import type { Operation } from './spec.ts';
import type { Answer, Rule } from './types.ts';

/** A handler of any operation: the typed table has been checked by the compiler, here only the shape of an answer matters. */
export type AnyHandler = (ctx: Context) => Promise<Awaited<Answer<unknown>> | Outcome>;

export type Served = {
  readonly operation: Operation;
  readonly rule: Rule;
  readonly handle: AnyHandler;
  readonly ownTransaction: boolean;
};
