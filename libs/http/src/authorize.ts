/** The one place that decides who may do what: role rules and object rules of the policy table. */
import type { Sql } from '@mutua/db';
import { EdgeProblem } from './problem.ts';
import type { Actor, Role, Rule } from './types.ts';

/** Answered as 404 `<kind>.not_found`, the same for an unknown and for a foreign object. */
export class ObjectHidden extends Error {
  override readonly name = 'ObjectHidden';
  readonly kind: string;
  readonly notYet: string | undefined;

  constructor({ kind, notYet }: { readonly kind: string; readonly notYet?: string }) {
    super(kind);
    this.kind = kind;
    this.notYet = notYet;
  }
}

/** Needs no object: throws unless the caller may try this operation at all. Undefined only for a public operation. */
export async function admit(rule: Rule, authenticate: () => Promise<Actor | undefined>): Promise<Actor | undefined> {
  if (rule.access === 'public') return undefined;
  const actor = await authenticate();
  if (actor === undefined) throw new EdgeProblem('auth.unauthenticated', { headers: { 'www-authenticate': 'Bearer' } });
  if (rule.access === 'roles' && !hasOneOf(actor, rule.roles)) throw new EdgeProblem('auth.forbidden');
  return actor;
}

/** Throws ObjectHidden unless the caller owns the object or has a role that sees all of its kind. */
export async function requireObject<Op>(rule: Rule<Op>, actor: Actor, look: { sql: Sql; params: unknown }): Promise<void> {
  if (rule.access !== 'object') return;
  // The validated path parameters are what the contract declares for the operation of this rule.
  const owners = await rule.owners(look.sql, look.params as Parameters<typeof rule.owners>[1]);
  if (owners === undefined) throw new ObjectHidden(rule);
  if (!owners.includes(actor.memberId) && !hasOneOf(actor, rule.alsoRoles ?? [])) throw new ObjectHidden(rule);
}

function hasOneOf(actor: Actor, roles: readonly Role[]): boolean {
  return roles.some((role) => actor.roles.includes(role));
}
