/**
 * Which instance runs the engine. The holder renews its lease; when it falls silent another instance takes over with a higher epoch.
 * The lease only decides when to take over: what keeps two engines apart is the epoch that every batch asserts.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@mutua/db';
import type { Logger } from '@mutua/telemetry';

export type LeaseOptions = {
  readonly db: Database;
  readonly markets: readonly string[];
  /** Names the instance. One that starts again under its name takes over at once. */
  readonly holder: string;
  readonly leaseMs: number;
  readonly logger: Logger;
  readonly onTaken: (epochs: ReadonlyMap<string, bigint>) => Promise<void>;
  readonly onLost: () => Promise<void>;
};

export type Lease = {
  /** Says that a batch found another epoch: looked at at once. */
  lost(): void;
  close(): Promise<void>;
};

/** Resolves after the first try, whether this instance holds the lease then or stands by. */
export async function holdLease(options: LeaseOptions): Promise<Lease> {
  const ending = new AbortController();
  let wake = new AbortController();
  const state: { epochs?: ReadonlyMap<string, bigint> } = {};
  const step = async (): Promise<void> => {
    if (state.epochs !== undefined && (await renew(options, state.epochs))) return;
    if (state.epochs !== undefined) {
      delete state.epochs;
      options.logger.warn({ markets: options.markets }, 'another engine has taken over, standing by');
      await options.onLost();
    }
    const epochs = await takeOver(options);
    if (epochs === undefined) return;
    state.epochs = epochs;
    options.logger.info({ epochs: Object.fromEntries([...epochs].map(([market, epoch]) => [market, Number(epoch)])) }, 'the engine acts');
    try {
      await options.onTaken(epochs);
    } catch (error) {
      // Taken but not able to act (the log cannot be replayed, say): not kept, so that the next step begins anew.
      delete state.epochs;
      await options.onLost();
      throw error;
    }
  };
  const live = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      wake = new AbortController();
      const signal = AbortSignal.any([ending.signal, wake.signal]);
      await pause(options.leaseMs / 5, undefined, { signal }).catch(() => undefined);
      if (!ending.signal.aborted)
        await step().catch((error: unknown) => options.logger.warn({ err: error }, 'the lease could not be kept'));
    }
  };
  await step();
  const living = live();
  return {
    lost: () => wake.abort(),
    async close() {
      ending.abort();
      await living;
      if (state.epochs !== undefined) await release(options.db, state.epochs);
    },
  };
}

class NotFree extends Error {}

/** New epochs for all markets, or undefined while another instance holds one of them. */
async function takeOver({ db, markets, holder, leaseMs }: LeaseOptions): Promise<ReadonlyMap<string, bigint> | undefined> {
  try {
    return await db.run(async (tx) => {
      const epochs = new Map<string, bigint>();
      for (const market of [...markets].sort()) {
        const row = await tx.one<{ epoch: bigint }>(
          `insert into engines as e (market, epoch, holder, renewed_at) values ($1, 1, $2, clock_timestamp())
           on conflict (market) do update set epoch = e.epoch + 1, holder = excluded.holder, renewed_at = clock_timestamp()
             where e.holder = excluded.holder or e.renewed_at < clock_timestamp() - $3 * interval '1 millisecond'
           returning epoch`,
          [market, holder, leaseMs],
        );
        if (row === undefined) throw new NotFree();
        epochs.set(market, row.epoch);
      }
      return epochs;
    });
  } catch (error) {
    if (error instanceof NotFree) return undefined;
    throw error;
  }
}

async function renew({ db }: LeaseOptions, epochs: ReadonlyMap<string, bigint>): Promise<boolean> {
  const mine = await db.sql.run(
    `update engines set renewed_at = clock_timestamp()
     from unnest($1::text[], $2::bigint[]) as held(market, epoch) where engines.market = held.market and engines.epoch = held.epoch`,
    [[...epochs.keys()], [...epochs.values()]],
  );
  return mine === epochs.size;
}

/** Leaves the markets to whoever comes next, without a wait. */
async function release(db: Database, epochs: ReadonlyMap<string, bigint>): Promise<void> {
  await db.sql.run(
    `update engines set renewed_at = '-infinity'
     from unnest($1::text[], $2::bigint[]) as held(market, epoch) where engines.market = held.market and engines.epoch = held.epoch`,
    [[...epochs.keys()], [...epochs.values()]],
  );
}
