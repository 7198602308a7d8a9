/** Composes loan servicing: stores, the business day with its queue and workers, the contract consumer, the REST handlers. */
import type { Database, Tx } from '@mutua/db';
import type { ProblemTable } from '@mutua/http';
import { openQueue, type Queue, startWorker, type Worker } from '@mutua/jobs';
import type { CalendarDate, Clock, Ids } from '@mutua/kernel';
import type { Handlers as Consumers } from '@mutua/messaging';
import type { Logger, Metrics } from '@mutua/telemetry';
import type { ServicingHandlers, ServicingPolicy } from './adapters/http/operations.ts';
import { servicingHandlers } from './adapters/http/servicing-handlers.ts';
import { servicingPolicy } from './adapters/http/servicing-policy.ts';
import { servicingProblems } from './adapters/http/servicing-problems.ts';
import { type BusinessDayRunner, startBusinessDay } from './adapters/jobs/business-day.ts';
import { type ChunkJob, workChunk } from './adapters/jobs/day-chunks.ts';
import { servicingConsumers } from './adapters/kafka/servicing-consumers.ts';
import { currentBusinessDate, setBusinessDate } from './adapters/postgres/business-clock.ts';
import { publisher } from './adapters/postgres/publisher.ts';
import { dayStore } from './adapters/postgres/servicing/day-store.ts';
import { instalmentStore } from './adapters/postgres/servicing/instalment-store.ts';
import { loanStore } from './adapters/postgres/servicing/loan-store.ts';
import { servicingViews } from './adapters/postgres/servicing/views.ts';
import { servicingPorts, workOpener } from './adapters/postgres/servicing/work.ts';
import type { DirectDebit, OpenUnit } from './app/ports.ts';
import type { ServicingPorts } from './app/servicing/ports.ts';
import type { PaymentsConfig } from './config.ts';

export type ServicingDeps = {
  readonly config: PaymentsConfig;
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly directDebit: DirectDebit;
  readonly openUnit: OpenUnit;
};
export type Servicing = {
  readonly handlers: ServicingHandlers;
  readonly policy: ServicingPolicy;
  readonly problems: ProblemTable;
  readonly consumers: Consumers;
  queues(): Promise<Record<string, Record<string, number>>>;
  start(): Promise<void>;
  close(): Promise<void>;
};

const dayQueue = 'payments.business-day';
const chunkWorkers = 2;

/** The queue, its workers and the leader that drives the date; started and closed together. */
function businessDay(deps: ServicingDeps, openPorts: (tx: Tx) => Promise<ServicingPorts>) {
  const { config, db, clock, ids, logger, directDebit } = deps;
  const address = { name: dayQueue, redisUrl: config.redisUrl, prefix: config.topicPrefix };
  const running: { queue?: Queue<ChunkJob>; runner?: BusinessDayRunner; worker?: Worker } = {};
  const readers = { loans: loanStore(db.sql), instalments: instalmentStore(db.sql) };
  return {
    wake: () => running.runner?.wake(),
    counts: async () => (running.queue ? { [dayQueue]: { ...(await running.queue.counts()) } } : {}),
    async start() {
      const queue = await openQueue<ChunkJob>({ ...address, logger });
      const at = (tx: Tx, businessDate: CalendarDate) => publisher(tx, { ids, now: clock.now(), businessDate });
      const runner = startBusinessDay({
        db,
        queue,
        clock,
        logger,
        days: dayStore,
        publisher: at,
        currentDate: currentBusinessDate,
        setDate: setBusinessDate,
      });
      const worker = await startWorker<ChunkJob>({
        ...address,
        logger,
        concurrency: chunkWorkers,
        run: async ({ payload }) => {
          await workChunk({ logger, db, directDebit, clock, ids, readers, days: dayStore, openPorts }, payload);
          runner.wake();
        },
      });
      Object.assign(running, { queue, runner, worker });
    },
    async close() {
      await running.runner?.close();
      await running.worker?.close();
      await running.queue?.close();
    },
  };
}

const mandateSql = 'select bank_account_id from bank_accounts where member_id = $1 and currency = $2 order by bank_account_id limit 1';

async function mandateOf(tx: Tx, memberId: string, currency: string): Promise<string | null> {
  return (await tx.one<{ bank_account_id: string }>(mandateSql, [memberId, currency]))?.bank_account_id ?? null;
}

export async function openServicing(deps: ServicingDeps): Promise<Servicing> {
  const { openUnit, clock, ids } = deps;
  const openPorts = async (tx: Tx) => servicingPorts(tx, await openUnit(tx, clock.now()));
  const day = businessDay(deps, openPorts);
  const views = servicingViews();
  return {
    handlers: servicingHandlers({ views, openWork: workOpener({ openUnit, ids }), wakeRunner: day.wake }),
    policy: servicingPolicy(views),
    problems: servicingProblems,
    consumers: servicingConsumers({ ...deps, openPorts, mandateOf }),
    queues: day.counts,
    start: day.start,
    close: day.close,
  };
}
