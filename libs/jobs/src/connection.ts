/** Where a queue lives and how it connects. */
import { Redis } from 'ioredis';

export type QueueAddress = {
  /** `payments.close-of-business` */
  readonly name: string;
  readonly redisUrl: string;
  /** Keeps test runs and environments apart; may be empty. */
  readonly prefix: string;
};

const reconnectMsMax = 1000;

/**
 * A queue gives up after some tries, so that a caller is not left hanging; a worker must never give up (BullMQ demands it).
 * Both reconnect for ever.
 */
export function connectionOf({ redisUrl }: QueueAddress, role: 'queue' | 'worker'): Redis {
  return new Redis(redisUrl, {
    maxRetriesPerRequest: role === 'worker' ? null : 20,
    enableReadyCheck: true,
    retryStrategy: (attempt) => Math.min(50 * attempt, reconnectMsMax),
  });
}

/** In braces: a Redis Cluster keeps the keys of one queue in one slot, and spreads queues. */
export function keyPrefix({ prefix, name }: QueueAddress): string {
  return `{${prefix}${name}}`;
}
