-- Snapshots are read in slices: of bytes that are not compressed the server finds each slice by itself, and compressing took it longer than
-- all else of the batch. For new rows only, nothing is rewritten.
alter table snapshots alter column bytes set storage external;
