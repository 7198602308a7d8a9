/** Follows the topics only while somebody watches, and a while longer: reading every event for nobody would cost as much as serving. */
import type { Tail } from '@mutua/messaging';

export type WatchedTail = {
  /** Resolves once every later event will be seen; call the answer when done. Rejects while the broker is away. */
  watch(): Promise<() => void>;
  close(): Promise<void>;
};

export function createWatchedTail({ start, lingerMs }: { readonly start: () => Promise<Tail>; readonly lingerMs: number }): WatchedTail {
  let tail: Promise<Tail> | undefined;
  let ending: Promise<void> = Promise.resolve();
  let watchers = 0;
  let timer: NodeJS.Timeout | undefined;

  const end = (): void => {
    const ended = tail;
    tail = undefined;
    if (ended !== undefined) ending = ended.then((open) => open.close()).catch(() => undefined);
  };
  const leave = (): void => {
    watchers -= 1;
    if (watchers === 0) timer = setTimeout(end, lingerMs);
  };
  const follow = (): Promise<Tail> => {
    const started = ending.then(start);
    started.catch(() => {
      if (tail === started) tail = undefined;
    });
    return started;
  };
  return {
    async watch() {
      clearTimeout(timer);
      watchers += 1;
      tail ??= follow();
      try {
        await tail;
      } catch (error) {
        leave();
        throw error;
      }
      let isHere = true;
      return () => {
        if (isHere) leave();
        isHere = false;
      };
    },
    async close() {
      clearTimeout(timer);
      end();
      await ending;
    },
  };
}
