/** Related members over REST: seen from the member in the path. */
import type { LoansComponents, LoansOperations } from '@mutua/contracts';
import type { Sql, Tx } from '@mutua/db';
import { decodeCursor, type Handlers, pageOf, reply } from '@mutua/http';
import type { Ports, Reads } from '../../app/ports.ts';
import { declareRelated, endRelated } from '../../app/related.ts';
import type { Relation } from '../../domain/related.ts';

type H = Handlers<LoansOperations>;
type Dependencies = { readonly ports: (tx: Tx) => Ports; readonly reads: (sql: Sql) => Reads };

const limitDefault = 25;

type RelatedHandlers = Pick<H, 'listRelatedMembers' | 'declareRelatedMember' | 'endRelatedMember'>;

export function relatedHandlers({ ports, reads }: Dependencies): RelatedHandlers {
  return {
    listRelatedMembers: async ({ sql, params: { memberId }, query }) => {
      const before = decodeCursor(query.cursor, 1);
      if (!before.ok) return before;
      const limit = query.limit ?? limitDefault;
      const rows = await reads(sql).related.list({ memberId, beforeNr: before.value?.[0], limit });
      return reply.ok(
        pageOf(rows, limit, { keys: ({ relationNr }) => [String(relationNr)], view: (each) => relationView(each, memberId) }),
      );
    },
    declareRelatedMember: async ({ tx, params: { memberId }, body, actor, now }) => {
      const { relatedMemberId: relatedId, kind } = body;
      const declared = await declareRelated(ports(tx), { memberId, relatedId, kind, by: actor.memberId, at: now });
      return declared.ok ? reply.created(relationView(declared.value, memberId)) : declared;
    },
    endRelatedMember: async ({ tx, params: { memberId, relatedMemberId: relatedId }, body, actor, now }) => {
      const ended = await endRelated(ports(tx), { memberId, relatedId, by: actor.memberId, at: now, reason: body.reason });
      return ended.ok ? reply.ok(relationView(ended.value, memberId)) : ended;
    },
  };
}

function relationView({ ended, ...relation }: Relation, seenBy: string): LoansComponents['schemas']['RelatedMember'] {
  const { memberId, relatedId, kind, declaredBy, declaredAt } = relation;
  return {
    relatedMemberId: memberId === seenBy ? relatedId : memberId,
    ...{ kind, declaredBy, declaredAt },
    ended: ended && { at: ended.at, by: ended.by, reason: ended.reason },
  };
}
