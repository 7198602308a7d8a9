/** Members who never lend to each other: a household, an own company. It holds both ways, whoever declared it. */
import type { Id, Instant, Rejection } from '@mutua/kernel';

export type RelationKind = 'household' | 'own-company';

export type Relation = {
  readonly relationNr: bigint;
  readonly memberId: Id<'member'>;
  readonly relatedId: Id<'member'>;
  readonly kind: RelationKind;
  readonly declaredBy: Id<'member'>;
  readonly declaredAt: Instant;
  /** Only an administrator ends it, with a reason. */
  readonly ended: { readonly at: Instant; readonly by: Id<'member'>; readonly reason: string } | null;
};

/** A listing names all related members; more of them than this is not a household. */
export const relationsMax = 50;

export type RelationRejection = Rejection<
  'related_member.self' | 'related_member.unknown' | 'related_member.exists' | 'related_member.too_many' | 'related_member.not_declared'
>;
