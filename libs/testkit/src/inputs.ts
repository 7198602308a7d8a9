/** Time and identity as tests want them: still unless moved, and the same on every run. */
import { type Clock, epochMsOf, type Ids, type Instant, idFromBytes, instantFromEpochMs } from '@mutua/kernel';

export type VirtualClock = Clock & {
  set(at: Instant): void;
  advance(ms: number): void;
};

export function virtualClock(start = '2026-01-02T09:00:00.000Z'): VirtualClock {
  let nowMs = epochMsOf(start as Instant);
  return {
    now: () => instantFromEpochMs(nowMs),
    set(at) {
      nowMs = epochMsOf(at);
    },
    advance(ms) {
      nowMs += ms;
    },
  };
}

/** Ids that grow like real ones and are the same for the same seed. Two seeds never meet (seed below 2^32). */
export function seededIds(seed = 1): Ids {
  let count = 0;
  return {
    next(kind) {
      count += 1;
      const bytes = Buffer.alloc(16);
      bytes.writeUIntBE(count, 0, 6);
      bytes.writeUInt32BE(seed, 12);
      return idFromBytes(kind, bytes);
    },
  };
}

let prefixes = 0;

/** A prefix of topics and queues that nobody else uses. */
export function topicPrefix(): string {
  prefixes += 1;
  return `t${Date.now().toString(36)}-${process.pid.toString(36)}-${prefixes}.`;
}
