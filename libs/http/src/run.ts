/** The life of a service process: configuration, composition, listening, signals, graceful end. */
import type { Service } from './service.ts';

/** Runs until SIGTERM or SIGINT. `loadConfig` is given the environment; its problems end the process with status 1. */
export async function runService<C extends { readonly host: string; readonly port: number }>(_options: {
  readonly name: string;
  readonly loadConfig: (env: Readonly<Record<string, string | undefined>>) => C;
  readonly compose: (config: C) => Promise<Service>;
}): Promise<void> {
  throw new Error('not written yet');
}
