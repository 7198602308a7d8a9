/** Follows the topics only while somebody watches, and a while longer: reading every event for nobody would cost as much as serving. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Tail } from '@mutua/messaging';

export type WatchedTail = {
  /** Resolves once every later event will be seen; call the answer when done. Rejects when the broker stays away. */
  watch(): Promise<() => void>;
  close(): Promise<void>;
};

export type WatchedTailOptions = {
  readonly start: () => Promise<Tail>;
  /** How long the topics are followed after the last watcher left. */
  readonly lingerMs: number;
  /** A watcher of a busy or restarting broker waits; after so many attempts it is told. */
  readonly attemptsMax: number;
  readonly attemptPauseMs: number;
};

export function createWatchedTail({ start, lingerMs, attemptsMax, attemptPauseMs }: WatchedTailOptions): WatchedTail {
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
  const attempt = async (attemptsLeft: number): Promise<Tail> => {
    try {
      return await start();
    } catch (error) {
      if (attemptsLeft <= 1) throw error;
      await pause(attemptPauseMs);
      return attempt(attemptsLeft - 1);
    }
  };
  const follow = (): Promise<Tail> => {
    const started = ending.then(() => attempt(attemptsMax));
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
