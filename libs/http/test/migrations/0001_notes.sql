-- The one table of the small contract that the edge is tested with.
create table notes (
  note_id text primary key,
  owner_id text not null,
  text text not null,
  amount_minor bigint not null
);
