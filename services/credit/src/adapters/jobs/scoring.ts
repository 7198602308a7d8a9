/**
 * Scores pending assessments in the background. The queue delivers, Postgres decides: a job carries ids only, running it twice is running it
 * once, and whatever Redis forgets is enqueued again from the pending rows. Redis holds a bounded part of what is pending, so a backlog of
 * any length costs rows, not memory.
 */
import { isTransient } from '@mutua/db';
import { openQueue, type Queue, type QueueCounts, startRefill, startWorker } from '@mutua/jobs';
import { addMs, type Clock, type Id, type Instant } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';

type AssessmentId = Id<'assessment'>;
type Payload = { readonly assessmentIds: readonly AssessmentId[] };

export type ScoringOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly concurrency: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Scores the assessments in one transaction. */
  readonly score: (assessmentIds: readonly AssessmentId[]) => Promise<void>;
  /** Counts a failure of one that could not be stored, in a transaction of its own. */
  readonly fail: (assessmentId: AssessmentId, failure: string) => Promise<void>;
  /** Due and pending since before the instant, oldest first. */
  readonly pendingBefore: (at: Instant, limit: number) => Promise<readonly AssessmentId[]>;
};

export type Scoring = {
  /** At once or, while the queue is full, once it has run dry. */
  enqueue(assessmentIds: readonly AssessmentId[]): void;
  counts(): Promise<QueueCounts>;
  close(): Promise<void>;
};

const name = 'credit-scoring';
/** Assessments of one job, which are scored in one transaction. */
const jobSize = 100;
/** Jobs that Redis holds at most; looked at with every refill. */
const jobsMax = 500;
/** With fewer jobs than this, what is pending and not quite new is missing from the queue. */
const jobsLow = 8;
/** A row younger than this is on its way through the queue. */
const overdueMs = 1_000;
/** A row older than this is enqueued again however long the queue is. */
const lostMs = 30_000;
const refillEveryMs = 500;
const refillMax = 5_000;

export async function startScoring(options: ScoringOptions): Promise<Scoring> {
  const { redisUrl, prefix, concurrency, clock, logger, pendingBefore } = options;
  const address = { name, redisUrl, prefix };
  const queue = await openQueue<Payload>({ ...address, logger });
  const worker = await startWorker<Payload>({ ...address, concurrency, logger, run: ({ payload }) => scoreAll(options, payload) });
  let isFull = false;
  const refill = startRefill({
    everyMs: refillEveryMs,
    async find() {
      const { waiting, active, delayed } = await queue.counts();
      const jobs = waiting + active + delayed;
      isFull = jobs >= jobsMax;
      return isFull ? [] : pendingBefore(addMs(clock.now(), jobs < jobsLow ? -overdueMs : -lostMs), refillMax);
    },
    enqueue: (assessmentIds) => add(queue, assessmentIds),
    logger,
  });
  return {
    enqueue(assessmentIds) {
      if (isFull) return;
      add(queue, assessmentIds).catch((err: unknown) => logger.warn({ err }, 'scoring jobs wait for the refill'));
    },
    counts: () => queue.counts(),
    async close() {
      await refill.close();
      await worker.close();
      await queue.close();
    },
  };
}

/** The first id names the job: the same rows that are found again while it waits are the same job. */
function add(queue: Queue<Payload>, assessmentIds: readonly AssessmentId[]): Promise<void> {
  const chunks = Array.from({ length: Math.ceil(assessmentIds.length / jobSize) }, (_, nr) =>
    assessmentIds.slice(nr * jobSize, (nr + 1) * jobSize),
  );
  return queue.addMany(chunks.map((chunk) => ({ id: `${chunk[0]}-${chunk.length}`, payload: { assessmentIds: chunk } })));
}

/** When a batch cannot be stored each is scored by itself, so that one of them harms no other. An outage is for the queue to try again. */
async function scoreAll(options: ScoringOptions, { assessmentIds }: Payload): Promise<void> {
  const error = await failureOf(() => options.score(assessmentIds));
  if (error === undefined) return;
  if (isTransient(error)) throw error;
  const [only] = assessmentIds;
  if (assessmentIds.length === 1 && only !== undefined) {
    options.logger.warn({ err: error, assessmentId: only }, 'an assessment could not be scored');
    return options.fail(only, error instanceof Error ? `${error.name}: ${error.message}` : 'a thrown value that is no error');
  }
  for (const each of assessmentIds) await scoreAll(options, { assessmentIds: [each] });
}

async function failureOf(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
}
