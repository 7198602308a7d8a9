-- Members who never lend to each other: households, own companies. Rows are never deleted: what held when a request was listed can be asked.
create table related_members (
  relation_nr bigint generated always as identity primary key,
  member_id text collate "C" not null,
  related_id text collate "C" not null,
  kind text not null check (kind in ('household', 'own-company')),
  declared_by text collate "C" not null,
  declared_at timestamptz not null,
  ended_at timestamptz,
  ended_by text collate "C",
  end_reason text,
  constraint two_members check (member_id <> related_id),
  constraint ended_whole check (num_nulls(ended_at, ended_by, end_reason) in (0, 3))
);
create unique index related_members_once on related_members (least(member_id, related_id), greatest(member_id, related_id))
  where ended_at is null;
create index related_members_of on related_members (member_id, relation_nr desc);
create index related_members_to on related_members (related_id, relation_nr desc);
