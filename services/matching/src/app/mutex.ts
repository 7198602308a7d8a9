/** First come, first served: one holder at a time. */

export type Mutex = { acquire(): Promise<() => void> };

export function createMutex(): Mutex {
  let last: Promise<void> = Promise.resolve();
  return {
    /** Resolves with the function that lets the next one in; calling it again does nothing. */
    async acquire() {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      return resolve;
    },
  };
}
