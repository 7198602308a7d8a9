/** Resolves at the first Ctrl-C or SIGTERM, so that the caller can end what it started; a second one ends at once. */
export const untilInterrupted = (): Promise<undefined> =>
  new Promise((resolve) => {
    const stop = (): void => {
      process.once('SIGINT', () => process.exit(130));
      resolve(undefined);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
