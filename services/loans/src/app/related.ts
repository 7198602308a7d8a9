/** Declaring and ending relations between members. What a listing excludes is taken when it is listed; directed offers are refused at once. */
import { type Id, type Instant, ok, type Result, reject } from '@mutua/kernel';
import { type Relation, type RelationKind, type RelationRejection, relationsMax } from '../domain/related.ts';
import type { Ports } from './ports.ts';

type Pair = { readonly memberId: string; readonly relatedId: string; readonly by: Id<'member'>; readonly at: Instant };

export async function declareRelated(
  ports: Pick<Ports, 'members' | 'related'>,
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
  return declared === undefined ? reject('related_member.exists', { relatedMemberId: relatedId }) : ok(declared);
}

export async function endRelated(
  ports: Pick<Ports, 'related'>,
  ending: Pair & { readonly reason: string },
): Promise<Result<Relation, RelationRejection>> {
  const ended = await ports.related.end(ending);
  return ended === undefined ? reject('related_member.not_declared', { relatedMemberId: ending.relatedId }) : ok(ended);
}
