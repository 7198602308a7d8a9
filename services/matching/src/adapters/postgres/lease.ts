/**
 * Which instance runs the engine of which market. A holder renews its leases; when it falls silent another instance takes its markets with
 * higher epochs. Markets are spread evenly over the instances that live: whoever holds more than its share gives the rest up.
 * The lease only decides when to take over: what keeps two engines apart is the epoch that every batch asserts.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@mutua/db';
import type { Logger } from '@mutua/telemetry';
import { movesOf } from '../../app/shares.ts';

type Settling = LeaseOptions & {
  /** A name takes its markets back only when it begins: one that was overtaken under its own name does not fight for them. */
  readonly isFirst: boolean;
};

export type LeaseOptions = {
  readonly db: Database;
  readonly markets: readonly string[];
  /** Names the instance. One that starts again under its name takes its markets back at once. */
  readonly holder: string;
  readonly leaseMs: number;
  readonly logger: Logger;
  /** The market is this instance's; when it throws the market is given up again. */
  readonly onTaken: (market: string, epoch: bigint) => Promise<void>;
  readonly onLost: (market: string) => Promise<void>;
};

export type Lease = {
  /** Says that a batch found another epoch: looked at at once. */
  lost(): void;
  /** Gives a market up whose book cannot be recovered here. */
  giveUp(market: string): void;
  close(): Promise<void>;
};

/** Resolves after the first try, whatever this instance holds then. */
export async function holdLease(options: LeaseOptions): Promise<Lease> {
  const { logger, leaseMs } = options;
  const ending = new AbortController();
  let wake = new AbortController();
  const held = new Map<string, bigint>();
  const loop = async (everyMs: number, work: () => Promise<void>, failure: string): Promise<void> => {
    while (!ending.signal.aborted) {
      const signal = AbortSignal.any([ending.signal, wake.signal]);
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
      if (ending.signal.aborted) return;
      wake = new AbortController();
      await work().catch((error: unknown) => logger.warn({ err: error }, failure));
    }
  };
  // Renewing goes on while a large book is being recovered: two loops.
  const renewing = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await renew(options, held).catch((error: unknown) => logger.warn({ err: error }, 'the lease could not be renewed, trying again'));
      await pause(leaseMs / 5, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  const broken = new Set<string>();
  let isFirst = true;
  const step = async (): Promise<void> => {
    for (const market of broken) await giveUp(options, held, market);
    broken.clear();
    await settle({ ...options, isFirst }, held);
    isFirst = false;
  };
  const beats = renewing();
  await step();
  const living = loop(leaseMs / 5, step, 'the markets could not be settled, trying again');
  return {
    lost: () => wake.abort(),
    giveUp(market) {
      broken.add(market);
      wake.abort();
    },
    async close() {
      ending.abort();
      await Promise.all([living, beats]);
      for (const market of held.keys()) await options.onLost(market);
      await release(options.db, held);
      await options.db.sql.run('delete from instances where holder = $1', [options.holder]);
    },
  };
}

/** Lets go of what was lost or is too much, and takes what is free up to the share of this instance. */
async function settle(options: Settling, held: Map<string, bigint>): Promise<void> {
  const { db, markets, logger } = options;
  const instances = await beat(options);
  const epochs = await epochsNow(db, [...held.keys()]);
  for (const [market, epoch] of [...held]) {
    if (epochs.get(market) === epoch) continue;
    held.delete(market);
    logger.warn({ market }, 'another engine has taken over, standing by');
    await options.onLost(market);
  }
  const { give, want, room } = movesOf({ markets, held: new Set(held.keys()), instances });
  for (const market of give) await giveUp(options, held, market);
  let taken = 0;
  const free = room > 0 ? await freeNow(options, want) : [];
  for (const market of free) {
    if (taken >= room) return;
    if (await take(options, held, market)) taken += 1;
  }
}

/** Looked at without a lock, so that an engine at work is not disturbed. */
async function freeNow({ db, holder, leaseMs, isFirst }: Settling, markets: readonly string[]): Promise<readonly string[]> {
  const rows = await db.sql.query<{ market: string }>(
    `select m.market from unnest($1::text[]) with ordinality as m(market, place) left join engines e using (market)
     where e.market is null or ($4 and e.holder = $2) or e.renewed_at < clock_timestamp() - $3 * interval '1 millisecond'
     order by m.place`,
    [markets, holder, leaseMs, isFirst],
  );
  return rows.map(({ market }) => market);
}

async function take(options: Settling, held: Map<string, bigint>, market: string): Promise<boolean> {
  const epoch = await takeOver(options, market);
  if (epoch === undefined) return false;
  held.set(market, epoch);
  try {
    await options.onTaken(market, epoch);
    options.logger.info({ market, epoch: Number(epoch) }, 'the engine acts');
    return true;
  } catch (error) {
    // Taken but not able to act (the log cannot be replayed, say): not kept, so that a later step begins anew.
    options.logger.error({ err: error, market }, 'the market was taken and cannot be run');
    await giveUp(options, held, market);
    return false;
  }
}

/** The engine lets go first, so that nothing of it runs when the next one begins. */
async function giveUp({ db, onLost, logger }: LeaseOptions, held: Map<string, bigint>, market: string): Promise<void> {
  const epoch = held.get(market);
  held.delete(market);
  await onLost(market);
  if (epoch !== undefined) await release(db, new Map([[market, epoch]]));
  logger.info({ market }, 'the market is given up');
}

/** A sign of life of this instance; the number of those that gave one within the lease. */
async function beat({ db, holder, leaseMs }: LeaseOptions): Promise<number> {
  const row = await db.sql.one<{ n: bigint }>(
    `with mine as (
       insert into instances (holder, seen_at) values ($1, clock_timestamp()) on conflict (holder) do update set seen_at = excluded.seen_at
     ), gone as (delete from instances where seen_at < clock_timestamp() - interval '1 hour')
     select count(*) filter (where holder <> $1 and seen_at >= clock_timestamp() - $2 * interval '1 millisecond') + 1 as n from instances`,
    [holder, leaseMs],
  );
  return Number(row?.n ?? 1n);
}

async function epochsNow(db: Database, markets: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const rows = await db.sql.query<{ market: string; epoch: bigint }>('select market, epoch from engines where market = any($1)', [markets]);
  return new Map(rows.map(({ market, epoch }) => [market, epoch]));
}

/** A new epoch, or undefined while another instance holds the market. */
async function takeOver({ db, holder, leaseMs, isFirst }: Settling, market: string): Promise<bigint | undefined> {
  const row = await db.sql.one<{ epoch: bigint }>(
    `insert into engines as e (market, epoch, holder, renewed_at) values ($1, 1, $2, clock_timestamp())
     on conflict (market) do update set epoch = e.epoch + 1, holder = excluded.holder, renewed_at = clock_timestamp()
       where ($4 and e.holder = excluded.holder) or e.renewed_at < clock_timestamp() - $3 * interval '1 millisecond'
     returning epoch`,
    [market, holder, leaseMs, isFirst],
  );
  return row?.epoch;
}

async function renew(options: LeaseOptions, held: ReadonlyMap<string, bigint>): Promise<void> {
  await beat(options);
  if (held.size > 0) await touch(options.db, held, 'clock_timestamp()');
}

/** Leaves the markets to whoever comes next, without a wait. */
async function release(db: Database, held: ReadonlyMap<string, bigint>): Promise<void> {
  if (held.size > 0) await touch(db, held, "'-infinity'");
}

async function touch(db: Database, held: ReadonlyMap<string, bigint>, renewedAt: 'clock_timestamp()' | "'-infinity'"): Promise<void> {
  await db.sql.run(
    `with mine as (
       select e.market from engines e join unnest($1::text[], $2::bigint[]) as held(market, epoch) using (market, epoch)
       order by e.market for update of e
     ) update engines set renewed_at = ${renewedAt} from mine where engines.market = mine.market`,
    [[...held.keys()], [...held.values()]],
  );
}
