-- Markets spread over instances, batches that can be looked up and proven, seeds of lotteries.

-- Who lives: each instance takes an even share of the markets.
create table instances (
  holder text primary key,
  seen_at timestamptz not null
) with (fillfactor = 50);

-- Commands of a market that reached another instance than the one that runs it. Its engine takes them out in this order.
create table intake (
  intake_id bigint generated always as identity primary key,
  market text not null check (market ~ '^[A-Z]{3}$'),
  object_id text collate "C" not null,
  payload text not null,
  event_id text,
  filed_at timestamptz not null default clock_timestamp()
);
create index intake_of_market on intake (market, intake_id);
create index intake_of_object on intake (object_id);

-- Seeds that were committed to. The seed behind the commitment in force is a secret until the command that uses it.
create table seeds (
  commitment text primary key,
  seed text not null,
  made_at timestamptz not null default clock_timestamp()
);

-- Commands that cleared requests. What they decided is in the log; this finds them.
create table batches (
  market text not null references engines,
  seq bigint not null,
  type text not null,
  requests integer not null check (requests >= 0),
  fills integer not null check (fills >= 0),
  filled_minor bigint not null check (filled_minor >= 0),
  seed text,
  recorded_at timestamptz not null,
  primary key (market, seq)
);
create index batches_by_time on batches (recorded_at, market, seq);
insert into batches (market, seq, type, requests, fills, filled_minor, recorded_at)
  select f.market, f.seq, c.type, count(distinct f.request_id), count(*), sum(f.amount_minor), c.recorded_at
  from fills f join commands c using (market, seq) group by f.market, f.seq, c.type, c.recorded_at;

-- The last batch an offer may have taken part in: number of the log when its closing was stored. Null: open, or closed before this column.
alter table offers add column closed_seq bigint;
create index open_offers_of_lender on offers (lender_id, offer_id) where outcome is null;
