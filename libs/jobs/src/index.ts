/** Background work over BullMQ: queues, workers, and the refill from Postgres that makes Redis expendable. */
export type { QueueAddress } from './connection.ts';
export type { JobDraft, Queue, QueueCounts, QueueOptions } from './queue.ts';
export { openQueue, queueCounts } from './queue.ts';
export type { Refill, RefillOptions } from './refill.ts';
export { startRefill } from './refill.ts';
export type { Job, Worker, WorkerOptions } from './worker.ts';
export { startWorker } from './worker.ts';
