/** What an instance does by the clock: commands that other instances filed for its markets, and batches within the day. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@mutua/telemetry';
import { clearBatches } from '../../app/batches.ts';
import type { Engine } from '../../app/engine.ts';

export type ChoresOptions = {
  readonly engine: Pick<Engine, 'drain' | 'transact' | 'submit' | 'held' | 'read'>;
  /** 0: no batches but those of each business day. */
  readonly batchEveryMs: number;
  readonly logger: Logger;
};
export type Chores = { close(): Promise<void> };

/** Often while commands come that way, rarely while there are none. */
const drainMs = { busy: 10, idle: 100 };
const busyForMs = 5_000;

export function startChores({ engine, batchEveryMs, logger }: ChoresOptions): Chores {
  const ending = new AbortController();
  const { signal } = ending;
  const sleep = (ms: number): Promise<void> => pause(ms, undefined, { signal }).catch(() => undefined);
  const patiently = async <T>(work: () => Promise<T>): Promise<T | undefined> =>
    work().catch((error: unknown) => {
      logger.warn({ err: error }, 'a chore of the engine failed, trying again');
      return undefined;
    });
  const draining = async (): Promise<void> => {
    let busyUntil = 0;
    while (!signal.aborted) {
      const drained = await patiently(engine.drain);
      if (drained !== undefined && drained > 0) busyUntil = performance.now() + busyForMs;
      else await sleep(performance.now() < busyUntil ? drainMs.busy : drainMs.idle);
    }
  };
  const clearing = async (): Promise<void> => {
    if (batchEveryMs === 0) return;
    for (await sleep(batchEveryMs); !signal.aborted; await sleep(batchEveryMs)) await patiently(() => clearBatches(engine));
  };
  const running = Promise.all([draining(), clearing()]);
  return {
    async close() {
      ending.abort();
      await running;
    },
  };
}
