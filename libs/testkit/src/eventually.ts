/** Waiting for a condition, bounded by a deadline. Never a sleep that hopes. */
import { setTimeout as pause } from 'node:timers/promises';

export type EventuallyOptions = {
  readonly timeoutMs?: number;
  /** Said when the time is up. */
  readonly what?: string;
};

const everyMs = 10;

/**
 * Asks until the answer is neither undefined nor false, and gives it back. A throw counts as "not yet", so that assertions may be
 * written in the condition; the last one is the cause of the failure when the time (15 s) is up.
 */
export async function eventually<T>(
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  options: EventuallyOptions = {},
): Promise<T> {
  const { timeoutMs = 15_000, what = 'the condition' } = options;
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    let failure: unknown;
    try {
      const answer = await condition();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > deadlineMs) {
      const cause = failure instanceof Error ? `: ${failure.message}` : '';
      throw new Error(`${what} was not met within ${timeoutMs} ms${cause}`, { cause: failure });
    }
    await pause(everyMs);
  }
}
