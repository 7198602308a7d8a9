/**
 * Scores pending assessments in the background. The queue delivers, Postgres decides: a job carries an id only, running it twice is
 * running it once, and whatever Redis forgets is enqueued again from the pending rows.
 */

import { openQueue, type QueueCounts, startRefill, startWorker } from '@mutua/jobs';
import { addMs, type Clock, type Id, type Instant } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';

type Payload = { readonly assessmentId: Id<'assessment'> };

export type ScoringOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly concurrency: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Scores one assessment in a transaction of its own. */
  readonly score: (assessmentId: Id<'assessment'>) => Promise<void>;
  /** Pending since before the instant, oldest first. */
  readonly pendingBefore: (at: Instant, limit: number) => Promise<readonly Id<'assessment'>[]>;
};

export type Scoring = {
  enqueue(assessmentId: Id<'assessment'>): void;
  counts(): Promise<QueueCounts>;
  close(): Promise<void>;
};

const name = 'credit-scoring';
/** A row younger than this is on its way through the queue; an older one may have been lost. */
const overdueMs = 1_000;
const refillEveryMs = 1_000;
const refillMax = 1_000;

export async function startScoring({
  redisUrl,
  prefix,
  concurrency,
  clock,
  logger,
  score,
  pendingBefore,
}: ScoringOptions): Promise<Scoring> {
  const address = { name, redisUrl, prefix };
  const queue = await openQueue<Payload>({ ...address, logger });
  const jobOf = (assessmentId: Id<'assessment'>) => ({ id: assessmentId, payload: { assessmentId } });
  const worker = await startWorker<Payload>({ ...address, concurrency, logger, run: ({ payload }) => score(payload.assessmentId) });
  const refill = startRefill({
    everyMs: refillEveryMs,
    find: () => pendingBefore(addMs(clock.now(), -overdueMs), refillMax),
    enqueue: (assessmentIds) => queue.addMany(assessmentIds.map(jobOf)),
    logger,
  });
  return {
    enqueue(assessmentId) {
      queue.add(jobOf(assessmentId)).catch((err: unknown) => logger.warn({ err, assessmentId }, 'a scoring job waits for the refill'));
    },
    counts: () => queue.counts(),
    async close() {
      await refill.close();
      await worker.close();
      await queue.close();
    },
  };
}
