/** Runs jobs. A job may run twice, or beside its twin: what it does must be decided and guarded in Postgres. */
import type { Logger } from '@mutua/telemetry';
import { type Job as BullJob, Worker as BullWorker } from 'bullmq';
import { connectionOf, keyPrefix, type QueueAddress } from './connection.ts';

export type Job<P extends object> = { readonly payload: P /** 1 for the first try. */; readonly attempt: number };
/** `close` takes no more jobs and waits for those that run. */
export type Worker = { close(): Promise<void> };

export type WorkerOptions<P extends object> = QueueAddress & {
  readonly logger: Logger;
  readonly concurrency?: number;
  /** A throw makes the queue try again later, up to its `attemptsMax`. */
  readonly run: (job: Job<P>) => Promise<void>;
};

// A worker that died is noticed after lockMs + stalledMs and its jobs go to another one.
const lockMs = 15_000;
const stalledMs = 5000;
const stalledMax = 10;

/** Starts at once, with or without Redis; works as soon as there is one. */
export async function startWorker<P extends object>(options: WorkerOptions<P>): Promise<Worker> {
  const { name, concurrency = 1, run, logger } = options;
  const connection = connectionOf(options, 'worker');
  const worker = new BullWorker<P>(name, (job: BullJob<P>) => run({ payload: job.data, attempt: job.attemptsMade + 1 }), {
    connection,
    prefix: keyPrefix(options),
    concurrency,
    lockDuration: lockMs,
    stalledInterval: stalledMs,
    maxStalledCount: stalledMax,
  });
  worker.on('error', (error) => logger.warn({ err: error, queue: name }, 'the connection of a worker is in trouble'));
  worker.on('failed', (job, error) => {
    const isLast = job === undefined || job.attemptsMade >= (job.opts.attempts ?? 1);
    logger[isLast ? 'error' : 'warn'](
      { err: error, queue: name, attempt: job?.attemptsMade },
      isLast ? 'a job was given up' : 'a job failed',
    );
  });
  return {
    async close() {
      await worker.close();
      connection.disconnect();
    },
  };
}
