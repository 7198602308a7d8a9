/** Makes sure that Redis knows what Postgres says is due: at start, and again and again. So a flushed or lost Redis loses no work. */
import type { Logger } from '@mutua/telemetry';

export type RefillOptions<T> = {
  readonly everyMs: number;
  /** What is due now, from Postgres; bounded by the caller. */
  readonly find: () => Promise<readonly T[]>;
  /** Enqueues under deterministic ids, so that what is still in the queue stays one job. */
  readonly enqueue: (items: readonly T[]) => Promise<void>;
  readonly logger: Logger;
};
export type Refill = {
  /** Looks at once; resolves when what was due is enqueued. A look that is under way is joined. Throws what find or enqueue throw. */
  now(): Promise<void>;
  /** Stops and waits for a look that is under way. */
  close(): Promise<void>;
};

export function startRefill<T>({ everyMs, find, enqueue, logger }: RefillOptions<T>): Refill {
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const look = async (): Promise<void> => {
    const items = await find();
    if (items.length > 0) await enqueue(items);
  };
  const now = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const tick = async (): Promise<void> => {
    await now().catch((error: unknown) => logger.warn({ err: error }, 'a queue could not be refilled'));
    if (!closed) timer = setTimeout(() => void tick(), everyMs);
  };
  void tick();
  return {
    now,
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking?.catch(() => undefined);
    },
  };
}
