/** A sleep that ends early when something happened, also when it happened just before. */

export type Alarm = { ring(): void; sleep(ms: number): Promise<void> };

export const createAlarm = (): Alarm => {
  let wake: (() => void) | undefined;
  let rang = false;
  return {
    ring: (): void => {
      rang = true;
      wake?.();
    },
    async sleep(ms: number): Promise<void> {
      if (!rang) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rang = false;
      wake = undefined;
    },
  };
};
