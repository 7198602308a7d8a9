/** A logger for tests that says nothing, and one that remembers. */
import { createLogger, type Logger } from '@mutua/telemetry';

export const silentLogger: Logger = createLogger({ service: 'test', level: 'silent' });

export type LogLine = Readonly<Record<string, unknown>>;

export function rememberingLogger(): { readonly logger: Logger; readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { logger: createLogger({ service: 'test', level: 'debug', destination }), lines };
}
