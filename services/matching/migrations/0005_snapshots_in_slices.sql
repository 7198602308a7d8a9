-- Snapshots come compressed and are read in slices: of bytes that the server does not compress itself it finds each slice at once, and
-- compressing took it longer than all else of the batch. For new rows only, nothing is rewritten.
alter table snapshots alter column bytes set storage external;
