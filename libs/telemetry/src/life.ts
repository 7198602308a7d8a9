/** The life of a process: what makes it ready and in which order it ends. */
import type { Logger } from './logger.ts';

export type Health = {
  /** `check` throws when the part is not ready. A name is used once. */
  addCheck(name: string, check: () => Promise<void>): void;
  /** Names of the checks that failed or took longer than `timeoutMs` (2 s). Empty means ready. */
  failed(timeoutMs?: number): Promise<readonly string[]>;
};

export function createHealth(): Health {
  const checks = new Map<string, () => Promise<void>>();
  return {
    addCheck(name, check) {
      if (checks.has(name)) throw new Error(`health check ${name} exists`);
      checks.set(name, check);
    },
    async failed(timeoutMs = 2000) {
      const outcomes = await Promise.all([...checks].map(async ([name, check]) => ((await passes(check, timeoutMs)) ? undefined : name)));
      return outcomes.filter((name) => name !== undefined);
    },
  };
}

async function passes(check: () => Promise<void>, timeoutMs: number): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), timeoutMs);
  try {
    return await Promise.race([check().then(() => true), late.promise]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

export type Shutdown = {
  /** Remembers how to end a part. */
  onShutdown(name: string, close: () => Promise<void> | void): void;
  /** Ends the parts, last first, each once; a part that fails does not keep the others from ending. Calling again waits for the first call. */
  close(): Promise<void>;
};

export function createShutdown(logger?: Logger): Shutdown {
  const parts: { name: string; close: () => Promise<void> | void }[] = [];
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      try {
        await part.close();
      } catch (error) {
        logger?.error({ err: error, component: part.name }, 'a part did not end cleanly');
      }
    }
  };
  return {
    onShutdown: (name, close) => void parts.push({ name, close }),
    close: () => {
      ending ??= end();
      return ending;
    },
  };
}
