/** Ctrl-C as a promise. */

/** A terminal sends Ctrl-C to the whole group and the launcher forwards it: what comes within this time is the same key press. */
const samePressMs = 1_000;

/** Resolves at the first Ctrl-C or SIGTERM, so that the caller can end what it started; a later Ctrl-C ends at once. */
export const untilInterrupted = (): Promise<undefined> =>
  new Promise((resolve) => {
    let firstAt: number | undefined;
    const stop = (): void => {
      if (firstAt !== undefined && performance.now() - firstAt > samePressMs) process.exit(130);
      firstAt ??= performance.now();
      resolve(undefined);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
