/**
 * Declaring and ending relations between members. A listing names them; one that is declared later is told of each open listing of the two
 * and holds for what is filled from then on. Directed offers are refused at once. One that is ended holds on for what is listed.
 */
import { assert, type Id, type Instant, ok, type Result, reject } from '@mutua/kernel';
import { type Relation, type RelationKind, type RelationRejection, relationsMax } from '../domain/related.ts';
import { applyToRequest } from './change-request.ts';
import type { Ports } from './ports.ts';

type Pair = { readonly memberId: string; readonly relatedId: string; readonly by: Id<'member'>; readonly at: Instant };

export async function declareRelated(
  ports: Ports,
  { kind, ...pair }: Pair & { readonly kind: RelationKind },
): Promise<Result<Relation, RelationRejection>> {
  const { memberId, relatedId } = pair;
  if (memberId === relatedId) return reject('related_member.self', { memberId });
  const [isKnown, mine, theirs] = await Promise.all([
    ports.members.isKnown(relatedId),
    ports.related.of(memberId),
    ports.related.of(relatedId),
  ]);
  if (!isKnown) return reject('related_member.unknown', { relatedMemberId: relatedId });
  if (Math.max(mine.length, theirs.length) >= relationsMax) return reject('related_member.too_many', { relationsMax });
  const declared = await ports.related.insert({ ...pair, kind });
  if (declared === undefined) return reject('related_member.exists', { relatedMemberId: relatedId });
  await relateListings(ports, declared);
  return ok(declared);
}

/** Requests that are not listed yet are locked too: their listing waits for the relation, and names it. */
async function relateListings(ports: Ports, { memberId, relatedId, declaredAt: at }: Relation): Promise<void> {
  for (const request of await ports.requests.lockUnfunded([memberId, relatedId])) {
    const relatedIds = [request.borrowerId === memberId ? relatedId : memberId];
    const related = await applyToRequest(ports, request, { type: 'Relate', relatedIds, at });
    assert(related.ok, 'a relation may be declared at any time', { requestId: request.requestId });
  }
}

export async function endRelated(
  ports: Pick<Ports, 'related'>,
  ending: Pair & { readonly reason: string },
): Promise<Result<Relation, RelationRejection>> {
  const ended = await ports.related.end(ending);
  return ended === undefined ? reject('related_member.not_declared', { relatedMemberId: ending.relatedId }) : ok(ended);
}
