-- Answers are given again for thirty days, then a tombstone (an empty reply) refuses the key for a year. What comes next to be cleared is
-- found by these; a row is in one of them. Locks idempotency for the time of the build.
create index idempotency_answers on idempotency (recorded_at) where reply <> '';
create index idempotency_tombstones on idempotency (recorded_at) where reply = '';
