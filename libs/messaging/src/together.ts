/**
 * Batches that wait at the same moment are handled as one, up to a bound: one commit instead of many, and the transactions of one consumer
 * never wait for each other's locks. When they fail together each is tried alone, so that only the caller of a bad one hears of it.
 */
export const together = <T>(handle: (items: readonly T[]) => Promise<void>, itemsMax: number): ((items: readonly T[]) => Promise<void>) => {
  const waiting: { readonly items: readonly T[]; readonly done: PromiseWithResolvers<void> }[] = [];
  let isRunning = false;
  /** Whole batches in the order they came, at least one. */
  const take = (): typeof waiting => {
    let count = 0;
    const end = waiting.findIndex(({ items }, index) => {
      count += items.length;
      return index > 0 && count > itemsMax;
    });
    return waiting.splice(0, end === -1 ? waiting.length : end);
  };
  const run = async (): Promise<void> => {
    isRunning = true;
    while (waiting.length > 0) {
      const taken = take();
      const [end] = await Promise.allSettled([handle(taken.flatMap(({ items }) => items))]);
      for (const { items, done } of taken) {
        if (end.status === 'fulfilled') done.resolve();
        else if (taken.length === 1) done.reject(end.reason);
        else await handle(items).then(done.resolve, done.reject);
      }
    }
    isRunning = false;
  };
  return async (items) => {
    const done = Promise.withResolvers<void>();
    waiting.push({ items, done });
    if (!isRunning) void run();
    await done.promise;
  };
};
