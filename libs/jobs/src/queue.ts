/**
 * Queues over BullMQ. A job says that something may be due; Postgres decides whether it is. So a job may be lost, repeated or run late
 * without harm, its payload holds ids and dates only, and everything in Redis can be rebuilt (see startRefill).
 */
import type { Logger } from '@mutua/telemetry';
import { Queue as BullQueue, type JobsOptions } from 'bullmq';
import { connectionOf, keyPrefix, type QueueAddress } from './connection.ts';

export type JobDraft<P extends object> = {
  /** Follows from the payload: a second enqueue while the first waits or runs is the same job. */
  readonly id: string;
  readonly payload: P;
  readonly delayMs?: number;
};
export type QueueCounts = { readonly waiting: number; readonly active: number; readonly delayed: number; readonly failed: number };

export type Queue<P extends object> = {
  add(job: JobDraft<P>): Promise<void>;
  addMany(jobs: readonly JobDraft<P>[]): Promise<void>;
  counts(): Promise<QueueCounts>;
  /** Removes the queue with everything in it, running jobs included. For tests and resets. */
  obliterate(): Promise<void>;
  close(): Promise<void>;
};

export type QueueOptions = QueueAddress & {
  readonly logger: Logger;
  /** Tries in all before a job is given up; the owner enqueues it again if it is still due. */
  readonly attemptsMax?: number;
};

const backoffMs = 200;
/** Nobody follows the events that BullMQ writes of every step of a job; left alone it keeps ten thousand. */
const stepsKept = 10;

/** Resolves without waiting for Redis: what is added while Redis is away is sent when it is back, or fails after about 20 s. */
export async function openQueue<P extends object>(options: QueueOptions): Promise<Queue<P>> {
  const { name, attemptsMax = 5, logger } = options;
  const connection = connectionOf(options, 'queue');
  const queue = new BullQueue(name, { connection, prefix: keyPrefix(options), streams: { events: { maxLen: stepsKept } } });
  queue.on('error', (error) => logger.warn({ err: error, queue: name }, 'the connection of a queue is in trouble'));
  const optionsOf = ({ id, delayMs }: JobDraft<P>): JobsOptions => ({
    jobId: safeId(id),
    attempts: attemptsMax,
    backoff: { type: 'exponential', delay: backoffMs, jitter: 0.5 },
    // A finished job must leave at once, or its id would keep the same work from being enqueued again.
    removeOnComplete: true,
    removeOnFail: true,
    ...(delayMs === undefined ? {} : { delay: delayMs }),
  });
  return {
    async add(job) {
      await queue.add(name, job.payload, optionsOf(job));
    },
    async addMany(jobs) {
      if (jobs.length > 0) await queue.addBulk(jobs.map((job) => ({ name, data: job.payload, opts: optionsOf(job) })));
    },
    async counts() {
      const { waiting = 0, active = 0, delayed = 0, failed = 0 } = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
      return { waiting, active, delayed, failed };
    },
    obliterate: () => queue.obliterate({ force: true }),
    async close() {
      await queue.close();
      connection.disconnect();
    },
  };
}

/** Counts by queue name, for the operations endpoint. */
export async function queueCounts(queues: Readonly<Record<string, Pick<Queue<object>, 'counts'>>>): Promise<Record<string, QueueCounts>> {
  return Object.fromEntries(await Promise.all(Object.entries(queues).map(async ([name, queue]) => [name, await queue.counts()] as const)));
}

/** BullMQ refuses a colon in an id, and takes an integer for one of its own. */
function safeId(id: string): string {
  return `job-${id.replaceAll(':', '_')}`;
}
