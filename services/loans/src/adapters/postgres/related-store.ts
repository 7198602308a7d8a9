/** Relations between members; one row holds both ways. */
import type { Sql } from '@mutua/db';
import type { Id, Instant } from '@mutua/kernel';
import type { RelatedStore } from '../../app/ports.ts';
import type { Relation, RelationKind } from '../../domain/related.ts';

type Row = {
  relation_nr: bigint;
  member_id: Id<'member'>;
  related_id: Id<'member'>;
  kind: RelationKind;
  declared_by: Id<'member'>;
  declared_at: Instant;
  ended_at: Instant | null;
  ended_by: Id<'member'> | null;
  end_reason: string | null;
};

export function relatedStore(sql: Sql): RelatedStore {
  return {
    async of(memberId) {
      const rows = await sql.query<{ id: Id<'member'> }>(
        `select related_id as id from related_members where member_id = $1 and ended_at is null
         union all select member_id from related_members where related_id = $1 and ended_at is null order by 1`,
        [memberId],
      );
      return rows.map(({ id }) => id);
    },
    async list({ memberId, beforeNr, limit }) {
      const rows = await sql.query<Row>(
        `select * from related_members where (member_id = $1 or related_id = $1) and ($2::bigint is null or relation_nr < $2)
         order by relation_nr desc limit $3`,
        [memberId, beforeNr ?? null, limit + 1],
      );
      return rows.map(fromRow);
    },
    async insert({ memberId, relatedId, kind, by, at }) {
      const row = await sql.one<Row>(
        `insert into related_members (member_id, related_id, kind, declared_by, declared_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing returning *`,
        [memberId, relatedId, kind, by, at],
      );
      return row && fromRow(row);
    },
    async end({ memberId, relatedId, by, at, reason }) {
      const row = await sql.one<Row>(
        `update related_members set ended_at = $3, ended_by = $4, end_reason = $5
         where ended_at is null and (member_id, related_id) in (($1, $2), ($2, $1)) returning *`,
        [memberId, relatedId, at, by, reason],
      );
      return row && fromRow(row);
    },
  };
}

function fromRow(row: Row): Relation {
  const { ended_at: at, ended_by: by, end_reason: reason } = row;
  return {
    relationNr: row.relation_nr,
    memberId: row.member_id,
    relatedId: row.related_id,
    kind: row.kind,
    declaredBy: row.declared_by,
    declaredAt: row.declared_at,
    ended: at === null || by === null || reason === null ? null : { at, by, reason },
  };
}
