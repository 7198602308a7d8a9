/** The one write path of the edge: handler, audit record and idempotency record commit together or not at all. */
import type { Database, Tx } from '@mutua/db';
import { type Err, ok, type Rejection, type Result } from '@mutua/kernel';
import { Context, type Facts } from './context.ts';
import type { Outcome } from './respond.ts';
import type { Served } from './served.ts';

/** A handler said no. Thrown so that the transaction rolls back; the boundary turns it into a problem. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(rejection.code);
    this.rejection = rejection;
  }
}

export async function handleMutation(served: Served, facts: Facts, db: Database): Promise<Outcome> {
  if (facts.request === undefined) return db.run((tx) => inTransaction(served, facts, tx).then(orRefused));
  const { result, replayed } = await db.once(facts.request, (tx) => inTransaction(served, facts, tx));
  return { ...orRefused(result), replayed };
}

function orRefused(result: Result<Outcome, Rejection>): Outcome {
  if (!result.ok) throw new Refused(result.error);
  return result.value;
}

async function inTransaction(served: Served, facts: Facts, tx: Tx): Promise<Result<Outcome, Rejection>> {
  const answer = await served.handle(new Context(facts, tx, tx));
  if (isRefusal(answer)) return answer;
  const outcome: Outcome = { status: answer.status, body: answer.body, location: answer.location };
  if (facts.actor?.roles.includes('admin') === true) await recordAudit(tx, { served, facts, outcome });
  return ok(outcome);
}

function isRefusal(answer: Outcome | Err<Rejection>): answer is Err<Rejection> {
  return 'ok' in answer;
}

async function recordAudit(tx: Tx, { served, facts, outcome }: { served: Served; facts: Facts; outcome: Outcome }): Promise<void> {
  const { actor, operationId, params, body, requestId } = facts;
  await tx.audit.record({
    id: facts.ids.next('auditEvent'),
    actorId: actor?.memberId ?? '',
    action: operationId,
    objectId: String(Object.values(params).at(-1) ?? outcome.location ?? operationId),
    details: { params: { ...params }, body: served.operation.sensitive ? null : (body ?? null), requestId },
    at: facts.now,
  });
}
