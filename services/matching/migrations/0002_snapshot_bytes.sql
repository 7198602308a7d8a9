-- Snapshots as bytes. Those of the first engine stay as the text they are, and are still read.
alter table snapshots
  alter column state drop not null,
  add column bytes bytea,
  add constraint snapshot_in_one_form check (num_nonnulls(state, bytes) = 1);
