/**
 * Stops kafkajs 2.2.4 from re-arming a 1 ms timer for ever on every connection (kafkajs issues 1556, 1704, 1751; fixes 1667 and 1755 are
 * not merged). With the mend a timer exists only while requests wait or the broker throttles. Figures: docs/adr/0003-kafka-and-kafkajs.md.
 */
import { createRequire } from 'node:module';

type RequestQueue = {
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly throttledUntil: number;
  readonly pending: readonly unknown[];
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
};

/** How soon to look again at requests that wait for a free slot; the answer to one in flight usually comes first. */
const checkIntervalMs = 10;

const isRequestQueueClass = (value: unknown): value is { prototype: RequestQueue } =>
  typeof value === 'function' &&
  typeof value.prototype?.scheduleCheckPendingRequests === 'function' &&
  typeof value.prototype?.checkPendingRequests === 'function';

/** Mends the kafkajs of this process, once is enough. Throws when kafkajs has changed so that the mend no longer fits. */
export const mendKafkajsTimer = (): void => {
  const loaded: unknown = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js');
  if (!isRequestQueueClass(loaded)) throw new Error('kafkajs has changed: look whether mendKafkajsTimer is still needed');
  loaded.prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(this: RequestQueue): void {
    if (this.throttleCheckTimeoutId) return;
    const throttledMs = this.throttledUntil - Date.now();
    if (this.pending.length === 0 && throttledMs <= 0) return;
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledMs > 0 ? throttledMs : checkIntervalMs,
    );
  };
};
